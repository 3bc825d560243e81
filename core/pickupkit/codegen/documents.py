"""Read descriptions (YAML 1.2 or JSON), find things in them, write them one way."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote

from . import strict_json, yaml12
from .errors import SpecError, pointer

Json: TypeAlias = Any
Place: TypeAlias = tuple[str | int, ...]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
# Twenty of the largest descriptions that we know; a few lines of aliases can mean more.
_LARGEST = 5_000_000
_SHOWN = 60
EXAMPLES = ("example", "examples")
# Below these, keys are names that somebody chose.
_NAMES = (("properties",), ("schemas",))
# Each parameter, header and kind of content has a schema.
_HOLDERS = (("parameters",), ("headers",), ("content",))
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
        return parsed(path.read_bytes(), json_text=path.suffix == ".json")
    except (OSError, ValueError) as error:
        raise SpecError(f"{path}: cannot be read: {error}") from error


def parsed(content: bytes, *, json_text: bool) -> dict[str, Json]:
    """Read a document's bytes; ValueError where they hold none."""
    text = content.decode("utf-8-sig")
    try:
        found = (strict_json if json_text else yaml12).load(text)
        if not isinstance(found, dict):
            raise ValueError(  # noqa: TRY004  (it is the text that is wrong)
                f"an object was expected, it holds a {type(found).__name__}"
            )
        plain: dict[str, Json] = _plain(found, iter(range(_LARGEST)))
    except RecursionError as error:
        raise ValueError("it is nested without end") from error
    return plain


def _plain(value: Json, left: Iterator[int]) -> Json:
    """Copy to plain dicts and lists; keys (unquoted status codes) become text."""
    if next(left, None) is None:
        raise ValueError(f"it holds more than {_LARGEST} values, aliases written out")
    if isinstance(value, dict):
        return {_text(str(key)): _plain(item, left) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, left) for item in value]
    return _text(value) if isinstance(value, str) else value


def _text(value: str) -> str:
    """Refuse what no file can hold: JSON can spell one half of a character."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{value[:_SHOWN]!a} holds half a character") from error
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


def resolve(document: dict[str, Json], reference: Json) -> Json:
    """Follow a local reference; refuse external and dangling ones."""
    if not isinstance(reference, str) or not reference.startswith("#/"):
        raise SpecError(
            f"reference {reference!r} leaves the document; an overlay can put what it means in "
            "its place, or bundle it first"
        )
    found: Json = document
    for part in reference[2:].split("/"):
        key = unquote(part).replace("~1", "/").replace("~0", "~")
        if isinstance(found, list) and key.isdecimal() and int(key) < len(found):
            found = found[int(key)]
        elif isinstance(found, dict) and key in found:
            found = found[key]
        else:
            raise SpecError(
                f"reference {reference!r} leads nowhere; an overlay can add what is missing, or "
                "remove what refers to it"
            )
    return found


def references(value: Json, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Give every ``$ref`` and discriminator target outside examples, with its place."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield (*place, "$ref"), value["$ref"]
        yield from _targets(value, place)
        for key, item in value.items():
            if key not in EXAMPLES or place[-1:] in _NAMES:
                yield from references(item, (*place, key))
            elif key == "examples" and isinstance(item, dict):
                yield from _named_examples(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from references(item, (*place, index))


def _named_examples(examples: dict[str, Json], place: Place) -> Iterator[tuple[Place, str]]:
    """Give those that stand elsewhere; in the others, what looks like a reference is data."""
    for name, example in examples.items():
        if isinstance(example, dict) and isinstance(example.get("$ref"), str):
            yield (*place, name, "$ref"), example["$ref"]


def _targets(value: dict[str, Json], place: Place) -> Iterator[tuple[Place, str]]:
    discriminator = value.get("discriminator")
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    for key, target in mapping.items() if isinstance(mapping, dict) else ():
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
    return {
        key: map_schema(item, change)
        if is_schema((*inside, key))
        else item
        if key in EXAMPLES
        else each_schema(item, change, inside=(*inside, key))
        for key, item in document.items()
    }


def is_schema(place: Place) -> bool:
    """Tell whether a schema that is in no other stands there, and not what is called "schema"."""
    if place[:-1] == ("components", "schemas"):
        return True
    return place[-1:] == ("schema",) and place[-3:-2] in _HOLDERS


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
