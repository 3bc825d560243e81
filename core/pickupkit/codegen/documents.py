"""Read descriptions (YAML 1.2 or JSON), find things in them, write them one way."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from .errors import SpecError, pointer

Json: TypeAlias = Any
Place: TypeAlias = tuple[str | int, ...]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_EXAMPLES = ("example", "examples")
_ONE = (
    "additionalProperties",
    "contains",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
)
_MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("$defs", "dependentSchemas", "patternProperties", "properties")


def read(path: Path) -> dict[str, Json]:
    """Read a description or overlay; ``NO``, ``on`` and dates stay text, as YAML 1.2 has it."""
    try:
        text = path.read_text(encoding="utf-8")
        found = json.loads(text) if path.suffix == ".json" else _yaml(text)
    except (OSError, ValueError) as error:
        raise SpecError(f"{path}: cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise SpecError(f"{path}: an object was expected, it holds a {type(found).__name__}")
    plain: dict[str, Json] = _plain(found)
    return plain


def _yaml(text: str) -> Json:
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import SafeConstructor
    from ruamel.yaml.error import YAMLError

    class Constructor(SafeConstructor):
        """Dates are no type of YAML 1.2's core schema, so they stay text."""

    Constructor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = Constructor
    try:
        return reader.load(text)
    except YAMLError as error:
        raise ValueError(str(error)) from error


def _plain(value: Json) -> Json:
    """Copy to plain dicts and lists; keys (unquoted status codes) become text."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def write(document: Json) -> str:
    """Give the one text of a document: keys sorted, two spaces, a final line end."""
    return (
        json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"
    )


def operations(document: dict[str, Json]) -> Iterator[tuple[Place, dict[str, Json]]]:
    """Give each operation with its place, paths in order."""
    for path, item in sorted(document.get("paths", {}).items()):
        for method in METHODS:
            if method in item:
                yield ("paths", path, method), item[method]


def resolve(document: dict[str, Json], reference: str) -> Json:
    """Follow a local reference; refuse external and dangling ones."""
    if not reference.startswith("#/"):
        raise SpecError(f"reference {reference!r} leaves the document; bundle it first")
    found: Json = document
    for part in reference[2:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(found, dict) or key not in found:
            raise SpecError(f"reference {reference!r} leads nowhere")
        found = found[key]
    return found


def references(value: Json, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Give every ``$ref`` and discriminator target outside examples, with its place."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield (*place, "$ref"), value["$ref"]
        yield from _targets(value, place)
        for key, item in value.items():
            if key not in _EXAMPLES or place[-1:] == ("properties",):
                yield from references(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from references(item, (*place, index))


def _targets(value: dict[str, Json], place: Place) -> Iterator[tuple[Place, str]]:
    discriminator = value.get("discriminator")
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    for key, target in (mapping or {}).items():
        if isinstance(target, str) and target.startswith("#/"):
            yield (*place, "discriminator", "mapping", key), target


def each_schema(
    document: Json, change: Callable[[dict[str, Json]], Json], *, inside: Place = ()
) -> Json:
    """Copy the document with ``change`` applied to every schema, innermost first."""
    if isinstance(document, list):
        return [each_schema(item, change, inside=(*inside, "")) for item in document]
    if not isinstance(document, dict):
        return document
    schemas = inside == ("components", "schemas")
    return {
        key: item
        if key in _EXAMPLES
        else map_schema(item, change)
        if key == "schema" or schemas
        else each_schema(item, change, inside=(*inside, key))
        for key, item in document.items()
    }


def map_schema(schema: Json, change: Callable[[dict[str, Json]], Json]) -> Json:
    """Copy one schema with ``change`` applied to it and to all below it, innermost first."""
    if not isinstance(schema, dict):
        return schema
    result = dict(schema)
    for key in _ONE:
        if key in result:
            result[key] = map_schema(result[key], change)
    for key in _MANY:
        if isinstance(result.get(key), list):
            result[key] = [map_schema(item, change) for item in result[key]]
    for key in _NAMED:
        if isinstance(result.get(key), dict):
            result[key] = {name: map_schema(item, change) for name, item in result[key].items()}
    return change(result)


def at(place: Place) -> str:
    """Name a place in a document."""
    return pointer(place)


def some(value: dict[str, Json], *keys: str) -> dict[str, Json]:
    """Give those of ``keys`` that are there."""
    return {key: value[key] for key in keys if key in value}
