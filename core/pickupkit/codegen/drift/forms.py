"""Schemas as they are compared: null apart, unions as options, kinds as sets."""

import json
from typing import Any, NamedTuple, TypeAlias

from pickupkit.codegen.errors import SpecError
from pickupkit.codegen.flatten import flat, whole

Json: TypeAlias = Any
_UNIONS = ("anyOf", "oneOf")
_NOTES = {"description", "example", "examples", "deprecated", "discriminator", "default"}
ABOVE = ("exclusiveMaximum", "maxItems", "maxLength", "maxProperties", "maximum")
BELOW = ("exclusiveMinimum", "minItems", "minLength", "minProperties", "minimum")


class Opened(NamedTuple):
    """One schema: its own words, whether null is allowed, and what else is."""

    notes: dict[str, Json]
    null: bool
    options: dict[str, Json]


def opened(document: dict[str, Json], schema: Json) -> Opened:
    """Give a schema in the form in which it is compared."""
    schema = flat(document, schema) if isinstance(schema, dict) else {}
    notes = {key: schema[key] for key in _NOTES if key in schema}
    union = [option for key in _UNIONS for option in schema.get(key, ())]
    if not union:
        return Opened(notes, _null(document, schema), {_key(schema): schema})
    rest = {k: v for k, v in schema.items() if k not in (*_UNIONS, *_NOTES, "type")}
    plain = [option for option in [*union, *([rest] if rest else [])] if not _is_null(option)]
    null = len(plain) < len(union) or any(_null(document, option) for option in plain)
    keys = [_key(option) for option in plain]
    named = [k if keys.count(k) == 1 else f"{k} {n}" for n, k in enumerate(keys, 1)]
    return Opened(notes, null, dict(zip(named, plain, strict=True)))


def resolved(document: dict[str, Json], schema: dict[str, Json]) -> dict[str, Json]:
    """Follow references; nothing where they lead nowhere."""
    try:
        found = whole(document, schema)
    except SpecError:
        return {}
    return found if isinstance(found, dict) else {}


def kinds(schema: dict[str, Json]) -> set[str] | None:
    """Give the kinds of JSON that are allowed besides null; None for any."""
    kind = schema.get("type")
    if kind is not None:
        return {k for k in (kind if isinstance(kind, list) else [kind]) if k != "null"}
    if "properties" in schema:
        return {"object"}
    if "items" in schema:
        return {"array"}
    if (values := values_of(schema)) and all(value.startswith('"') for value in values):
        return {"string"}
    return None


def values_of(schema: dict[str, Json]) -> dict[str, Json]:
    """Give the listed values besides null, by their JSON."""
    listed = [schema["const"]] if "const" in schema else schema.get("enum", ())
    return {json.dumps(value, ensure_ascii=False): value for value in listed if value is not None}


def _null(document: dict[str, Json], schema: dict[str, Json]) -> bool:
    kind = resolved(document, schema).get("type") if "$ref" in schema else schema.get("type")
    return kind == "null" or (isinstance(kind, list) and "null" in kind)


def _is_null(schema: Json) -> bool:
    return isinstance(schema, dict) and schema.get("type") == "null"


def _key(option: Json) -> str:
    """Name an option of a union by what it is, as its place says nothing."""
    if not isinstance(option, dict):
        return "anything"
    if "$ref" in option:
        return str(option["$ref"]).rsplit("/", 1)[-1]
    return "/".join(sorted(kinds(option) or {"anything"}))
