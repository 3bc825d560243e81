"""A stand-in for a vendor's own full file: a small description amid much that is not wanted."""

import copy
from typing import Any


def whole_file(document: dict[str, Any]) -> dict[str, Any]:
    """Give ``document`` with sixty invented paths beside its own, and their faults."""
    result = copy.deepcopy(document)
    result["webhooks"] = {"moved": {"post": _operation(0)}}
    result["tags"] = [*result.get("tags", ()), {"name": "Invented"}]
    components = result["components"]
    for schema in components["schemas"].values():
        schema["title"] = "Object"
    result["paths"] = {
        **{f"/invented/{n}": {"get": _operation(n), "post": _operation(n)} for n in range(60)},
        **result["paths"],
    }
    components["schemas"] |= {f"Invented{n}": _schema(n) for n in range(60)}
    components["schemas"]["invented0"] = {"$ref": "#/components/schemas/Invented0"}
    return result


def _operation(number: int) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/Invented{number}"}
    return {
        "operationId": "invented",
        "tags": ["Invented"],
        "parameters": [{"name": "c", "in": "cookie", "schema": {"type": "string"}}],
        "callbacks": {"later": {"{$url}": {"post": {"responses": {}}}}},
        "responses": {
            "200": {"description": "x", "content": {"application/json": {"schema": schema}}}
        },
    }


def _schema(number: int) -> dict[str, Any]:
    other = f"#/components/schemas/Invented{(number + 1) % 60}"
    return {
        "title": "Object",
        "oneOf": [
            {"$ref": other, "nullable": True},
            {"items": {"$ref": "elsewhere.yaml#/Nothing"}},
            {"type": "string", "enum": ["UPS", "ups"], "example": 7},
        ],
        "discriminator": {"propertyName": "kind", "mapping": {"a": {"$ref": other}}},
    }
