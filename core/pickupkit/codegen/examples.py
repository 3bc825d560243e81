"""Whether a description's own examples fit its own schemas; often they do not."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from .documents import Place, at, each_schema, is_schema, resolve
from .errors import SpecError
from .mend import mended_schema
from .sound import STUMBLES

Json: TypeAlias = Any
_LONGEST = 120


def contradictions(document: dict[str, Json]) -> Iterator[str]:
    """Name each example, and each default, that its schema refuses, with the first reason."""
    from openapi_schema_validator import OAS31Validator
    from referencing.jsonschema import EMPTY_REGISTRY

    document = each_schema(document, mended_schema)
    # The document is its own root schema, so that its references resolve; none of the keys at its
    # top is a keyword of schemas. By itself the validator would fetch what stands elsewhere.
    whole = OAS31Validator(document, registry=EMPTY_REGISTRY)
    for place, value, schema in _examples(document):
        checker = whole.evolve(schema={**document, "$ref": at(schema)})
        if fault := _fault(checker, value):
            yield f"{at(place)}{fault}"


def _fault(checker: Any, value: Json) -> str:
    from jsonschema.exceptions import UnknownType  # type: ignore[import-untyped]
    from referencing.exceptions import Unresolvable

    try:
        error = next(checker.iter_errors(value), None)
    except (Unresolvable, UnknownType, RecursionError, *STUMBLES) as stumbled:
        return f": cannot be checked, its schema is faulty: {stumbled}"
    if error is None:
        return ""
    inside = "".join(f"/{part}" for part in error.absolute_path)
    said = error.message.replace("\n", " ")
    return f"{inside}: {said[:_LONGEST]}{' ...' * (len(said) > _LONGEST)}"


def _examples(document: dict[str, Json]) -> Iterator[tuple[Place, Json, Place]]:
    """Give each example with its place and that of its schema."""
    for place, holder in _holders(document, ()):
        schema = place if _is_schema(place) else (*place, "schema")
        if schema != place and not isinstance(holder.get("schema"), dict):
            continue
        for key in ("example", "default") if schema == place else ("example",):
            if key in holder:
                yield (*place, key), holder[key], schema
        for where, value in _listed(document, holder.get("examples"), plain=schema == place):
            yield (*place, "examples", *where), value, schema


def _listed(
    document: dict[str, Json], examples: Json, *, plain: bool
) -> Iterator[tuple[Place, Json]]:
    """Give the values of ``examples``: a list beside a schema's keywords, else objects by name."""
    if plain and isinstance(examples, list):
        yield from (((index,), value) for index, value in enumerate(examples))
    elif not plain and isinstance(examples, dict):
        for name, example in examples.items():
            found = _followed(document, example)
            if isinstance(found, dict) and "value" in found:
                yield (name, "value"), found["value"]


def _followed(document: dict[str, Json], example: Json) -> Json:
    try:
        return resolve(document, example["$ref"]) if "$ref" in example else example
    except (SpecError, TypeError):
        return None


def _holders(value: Json, place: Place) -> Iterator[tuple[Place, dict[str, Json]]]:
    """Give every object outside examples that may have examples."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _holders(item, (*place, index))
    if not isinstance(value, dict):
        return
    if _is_schema(place) or "schema" in value:
        yield place, value
    for key, item in value.items():
        data = key in ("example", "examples", "default", "enum", "const")
        if not data or place[-1:] in (("properties",), ("schemas",)):
            yield from _holders(item, (*place, key))


def _is_schema(place: Place) -> bool:
    """Tell by the way to it whether an object is a schema, and not a map of names to schemas."""
    start = next((n for n in range(len(place)) if is_schema(place[: n + 1])), len(place))
    below = place[start:]
    return bool(below) and (
        len(below) == 1 or below[-1] != "properties" or below[-2] == "properties"
    )
