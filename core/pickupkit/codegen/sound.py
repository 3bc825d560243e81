"""Work on descriptions that may be none: where it stumbles, what is wrong with them is told."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from .errors import DEEP, SpecError
from .invalid import invalid

T = TypeVar("T")
STUMBLES: Final = (AttributeError, LookupError, TypeError, ValueError)


def sound(work: Callable[[], T], documents: Mapping[str, dict[str, Any]]) -> T:
    """Do ``work``; where it stumbles, say what about the documents is no OpenAPI.

    Each fault has its document's name before it, which may be nothing.
    """
    try:
        return work()
    except RecursionError as error:
        raise SpecError(f"it is {DEEP}") from error
    except STUMBLES as error:
        faults = [
            f"{name}{fault}" for name, found in documents.items() for fault in _invalid(found)
        ]
        raise SpecError("\n".join(faults) or f"no OpenAPI: {error!r}") from error


def _invalid(document: dict[str, Any]) -> list[str]:
    """Name what is no OpenAPI; nothing where the validator stumbles too."""
    try:
        return [*invalid(document)]
    except (RecursionError, *STUMBLES):
        return []
