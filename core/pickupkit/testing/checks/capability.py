"""What is registered works, what is not is said to be unsupported."""

from collections.abc import Iterator
from typing import Any, Final

from pickupkit.errors import Unsupported
from pickupkit.models import Cancellation, CancelOutcome, Order, Pickup, Quotation
from pickupkit.plugin import API, OPERATIONS
from pickupkit.testing._bench import Bench
from pickupkit.testing._rules import rule
from pickupkit.testing._session import LISTINGS
from pickupkit.testing._subject import TRIED

_GIVES: Final[dict[str, type]] = {
    "create": Pickup,
    "quote": Quotation,
    "get": Pickup,
    "list": tuple,
    "orders": tuple,
    "order": Order,
    "cancel": Cancellation,
    "check": str,
}


@rule(1)
def is_named_and_numbered(bench: Bench) -> Iterator[str]:
    """The name is in lower case, the title is there, the API number is ours."""
    provider = bench.provider
    if not provider.name.isascii() or provider.name != provider.name.lower().strip():
        yield f"the name {provider.name!r} is not in lower case"
    if not provider.title.strip():
        yield "the title is empty"
    if provider.api != API:
        yield f"it speaks plugin API {provider.api}, this library speaks {API}"
    yield from (f"{n} is no operation" for n in provider.operations if n not in OPERATIONS)


@rule(1)
def what_is_registered_works(bench: Bench) -> Iterator[str]:
    """Each operation that is registered gives its result."""
    for name in bench.operations:
        outcome = bench.run(name)
        if not isinstance(outcome.value, _GIVES[name]):
            yield f"{name} is registered and ends in {outcome.said}"
        elif not outcome.sends:
            yield f"{name} is registered and sends nothing"
        yield from _odd(name, outcome.value)


def _odd(name: str, value: Any) -> Iterator[str]:
    if name in LISTINGS and value is not None:
        found, faults = value
        if faults:
            yield f"{name}: {len(faults)} of its items cannot be read: {faults[0].reason}"
        if not found:
            yield f"{name} gives nothing at a vendor that has some"
    if name == "check" and not value:
        yield "check gives no line to show"
    if name == "cancel" and value and value.outcome is CancelOutcome.UNSUPPORTED:
        yield "cancel is registered and says that it is not supported"


@rule(1)
def what_is_not_registered_is_refused(bench: Bench) -> Iterator[str]:
    """An operation that is absent raises Unsupported, and nothing is sent."""
    for name in TRIED:
        if bench.can(name):
            continue
        outcome = bench.session().run(name, *_arguments(bench, name))
        if outcome.sends:
            yield f"{name} is not registered and sends {outcome.sends[0].method}"
        if name != "cancel" and not isinstance(outcome.error, Unsupported):
            yield f"{name} is not registered and ends in {outcome.said}"
        if name == "cancel":
            yield from _advice(outcome.value)


def _arguments(bench: Bench, name: str) -> tuple[Any, ...]:
    if name in ("create", "quote"):
        return (bench.request,)
    return ("1",) if name in ("get", "order", "cancel") else ()


def _advice(value: Any) -> Iterator[str]:
    if not isinstance(value, Cancellation) or value.outcome is not CancelOutcome.UNSUPPORTED:
        yield "cancel is not registered and does not say that it is unsupported"
    elif not value.how:
        yield "cancel is not supported, and nobody says what a person should do instead"


@rule(1, "create")
def gives_what_is_expected(bench: Bench) -> Iterator[str]:
    """A booking tells its provider, account, id and status, and what the author expects."""
    pickup = bench.run("create").value
    if not isinstance(pickup, Pickup):
        yield "create gives no pickup"
        return
    if (pickup.provider, pickup.account) != (bench.provider.name, "shop"):
        yield "the pickup does not name its own provider and account"
    for name, wanted in bench.contract.expects.items():
        found = getattr(pickup, name)
        if found != wanted:
            yield f"{name} is {found!r}, expected is {wanted!r}"


@rule(1)
def both_faces_give_the_same(bench: Bench) -> Iterator[str]:
    """Blocking and asyncio callers send the same and get the same."""
    for name in bench.operations:
        plain, other = bench.run(name), bench.run(name, asynchronous=True)
        if plain.sends != other.sends:
            yield f"{name} sends otherwise under asyncio"
        if (plain.value, repr(plain.error)) != (other.value, repr(other.error)):
            yield f"{name} gives {plain.said}, and {other.said} under asyncio"
