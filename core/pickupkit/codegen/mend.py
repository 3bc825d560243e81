"""Mend what is wrong with a description in a way that has one cure; an overlay need not say it."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeAlias

from .documents import METHODS, operations, resolve

Json: TypeAlias = Any
_NULL = {"type": "null"}
_NOTES = ("description", "example")
_LISTS = {"allOf", "anyOf", "enum", "oneOf", "required"}
_OBJECTS = {"items", "properties"}
_KIND = {"$ref", "allOf", "anyOf", "oneOf", "type"}


def mended_paths(document: dict[str, Json]) -> dict[str, Json]:
    """Keep what a client calls: operations, written out where they stand, without callbacks."""
    paths = {
        path: _item(document, item)
        for path, item in document.get("paths", {}).items()
        if path.startswith("/") and isinstance(item, dict)
    }
    return {**document, "paths": paths}


def _item(document: dict[str, Json], item: dict[str, Json]) -> dict[str, Json]:
    if "$ref" in item:
        item = {**resolve(document, item["$ref"]), **item}
        del item["$ref"]
    return {key: _operation(part) if key in METHODS else part for key, part in item.items()}


def _operation(operation: dict[str, Json]) -> dict[str, Json]:
    return {key: part for key, part in operation.items() if key != "callbacks"}


def name_operations(document: dict[str, Json]) -> None:
    """Give operations an id where theirs is missing or not theirs alone, from method and path.

    None of those that share one keeps it, so that no name depends on what comes first.
    """
    counts = Counter(operation.get("operationId") for _, operation in operations(document))
    for place, operation in operations(document):
        name = operation.get("operationId")
        if not name or counts[name] > 1:
            operation["operationId"] = _made_id(str(place[2]), str(place[1]))


def _made_id(method: str, path: str) -> str:
    parts = [re.sub(r"^\{(.*)\}$", r"by_\1", part) for part in path.split("/") if part]
    return re.sub(r"\W+", "_", "_".join([method, *parts]))


def mended_schema(schema: dict[str, Json]) -> dict[str, Json]:
    """Give one schema as OpenAPI 3.1 has it, without its title, and with its kind."""
    schema = {key: value for key, value in schema.items() if key != "title" and _fits(key, value)}
    if "items" in schema and not schema.keys() & _KIND:
        schema["type"] = "array"
    _mend_discriminator(schema)
    _mend_bounds(schema)
    return _with_null(schema, schema.pop("nullable", False) is True)


def _fits(key: str, value: Json) -> bool:
    """Tell keywords from leftovers: an empty ``properties:``, 3.0's ``required: true``."""
    if key in _LISTS:
        return isinstance(value, list)
    return key not in _OBJECTS or isinstance(value, dict | bool)


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
    allows_null = isinstance(schema.get("type"), list) and "null" in schema["type"]
    if allows_null and isinstance(schema.get("enum"), list) and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
    return schema


def _nullable_union(schema: dict[str, Json]) -> dict[str, Json]:
    for key in ("anyOf", "oneOf"):
        if key in schema:
            options = [*schema[key], *([] if _NULL in schema[key] else [dict(_NULL)])]
            return {**schema, key: options}
    notes: dict[str, Json] = {key: schema.pop(key) for key in _NOTES if key in schema}
    return {**notes, "anyOf": [schema, dict(_NULL)]} if schema else notes


def in_order(value: Json) -> Json:
    """Copy with all keys sorted, so that nothing depends on the order a vendor writes in."""
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [in_order(item) for item in value]
    return value


def tags_of(document: dict[str, Json], known: Iterable[Json]) -> list[Json]:
    """Give those of the ``known`` tags that an operation has."""
    used = [tag for _, operation in operations(document) for tag in operation.get("tags") or ()]
    return [tag for tag in known if isinstance(tag, dict) and tag.get("name") in used]
