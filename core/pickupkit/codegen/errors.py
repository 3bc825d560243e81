"""The one error that this package raises."""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
DEEP = "nested, or refers on, more deeply than can be followed"


class SpecError(Exception):
    """A description, overlay or generator run that cannot be used.

    The text names the file, then the place in it (a JSON pointer, or the overlay's action).
    """


def pointer(parts: Iterable[object]) -> str:
    """Write a path through a JSON document as a pointer (RFC 6901) behind ``#``."""
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "#" + "".join(f"/{part}" for part in escaped)


def named(file: str, work: Callable[[], T]) -> T:
    """Do ``work``; put the file before each problem that it meets."""
    try:
        return work()
    except SpecError as error:
        lines = str(error).splitlines()
        raise SpecError("\n".join(f"{file}: {line}" for line in lines)) from error
