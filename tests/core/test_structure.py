"""Data of a file become typed objects, or everything that is wrong with them is told at once."""

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from typing import Any, Literal

import pytest
from attrs import frozen

from pickupkit import InvalidRequest, Problem
from pickupkit.structure import Misfit, Structurer, step


@frozen(kw_only=True)
class Inner:
    count: int
    size: Literal["small", "large"] = "small"


@frozen(kw_only=True)
class Outer:
    name: str
    inner: Inner | None = None
    items: tuple[Inner, ...] = ()
    amount: Decimal | None = None
    until: time | None = None
    sure: bool | None = None
    more: Mapping[str, Any] = {}
    anything: Any = None


def build(data, readers=()):
    return Structurer(dict(readers)).build(Outer, data)


def problems_of(data):
    with pytest.raises(InvalidRequest) as caught:
        build(data)
    return [str(problem) for problem in caught.value.problems]


def test_every_kind_is_built():
    """Nested tables, lists, choices, exact numbers, times and plain values."""
    built = build(
        {
            "name": "dock",
            "inner": {"count": 2, "size": "large"},
            "items": [{"count": 1}],
            "amount": "2.50",
            "until": "17:00",
            "sure": False,
            "more": {"own": [1, {"deep": None}]},
            "anything": [1],
        }
    )

    assert built == Outer(
        name="dock",
        inner=Inner(count=2, size="large"),
        items=(Inner(count=1),),
        amount=Decimal("2.50"),
        until=time(17),
        sure=False,
        more={"own": [1, {"deep": None}]},
        anything=[1],
    )


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("name", 5, "/name: is not text"),
        ("name", None, "/name: is not text"),
        ("sure", "yes", "/sure: is not true or false"),
        ("sure", 1, "/sure: is not true or false"),
        ("inner", "two", "/inner: is not a table of fields"),
        ("inner", {"count": True}, "/inner/count: is not a whole number"),
        ("inner", {"count": 1.0}, "/inner/count: is not a whole number"),
        ("inner", {"count": 1, "size": "huge"}, "/inner/size: is none of small, large"),
        ("inner", {"count": 1, "size": ["small"]}, "/inner/size: is none of small, large"),
        ("items", {"count": 1}, "/items: is not a list"),
        ("items", "abc", "/items: is not a list"),
        ("items", [{"count": 1}, 7], "/items/1: is not a table of fields"),
        ("amount", 2.5, "/amount: is no exact number; write it as text, such as '2.50'"),
        ("amount", True, "/amount: is no exact number; write it as text, such as '2.50'"),
        ("amount", "much", "/amount: is no number such as '2.50'"),
        ("amount", "NaN", "/amount: is no finite number"),
        ("amount", Decimal("Infinity"), "/amount: is no finite number"),
        ("until", "5pm", "/until: '5pm' is no time such as 09:00"),
        ("until", "17.30", "/until: '17.30' is no time such as 09:00"),
        ("until", 17.5, "/until: '17.5' is no time such as 09:00"),
        ("until", "17:00Z", "/until: 17:00Z has a zone of its own, where none is wanted"),
        ("more", [], "/more: is not a table of fields"),
    ],
)
def test_a_value_of_another_kind_is_told_with_its_place(key, value, said):
    """The pointer leads to it; the reason says what would do."""
    assert problems_of({"name": "dock", key: value}) == [said]


def test_a_time_that_is_one_is_taken():
    """TOML has times of its own."""
    assert build({"name": "dock", "until": time(17, 30)}).until == time(17, 30)


def test_every_problem_is_told_at_once_and_in_order():
    """Nobody wants to mend a file ten times; unknown names come sorted."""
    data = {"zeta": 1, "alpha": 2, "inner": {"size": "huge"}, "items": [{}, {"count": "x"}]}

    fields = "name, inner, items, amount, until, sure, more, anything"
    assert problems_of(data) == [
        f"/alpha: is no field; the fields are {fields}",
        f"/zeta: is no field; the fields are {fields}",
        "/inner/size: is none of small, large",
        "/inner/count: is required",
        "/items/0/count: is required",
        "/items/1/count: is not a whole number",
        "/name: is required",
    ]


def test_a_root_that_is_no_table_is_told():
    """A pointer to the whole is empty."""
    assert problems_of([1]) == ["request: is not a table of fields"]


def test_readers_replace_kinds_and_may_point_deeper():
    """A reader's own problems keep their place below its field."""

    def read(value):
        raise InvalidRequest([Problem("/a", "is odd"), Problem("/b", "is even", "a rule")])

    with pytest.raises(InvalidRequest) as caught:
        build({"name": "dock", "inner": {}}, {Inner: read}.items())

    assert caught.value.problems == (
        Problem("/inner/a", "is odd"),
        Problem("/inner/b", "is even", "a rule"),
    )


def test_a_reader_says_what_a_value_should_be():
    """`Misfit` carries the words."""

    def read(value):
        raise Misfit("is not what I like")

    with pytest.raises(InvalidRequest, match="/name: is not what I like"):
        build({"name": "dock"}, {str: read}.items())


@pytest.mark.parametrize(("key", "written"), [("a", "/a"), ("a/b", "/a~1b"), ("~", "/~0")])
def test_a_step_of_a_pointer_is_escaped(key, written):
    """As RFC 6901 says."""
    assert step(key) == written


def test_keys_that_are_no_text_are_no_fields():
    """A program may hand on a mapping of anything."""
    assert problems_of({"name": "dock", 5: 1, "a/b": 2})[0].startswith("/5: is no field")
