"""Booking once: the call that books is sent once, and a lost answer is told as what it is."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from pickupkit.calls import Answer, drive
from pickupkit.errors import Attempt, OutcomeUnknown, PickupKitError, ProviderError, Unavailable
from pickupkit.models import Pickup, PickupStatus
from pickupkit.testing._bench import Bench
from pickupkit.testing._reply import Reply
from pickupkit.testing._rules import rule
from pickupkit.testing._session import Meddle, Outcome, Session
from pickupkit.testing._subject import ACCOUNT
from pickupkit.transport import Send, SendFault, Stage

from .faults import BODIES, CUT, LOST, READ_ERRORS, UNSENT, answered, same

_CERTAIN: Final = frozenset({307, 400, 401, 403, 404, 422, 429})
"""Statuses that say for certain that nothing was booked."""


def booking(bench: Bench) -> int | None:
    """Give the number of the request that books: the last one that is no GET."""
    return max(_doing(bench.run("create").sends), default=None)


def _doing(sends: Sequence[Send]) -> list[int]:
    """Give the numbers of the requests that may do something."""
    return [n for n, send in enumerate(sends) if send.method != "GET"]


def _sent(outcome: Outcome, number: int) -> int:
    if len(outcome.sends) <= number:
        return 0
    aim = outcome.sends[number]
    return sum((s.method, s.url, s.body) == (aim.method, aim.url, aim.body) for s in outcome.sends)


@rule(2, "create")
def a_booking_is_sent_once(bench: Bench) -> Iterator[str]:
    """The request that books is sent at most once, whatever becomes of its answer."""
    number = booking(bench)
    if number is None:
        yield "create sends nothing but GET, which may be repeated by anybody"
        return
    lost = (LOST, CUT, *(answered(status, b"") for status in (500, 502, 503, 504, 409)))
    for fault in lost:
        outcome = bench.run("create", meddle=fault.meddle(number))
        if (count := _sent(outcome, number)) > 1:
            yield f"after {fault.name} the booking is sent {count} times"
    if bench.has_memory and bench.can("list"):
        yield from _kept(bench)


def _kept(bench: Bench) -> Iterator[str]:
    """Lose the answer to each request in turn after it was obeyed, and look what is there then."""
    for number in _doing(bench.run("create").sends):
        session, given = bench.prepared("create")
        before = _there(session)
        session.played.meddle = _losing(len(session.played.sends) + number, made=True)
        outcome = session.run("create", *given)
        session.played.meddle = None
        made = _there(session) - before
        lost = f"when the answer to request {number + 1} is lost"
        if len(made) > 1:
            yield f"{lost}, {len(made)} pickups are booked"
        elif made and not _is_told(outcome, made):
            yield f"{lost}, a pickup is booked and create ends in {outcome.said}"


def _there(session: Session) -> set[str]:
    """Give the ids of what is booked; what is only quoted sends no van."""
    listed = session.run("list").value
    found = listed[0] if listed else ()
    return {pickup.id for pickup in found if pickup.status is not PickupStatus.QUOTED}


def _is_told(outcome: Outcome, made: set[str]) -> bool:
    """Whether a caller knows that there may be a pickup."""
    known = isinstance(outcome.value, Pickup) and outcome.value.id in made
    return known or isinstance(outcome.error, OutcomeUnknown)


@rule(2, "create")
def a_lost_answer_is_outcome_unknown(bench: Bench) -> Iterator[str]:
    """A booking whose answer is lost or proves nothing ends in OutcomeUnknown, with its attempt."""
    number = booking(bench)
    if number is None:
        return
    doubtful = (answered(status, body) for status in (500, 502, 503, 504, 520) for body in BODIES)
    for fault in (LOST, CUT, *doubtful):
        outcome = bench.run("create", meddle=fault.meddle(number))
        if not isinstance(outcome.error, OutcomeUnknown):
            yield f"after {fault.name} create ends in {outcome.said}"
        elif outcome.error.attempt is None:
            yield f"after {fault.name} nothing is told of the attempt"


@rule(2, "create")
def an_unreadable_yes_is_outcome_unknown(bench: Bench) -> Iterator[str]:
    """A booking that was accepted in words nobody can read is not a success, and not a no."""
    number = booking(bench)
    if number is None:
        return
    for body in (b"", b"<html></html>", b'{"id": "x"', b"[]", b"{}", b"7", b'{"error": 1}'):
        for status in (200, 201):
            fault = answered(status, body)
            outcome = bench.run("create", meddle=fault.meddle(number))
            if not isinstance(outcome.error, OutcomeUnknown):
                yield f"{fault.name} ends in {outcome.said}"


@rule(2, "create")
def a_clear_no_is_told_as_such(bench: Bench) -> Iterator[str]:
    """A booking that was refused, or never left, is told as not booked."""
    number = booking(bench)
    if number is None:
        return
    for status in sorted(_CERTAIN):
        fault = answered(status, b"{}")
        outcome = bench.run("create", meddle=fault.meddle(number))
        if not isinstance(outcome.error, READ_ERRORS[status] | ProviderError):
            yield f"{fault.name} ends in {outcome.said}"
        elif isinstance(outcome.error, OutcomeUnknown):
            yield f"{fault.name} ends in {outcome.said}, although nothing was booked"
    outcome = bench.run("create", meddle=UNSENT.meddle(number))
    if not isinstance(outcome.error, Unavailable):
        yield f"with no connection, create ends in {outcome.said}"


@rule(2, "reconcile", "create")
def reconcile_tells_the_truth(bench: Bench) -> Iterator[str]:
    """A lost booking that was made is found, one that was not made is not."""
    number = booking(bench)
    if number is None:
        return
    for made in (True, False):
        yield from _lost_and_looked_for(bench, made=made)
    for after in range(1, len(bench.run("create").sends) - number):
        yield from _lost_and_looked_for(bench, made=True, after=after)


def _lost_and_looked_for(bench: Bench, *, made: bool, after: int = 0) -> Iterator[str]:
    """Lose the answer to the request that books, or to one ``after`` it, and look for the booking.

    What comes after may fail without harm: then there is nothing to look for.
    """
    small = bench.accounts(**bench.contract.paging)
    session, given = bench.prepared("create", accounts=small, **_world(bench, made))
    others = _others(bench, session, range(1, 4))
    number = _doing((others or [bench.run("create")])[-1].sends)[-1] + after
    session.played.meddle = _losing(len(session.played.sends) + number, made=made)
    lost = session.run("create", *given)
    session.played.meddle = None
    attempt = getattr(lost.error, "attempt", None)
    if attempt is None:
        if not (after and isinstance(lost.value, Pickup)):
            yield "a lost booking leaves no attempt to reconcile"
        return
    others += _others(bench, session, range(4, 7))
    before = len(session.played.sends)
    yield from _judged(_looked_for(session, attempt), others, made=made)
    if not made:
        yield from _denied(session, attempt, len(session.played.sends) - before)


def _others(bench: Bench, session: Session, which: range) -> list[Outcome]:
    """Book others at a sandbox; none of them is the attempt's."""
    asked = (bench.contract.again(bench.request, at) for at in which if bench.has_memory)
    booked = (session.run("create", request) for request in asked)
    return [outcome for outcome in booked if isinstance(outcome.value, Pickup)]


def _denied(session: Session, attempt: Attempt, asked: int) -> Iterator[str]:
    """Answer each request of a look in turn with an error: then nothing is known."""
    for number in range(asked):
        session.played.meddle = answered(503, b"").meddle(len(session.played.sends) + number)
        found = _looked_for(session, attempt)
        if not isinstance(found, PickupKitError):
            yield f"a look whose request {number + 1} ends in HTTP 503 is taken for an answer"


def _looked_for(session: Session, attempt: Attempt) -> object:
    """Ask the provider what became of an attempt: pickups, or the error that came of it."""
    accounts = session.kit._desk.accounts  # noqa: SLF001 - the face waits for time to pass
    bound = accounts.bound(ACCOUNT)
    work = bound.operation("reconcile")(bound.account, attempt)
    session.played.begin()
    try:
        found: object = drive(accounts.delivery(bound, "reconcile").run(work), session.perform)
    except PickupKitError as error:
        return error
    return found


def _world(bench: Bench, made: bool) -> dict[str, object]:
    return {} if made or not bench.contract.absent else {"vendor": bench.script(_absent(bench))}


def _absent(bench: Bench) -> tuple[Reply, ...]:
    """Give the replies of a vendor that has nothing, the others still there to be asked."""
    return (*bench.contract.absent, *bench.source.replies())


def _losing(number: int, *, made: bool) -> Meddle:
    """Lose the answer to one request, and to each that repeats it."""
    hit: list[Send] = []

    def between(n: int, send: Send, ask: Callable[[], Answer]) -> Answer:
        if n == number:
            hit.append(send)
        if not hit or not same(send, hit[0]):
            return ask()
        if made:
            ask()
        raise SendFault(Stage.SENT, "the connection broke")

    return between


def _judged(found: object, others: Sequence[Outcome], *, made: bool) -> Iterator[str]:
    strange = {outcome.value.id for outcome in others}
    what = "made" if made else "not made"
    if isinstance(found, PickupKitError):
        yield f"a lost booking that was {what} cannot be looked for: {found}"
    elif isinstance(found, tuple) and (len(found) == 1) is not made:
        yield f"of a lost booking that was {what}, {len(found)} pickups are found"
    elif isinstance(found, tuple) and not all(isinstance(p, Pickup) for p in found):
        yield "reconcile gives something else than pickups"
    elif isinstance(found, tuple) and any(p.id in strange for p in found):
        yield f"of a lost booking that was {what}, another's pickup is found"


@rule(3, "create")
def a_lost_booking_can_be_looked_for(bench: Bench) -> Iterator[str]:
    """There is a reconcile, so that a lost answer can be settled without a person."""
    if not bench.can("reconcile"):
        yield "reconcile is not registered"
