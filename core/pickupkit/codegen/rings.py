"""References that are being written out where they stand, and those that lead back into one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from .documents import at, references
from .errors import SpecError
from .paths import cure

Json: TypeAlias = Any


class Rings:
    """Remembers what is open; a class ends the way, as it is written once and referred to."""

    def __init__(self, document: dict[str, Json]) -> None:
        self._document = document
        self._open: tuple[str, ...] = ()

    def __contains__(self, reference: str) -> bool:
        return reference in self._open

    @contextmanager
    def opened(self, *way: str) -> Iterator[None]:
        """Go on in another reference; without any, in a class."""
        before = self._open
        self._open = (*before, *way) if way else ()
        try:
            yield
        finally:
            self._open = before

    def fault(self, reference: str) -> SpecError:
        """Name the place that leads back, and the action that lets any value stand there."""
        inside = f"{self._open[-1]}/"
        for place, target in references(self._document):
            if target == reference and place[-1] == "$ref" and at(place).startswith(inside):
                told = f"{at(place)}: leads back into itself without an object on the way"
                return SpecError(f"{told}; {cure(place)}")
        return SpecError(f"{reference}: leads back into itself without an object on the way")
