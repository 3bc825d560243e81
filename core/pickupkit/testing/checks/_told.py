"""Find out which leaf of an answer decides which field of a pickup or an order."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any, Final, TypeAlias

from attrs import evolve, fields, frozen

from pickupkit.calls import Answer
from pickupkit.errors import MalformedAnswer
from pickupkit.models import Order, Pickup
from pickupkit.testing._bench import Bench
from pickupkit.testing._documents import (
    Path,
    at,
    document,
    first,
    is_markup,
    items,
    leaves,
    replaced,
    with_document,
)
from pickupkit.testing._session import LISTINGS, Outcome
from pickupkit.transport import Send

Thing: TypeAlias = Pickup | Order
UNHEARD: Final = "zz_unheard_of"
TOLD: Final = "create or get or order or orders"
"""The operations whose answers are looked at."""


@frozen
class Told:
    """The answer that tells of a thing: its document, and which fields each leaf decides.

    Of XML, the document is ours: how an author makes an object of it is up to him.
    """

    operation: str
    number: int
    is_markup: bool
    document: Any
    thing: Thing
    decides: dict[Path, frozenset[str]]

    def of(self, field: str) -> list[Path]:
        """Give the leaves that decide a field."""
        return [path for path, names in self.decides.items() if field in names]


def looked_at(bench: Bench) -> Iterator[Told]:
    """Find it out of the answers to a booking and to look-ups, where they are JSON or XML."""
    listed = not bench.can("order")  # else the listing is compared with what is looked up
    for operation in ("create", "get", "order", *(("orders",) if listed else ())):
        if bench.can(operation):
            found = _told(bench, operation)
            if found is not None:
                yield found


def orders_looked_at(bench: Bench) -> Iterator[tuple[Told, Order]]:
    """Give the same of orders alone."""
    for found in looked_at(bench):
        if isinstance(found.thing, Order):
            yield found, found.thing


@cache
def _told(bench: Bench, operation: str) -> Told | None:
    base = single(bench.run(operation))
    listed = operation in LISTINGS
    number = first_page(bench, operation) if listed else len(base.sends) - 1
    answer = _answer(bench, operation, number)
    found = document(answer)
    if found is None or not isinstance(base.value, Thing):
        return None
    home: Path = ()
    if operation in LISTINGS:
        home = first(found, items(found, (base.value.id,)) or ())
    decides = {
        path: differing(base.value, changed_at(bench, operation, number, path, _other(value)).value)
        for path, value in leaves(at(found, home), home)
    }
    return Told(operation, number, is_markup(answer), found, base.value, decides)


def first_page(bench: Bench, operation: str) -> int:
    """Give the number of the first answer that is a page: that to a login may come before it."""
    outcome = bench.run(operation)
    ids = [each.id for each in outcome.value[0]] if outcome.value else []
    told = (items(document(answer), ids) for answer in outcome.answers)
    return next((number for number, place in enumerate(told) if place is not None), 0)


def single(outcome: Outcome) -> Outcome:
    """Let the first item of a listing stand for it; one that became a fault is an error then."""
    if not isinstance(outcome.value, tuple):
        return outcome
    found, faults = outcome.value
    if faults:
        return evolve(outcome, value=None, error=MalformedAnswer(faults[0].reason))
    return evolve(outcome, value=found[0] if found else None)


def _answer(bench: Bench, operation: str, number: int) -> Answer:
    kept = Answer(0, {}, b"")

    def keep(n: int, _send: Send, ask: Callable[[], Answer]) -> Answer:
        nonlocal kept
        answer = ask()
        if n == number:
            kept = answer
        return answer

    bench.run(operation, meddle=keep)
    return kept


def changed_at(bench: Bench, operation: str, number: int, path: Path, new: object) -> Outcome:
    """Run an operation with one leaf of one answer replaced."""
    return changed(bench, operation, number, lambda whole: replaced(whole, path, new))


def changed(bench: Bench, operation: str, number: int, change: Callable[[Any], Any]) -> Outcome:
    """Run an operation with the document of one answer changed."""

    def between(n: int, _send: Send, ask: Callable[[], Answer]) -> Answer:
        answer = ask()
        return with_document(answer, change(document(answer))) if n == number else answer

    return single(bench.run(operation, meddle=between))


def _other(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str) and (moment := aware(value)):
        return moment.replace(year=moment.year + 1).isoformat()
    return f"{value}1" if isinstance(value, str) and value else UNHEARD


def aware(value: object) -> datetime | None:
    """Read a time with zone."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def differing(base: Thing, other: Any) -> frozenset[str]:
    """Name the fields in which two differ; one that is lost differs in what matters."""
    if type(other) is not type(base):
        return frozenset({"id", "status"})
    names = (field.name for field in fields(type(base)) if field.name != "raw")
    return frozenset(name for name in names if getattr(base, name) != getattr(other, name))
