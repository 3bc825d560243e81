"""From the answer to the pickup or order: every field from somewhere, and from there alone."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from attrs import fields, has

from pickupkit.admission import leaves
from pickupkit.errors import MalformedAnswer, OutcomeUnknown, PickupKitError, Refused
from pickupkit.models import Order, PickupStatus
from pickupkit.testing._bench import Bench
from pickupkit.testing._documents import GONE, Path, document, objects, replaced, shown
from pickupkit.testing._documents import at as at_path
from pickupkit.testing._documents import leaves as document_leaves
from pickupkit.testing._rules import rule

from ._told import TOLD, UNHEARD, Thing, Told, changed, changed_at, differing, looked_at

_WRONG: Final[tuple[object, ...]] = (None, [], {}, 7, "", UNHEARD, True, [None], {"zz": 1})
_PRICED: Final = ("price",)


@rule(1, TOLD)
def unknown_words_survive(bench: Bench) -> Iterator[str]:
    """A status never heard of becomes ``unknown`` and is kept; a new field hurts nothing."""
    for found in looked_at(bench):
        word = _word(found.thing)
        if word is None and not isinstance(found.thing, Order):
            yield f"{found.operation}: raw_status is not kept"
        for path in found.of("raw_status") + found.of("status"):
            if word is None or at_path(found.document, path) != word:
                continue
            outcome = changed_at(bench, found.operation, found.number, path, UNHEARD)
            value = outcome.value
            if not isinstance(value, Thing):
                yield f"{found.operation}: with an unknown status it ends in {outcome.said}"
            elif _word(value) != UNHEARD or value.status not in (PickupStatus.UNKNOWN, UNHEARD):
                yield f"{found.operation}: an unknown status reads as {value.status}"
        yield from _new_fields(bench, found)


def _word(thing: Thing) -> str | None:
    """Give the provider's word of a status, which is all that an order has."""
    return thing.status if isinstance(thing, Order) else thing.raw_status


def _new_fields(bench: Bench, found: Told) -> Iterator[str]:
    for path in objects(found.document):
        more = {**at_path(found.document, path), "zz_new": {"zz": [1]}}
        outcome = changed_at(bench, found.operation, found.number, path, more)
        if not isinstance(outcome.value, Thing):
            yield f"{found.operation}: a new field in {shown(path)} ends in {outcome.said}"
        elif names := differing(found.thing, outcome.value):
            yield f"{found.operation}: a new field in {shown(path)} changes {sorted(names)}"


@rule(1, TOLD)
def no_success_without_an_id(bench: Bench) -> Iterator[str]:
    """An answer without its id is never a success."""
    for found in looked_at(bench):
        read = found.operation != "create"
        decisive = [p for p in found.of("id") if str(at_path(found.document, p)) == found.thing.id]
        if not decisive:
            yield f"{found.operation}: the id comes from nowhere in the answer"
        for path in decisive:
            for gone in (GONE, None, "", {}):
                outcome = changed_at(bench, found.operation, found.number, path, gone)
                error = outcome.error
                typed = not read or isinstance(error, MalformedAnswer)
                if len(decisive) == 1 and not (typed and _is_honest(bench, found, path, error)):
                    yield f"{found.operation} without {shown(path)} ends in {outcome.said}"


@rule(1, TOLD)
def odd_values_hide_no_booking(bench: Bench) -> Iterator[str]:
    """A value of another kind, beside the id and the status, does not lose the pickup or order."""
    for found in looked_at(bench):
        vitals = found.of("id") + found.of("raw_status")
        for path in _places(found):
            vital = any(path == other[: len(path)] for other in vitals)
            for odd in _WRONG:
                outcome = changed_at(bench, found.operation, found.number, path, odd)
                if isinstance(outcome.value, Thing):
                    continue
                if not vital or not _is_honest(bench, found, path, outcome.error):
                    yield f"{found.operation}: {shown(path)} being {odd!r} ends in {outcome.said}"


def _is_honest(bench: Bench, found: Told, path: Path, error: object) -> bool:
    """Whether an error says no more than is known: of a booking that was accepted, no clear no.

    Unless the author shows a refusal that has nothing in that place either.
    """
    if found.operation != "create" or not isinstance(error, Refused):
        return isinstance(error, OutcomeUnknown if found.operation == "create" else PickupKitError)
    return any(_is_bare(document(reply.answer), path) for reply in bench.contract.refusals)


def _is_bare(value: Any, path: Path) -> bool:
    try:
        return at_path(value, path) in (None, "", [], {})
    except (LookupError, TypeError):
        return True


def _places(found: Told) -> list[Path]:
    """Give the leaves, and the objects and lists that hold them."""
    return sorted(
        {path[:end] for path in found.decides for end in range(1, len(path) + 1)}, key=str
    )


@rule(1, TOLD)
def nothing_is_read_from_nowhere(bench: Bench) -> Iterator[str]:
    """A field that the answer leaves out is empty, or what the request said."""
    known = {part for leaf in leaves(bench.request) for part in _parts(leaf.value)}
    for found in looked_at(bench):
        texts = _texts(found.document)
        for path in found.decides:
            value = changed_at(bench, found.operation, found.number, path, GONE).value
            for name in _looked_for(found, [path]) if isinstance(value, Thing) else ():
                new = getattr(value, name)
                old = set(_parts(getattr(found.thing, name)))
                if new and not all(p in known or p in texts | old for p in _parts(new)):
                    yield f"{found.operation} without {shown(path)}: {name} is {new!r}"
        yield from _known_anyway(bench, found, known)


def _known_anyway(bench: Bench, found: Told, known: set[str]) -> Iterator[str]:
    """Find what a field still says when the answer says it nowhere any more."""
    earlier = bench.run(found.operation).answers[: found.number]
    before = {text for answer in earlier for text in _texts(document(answer))}
    for text, paths in _by_text(found).items():
        if text in known:
            continue
        bare = partial(_without, paths=paths)
        value = changed(bench, found.operation, found.number, bare).value
        # A currency that is never read decides nothing, and is told all the same.
        for name in _looked_for(found, paths) or (() if text in before else _PRICED):
            if text in _parts(getattr(value, name, None)):
                yield f"{found.operation}: the answer without {text!r} has it in {name}"


def _by_text(found: Told) -> dict[str, list[Path]]:
    """Give the places of each text and number of an answer."""
    places: dict[str, list[Path]] = {}
    for path, value in document_leaves(found.document):
        if isinstance(value, str | int | float) and not isinstance(value, bool) and value != "":
            places.setdefault(str(value), []).append(path)
    return places


def _without(document: Any, paths: list[Path]) -> Any:
    for path in reversed(paths):  # from behind, so that places in lists stay what they are
        document = replaced(document, path, GONE)
    return document


def _looked_for(found: Told, paths: list[Path]) -> list[str]:
    names = {name for path in paths for name in found.decides.get(path, ())}
    told = {field.name for field in fields(type(found.thing))}
    return sorted((names & told) - {"status", "address", "messages", "source"})


def _parts(value: Any) -> Iterator[str]:
    """Give what a field is made of, as text where it has no parts."""
    if has(type(value)):
        for field in fields(type(value)):
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _parts(item)
    elif value is not None:
        yield str(value)


@rule(1, TOLD)
def the_raw_answer_is_kept(bench: Bench) -> Iterator[str]:
    """``raw`` is the vendor's own object, with every field as it was received."""
    for found in looked_at(bench):
        if home(found) is None:
            yield f"{found.operation}: raw is not the object that was received"


def home(found: Told) -> Path | None:
    """Give the place in the document of the object that is kept as ``raw``."""
    holders = (path[:end] for path in found.of("id") for end in range(len(path)))
    return next((path for path in holders if _is_raw(found, at_path(found.document, path))), None)


def _is_raw(found: Told, held: Any) -> bool:
    """Whether an object is kept as ``raw``; of XML, every text of it, perhaps as what it says."""
    raw = dict(found.thing.raw)
    if not found.is_markup:
        return bool(held == raw)
    return _said(held) <= _said(raw)


def _said(value: Any) -> set[str]:
    """Give the texts of XML; space around them may be left out, and so may an empty one."""
    return {text.strip().casefold() for text in _texts(value)} - {""}


def _texts(value: Any) -> set[str]:
    return {str(leaf) for _, leaf in document_leaves(value)}
