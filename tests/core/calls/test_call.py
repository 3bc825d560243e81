"""A call describes a request, and is nothing more until it is driven."""

import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from pickupkit.calls import (
    UNSET,
    Answer,
    Call,
    Reply,
    UnexpectedStatus,
    UnreadableAnswer,
    drive,
    repeatable,
    whole,
)
from pickupkit.calls.wire import decode, encode, pairs

GOOD = Answer(200, {"x-request-id": "r1"}, b'{"id": "pk_1"}')


def read_id(answer: Answer) -> str:
    found: str = decode(answer.content)["id"]
    return found


GET = Call("GET", "/pickups/pk_1", read_id)
POST = Call("POST", "/pickups", read_id, body=b'{"phone": "+34600000000"}')


def test_making_a_call_sends_and_reads_nothing() -> None:
    """A call is a value: made, compared and dropped without anybody being asked."""

    def read(answer: Answer) -> str:
        raise AssertionError

    assert Call("POST", "/pickups", read) == Call("POST", "/pickups", read)


def test_awaiting_a_call_asks_the_driver_for_its_result() -> None:
    """The driver is handed the call itself."""
    asked: list[object] = []

    async def work() -> str:
        return await GET

    assert drive(work(), lambda effect: asked.append(effect) or "done") == "done"
    assert asked == [GET]


def test_a_call_shows_neither_body_nor_headers() -> None:
    """What a repr tells is method and path."""
    call = evolve(POST, headers=(("X", "secret"),), params=(("q", "secret"),))
    assert "600000000" not in repr(call)
    assert "secret" not in repr(call)


@pytest.mark.parametrize(
    ("call", "safe"),
    [(GET, True), (POST, False), (repeatable(POST), True), (evolve(POST, method="DELETE"), False)],
)
def test_only_what_does_no_harm_is_safe(call: Call[str], safe: bool) -> None:
    """A GET is safe, any other method only when it is marked."""
    assert call.is_safe is safe


def test_marking_a_call_changes_nothing_else() -> None:
    """`repeatable` gives another call with the same request."""
    assert evolve(repeatable(POST), repeatable=False) == POST


def test_whole_gives_the_answer_beside_the_result() -> None:
    """`whole` keeps the request, its mark included, and adds status, headers and body."""
    call = whole(repeatable(evolve(POST, api="acme", params=(("a", "b"),))))
    assert call.parse(GOOD) == Reply("pk_1", GOOD)
    assert (call.is_safe, call.api, call.params, call.body) == (
        True,
        "acme",
        (("a", "b"),),
        POST.body,
    )


@pytest.mark.parametrize("status", [199, 300, 304, 307, 400, 404, 500, 520, 599])
@pytest.mark.parametrize("call", [GET, whole(GET)])
def test_an_error_never_becomes_a_result(call: Call[Any], status: int) -> None:
    """What reads a body is not shown that of an error, even one it could read."""
    with pytest.raises(UnexpectedStatus) as raised:
        call.parse(evolve(GOOD, status=status))
    assert raised.value.answer.status == status


@pytest.mark.parametrize(
    "read",
    [
        lambda answer: decode(b"no json"),
        lambda answer: decode(b"[NaN]"),
        lambda answer: decode(b"\xff"),
        lambda answer: decode(b"[" * 100_000),
        lambda answer: decode(b"9" * 5000),
        lambda answer: [][0],
        lambda answer: {}["id"],
        lambda answer: None.id,
        lambda answer: Decimal("?"),
        lambda answer: 1 / 0,
        lambda answer: next(iter(())),
    ],
)
def test_whatever_reading_trips_over_is_an_unreadable_answer(read: Callable[[Answer], Any]) -> None:
    """No error of a reader escapes as something that looks unlike an answer's fault."""
    with pytest.raises(UnreadableAnswer) as raised:
        Call("POST", "/pickups", read).parse(GOOD)
    assert raised.value.answer is GOOD
    assert raised.value.__cause__ is not None


def test_an_answer_error_shows_no_content() -> None:
    """Status and size are told, the body and the headers are not."""
    error = UnexpectedStatus(Answer(400, {"x": "secret"}, b"Calle Mayor 1"))
    for text in (str(error), repr(error), repr(error.answer)):
        assert "Calle" not in text
        assert "secret" not in text
    assert "HTTP 400, 13 bytes" in str(error)


def test_unset_is_one_and_stays_one() -> None:
    """`UNSET` is false, and pickling gives the same."""
    assert not UNSET
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET  # noqa: S301 - our own bytes
    assert encode(UNSET) is None
    assert pairs({"a": UNSET, "b": None, "c": True, "d": ["x", 2]}) == (
        ("c", "true"),
        ("d", "x"),
        ("d", "2"),
    )
