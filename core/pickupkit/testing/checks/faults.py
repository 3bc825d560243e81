"""Whatever goes wrong on the way ends in a typed error, and never in an empty success."""

from collections.abc import Callable, Iterator
from typing import Final

from attrs import frozen

from pickupkit.calls import Answer
from pickupkit.errors import (
    AuthenticationFailed,
    Forbidden,
    MalformedAnswer,
    NotFound,
    PickupKitError,
    ProviderError,
    RateLimited,
    Refused,
    Unavailable,
)
from pickupkit.models import Cancellation, CancelOutcome, PickupStatus
from pickupkit.testing._bench import Bench
from pickupkit.testing._documents import GONE, document, is_markup, items, shown
from pickupkit.testing._rules import rule
from pickupkit.testing._session import LISTINGS, Meddle, Outcome
from pickupkit.testing._subject import READS
from pickupkit.transport import Send, SendFault, Stage

from ._told import changed_at, first_page

HTML: Final = b"<html><body>Bad Gateway</body></html>"
BODIES: Final = (
    b"", HTML, b"{}", b"[]", b'{"error": 1}', b'{"errors": [null]}', b'{"id": "x"', b"\xff\xfe",
    b'{"message": "an example of a text"}', b"null", b'"text"', b'{"data": []}',
)  # fmt: skip
READ_ERRORS: Final[dict[int, type[ProviderError]]] = {
    302: MalformedAnswer, 307: MalformedAnswer, 400: Refused, 401: AuthenticationFailed,
    403: Forbidden, 404: NotFound, 409: Refused, 422: Refused, 429: RateLimited,
    500: Unavailable, 502: Unavailable, 503: Unavailable, 504: Unavailable, 520: Unavailable,
}  # fmt: skip
"""What a read that is answered so ends in."""

_GARBAGE: Final = (b"", HTML, b'{"id": "x"', b"[]", b"{}", b'{"error": {"message": "no"}}', b"7")


@frozen
class Fault:
    """One thing that goes wrong instead of an answer."""

    name: str
    happens: Answer | SendFault

    def meddle(self, number: int) -> Meddle:
        """Let it happen to one request, and to each that repeats it."""
        hit: list[Send] = []

        def between(n: int, send: Send, ask: Callable[[], Answer]) -> Answer:
            if n == number:
                hit.append(send)
            if not hit or not same(send, hit[0]):
                return ask()
            if isinstance(self.happens, SendFault):
                raise self.happens
            return self.happens

        return between


def same(one: Send, other: Send) -> bool:
    """Whether one request repeats another."""
    return (one.method, one.url, one.body) == (other.method, other.url, other.body)


def answered(status: int, body: bytes) -> Fault:
    """Make the fault of an answer with that status."""
    kind = "text/html" if body == HTML else "application/json"
    name = f"HTTP {status} with {body[:20]!r}"
    return Fault(name, Answer(status, {"content-type": kind}, body))


def statuses() -> Iterator[Fault]:
    """Give each status with one body, and three with every body."""
    for at, status in enumerate(READ_ERRORS):
        yield answered(status, BODIES[at % len(BODIES)])
    yield from (answered(status, body) for status in (400, 429, 503) for body in BODIES)


UNSENT: Final = Fault("no connection", SendFault(Stage.UNSENT, "the connection could not be made"))
LOST: Final = Fault("a lost answer", SendFault(Stage.SENT, "the connection broke"))
CUT: Final = Fault(
    "an answer that breaks off", SendFault(Stage.ANSWERED, "the connection broke", status=200)
)


def _runs(bench: Bench, operation: str, faults: Iterator[Fault]) -> Iterator[tuple[Fault, Outcome]]:
    count = len(bench.run(operation).sends)
    for fault in faults:
        for number in range(count):
            yield fault, bench.run(operation, meddle=fault.meddle(number))


@rule(2)
def an_error_is_never_an_empty_success(bench: Bench) -> Iterator[str]:
    """A read answered with an error status raises the error of that status."""
    for operation in READS:
        if not bench.can(operation):
            continue
        for fault, outcome in _runs(bench, operation, statuses()):
            assert isinstance(fault.happens, Answer)  # noqa: S101 - all of these are
            wanted = READ_ERRORS[fault.happens.status]
            if outcome.error is None:
                yield f"{operation}: {fault.name} passes for a success"
            elif not isinstance(outcome.error, wanted | AuthenticationFailed):
                yield f"{operation}: {fault.name} ends in {outcome.said}, not in {wanted.__name__}"


@rule(2)
def an_unreadable_answer_is_no_success(bench: Bench) -> Iterator[str]:
    """A read answered with 200 and something else ends in a typed error.

    An empty array in place of a page that is an array itself is an empty page.
    """
    for operation in READS:
        if not bench.can(operation) or operation == "check":
            continue
        for fault, outcome in _runs(bench, operation, (answered(200, b) for b in _GARBAGE)):
            typed = isinstance(outcome.error, PickupKitError)
            if not typed and not _is_empty_page(bench, operation, fault, outcome):
                yield f"{operation}: {fault.name} ends in {outcome.said}"
        if operation in LISTINGS:
            yield from _without_list(bench, operation)


def _without_list(bench: Bench, operation: str) -> Iterator[str]:
    """Tell of a page without its list that is taken for an empty one; XML has no empty lists."""
    number = first_page(bench, operation)
    base = bench.run(operation)
    answer = base.answers[number]
    place = items(document(answer), [each.id for each in base.value[0]]) if base.value else None
    for gone in (GONE, None) if place and not is_markup(answer) else ():
        outcome = changed_at(bench, operation, number, place or (), gone)
        if not isinstance(outcome.error, PickupKitError):
            yield f"{operation}: a page without {shown(place or ())} ends in {outcome.said}"


def _is_empty_page(bench: Bench, operation: str, fault: Fault, outcome: Outcome) -> bool:
    """Whether an empty array stands where a listing is else given a whole one."""
    if operation not in LISTINGS or outcome.error is not None:
        return False
    number = next(n for n, answer in enumerate(outcome.answers) if answer is fault.happens)
    place = document(bench.run(operation).answers[number])
    return document(outcome.answers[number]) == [] and isinstance(place, list)


@rule(2)
def a_broken_connection_is_a_typed_error(bench: Bench) -> Iterator[str]:
    """A read that gets no whole answer is unavailable, after it was tried again."""
    for operation in READS:
        if bench.can(operation):
            for fault, outcome in _runs(bench, operation, iter((UNSENT, LOST, CUT))):
                if not isinstance(outcome.error, Unavailable):
                    yield f"{operation}: {fault.name} ends in {outcome.said}"


@rule(2)
def no_fault_escapes_untyped(bench: Bench) -> Iterator[str]:
    """Whatever is answered to a booking or a cancel, errors are the library's own."""
    garbage = [answered(status, body) for status in (200, 201) for body in _GARBAGE]
    for operation in ("create", "cancel"):
        if not bench.can(operation):
            continue
        everything = iter((*statuses(), *garbage, UNSENT, LOST, CUT))
        for fault, outcome in _runs(bench, operation, everything):
            if outcome.error is not None and not isinstance(outcome.error, PickupKitError):
                yield f"{operation}: {fault.name} ends in {outcome.said}"


@rule(2, "cancel")
def a_cancel_is_not_claimed(bench: Bench) -> Iterator[str]:
    """A cancel that was answered with an error is not told as done, unless the pickup says so."""
    for number, send in enumerate(bench.run("cancel").sends):
        for fault in (*statuses(), UNSENT, LOST) if send.method != "GET" else ():
            value = bench.run("cancel", meddle=fault.meddle(number)).value
            if isinstance(value, Cancellation) and _is_claimed(value):
                yield f"cancel: {fault.name} is told as cancelled"
    if bench.has_memory and bench.can("get"):
        yield from _still_there(bench)


def _still_there(bench: Bench) -> Iterator[str]:
    """Look up what is told as cancelled, at a vendor that remembers."""
    session, given = bench.prepared("cancel")
    told = session.run("cancel", *given).value
    if not isinstance(told, Cancellation) or told.outcome is not CancelOutcome.CANCELLED:
        return
    seen = session.run("get", *given)
    status = getattr(seen.value, "status", None)
    if status is not PickupStatus.CANCELLED and not isinstance(seen.error, NotFound):
        yield f"cancel: what is told as cancelled is {status or seen.said} when it is looked up"


def _is_claimed(told: Cancellation) -> bool:
    """Whether a pickup is told as cancelled that does not say so itself."""
    says_so = told.pickup is not None and told.pickup.status is PickupStatus.CANCELLED
    return told.outcome is CancelOutcome.CANCELLED and not says_so
