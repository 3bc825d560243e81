"""Whether a document is OpenAPI at all, by the published schemas of its version, and is whole."""

from collections.abc import Iterator
from typing import Any

from .dangling import dangling
from .errors import pointer

_LONGEST = 160


def invalid(document: dict[str, Any]) -> Iterator[str]:
    """Name the places that are no OpenAPI; what takes reading it as such, if the rest is fine."""
    from jsonschema.exceptions import best_match  # type: ignore[import-untyped]
    from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

    old = str(document.get("openapi")).startswith("3.0")
    validator = OpenAPIV30SpecValidator if old else OpenAPIV31SpecValidator
    known = validator.schema_validator
    faults = [_inner(best_match([error])) for error in known.iter_errors(document)]
    lost = [*dangling(document)]
    # The whole validator stumbles over such references, and fetches those to elsewhere.
    for error in faults if faults or lost else validator(document).iter_errors():
        yield f"{pointer(error.absolute_path)}: {_short(error.message)}"
    yield from lost


def _inner(error: Any) -> Any:
    """Say what is wrong, not that none of the forms fits: that it is no reference says nothing."""
    while error.context:
        told = [inner for inner in error.context if "'$ref'" not in inner.message]
        error = (told or error.context)[0]
    return error


def _short(message: str) -> str:
    first = message.splitlines()[0] if message else "is not valid"
    return first if len(first) <= _LONGEST else f"{first[: _LONGEST - 4]} ..."
