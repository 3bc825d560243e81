"""From the answer to the pickup: every field is read from somewhere, and from there alone."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from attrs import fields, frozen, has

from pickupkit.errors import MalformedAnswer, OutcomeUnknown, PickupKitError, Refused
from pickupkit.models import Pickup, PickupStatus
from pickupkit.testing._bench import Bench
from pickupkit.testing._documents import (
    GONE,
    Path,
    document,
    objects,
    replaced,
    shown,
    with_document,
)
from pickupkit.testing._documents import at as at_path
from pickupkit.testing._documents import leaves as document_leaves
from pickupkit.testing._rules import rule
from pickupkit.testing._session import Outcome
from pickupkit.validation import leaves

UNHEARD: Final = "zz_unheard_of"
_FIELDS: Final = tuple(field.name for field in fields(Pickup) if field.name != "raw")
_WRONG: Final[tuple[object, ...]] = (None, [], {}, 7, "", UNHEARD, True, [None], {"zz": 1})


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
        path: _changed(base.value, _with(bench, operation, number, path, other).value)
        for path, value in document_leaves(found)
        for other in (_other(value),)
    }
    return Told(operation, number, found, base, decides)


def _document(bench: Bench, operation: str, number: int) -> Any:
    kept: list[Any] = [None]

    def keep(n: int, _send: Any, ask: Any) -> Any:
        answer = ask()
        if n == number:
            kept[0] = document(answer)
        return answer

    bench.run(operation, meddle=keep)
    return kept[0]


def _with(bench: Bench, operation: str, number: int, path: Path, new: object) -> Outcome:
    """Run an operation with one leaf of one answer replaced."""

    def change(n: int, _send: Any, ask: Any) -> Any:
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


def _changed(base: Any, other: Any) -> frozenset[str]:
    if not isinstance(other, Pickup) or not isinstance(base, Pickup):
        return frozenset({"id", "status"}) if isinstance(base, Pickup) else frozenset()
    return frozenset(n for n in _FIELDS if getattr(base, n) != getattr(other, n))


_LOOKED_AT: Final = ("create", "get")


def _looked_at(bench: Bench) -> Iterator[Told]:
    for operation in _LOOKED_AT:
        if bench.can(operation):
            found = told(bench, operation)
            if found.document is not None and isinstance(found.base.value, Pickup):
                yield found


@rule(1, "create")
def unknown_words_survive(bench: Bench) -> Iterator[str]:
    """A status never heard of becomes ``unknown`` and is kept; a new field hurts nothing."""
    for found in _looked_at(bench):
        base = found.base.value
        if base.raw_status is None:
            yield f"{found.operation}: raw_status is not kept"
        for path in found.decides:
            if base.raw_status is None or at_path(found.document, path) != base.raw_status:
                continue
            outcome = _with(bench, found.operation, found.number, path, UNHEARD)
            value = outcome.value
            if not isinstance(value, Pickup):
                yield f"{found.operation}: with an unknown status it ends in {outcome.said}"
            elif (value.status, value.raw_status) != (PickupStatus.UNKNOWN, UNHEARD):
                yield f"{found.operation}: an unknown status reads as {value.status}"
        yield from _new_fields(bench, found)


def _new_fields(bench: Bench, found: Told) -> Iterator[str]:
    for path in objects(found.document):
        more = {**at_path(found.document, path), "zz_new": {"zz": [1]}}
        outcome = _with(bench, found.operation, found.number, path, more)
        if not isinstance(outcome.value, Pickup):
            yield f"{found.operation}: a new field in {shown(path)} ends in {outcome.said}"
        elif changed := _changed(found.base.value, outcome.value):
            yield f"{found.operation}: a new field in {shown(path)} changes {sorted(changed)}"


@rule(1, "create")
def no_success_without_an_id(bench: Bench) -> Iterator[str]:
    """An answer without its id is never a success."""
    for found in _looked_at(bench):
        wanted = OutcomeUnknown | Refused if found.operation == "create" else MalformedAnswer
        decisive = [p for p in found.of("id") if str(at_path(found.document, p)) == _id(found)]
        if not decisive:
            yield f"{found.operation}: the id comes from nowhere in the answer"
        for path in decisive:
            for gone in (GONE, None, "", {}):
                outcome = _with(bench, found.operation, found.number, path, gone)
                if len(decisive) == 1 and not isinstance(outcome.error, wanted):
                    yield f"{found.operation} without {shown(path)} ends in {outcome.said}"


def _id(found: Told) -> str:
    value: Pickup = found.base.value
    return value.id


@rule(1, "create")
def odd_values_hide_no_booking(bench: Bench) -> Iterator[str]:
    """A value of another kind, beside the id and the status, does not lose the pickup."""
    for found in _looked_at(bench):
        for path in found.decides:
            vital = bool({"id", "raw_status"} & found.decides[path])
            for odd in _WRONG:
                outcome = _with(bench, found.operation, found.number, path, odd)
                if isinstance(outcome.value, Pickup):
                    continue
                if not vital or not isinstance(outcome.error, PickupKitError):
                    yield f"{found.operation}: {shown(path)} being {odd!r} ends in {outcome.said}"


@rule(1, "create")
def nothing_is_read_from_nowhere(bench: Bench) -> Iterator[str]:
    """A field that the answer leaves out is empty, or what the request said."""
    known = {part for leaf in leaves(bench.request) for part in _parts(leaf.value)}
    for found in _looked_at(bench):
        texts = {str(value) for _, value in document_leaves(found.document)}
        for path, names in found.decides.items():
            value = _with(bench, found.operation, found.number, path, GONE).value
            if not isinstance(value, Pickup):
                continue
            for name in sorted(names - {"status", "address", "messages", "source"}):
                new = getattr(value, name)
                old = set(_parts(getattr(found.base.value, name)))
                if new and not all(p in known or p in texts | old for p in _parts(new)):
                    yield f"{found.operation} without {shown(path)}: {name} is {new!r}"


def _parts(value: Any) -> Iterator[Any]:
    """Give what a field is made of, as text where it has no parts."""
    if has(type(value)):
        for field in fields(type(value)):
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _parts(item)
    elif value is not None:
        yield str(value)


@rule(1, "create")
def the_raw_answer_is_kept(bench: Bench) -> Iterator[str]:
    """``raw`` is the vendor's own object, with every field as it was received."""
    for found in _looked_at(bench):
        holders = [path[:end] for path in found.of("id") for end in range(len(path))]
        whole = [at_path(found.document, path) for path in holders]
        if dict(found.base.value.raw) not in whole:
            yield f"{found.operation}: raw is not the object that was received"
