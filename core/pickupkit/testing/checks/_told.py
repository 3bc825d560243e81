"""Find out which leaf of an answer decides which field of a pickup."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from attrs import fields, frozen

from pickupkit.calls import Answer
from pickupkit.models import Pickup
from pickupkit.testing._bench import Bench
from pickupkit.testing._documents import Path, document, leaves, replaced, with_document
from pickupkit.testing._session import Outcome
from pickupkit.transport import Send

UNHEARD: Final = "zz_unheard_of"
_FIELDS: Final = tuple(field.name for field in fields(Pickup) if field.name != "raw")


@frozen
class Told:
    """The last answer of an operation: its document, and which fields each leaf decides."""

    operation: str
    number: int
    document: Any
    base: Outcome
    decides: dict[Path, frozenset[str]]

    def of(self, field: str) -> list[Path]:
        """Give the leaves that decide a field."""
        return [path for path, names in self.decides.items() if field in names]


def told(bench: Bench, operation: str) -> Told:
    """Find out what each leaf of an answer decides, by changing it."""
    base = bench.run(operation)
    number = len(base.sends) - 1
    found = _document(bench, operation, number)
    decides = {
        path: differing(base.value, changed_at(bench, operation, number, path, other).value)
        for path, value in leaves(found)
        for other in (_other(value),)
    }
    return Told(operation, number, found, base, decides)


def _document(bench: Bench, operation: str, number: int) -> Any:
    kept: list[Any] = [None]

    def keep(n: int, _send: Send, ask: Callable[[], Answer]) -> Answer:
        answer = ask()
        if n == number:
            kept[0] = document(answer)
        return answer

    bench.run(operation, meddle=keep)
    return kept[0]


def changed_at(bench: Bench, operation: str, number: int, path: Path, new: object) -> Outcome:
    """Run an operation with one leaf of one answer replaced."""

    def change(n: int, _send: Send, ask: Callable[[], Answer]) -> Answer:
        answer = ask()
        if n != number:
            return answer
        return with_document(answer, replaced(document(answer), path, new))

    return bench.run(operation, meddle=change)


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


def differing(base: Any, other: Any) -> frozenset[str]:
    """Name the fields in which two pickups differ; one that is lost differs in what matters."""
    if not isinstance(other, Pickup) or not isinstance(base, Pickup):
        return frozenset({"id", "status"}) if isinstance(base, Pickup) else frozenset()
    return frozenset(n for n in _FIELDS if getattr(base, n) != getattr(other, n))


LOOKED_AT: Final = ("create", "get")


def looked_at(bench: Bench) -> Iterator[Told]:
    """Find it out of the answers to a booking and to a look-up, where they are JSON."""
    for operation in LOOKED_AT:
        if bench.can(operation):
            found = told(bench, operation)
            if found.document is not None and isinstance(found.base.value, Pickup):
                yield found
