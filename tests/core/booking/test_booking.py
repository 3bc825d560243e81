"""A booking ends in yes, in no, or in "nobody knows"; a yes is never lost on the way."""

import asyncio
import traceback
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from pickupkit.booking import book
from pickupkit.calls import note, sleep
from pickupkit.delivery import Delivery
from pickupkit.errors import (
    ConfigError,
    Failure,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unavailable,
)
from pickupkit.mask import Mask, personal
from pickupkit.models import Address, Pickup, PickupRequest, PickupStatus, Window
from pickupkit.transport import Limits, Stage
from tests.faults import BOTH, NOON, Scripted, begin, call, lost, told

GOOD = told(200, b'{"id": "pk_1"}')
GET, POST = call(), call("POST", body=b"{}")
REQUEST = PickupRequest(
    address=Address(
        name="Ana García",
        line1="Calle Mayor 1",
        city="Madrid",
        postal_code="28013",
        country="ES",
        phone="+34600123456",
        email="ana@example.com",
    ),
    windows=(Window(NOON, NOON + timedelta(hours=3)),),
    reference="order-7",
)
BOOKED = Pickup(provider="acme", account="main", id="pk_1", status=PickupStatus.CONFIRMED)
Work = Callable[[], Coroutine[Any, Any, Pickup]]


def delivery(scripted: Scripted) -> Delivery:
    begun = begin("https://api.example.com", Limits(), scripted.clock, "create")
    begun.tell = evolve(begun.tell, mask=Mask((personal(REQUEST),)))
    return begun


def booked(scripted: Scripted, work: Work, kind: str = "blocking") -> Pickup:
    return scripted.run(book(delivery(scripted), work, REQUEST, None), kind)


async def plain() -> Pickup:
    await note(pickup_id="pk_1")
    await POST
    return BOOKED


def test_a_good_answer_is_a_pickup() -> None:
    """The operation's result is the booking's."""
    assert booked(Scripted(GOOD), plain) is BOOKED


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize(
    ("step", "accepted", "reason"),
    [
        (lost(Stage.SENT), False, "the connection broke"),
        (told(500), False, "does not say whether"),
        (told(409), False, "does not say whether"),
        (lost(Stage.ANSWERED, 201), True, "accepted, but the connection broke"),
        (told(201, b"<html>"), True, "accepted, but the answer cannot be read"),
        (told(202, b""), True, "accepted, but the answer cannot be read"),
    ],
)
def test_an_unknown_outcome_says_what_is_known(
    step: Any, accepted: bool, reason: str, kind: str
) -> None:
    """The attempt has the reference, the moment, what was noted, and whether it was accepted."""
    scripted = Scripted((3.0, step))
    with pytest.raises(OutcomeUnknown) as raised:
        booked(scripted, plain, kind)
    attempt = raised.value.attempt
    assert attempt is not None
    assert (attempt.accepted, attempt.reference) == (accepted, "order-7")
    assert (attempt.provider, attempt.account) == ("acme", "main")
    assert attempt.facts == {"pickup_id": "pk_1"}
    assert attempt.sent_at == NOON
    assert reason in attempt.reason
    assert "Do not book again" in raised.value.advice
    assert len(scripted.sends) == 1


async def maps_badly() -> Pickup:
    await POST
    return {}["id"]  # type: ignore[return-value]


async def divides() -> Pickup:
    await POST
    raise ZeroDivisionError


async def gives_nothing() -> Any:
    await POST


async def gives_no_id() -> Pickup:
    await POST
    return evolve(BOOKED, id=None)


async def looks_again() -> Pickup:
    await POST
    await GET
    return BOOKED


async def waits_for_ever() -> Pickup:
    await POST
    await sleep(10_000)
    return BOOKED


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize(
    ("work", "steps"),
    [
        (waits_for_ever, (GOOD,)),
        (maps_badly, (GOOD,)),
        (divides, (GOOD,)),
        (gives_nothing, (GOOD,)),
        (gives_no_id, (GOOD,)),
        (looks_again, (GOOD, told(404))),
        (looks_again, (GOOD, told(400))),
        (looks_again, (GOOD, told(401))),
        (looks_again, (GOOD, told(503))),
        (looks_again, (GOOD, lost(Stage.UNSENT))),
        (looks_again, (GOOD, lost(Stage.LOCAL))),
        (looks_again, ((61.0, GOOD),)),
    ],
)
def test_after_a_success_no_failure_hides_the_booking(
    work: Work, steps: tuple[Any, ...], kind: str
) -> None:
    """A bug of a plugin, a refused or failed look-up, no time left: all are "accepted, but"."""
    with pytest.raises(OutcomeUnknown, match="accepted, but") as raised:
        booked(Scripted(*steps), work, kind)
    assert raised.value.attempt is not None
    assert raised.value.attempt.accepted
    assert raised.value.__cause__ is not None


def test_out_of_time_after_a_booking_was_sent_is_not_told_as_nothing_sent() -> None:
    """What is read there must be true."""
    with pytest.raises(OutcomeUnknown, match=r"accepted, but out of time$") as raised:
        booked(Scripted(GOOD), waits_for_ever)
    assert isinstance(raised.value.__cause__, Unavailable)


def test_an_operation_may_refuse_after_reading_the_answer() -> None:
    """A success status may carry a definite no; the operation has read it."""

    async def work() -> Pickup:
        await POST
        raise Refused("the carrier said no")

    with pytest.raises(Refused, match="acme create: the carrier said no"):
        booked(Scripted(GOOD), work)


@pytest.mark.parametrize(
    ("step", "error"),
    [
        (told(400), Refused),
        (told(429), RateLimited),
        (lost(Stage.UNSENT), Unavailable),
        (lost(Stage.LOCAL), ConfigError),
        (ConfigError("no client"), ConfigError),
    ],
)
def test_what_is_certain_stays_certain(step: Any, error: type[Exception]) -> None:
    """A definite no, and whatever fails before anything leaves, may be tried again."""
    with pytest.raises(error) as raised:
        booked(Scripted(step), plain)
    assert type(raised.value) is error


def test_a_failure_before_booking_is_itself() -> None:
    """A look-up that fails, or a bug, before the dangerous call leaves nothing in doubt."""

    async def looks_first() -> Pickup:
        await GET
        return await plain()

    async def trips() -> Pickup:
        raise ZeroDivisionError

    with pytest.raises(Unavailable):
        booked(Scripted(told(503)), looks_first)
    with pytest.raises(ZeroDivisionError):
        booked(Scripted(GOOD), trips)


@pytest.mark.parametrize("after", [told(503), told(404), lost(Stage.UNSENT), told(200, b"?")])
def test_a_failed_look_up_after_a_lost_answer_stays_unknown(after: Any) -> None:
    """An operation that goes on from a lost answer and fails has not made it certain."""

    async def work() -> Pickup:
        try:
            await POST
        except OutcomeUnknown:
            await GET
        return BOOKED

    with pytest.raises(OutcomeUnknown, match="no clear answer, and then") as raised:
        booked(Scripted(lost(Stage.SENT), after), work)
    assert raised.value.attempt is not None
    assert not raised.value.attempt.accepted
    assert booked(Scripted(lost(Stage.SENT), GOOD), work) is BOOKED


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), asyncio.CancelledError()])
def test_being_stopped_while_booking_leaves_a_note(stop: BaseException) -> None:
    """An interrupt stays one, and tells that the pickup may be booked."""
    with pytest.raises(type(stop)) as raised:
        booked(Scripted(stop), plain)
    assert "may be booked" in raised.value.__notes__[0]


def test_being_stopped_before_booking_leaves_none() -> None:
    """Nothing is in doubt while only harmless calls were sent."""

    async def work() -> Pickup:
        await GET
        return await plain()

    with pytest.raises(KeyboardInterrupt) as raised:
        booked(Scripted(KeyboardInterrupt()), work)
    assert not hasattr(raised.value, "__notes__")


ECHO = "No pickup for ANA GARCÍA at Calle  Mayor, 1, madrid: call +34 600 12 34 56, ana@example.com"
PRIVATE = ("garcía", "mayor", "28013", "madrid", "34 56", "ana@")


@pytest.mark.parametrize("step", [told(400), told(500), told(429)])
def test_an_echoed_address_is_not_repeated(step: Any) -> None:
    """Text, repr, messages and traceback of an error hide what the provider repeats."""
    scripted = Scripted(step)
    begun = delivery(scripted)
    begun.tell.provider.failure(lambda answer: Failure((ECHO, "zip 28013"), "E-28013"))
    with pytest.raises((Refused, OutcomeUnknown, RateLimited)) as raised:
        scripted.run(book(begun, plain, REQUEST, None))
    _assert_hidden(raised.value)


def test_a_mapping_error_does_not_repeat_the_address_either() -> None:
    """The cause of a lost booking is told without the values that it tripped over."""

    async def work() -> Pickup:
        await POST
        raise ValueError(ECHO)

    with pytest.raises(OutcomeUnknown) as raised:
        booked(Scripted(GOOD), work)
    _assert_hidden(raised.value)


def test_a_refusal_that_quotes_the_address_is_masked() -> None:
    """An operation's own error is no way round."""

    async def work() -> Pickup:
        await POST
        raise Refused(ECHO, failure=Failure((ECHO,)))

    with pytest.raises(Refused) as raised:
        booked(Scripted(GOOD), work)
    _assert_hidden(raised.value)


def _assert_hidden(error: BaseException) -> None:
    told = "".join(traceback.format_exception(error))
    shown = f"{error} {error!r} {getattr(error, 'failure', '')} {error.args}"
    # The traceback quotes this file's lines, which hold names and no values.
    for text in (shown.lower(), told.lower()):
        assert not [value for value in PRIVATE if value in text], text
