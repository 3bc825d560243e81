"""The strict description: OpenAPI 3.1, no titles, nothing that no path reaches."""

import pytest

from pickupkit.codegen import SpecError
from pickupkit.codegen.derive import derive


def derived(schema, **components):
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Stays", "version": "1"},
        "paths": {"/a": {"get": {"parameters": [{"name": "a", "in": "query", "schema": schema}]}}},
        "components": {"schemas": components, "securitySchemes": {"basic": {}}},
    }
    return derive(document)


def one(schema):
    return derived(schema)["paths"]["/a"]["get"]["parameters"][0]["schema"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": ["string", "null"], "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        (
            {"type": "string", "enum": ["a"], "nullable": True},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (
            {"type": ["string", "null"], "enum": ["a"]},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (
            {"oneOf": [{"type": "string"}], "nullable": True},
            {"oneOf": [{"type": "string"}, {"type": "null"}]},
        ),
        (
            {"allOf": [{"type": "object"}], "nullable": True, "description": "d"},
            {"anyOf": [{"allOf": [{"type": "object"}]}, {"type": "null"}], "description": "d"},
        ),
        ({"description": "anything", "nullable": True}, {"description": "anything"}),
    ],
)
def test_nullable_becomes_a_null_type(before, after):
    """3.0's keyword is gone in 3.1; a forgotten null joins the enum (a null answer is no fault)."""
    assert one(before) == after


def test_exclusive_bounds_become_numbers():
    """3.0 wrote them as a flag beside the bound."""
    before = {"minimum": 0, "exclusiveMinimum": True, "maximum": 9, "exclusiveMaximum": False}
    assert one(before) == {"exclusiveMinimum": 0, "maximum": 9}


def test_a_parameter_that_is_called_schema_is_none():
    """It stays required, and its own schema is mended."""
    parameter = {"name": "schema", "in": "query", "required": True}
    document = {
        "openapi": "3.0.3",
        "paths": {"/a": {"get": {"parameters": [{"$ref": "#/components/parameters/schema"}]}}},
        "components": {
            "parameters": {"schema": {**parameter, "schema": {"type": "string", "nullable": True}}}
        },
    }
    found = derive(document)["components"]["parameters"]["schema"]
    assert found == {**parameter, "schema": {"type": ["string", "null"]}}


def test_titles_go_and_properties_of_that_name_stay():
    """Repeated titles drop operations; an error object's own ``title`` is no keyword."""
    found = one({"title": "Same", "type": "object", "properties": {"title": {"title": "Same"}}})
    assert found == {"type": "object", "properties": {"title": {}}}


def test_examples_are_left_alone():
    """What looks like a schema in an example is data."""
    assert one({"example": {"title": "kept", "nullable": True}})["example"] == {
        "title": "kept",
        "nullable": True,
    }


def test_discriminator_targets_written_as_objects_become_text():
    """Some copies of descriptions have them so, and the generator refuses the file."""
    target = "#/components/schemas/A"
    found = derived(
        {"oneOf": [{"$ref": target}], "discriminator": {"mapping": {"a": {"$ref": target}}}},
        A={"type": "object"},
    )
    schema = found["paths"]["/a"]["get"]["parameters"][0]["schema"]
    assert schema["discriminator"] == {"mapping": {"a": target}}


def test_components_that_no_path_reaches_go():
    """What is reached through another component stays, as do ways to authenticate."""
    used = {"properties": {"b": {"$ref": "#/components/schemas/B"}}}
    found = derived(
        {"$ref": "#/components/schemas/A"},
        A=used,
        B={"properties": {"a": {"$ref": "#/components/schemas/A"}}},
        C={"properties": {"a": {"$ref": "#/components/schemas/A"}}},
    )
    assert sorted(found["components"]["schemas"]) == ["A", "B"]
    assert found["components"]["securitySchemes"] == {"basic": {}}


def test_a_dangling_reference_is_named_with_its_place():
    """The pointer says where it stands."""
    with pytest.raises(SpecError, match=r"#/paths/~1a/get/parameters/0/schema/\$ref.*nowhere"):
        derived({"$ref": "#/components/schemas/None"})


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ({}, "#/openapi: missing"),
        ({"swagger": "2.0"}, "#/swagger: 2.0"),
        ({"openapi": "3.2.0"}, "#/openapi: 3.2.0"),
    ],
)
def test_other_versions_are_refused(version, said):
    """3.0 and 3.1 can be read; what is there instead is told."""
    with pytest.raises(SpecError, match=f"{said}; OpenAPI 3.0 and 3.1"):
        derive({**version, "paths": {}})


def test_webhooks_go():
    """What only they use goes with them, and leaves no dangling reference."""
    document = {
        "openapi": "3.1.0",
        "paths": {},
        "webhooks": {"a": {"post": {"x": {"$ref": "#/components/schemas/A"}}}},
        "components": {"schemas": {"A": {}}},
    }
    assert derive(document) == {"openapi": "3.1.0", "paths": {}, "components": {}}


def test_the_result_says_3_1():
    """Whatever the vendor wrote."""
    assert derived({})["openapi"] == "3.1.0"
