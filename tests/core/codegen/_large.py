"""A description of the size that vendors publish, with three of their faults."""

from typing import Any

PATHS, SCHEMAS = 300, 500


def large() -> dict[str, Any]:
    """Make 300 paths and 500 schemas: titles repeat, ids are missing, unions are inline."""
    schemas = {f"Thing{n}": _thing(n) for n in range(SCHEMAS)}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Everything", "version": "1"},
        "servers": [{"url": "https://everything.example"}],
        "paths": {f"/things/{n}": _path(n) for n in range(PATHS)},
        "components": {"schemas": schemas},
    }


def _thing(number: int) -> dict[str, Any]:
    fields = {
        f"field_{n}": {"type": "string", "description": f"Number {n} of {number}", "nullable": True}
        for n in range(12)
    }
    # Rings of five: what is wanted reaches some of the others, and not all.
    other = {"$ref": f"#/components/schemas/Thing{number - 4 if number % 5 == 4 else number + 1}"}
    return {
        "type": "object",
        "title": "The Thing",
        "required": ["field_0"],
        "properties": {
            **fields,
            "kind": {"type": "string", "enum": ["A", "a", f"K{number}"]},
            "other": other,
            "either": {"oneOf": [other, {"type": "string"}]},
        },
    }


def _path(number: int) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/Thing{number}"}
    content = {"content": {"application/json": {"schema": schema}}}
    return {
        "get": {
            "tags": [f"tag{number % 20}"],
            "responses": {"200": {"description": "x", **content}},
        },
        "post": {
            "operationId": f"make{number}",
            "tags": [f"tag{number % 20}"],
            "requestBody": {"required": True, **content},
            "responses": {"201": {"description": "x", **content}},
        },
    }
