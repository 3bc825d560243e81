"""Where in a description something stands, found by what it is: schemas are read and not copied."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, TypeAlias

from .documents import Place

Json: TypeAlias = Any

# How the lint of the generation form learns where in the description a class comes from.
PLACE = "x-place"


class Places:
    """Finds the parts of one document, by identity; equal parts elsewhere are not meant."""

    def __init__(self, document: Json) -> None:
        self._document = document

    @cached_property
    def _known(self) -> dict[int, Place]:
        return {id(part): place for place, part in _walk(self._document, ())}

    def noted(self, part: Json, up: int = 0) -> dict[str, list[str | int]]:
        """Give the place of ``part``, or ``up`` steps above it, as a key for a class.

        Properties that ``allOf`` brings together stand in no one place; the first one's is given.
        """
        if (place := self._known.get(id(part))) is not None:
            return {PLACE: list(place[: len(place) - up])}
        inner = part.values() if isinstance(part, dict) else ()
        found = [self._known[id(item)] for item in inner if id(item) in self._known]
        return {PLACE: list(found[0][:-2])} if found else {}


def _walk(value: Json, place: Place) -> Iterator[tuple[Place, Json]]:
    if isinstance(value, dict | list):
        yield place, value
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _walk(item, (*place, key))
