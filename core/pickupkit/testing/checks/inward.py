"""From the answer to the pickup: every field is read from somewhere, and from there alone."""

from collections.abc import Iterator
from typing import Any, Final

from attrs import fields, has

from pickupkit.errors import MalformedAnswer, OutcomeUnknown, PickupKitError, Refused
from pickupkit.models import Pickup, PickupStatus
from pickupkit.testing._bench import Bench
from pickupkit.testing._documents import (
    GONE,
    objects,
    shown,
)
from pickupkit.testing._documents import at as at_path
from pickupkit.testing._documents import leaves as document_leaves
from pickupkit.testing._rules import rule
from pickupkit.validation import leaves

from ._told import UNHEARD, Told, changed_at, differing, looked_at

_WRONG: Final[tuple[object, ...]] = (None, [], {}, 7, "", UNHEARD, True, [None], {"zz": 1})


@rule(1, "create")
def unknown_words_survive(bench: Bench) -> Iterator[str]:
    """A status never heard of becomes ``unknown`` and is kept; a new field hurts nothing."""
    for found in looked_at(bench):
        base = found.base.value
        if base.raw_status is None:
            yield f"{found.operation}: raw_status is not kept"
        for path in found.decides:
            if base.raw_status is None or at_path(found.document, path) != base.raw_status:
                continue
            outcome = changed_at(bench, found.operation, found.number, path, UNHEARD)
            value = outcome.value
            if not isinstance(value, Pickup):
                yield f"{found.operation}: with an unknown status it ends in {outcome.said}"
            elif (value.status, value.raw_status) != (PickupStatus.UNKNOWN, UNHEARD):
                yield f"{found.operation}: an unknown status reads as {value.status}"
        yield from _new_fields(bench, found)


def _new_fields(bench: Bench, found: Told) -> Iterator[str]:
    for path in objects(found.document):
        more = {**at_path(found.document, path), "zz_new": {"zz": [1]}}
        outcome = changed_at(bench, found.operation, found.number, path, more)
        if not isinstance(outcome.value, Pickup):
            yield f"{found.operation}: a new field in {shown(path)} ends in {outcome.said}"
        elif changed := differing(found.base.value, outcome.value):
            yield f"{found.operation}: a new field in {shown(path)} changes {sorted(changed)}"


@rule(1, "create")
def no_success_without_an_id(bench: Bench) -> Iterator[str]:
    """An answer without its id is never a success."""
    for found in looked_at(bench):
        wanted = OutcomeUnknown | Refused if found.operation == "create" else MalformedAnswer
        decisive = [p for p in found.of("id") if str(at_path(found.document, p)) == _id(found)]
        if not decisive:
            yield f"{found.operation}: the id comes from nowhere in the answer"
        for path in decisive:
            for gone in (GONE, None, "", {}):
                outcome = changed_at(bench, found.operation, found.number, path, gone)
                if len(decisive) == 1 and not isinstance(outcome.error, wanted):
                    yield f"{found.operation} without {shown(path)} ends in {outcome.said}"


def _id(found: Told) -> str:
    value: Pickup = found.base.value
    return value.id


@rule(1, "create")
def odd_values_hide_no_booking(bench: Bench) -> Iterator[str]:
    """A value of another kind, beside the id and the status, does not lose the pickup."""
    for found in looked_at(bench):
        for path in found.decides:
            vital = bool({"id", "raw_status"} & found.decides[path])
            for odd in _WRONG:
                outcome = changed_at(bench, found.operation, found.number, path, odd)
                if isinstance(outcome.value, Pickup):
                    continue
                if not vital or not isinstance(outcome.error, PickupKitError):
                    yield f"{found.operation}: {shown(path)} being {odd!r} ends in {outcome.said}"


@rule(1, "create")
def nothing_is_read_from_nowhere(bench: Bench) -> Iterator[str]:
    """A field that the answer leaves out is empty, or what the request said."""
    known = {part for leaf in leaves(bench.request) for part in _parts(leaf.value)}
    for found in looked_at(bench):
        texts = {str(value) for _, value in document_leaves(found.document)}
        for path, names in found.decides.items():
            value = changed_at(bench, found.operation, found.number, path, GONE).value
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
    for found in looked_at(bench):
        holders = [path[:end] for path in found.of("id") for end in range(len(path))]
        whole = [at_path(found.document, path) for path in holders]
        if dict(found.base.value.raw) not in whole:
            yield f"{found.operation}: raw is not the object that was received"
