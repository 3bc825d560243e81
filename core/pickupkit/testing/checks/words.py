"""What the vendor says when it refuses reaches the caller."""

from collections.abc import Iterator

from pickupkit.errors import OutcomeUnknown, ProviderError, Refused
from pickupkit.testing._bench import Bench
from pickupkit.testing._reply import Reply
from pickupkit.testing._rules import rule
from pickupkit.testing._session import Meddle


@rule(2)
def the_vendors_words_are_told(bench: Bench) -> Iterator[str]:
    """Each known error body ends in a typed error that repeats what it says."""
    for reply in bench.contract.errors:
        place = _place(bench, reply)
        if place is None:
            yield f"nothing sends the {reply.method} {reply.path} that `errors` answers"
            continue
        operation, number = place
        outcome = bench.run(operation, meddle=answering(reply, number))
        name = f"{reply.method} {reply.path} answered with {reply.answer.status}"
        if not isinstance(outcome.error, ProviderError):
            yield f"{name} ends in {outcome.said}"
        elif reply.says and not any(reply.says in said for said in outcome.error.messages):
            yield f"{name}: {reply.says!r} is lost, told is {outcome.said}"


def _place(bench: Bench, reply: Reply) -> tuple[str, int] | None:
    """Find the last request of an operation that a reply answers."""
    for operation in bench.operations:
        for number, send in reversed(list(enumerate(bench.run(operation).sends))):
            if bench.script([reply])(send) is reply.answer:
                return operation, number
    return None


@rule(2, "create")
def a_refusal_in_a_success_is_one(bench: Bench) -> Iterator[str]:
    """A success answer that means a refusal is refused."""
    for reply in bench.contract.refusals:
        place = _place(bench, reply)
        if place is None:
            yield f"nothing sends the {reply.method} {reply.path} that `refusals` answers"
            continue
        outcome = bench.run(place[0], meddle=answering(reply, place[1]))
        if not isinstance(outcome.error, Refused | OutcomeUnknown):
            yield f"{reply.method} {reply.path}, a refusal, ends in {outcome.said}"


def answering(reply: Reply, number: int) -> Meddle:
    """Give a reply to one request and to all after it."""
    return lambda n, _send, ask: reply.answer if n >= number else ask()


@rule(3)
def error_bodies_are_known(bench: Bench) -> Iterator[str]:
    """The tests hold at least one error body of the vendor, with the text it tells."""
    if not any(reply.says for reply in bench.contract.errors):
        yield "no error body is given; add one to `errors`, with what it `says`"
