"""Upstream and overlay become the strict ``openapi.json``, which answers are validated against."""

from typing import Any, TypeAlias

from .documents import at, each_schema, references, resolve
from .errors import SpecError

Json: TypeAlias = Any
_NULL = {"type": "null"}
_NOTES = ("description", "example")
_KEPT = {"securitySchemes"}


def derive(document: dict[str, Json]) -> dict[str, Json]:
    """Normalise to OpenAPI 3.1.0, strip titles, drop components that nothing uses."""
    version = str(document.get("openapi", ""))
    if not version.startswith(("3.0", "3.1")):
        raise SpecError(f"#/openapi: {version or 'missing'}; 3.0 and 3.1 can be read")
    # Webhooks come to a server and are no business of a client.
    document = {key: value for key, value in document.items() if key != "webhooks"}
    return prune({**each_schema(document, _normal), "openapi": "3.1.0"})


def _normal(schema: dict[str, Json]) -> dict[str, Json]:
    schema = {key: value for key, value in schema.items() if key != "title"}
    _mend_discriminator(schema)
    _mend_bounds(schema)
    return _with_null(schema, schema.pop("nullable", False) is True)


def _mend_discriminator(schema: dict[str, Json]) -> None:
    """Write mapping values as text; some copies of descriptions carry reference objects."""
    discriminator = schema.get("discriminator")
    if isinstance(discriminator, dict) and isinstance(discriminator.get("mapping"), dict):
        mapping = {
            key: value.get("$ref", "") if isinstance(value, dict) else value
            for key, value in discriminator["mapping"].items()
        }
        schema["discriminator"] = {**discriminator, "mapping": mapping}


def _mend_bounds(schema: dict[str, Json]) -> None:
    """Write 3.0's ``minimum: 0, exclusiveMinimum: true`` as 3.1 does."""
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        flag = schema.get(exclusive)
        if isinstance(flag, bool):
            del schema[exclusive]
        if flag is True and bound in schema:
            schema[exclusive] = schema.pop(bound)


def _with_null(schema: dict[str, Json], nullable: bool) -> dict[str, Json]:
    """Turn ``nullable`` into a null type, and list null where an enum forgot it."""
    if nullable and "type" not in schema:
        return _nullable_union(schema)
    if nullable:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        schema["type"] = [*kinds, *(["null"] if "null" not in kinds else [])]
    allows_null = "null" in schema.get("type", ()) and isinstance(schema["type"], list)
    if allows_null and isinstance(schema.get("enum"), list) and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
    return schema


def _nullable_union(schema: dict[str, Json]) -> dict[str, Json]:
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return {**schema, key: [*schema[key], dict(_NULL)]}
    notes: dict[str, Json] = {key: schema.pop(key) for key in _NOTES if key in schema}
    return {**notes, "anyOf": [schema, dict(_NULL)]} if schema else notes


def prune(document: dict[str, Json]) -> dict[str, Json]:
    """Drop components that no path reaches."""
    wanted: set[str] = set()
    found = {target for _, target in references(document.get("paths", {}))}
    while found:
        wanted |= found
        found = {
            target for name in found for _, target in references(_resolved(document, name))
        } - wanted
    components = {
        kind: kept
        for kind, items in document.get("components", {}).items()
        if (kept := _kept(kind, items, wanted))
    }
    return {**document, "components": components}


def _resolved(document: dict[str, Json], name: str) -> Json:
    try:
        return resolve(document, name)
    except SpecError as error:
        places = [at(place) for place, target in references(document) if target == name]
        raise SpecError(f"{places[0]}: {error}") from error


def _kept(kind: str, items: dict[str, Json], wanted: set[str]) -> dict[str, Json]:
    return {
        name: item
        for name, item in items.items()
        if kind in _KEPT or f"#/components/{kind}/{name}" in wanted
    }
