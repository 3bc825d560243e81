"""Answers for the tests, made from the description: its examples, else one value of each kind."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, TypeAlias

from pickupkit.codegen.flatten import whole
from pickupkit.codegen.operation import opened

from ._client import Operation

Json: TypeAlias = Any

_ID: Final = "1001"
_KEPT: Final = ("example", "const", "default")
_TEXTS: Final = {"date-time": "2031-05-12T11:00:00Z", "date": "2031-05-12", "time": "11:00:00"}
_PLAIN: Final[Mapping[str, Json]] = {"integer": 1, "number": 1.5, "boolean": True, "null": None}
_DEEPEST: Final = 8
CONSTANTS: Final[Mapping[str, Json]] = {"str": "A1", "int": 1, "float": 1.5, "bool": True}
"""What the tests' account has for a setting, by its kind."""


def described(document: dict[str, Json], operation: Operation) -> dict[str, Json]:
    """Give an operation's part of the strict description, with the servers that hold for it."""
    shape = _shape(operation.path)
    [item] = [item for path, item in document["paths"].items() if _shape(path) == shape]
    found: dict[str, Json] = item[operation.method.lower()]
    holders = (found, item, document)
    return {**found, "servers": next((h["servers"] for h in holders if h.get("servers")), [])}


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def answers(
    document: dict[str, Json], operations: Iterable[Operation], settings: Collection[str]
) -> tuple[str, list[Json]]:
    """Give the id of a pickup, and a reply to each call: method, path, status, body."""
    told = [(each, *_success(document, described(document, each))) for each in operations]
    ids = [str(body["id"]) for _, _, body in told if isinstance(body, dict) and "id" in body]
    numbered = any(i.in_path and i.kind == "int" for each, _, _ in told for i in each.inputs)
    form = r"\d{1,18}" if numbered else r"[A-Za-z0-9_-]{1,64}"
    pickup_id = next((i for i in ids if re.fullmatch(form, i)), _ID)
    constant = {i.name: i.kind for each, _, _ in told for i in each.inputs if i.name in settings}
    values = {name: str(CONSTANTS[kind]) for name, kind in constant.items()}
    return pickup_id, [
        [each.method, _path(each, values, pickup_id), status, body] for each, status, body in told
    ]


def _path(operation: Operation, values: Mapping[str, str], pickup_id: str) -> str:
    return re.sub(r"\{([^}]*)\}", lambda m: values.get(m[1], pickup_id), operation.path)


def _success(document: dict[str, Json], operation: dict[str, Json]) -> tuple[int, Json]:
    """Give the first status of success and a body for it."""
    good = min(s for s in operation["responses"] if s.startswith("2"))
    answer = opened(document, operation["responses"][good])
    status = int(good) if good.isdigit() else 200
    content = (answer.get("content") or {}).get("application/json")
    return status, None if content is None else _content(document, content)


def _content(document: dict[str, Json], content: dict[str, Json]) -> Json:
    if "example" in content:
        return content["example"]
    for named in (content.get("examples") or {}).values():
        if "value" in (shown := opened(document, named)):
            return shown["value"]
    return example(document, content.get("schema", {}))


def example(document: dict[str, Json], schema: Json, name: str = "text", depth: int = 0) -> Json:
    """Make a value that a schema describes; texts are called as their field.

    What is nested too deeply is null.
    """
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return None
    schema = whole(document, schema)
    for key in _KEPT:
        if key in schema:
            return schema[key]
    if named := [*(schema.get("examples") or ()), *(schema.get("enum") or ())]:
        return named[0]
    if options := [*schema.get("anyOf", ()), *schema.get("oneOf", ())]:
        told = (option for option in options if option != {"type": "null"})
        return example(document, next(told, None), name, depth + 1)
    return _of_kind(document, schema, name, depth + 1)


def _of_kind(document: dict[str, Json], schema: dict[str, Json], name: str, depth: int) -> Json:
    kinds = schema.get("type") or ("object" if "properties" in schema else "null")
    kind = kinds if isinstance(kinds, str) else next((k for k in kinds if k != "null"), "null")
    if kind == "object":
        parts = schema.get("properties", {}).items()
        return {key: example(document, part, key, depth) for key, part in parts}
    if kind == "array":
        return [example(document, schema.get("items", {}), name, depth)]
    if kind == "string":
        return _ID if name == "id" else _TEXTS.get(schema.get("format", ""), name)
    return _PLAIN.get(kind)
