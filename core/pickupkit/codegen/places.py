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

    def schema_of(self, values: Json) -> dict[str, Json]:
        """Give the place of the schema that lists ``values``, as a key for a class."""
        place = self._known.get(id(values))
        return {PLACE: list(place[:-1])} if place else {}

    def fields_of(self, properties: dict[str, Json]) -> dict[str, Json]:
        """Give the place of each property; ``allOf`` may bring them together from several."""
        known = {key: self._known.get(id(item)) for key, item in properties.items()}
        return {PLACE: {key: list(place) for key, place in known.items() if place}}


def _walk(value: Json, place: Place) -> Iterator[tuple[Place, Json]]:
    if isinstance(value, dict | list):
        yield place, value
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _walk(item, (*place, key))
