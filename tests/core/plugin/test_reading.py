"""Fields of an answer are read by their kind, and a wrong one is never an accident."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pickupkit.calls.wire import View
from pickupkit.models import Money, Pickup, PickupStatus, Weight
from pickupkit.plugin import (
    Account,
    MalformedAnswer,
    Unreadable,
    demand,
    flag,
    moment,
    money,
    page,
    text,
    texts,
    wall_clock,
    weight,
    window,
)

MADRID = ZoneInfo("Europe/Madrid")
NINE = datetime(2026, 12, 1, 9, tzinfo=UTC)
ACCOUNT: Account[None] = Account("main", "acme", None)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


class Word(StrEnum):
    ONE = "one"


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("pk_1", "pk_1"),
        (Word.ONE, "one"),
        (17, "17"),
        ("", None),
        (None, None),
        (True, None),
        (1.5, None),
        ([], None),
        ({}, None),
    ],
)
def test_text(value: object, read: str | None) -> None:
    """Text and whole numbers are text; empty text says nothing; an enum becomes plain."""
    assert text(value) == read
    assert type(text(value)) in {str, type(None)}


def test_what_is_demanded_must_be_there() -> None:
    """The error names the field, never its value."""
    assert demand(5, "id") == "5"
    with pytest.raises(Unreadable, match=r"^id is missing$"):
        demand({"secret": 1}, "id")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (["a", "", None, 3], ("a", "3")),
        ([{"text": "a"}, {"message": "b"}, {"other": "c"}], ("a", "b")),
        ("a", ()),
        (None, ()),
        ({"text": "a"}, ()),
    ],
)
def test_texts(value: object, read: tuple[str, ...]) -> None:
    """Lists of texts, or of objects that hold one."""
    assert texts(value) == read


@pytest.mark.parametrize(
    ("value", "read"), [(True, True), (False, False), (1, None), ("true", None), (None, None)]
)
def test_flag(value: object, read: bool | None) -> None:
    """Only true and false are."""
    assert flag(value) is read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2026-12-01T09:00:00Z", NINE),
        ("2026-12-01T10:00:00+01:00", NINE),
        ("2026-12-01T09:00:00.000Z", NINE),
        ("2026-12-01T09:00:00", None),
        ("2026-12-01", None),
        ("2026-02-30T09:00:00Z", None),
        ("2026-12-01T09:00:00+25:00", None),
        ("soon", None),
        ("", None),
        ("0001-01-01T00:00:00Z", None),
        ("0002-01-01T00:00:00Z", datetime(2, 1, 1, tzinfo=UTC)),
        ("9998-12-31T23:59:59Z", datetime(9998, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", None),
        (1796115600, None),
        (None, None),
    ],
)
def test_moment(value: object, read: datetime | None) -> None:
    """A time has a zone, in which it can be told, or is nobody's guess."""
    assert moment(value) == read


def test_a_wall_clock_is_taken_by_its_digits() -> None:
    """A zone that is claimed and not meant is replaced."""
    nine = datetime(2026, 12, 1, 9, tzinfo=MADRID)
    assert wall_clock("2026-12-01T09:00:00Z", MADRID) == nine
    assert wall_clock("2026-12-01T09:00:00", MADRID) == nine
    # At the ends of the calendar there is no other zone to tell it in.
    assert wall_clock("9999-12-31T23:59:59Z", MADRID) is None
    assert wall_clock("0001-01-01T00:00:00Z", MADRID) is None
    assert wall_clock("nine", MADRID) is None
    assert wall_clock(9, MADRID) is None


def test_a_window_needs_a_start() -> None:
    """One without an end is open, one that ends before it starts is kept as told."""
    start, earlier = "2026-12-01T09:00:00Z", "2026-12-01T08:00:00Z"
    [whole] = window(start, earlier)
    assert (whole.start, whole.end) == (NINE, NINE - timedelta(hours=1))
    [open_ended] = window(start, "2026-12-01T10:00:00")
    assert open_ended.end is None
    [at_home] = window(start, None, MADRID)
    assert (at_home.start, at_home.start.tzinfo, at_home.end) == (NINE, MADRID, None)
    assert window(None, start) == ()
    assert window("2026-12-01T09:00:00", start) == ()


@pytest.mark.parametrize(
    ("amount", "currency", "read"),
    [
        ("12.50", "EUR", Money(Decimal("12.50"), "EUR")),
        (12, "EUR", Money(Decimal(12), "EUR")),
        (12.5, "EUR", None),
        ("12,50", "EUR", None),
        ("NaN", "EUR", None),
        ("sNaN", "EUR", None),
        ("-Infinity", "EUR", None),
        ("1e998", "EUR", Money(Decimal("1e998"), "EUR")),
        ("1e999", "EUR", None),
        ("12.50", None, None),
        ("12.50", "", None),
        (None, "EUR", None),
        (True, "EUR", None),
    ],
)
def test_money(amount: object, currency: object, read: Money | None) -> None:
    """Exact and finite, with a currency, or nothing."""
    assert money(amount, currency) == read


@pytest.mark.parametrize(
    ("amount", "unit", "read"),
    [
        ("1.50", "kg", Weight("1.50", "kg")),
        (3, "lbs", Weight(3, "lb")),
        ("1.50", "stone", None),
        ("1.50", None, None),
        ("1.50", ["kg"], None),
        (1.5, "kg", None),
    ],
)
def test_weight(amount: object, unit: object, read: Weight | None) -> None:
    """Exact, in a unit that is known, or nothing."""
    assert weight(amount, unit) == read


@given(JSON, JSON)
def test_no_kind_of_value_raises(value: object, other: object) -> None:
    """Whatever JSON holds, reading an optional field gives the kind or nothing."""
    for read in (text, texts, flag, moment):
        read(value)  # type: ignore[operator]
    wall_clock(value, MADRID)
    window(value, other)
    money(value, other)
    weight(value, other)


def to_pickup(account: Account[Any], item: View) -> Pickup:
    return Pickup(
        provider=account.provider,
        account=account.name,
        id=demand(item.raw.get("id"), "id"),
        status=PickupStatus.CONFIRMED,
    )


def test_good_items_are_kept_beside_faults() -> None:
    """A page gives what can be read, and says of each other item why not."""
    raws: list[Any] = [{"id": "pk_1"}, {"status": "x"}, "text", None, {"id": "pk_2"}]
    found = page(ACCOUNT, [View(raw) for raw in raws], to_pickup)
    assert [pickup.id for pickup in found.pickups] == ["pk_1", "pk_2"]
    assert [fault.reason for fault in found.faults] == [
        "id is missing",
        "the item is no object",
        "the item is no object",
    ]
    assert [fault.raw for fault in found.faults] == [{"status": "x"}, "text", None]
    assert {(fault.provider, fault.account) for fault in found.faults} == {("acme", "main")}


@pytest.mark.parametrize(
    ("trip", "reason"),
    [
        (lambda: [][0], "IndexError"),
        (lambda: {}["secret"], "KeyError"),
        (lambda: Decimal("secret"), "InvalidOperation"),
        (lambda: 1 / 0, "ZeroDivisionError"),
        (lambda: int("secret"), "ValueError"),
        (lambda: (_ for _ in ()).throw(MalformedAnswer("secret")), "MalformedAnswer"),
    ],
)
def test_whatever_a_mapping_trips_over_costs_one_item(
    trip: Callable[[], object], reason: str
) -> None:
    """Its neighbours are kept, and the fault names the error without its values."""

    def tripping(account: Account[Any], item: View) -> Pickup:
        if "id" not in item.raw:
            trip()
        return to_pickup(account, item)

    views = [View({"id": "pk_1"}), View({})]
    found = page(ACCOUNT, views, tripping)
    assert [pickup.id for pickup in found.pickups] == ["pk_1"]
    assert [fault.reason for fault in found.faults] == [reason]


def test_a_missing_list_is_no_empty_page() -> None:
    """An answer without its list is unreadable; an empty list is an empty page."""
    with pytest.raises(Unreadable, match="list is missing"):
        page(ACCOUNT, None, to_pickup)
    assert page(ACCOUNT, [], to_pickup).pickups == ()
