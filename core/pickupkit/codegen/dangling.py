"""References that lead nowhere, out of the document or round to themselves."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from .documents import at, references, resolve
from .errors import SpecError
from .operation import opened

Json: TypeAlias = Any


def dangling(document: dict[str, Json]) -> Iterator[str]:
    """Name each by its place and its target, wherever in the document it stands."""
    ends: set[str] = set()
    for place, target in references(document):
        try:
            found = resolve(document, target)
            if isinstance(found, dict) and place[-1] == "$ref":
                opened(document, found, ends)
        except SpecError as error:
            yield f"{at(place)}: {error}"
