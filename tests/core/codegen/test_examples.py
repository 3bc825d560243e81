"""A description against itself: whether its examples fit its schemas."""

import json
import tomllib

import pytest

from pickupkit.codegen.documents import read
from pickupkit.codegen.examples import contradictions
from pickupkit.codegen.invalid import invalid


def described(media=None, **schemas):
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}, **(media or {})}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": {"description": "d", "content": content}}}}},
        "components": {
            "schemas": {
                "A": {"type": "object", "properties": {"b": {"type": "string"}}},
                **schemas,
            },
            "examples": {"E": {"value": {"b": 1}}},
        },
    }


HERE = "#/paths/~1a/get/responses/200/content/application~1json"


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (described({"example": {"b": "x"}}), []),
        (described({"example": {"b": 7}}), [f"{HERE}/example/b: 7 is not of type 'string'"]),
        (
            described({"examples": {"one": {"value": []}, "two": {"externalValue": "x"}}}),
            [f"{HERE}/examples/one/value: [] is not of type 'object'"],
        ),
        (
            described({"examples": {"one": {"$ref": "#/components/examples/E"}}}),
            [f"{HERE}/examples/one/value/b: 1 is not of type 'string'"],
        ),
        (
            described(B={"type": "integer", "example": "7", "default": 7}),
            ["#/components/schemas/B/example: '7' is not of type 'integer'"],
        ),
        (described(B={"type": "integer", "nullable": True, "example": None}), []),
        (described(B={"type": "string", "enum": ["a"], "nullable": True, "example": None}), []),
        (
            described(B={"type": "string", "examples": ["x", 1]}),
            ["#/components/schemas/B/examples/1: 1 is not of type 'string'"],
        ),
        (described(B={"properties": {"example": {"type": "string"}, "default": {}}}), []),
        (described(B={"type": "object", "example": {"schema": {"example": 1}}}), []),
    ],
)
def test_an_example_that_its_schema_refuses_is_named_with_the_reason(document, found):
    """Of bodies, by reference and in schemas; null as 3.0 spells it; data is not looked into."""
    assert list(contradictions(document)) == found


def test_a_faulty_schema_is_told_and_does_not_stop_the_rest():
    """A reference to nothing, for example."""
    document = described(
        B={"type": "array", "items": {"$ref": "#/components/schemas/None"}, "example": [1]},
        C={"type": "string", "example": 1},
    )
    first, second = contradictions(document)
    assert first.startswith("#/components/schemas/B/example: cannot be checked")
    assert second == "#/components/schemas/C/example: 1 is not of type 'string'"


@pytest.mark.parametrize("name", ["upstream", "openapi"])
def test_our_own_descriptions_are_valid_and_do_not_contradict_themselves(root, name):
    """The strict ones, and those that they are derived from where those are ours."""
    sources = tomllib.loads((root / "specs" / "sources.toml").read_text())
    for path in sorted((root / "specs").glob(f"*/{name}.*")):
        ours = sources[path.parent.name]["origin"].startswith("written by this project")
        if name == "openapi" or ours:
            document = read(path)
            assert (path, [*invalid(document), *contradictions(document)]) == (path, [])


def test_what_is_no_openapi_is_told_by_its_place():
    """With the lacking name, not only that nothing matched."""
    document = json.loads(json.dumps(described()))
    document["paths"]["/a"]["get"]["parameters"] = [{"in": "query", "schema": {}}]
    assert "#/paths/~1a/get/parameters/0: 'name' is a required property" in invalid(document)


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_what_is_no_schema_is_named_by_its_place_in_the_document(version):
    """OpenAPI 3.1 leaves schemas to another standard, which knows of no document."""
    schemas = {"Van": {"properties": {"plate": {"type": 3}}}}
    document = {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    [fault] = invalid(document)
    assert fault.startswith("#/components/schemas/Van/properties/plate/type: 3 is not ")


def test_what_is_only_called_schema_is_none():
    """As a parameter, a header or a way to log in may be."""
    asked = {"name": "schema", "in": "query", "required": True, "schema": {"type": "string"}}
    document = {
        **described({"example": {"b": "x"}}),
        "openapi": "3.1.0",
        "x-tool": {"schema": "text"},
    }
    document["components"] |= {
        "parameters": {"schema": {**asked, "example": "s"}},
        "headers": {"schema": {"required": True, "schema": {}}},
        "securitySchemes": {"schema": {"type": "http", "scheme": "basic"}},
    }
    assert [*invalid(document), *contradictions(document)] == []


def test_what_is_no_object_is_named_once_as_no_schema():
    """OpenAPI 3.1's own schema and that of schemas both say so."""
    document = {**described(B=3), "openapi": "3.1.0"}
    assert [*invalid(document)] == ["#/components/schemas/B: 3 is not of type 'object', 'boolean'"]
