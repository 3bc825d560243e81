"""Schemas as they are compared: null apart, unions as options, kinds as sets."""

import json
from typing import Any, NamedTuple, TypeAlias

from pickupkit.codegen.errors import SpecError
from pickupkit.codegen.flatten import flat, whole

Json: TypeAlias = Any
_UNIONS = ("anyOf", "oneOf")
NOTHING: dict[str, Json] = {"not": {}}
_NOTES = {"description", "example", "examples", "deprecated", "discriminator", "default"}
ABOVE = ("exclusiveMaximum", "maxItems", "maxLength", "maxProperties", "maximum")
BELOW = ("exclusiveMinimum", "minItems", "minLength", "minProperties", "minimum")


class Opened(NamedTuple):
    """One schema: its own words, whether null is allowed, what else is, and what all have to be."""

    notes: dict[str, Json]
    null: bool
    options: dict[str, Json]
    common: dict[str, Json] | None = None


def opened(document: dict[str, Json], schema: Json) -> Opened:
    """Give a schema in the form in which it is compared."""
    schema = flat(document, schema) if isinstance(schema, dict) else {}
    notes = {key: schema[key] for key in _NOTES if key in schema}
    union = [option for key in _UNIONS for option in schema.get(key, ())]
    if not union:
        return Opened(notes, _null(document, schema), {_key(schema): schema})
    plain = [option for option in union if not _is_null(option)]
    null = len(plain) < len(union) or any(_null(document, option) for option in plain)
    rest = {k: v for k, v in schema.items() if k not in (*_UNIONS, *_NOTES)}
    if rest.keys() <= {"type"}:  # says of the options what they say themselves
        return Opened(notes, null, _options(plain))
    return Opened(notes, _null(document, rest) if "type" in rest else null, _options(plain), rest)


def alike(a: Opened, b: Opened) -> tuple[Opened, Opened]:
    """Take what all options have to be apart in both, where it is in one."""
    return (a, b) if a.common is b.common is None else (_apart(a), _apart(b))


def _apart(schema: Opened) -> Opened:
    if schema.common is not None:
        return schema
    if len(schema.options) == 1:
        return schema._replace(options={}, common=next(iter(schema.options.values())))
    return schema._replace(common={})


def _options(options: list[Json]) -> dict[str, Json]:
    keys = [_key(bare(option)) for option in options]
    named = [k if keys.count(k) == 1 else f"{k} {n}" for n, k in enumerate(keys, 1)]
    return dict(zip(named, options, strict=True))


def bare(schema: Json) -> dict[str, Json]:
    """Take a schema out of a wrapper that adds nothing, so that references meet."""
    if not isinstance(schema, dict):
        return NOTHING if schema is False else {}
    for key in ("allOf", "anyOf", "oneOf"):
        if key in schema and len(schema[key]) == 1 and schema.keys() <= {key, "description"}:
            return bare(schema[key][0])
    return schema


def resolved(document: dict[str, Json], schema: dict[str, Json]) -> dict[str, Json]:
    """Follow references, keep what stands beside one; nothing where they lead nowhere."""
    try:
        found = whole(document, schema)
    except SpecError:
        return {}
    beside = {k: v for k, v in schema.items() if k != "$ref"} if "$ref" in schema else {}
    return {**found, **beside} if isinstance(found, dict) else {}


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


def _null(document: dict[str, Json], schema: Json) -> bool:
    if not isinstance(schema, dict):
        return False
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
    if option.keys() == {"required"}:
        return f"with {' and '.join(option['required'])}"
    return "/".join(sorted(kinds(option) or {"anything"}))
