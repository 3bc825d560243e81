"""The one error that this package raises."""

from collections.abc import Iterable


class SpecError(Exception):
    """A description, overlay or generator run that cannot be used.

    The text names the file, then the place in it (a JSON pointer, or the overlay's action).
    """


def pointer(parts: Iterable[object]) -> str:
    """Write a path through a JSON document as a pointer (RFC 6901) behind ``#``."""
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "#" + "".join(f"/{part}" for part in escaped)
