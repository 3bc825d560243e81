"""What no rule compares: a keyword that differs is told, as silence would say that it does not."""

import json
from collections.abc import Iterator
from typing import Any, TypeAlias

from pickupkit.codegen.documents import references, resolve
from pickupkit.codegen.errors import SpecError

from .findings import Side
from .forms import ABOVE, BELOW
from .rules import Told

Json: TypeAlias = Any
WORDS = frozenset(
    {"$comment", "description", "example", "examples", "externalDocs", "summary", "title"}
)
_SCHEMA = (
    frozenset({"$defs", "$ref", "additionalProperties", "allOf", "const", "default", "deprecated"})
    | {"discriminator", "enum", "format", "items", "nullable", "pattern", "properties", "required"}
    | {"type", *ABOVE, *BELOW}
)
# What is false when it is not there.
_FLAGS = {
    "allowEmptyValue",
    "allowReserved",
    "explode",
    "readOnly",
    "required",
    "uniqueItems",
    "writeOnly",
}
# What is read or sent alone is left out on the other side before anything is compared.
KNOWN: dict[Side, frozenset[str]] = {
    "request": _SCHEMA | {"writeOnly"},
    "answer": _SCHEMA | {"readOnly"},
}


class Rest:
    """Compares by what is written, and by what is written where that leads to."""

    def __init__(self, old: dict[str, Json], new: dict[str, Json]) -> None:
        self._old, self._new = old, new

    def told(self, old: Json, new: Json, known: frozenset[str], side: Side = "") -> Iterator[Told]:
        """Name what differs besides ``known``; an extension asks nothing of who sends."""
        for key in sorted({*old, *new} - known - WORDS):
            a, b = (_default(key, part.get(key)) for part in (old, new))
            if _meant(self._old, {key: a}) != _meant(self._new, {key: b}):
                breaks = side == "request" and not key.startswith("x-")
                yield ("breaking" if breaks else "changed"), f"{key} differs; look at it"


def _default(key: str, value: Json) -> Json:
    return None if value is False and key in _FLAGS else value


def _meant(document: dict[str, Json], value: Json) -> Json:
    """Give a value beside all that it leads to, without words and without an order."""
    found: dict[str, Json] = {}
    waiting = [value]
    while waiting:
        for _, target in references(waiting.pop()):
            if target not in found:
                found[target] = _target(document, target)
                waiting.append(found[target])
    return _plain(value), {target: _plain(part) for target, part in found.items()}


def _target(document: dict[str, Json], reference: str) -> Json:
    try:
        return resolve(document, reference)
    except SpecError:
        return None


def _plain(value: Json, key: str = "") -> Json:
    if isinstance(value, dict):
        return {k: _plain(item, k) for k, item in value.items() if k not in WORDS}
    if isinstance(value, list):
        items = [_plain(item) for item in value]
        return items if key == "prefixItems" else sorted(items, key=_text)
    return value


def _text(value: Json) -> str:
    return json.dumps(value, sort_keys=True)
