"""Which difference means what, by direction.

Of what is sent no more may be asked, and what is received may not lose anything. A value that is
new in an answer needs a decision and breaks nothing: our readers keep what they do not know.
"""

from collections.abc import Collection, Iterator
from typing import Any, TypeAlias

from .findings import Kind, Side
from .forms import ABOVE, BELOW, NOTHING, kinds, values_of

Json: TypeAlias = Any
Told: TypeAlias = tuple[Kind, str]


def notes(old: dict[str, Json], new: dict[str, Json]) -> Iterator[Told]:
    """Compare words."""
    if new.get("deprecated") and not old.get("deprecated"):
        yield "changed", "is deprecated"
    differing = [
        key for key in ("description", "example", "examples") if old.get(key) != new.get(key)
    ]
    if differing:
        yield "words", f"{' and '.join(differing)} reworded"
    if old.get("default") != new.get("default"):
        yield "changed", f"default {old.get('default')!r} became {new.get('default')!r}"


def discriminator(old: dict[str, Json], new: dict[str, Json], side: Side) -> Iterator[Told]:
    """Compare which field tells the options apart, and by which values."""
    a, b = (part.get("discriminator") or {} for part in (old, new))
    names = [part.get("propertyName") for part in (a, b)]
    if names[0] != names[1]:
        breaks = side == "request" or (a and b)
        yield ("breaking" if breaks else "changed"), f"discriminator {names[0]} became {names[1]}"
    if _mapping(a) != _mapping(b):
        kind: Kind = "breaking" if side == "request" else "changed"
        yield kind, "mapping of the discriminator differs; look at it"


def _mapping(discriminator: dict[str, Json]) -> dict[str, str]:
    """Give the options by name, however they are spelt."""
    mapping = discriminator.get("mapping") or {}
    return {key: str(target).rpartition("/")[2] for key, target in mapping.items()}


def nothing(old: Json, new: Json, side: Side) -> Iterator[Told]:
    """Compare whether there can be a value at all."""
    if new == NOTHING != old:
        yield "breaking", f"no value can be {'sent' if side == 'request' else 'there'} now"
    elif old == NOTHING != new:
        yield "new", f"a value can be {'sent' if side == 'request' else 'there'} now"


def null(old: bool, new: bool, side: Side) -> Iterator[Told]:
    """Compare whether null is allowed."""
    if new and not old:
        yield ("breaking" if side == "answer" else "new"), "may be null"
    if old and not new:
        yield ("breaking" if side == "request" else "changed"), "may no longer be null"


def union(old: Collection[str], new: Collection[str], side: Side) -> Iterator[Told]:
    """Compare whether beside the rest one of some options has to be fitted."""
    if new and not old:
        names = ", ".join(new)
        yield ("breaking" if side == "request" else "changed"), f"must also be one of: {names}"
    if old and not new:
        yield "changed", f"no longer has to be one of: {', '.join(old)}"


def options(gone: dict[str, Json], new: dict[str, Json], side: Side) -> Iterator[Told]:
    """Compare the options of a union that are on one side alone."""
    if gone:
        names = ", ".join(gone)
        yield ("breaking" if side == "request" else "changed"), f"can no longer be {names}"
    if new:
        names = ", ".join(new)
        yield ("breaking" if side == "answer" else "new"), f"can be {names}"


def kind(old: Json, new: Json, side: Side) -> Iterator[Told]:
    """Compare the kinds of JSON, and the format."""
    a, b = kinds(old), kinds(new)
    if a != b:
        yield _kind_change(a, b, side), f"type {_told(a)} became {_told(b)}"
    elif old.get("format") != new.get("format"):
        yield "changed", f"format {old.get('format')} became {new.get('format')}"


def _kind_change(old: set[str] | None, new: set[str] | None, side: Side) -> Kind:
    narrower = old is None or (new is not None and _within(new, old))
    wider = new is None or (old is not None and _within(old, new))
    harmless = (side == "request" and wider) or (side == "answer" and narrower)
    return "changed" if harmless else "breaking"


def _within(inner: set[str], outer: set[str]) -> bool:
    return inner <= outer | ({"integer"} if "number" in outer else set())


def _told(found: set[str] | None) -> str:
    return "/".join(sorted(found)) if found else "anything"


def values(old: Json, new: Json, side: Side) -> Iterator[Told]:
    """Compare listed values."""
    a, b = values_of(old), values_of(new)
    if b and not a:
        yield ("breaking" if side == "request" else "changed"), f"is only {_list(b)} now"
    elif a and not b:
        yield "changed", "is no longer one of a list"
    if not a or not b:
        return
    if more := [value for value in b if value not in a]:
        decide = "; decide how it is mapped" if side == "answer" else ""
        yield "new", f"new value {_list(more)}{decide}"
    if gone := [value for value in a if value not in b]:
        yield ("breaking" if side == "request" else "changed"), f"value {_list(gone)} is gone"


def _list(found: Any) -> str:
    return ", ".join(found)


def limits(old: Json, new: Json, side: Side) -> Iterator[Told]:
    """Compare limits, which matter to who sends."""
    for key in (*ABOVE, *BELOW):
        a, b = old.get(key), new.get(key)
        if a != b:
            tighter = b is not None and (a is None or _tighter(key, a, b))
            breaks = tighter and side == "request"
            yield ("breaking" if breaks else "changed"), f"{key} {a} became {b}"
    if old.get("pattern") != new.get("pattern"):
        breaks = side == "request" and "pattern" in new
        told = f"pattern {old.get('pattern')} became {new.get('pattern')}"
        yield ("breaking" if breaks else "changed"), told


def _tighter(key: str, old: Json, new: Json) -> bool:
    if not all(isinstance(value, int | float) for value in (old, new)):
        return True  # no limits that could be compared
    return bool(new < old if key in ABOVE else new > old)


def closed(old: Json, new: Json, side: Side) -> Iterator[Told]:
    """Compare whether there may be fields that are not described."""
    a, b = (part.get("additionalProperties") is False for part in (old, new))
    verb = "takes" if side == "request" else "gives"
    if b and not a:
        yield ("breaking" if side == "request" else "changed"), f"{verb} no other fields now"
    if a and not b:
        yield "changed", f"{verb} other fields now"


def presence(change: str, needed: bool, needs: bool, side: Side) -> Iterator[Told]:
    """Compare whether a field is there, and must be."""
    sent = side == "request"
    if change == "gone":
        yield "breaking", "field gone"
    elif change == "new" and needs and sent:
        yield "breaking", "required field added"
    elif change == "new":
        yield "new", "field added"
    elif needs and not needed:
        yield ("breaking" if sent else "changed"), "became required"
    elif needed and not needs:
        yield ("changed" if sent else "breaking"), "is no longer required"
