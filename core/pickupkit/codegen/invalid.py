"""Whether a document is OpenAPI at all, by the published schemas of its version, and is whole."""

from collections.abc import Iterator
from typing import Any

from .dangling import dangling
from .documents import EXAMPLES, Place, is_schema
from .errors import pointer

_LONGEST = 160


def invalid(document: dict[str, Any]) -> Iterator[str]:
    """Name the places that are no OpenAPI; what takes reading it as such, if the rest is fine."""
    from jsonschema.exceptions import best_match  # type: ignore[import-untyped]
    from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

    old = str(document.get("openapi")).startswith("3.0")
    validator = OpenAPIV30SpecValidator if old else OpenAPIV31SpecValidator
    known = validator.schema_validator
    found = [_inner(best_match([error])) for error in known.iter_errors(document)]
    faults = [f"{pointer(e.absolute_path)}: {_short(e.message)}" for e in found]
    faults += [] if old else _faulty_schemas(document)
    lost = [*dangling(document)]
    yield from dict.fromkeys(faults)
    yield from lost
    # The whole validator stumbles over such references, and fetches those to elsewhere.
    for error in () if faults or lost else validator(document).iter_errors():
        yield f"{pointer(error.absolute_path)}: {_short(error.message)}"


def _faulty_schemas(document: dict[str, Any]) -> Iterator[str]:
    """Name what is no schema: 3.1's own schema leaves that open, the whole validator its place."""
    from jsonschema.exceptions import SchemaError
    from openapi_schema_validator import OAS31Validator

    for place, schema in _schemas(document, ()):
        try:
            OAS31Validator.check_schema(schema)
        except SchemaError as error:
            inner = _inner(error)
            yield f"{pointer((*place, *inner.absolute_path))}: {_short(inner.message)}"


def _schemas(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    """Give each schema that is in no other, with its place."""
    parts = enumerate(value) if isinstance(value, list) else ()
    for key, item in value.items() if isinstance(value, dict) else parts:
        if is_schema((*place, key)):
            yield (*place, key), item
        elif key not in EXAMPLES:
            yield from _schemas(item, (*place, key))


def _inner(error: Any) -> Any:
    """Say what is wrong, not that none of the forms fits: that it is no reference says nothing."""
    while error.context:
        told = [inner for inner in error.context if "'$ref'" not in inner.message]
        error = (told or error.context)[0]
    return error


def _short(message: str) -> str:
    first = message.splitlines()[0] if message else "is not valid"
    return first if len(first) <= _LONGEST else f"{first[: _LONGEST - 4]} ..."
