"""Write ``allOf`` out: one schema with the properties of all parts, where the later part wins."""

from typing import Any, TypeAlias

from .documents import resolve
from .errors import SpecError

Json: TypeAlias = Any

_NOTES = {"description", "deprecated", "readOnly", "writeOnly", "example", "examples", "default"}
_KIND = {"$ref", "allOf", "anyOf", "enum", "oneOf", "type"}


def flat(document: dict[str, Json], schema: dict[str, Json], seen: tuple[str, ...] = ()) -> Json:
    """Give ``schema`` without ``allOf`` at its top; a mere wrapper of a reference stays one."""
    if "allOf" not in schema:
        return schema
    own = {key: value for key, value in schema.items() if key != "allOf"}
    parts = schema["allOf"]
    if len(parts) == 1 and "$ref" in parts[0] and own.keys() <= _NOTES:
        return {**parts[0], **own}
    result: dict[str, Json] = {}
    for part in parts:
        opened = whole(document, part, seen)
        # A part describes itself, not what it becomes a part of.
        result = _merged(result, {key: opened[key] for key in opened if key not in _NOTES})
    return _merged(result, own)


def whole(document: dict[str, Json], part: dict[str, Json], seen: tuple[str, ...] = ()) -> Json:
    """Follow references to the schema itself, flattened."""
    while "$ref" in part:
        name = part["$ref"]
        if name in seen:
            raise SpecError(f"allOf turns in a circle: {' -> '.join((*seen, name))}")
        seen = (*seen, name)
        part = resolve(document, name)
    opened = flat(document, part, seen)
    return whole(document, opened, seen) if "$ref" in opened else opened


def _merged(first: dict[str, Json], later: dict[str, Json]) -> dict[str, Json]:
    result = {**first, **later}
    if "properties" in first and "properties" in later:
        result["properties"] = {
            **first["properties"],
            **{
                name: _property(first["properties"].get(name), item)
                for name, item in later["properties"].items()
            },
        }
    if "required" in first or "required" in later:
        result["required"] = sorted({*first.get("required", ()), *later.get("required", ())})
    return result


def _property(first: Json, later: Json) -> Json:
    """Give the later property, whole unless it says nothing of its kind and only adds to it."""
    if isinstance(first, dict) and isinstance(later, dict) and not later.keys() & _KIND:
        return {**first, **later}
    return later
