"""The generation form: what happens to schemas in requests and in answers."""

import pytest

from pickupkit.codegen.shape import shape

HOME = "#/components/schemas/"


def shaped(body=None, answer=None, **components):
    operation = {
        "operationId": "op",
        "tags": ["T", "second"],
        "responses": {
            "200": {"content": {"application/json": {"schema": answer or {}}}},
            "404": {"description": "an error"},
            "default": {"description": "another"},
        },
    }
    if body is not None:
        operation["requestBody"] = {"content": {"application/json": {"schema": body}}}
    return shape(
        {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            "paths": {"/a": {"post": operation}},
            "components": {"schemas": components},
        }
    )


def model(name, side="answer", **properties):
    """Shape an object with these properties on one side, and give its class."""
    schema = {"type": "object", "properties": properties}
    given = {"answer": schema} if side == "answer" else {"body": schema}
    return shaped(**given)["components"]["schemas"][name]


def in_answer(schema):
    return model("op-answer", x=schema)["properties"]["x"]


def in_request(schema):
    return model("op-request", "request", x=schema)["properties"]["x"]


def test_errors_are_dropped():
    """Nothing generated reads them."""
    assert list(shaped()["paths"]["/a"]["post"]["responses"]) == ["200"]


def test_a_python_name_replaces_the_operation_id():
    """The overlay gives it where the vendor's id makes no name."""
    document = {
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"operationId": "sc-x", "x-python-name": "get", "responses": {}}}},
    }
    assert shape(document)["paths"]["/a"]["get"]["operationId"] == "get"


def test_answers_require_nothing_and_requests_what_they_did():
    """Requests are strict, answers are tolerant."""
    both = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}
    schemas = shaped(body=both, answer=both)["components"]["schemas"]
    assert schemas["op-request"]["required"] == ["a"]
    assert "required" not in schemas["op-answer"]


def test_a_schema_used_on_both_sides_is_split():
    """The answers' copy has its own name, wherever it is referred to; below it as well."""
    party = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    parcel = {"properties": {"party": {"$ref": HOME + "party"}, "next": {"$ref": HOME + "parcel"}}}
    form = shaped({"$ref": HOME + "parcel"}, {"$ref": HOME + "parcel"}, parcel=parcel, party=party)
    schemas, post = form["components"]["schemas"], form["paths"]["/a"]["post"]
    assert sorted(schemas) == ["parcel", "parcel-answer", "party", "party-answer"]
    assert schemas["parcel-answer"]["properties"] == {
        "party": {"$ref": HOME + "party-answer"},
        "next": {"$ref": HOME + "parcel-answer"},
    }
    assert schemas["parcel"]["properties"]["party"] == {"$ref": HOME + "party"}
    content = post["responses"]["200"]["content"]["application/json"]
    assert content["schema"] == {"$ref": HOME + "parcel-answer"}
    assert schemas["party"]["required"] == ["name"]


def test_a_schema_of_one_side_keeps_its_name():
    """No copy is made of what is not shared."""
    schemas = shaped(answer={"$ref": HOME + "P"}, P={"properties": {"a": {}}})["components"]
    assert list(schemas["schemas"]) == ["P"]


def test_another_name_of_a_schema_leads_to_it():
    """An alias makes no second class, which the generator would drop operations for."""
    schemas = shaped(
        answer={"$ref": HOME + "Order"},
        Order={"$ref": HOME + "order"},
        order={"properties": {"a": {}}},
    )["components"]["schemas"]
    assert list(schemas) == ["order"]


def test_a_component_that_only_wraps_another_has_its_own_name():
    """``allOf`` of one reference is the vendor's way to name a request."""
    schemas = shaped(
        body={"$ref": HOME + "Create"},
        Create={"allOf": [{"$ref": HOME + "Base"}]},
        Base={"properties": {"a": {"type": "string"}}},
    )["components"]["schemas"]
    assert list(schemas) == ["Create"]


def test_inline_objects_and_enums_get_names_from_their_place():
    """Not from their number, which changes with the description."""
    schemas = shaped(
        answer={
            "type": "object",
            "properties": {
                "rates": {"type": "array", "items": {"properties": {"a": {}}}},
                "state": {"type": "string", "enum": ["a", "b"]},
            },
        }
    )["components"]["schemas"]
    assert sorted(schemas) == ["op-answer", "op-answer-rates-item", "op-answer-state"]


@pytest.mark.parametrize(
    ("strict", "loose"),
    [
        ({"type": ["string", "null"], "format": "date-time"}, {"type": "string"}),
        ({"type": "integer", "minimum": 1, "default": 3}, {"type": "integer"}),
        ({"type": ["string", "integer"]}, {}),
        ({"type": "string", "enum": ["tag"]}, {"type": "string"}),
        ({"const": "tag"}, {"type": "string"}),
        ({"type": "integer", "enum": [1, 2]}, {"type": "integer"}),
        ({"enum": [1.5, "a"]}, {}),
        ({"enum": [None]}, {}),
        ({"type": "object", "additionalProperties": True}, {}),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "string"}),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, {}),
        ({"type": ["array", "object"], "items": {}}, {"type": "array", "items": {}}),
        ({}, {}),
        (True, {}),
        ({"type": "string", "description": "kept"}, {"type": "string", "description": "kept"}),
    ],
)
def test_an_answer_is_read_loosely(strict, loose):
    """Null is nothing special, formats and limits are dropped, what is unclear is left as it is."""
    assert in_answer(strict) == loose


@pytest.mark.parametrize(
    ("strict", "kept"),
    [
        ({"type": ["string", "null"], "format": "date-time"}, {"type": ["string", "null"]}),
        ({"type": "integer", "minimum": 1, "default": 3}, {"type": "integer"}),
        (
            {"anyOf": [{"type": "string"}, {"type": "null"}]},
            {"oneOf": [{"type": "string"}, {"type": "null"}]},
        ),
        ({"type": ["object", "null"]}, {}),
        (
            {"type": ["array", "null"], "items": {"type": "string"}},
            {"oneOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"}]},
        ),
        ({"type": "string", "enum": ["tag"]}, {"$ref": HOME + "op-request-x"}),
        (
            {"type": ["string", "null"], "enum": ["a", "b", None]},
            {"oneOf": [{"$ref": HOME + "op-request-x"}, {"type": "null"}]},
        ),
        (
            {"type": ["object", "null"], "properties": {"a": {}}},
            {"oneOf": [{"$ref": HOME + "op-request-x"}, {"type": "null"}]},
        ),
        (
            {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        ),
    ],
)
def test_a_request_keeps_null_and_its_kinds(strict, kept):
    """Null may be sent where it is described; defaults are not sent for the caller."""
    assert in_request(strict) == kept


def test_read_only_is_not_sent_and_write_only_not_read():
    """Each belongs to one side."""
    both = {"a": {"type": "string", "readOnly": True}, "b": {"type": "string", "writeOnly": True}}
    assert list(model("op-answer", **both)["properties"]) == ["a"]
    assert list(model("op-request", "request", **both)["properties"]) == ["b"]


def test_a_null_of_a_component_reaches_the_request():
    """A reference to what may be null may be null."""
    form = shaped(
        body={"properties": {"x": {"$ref": HOME + "P"}}},
        P={"type": ["object", "null"], "properties": {"a": {}}},
    )
    assert form["components"]["schemas"]["op-request"]["properties"]["x"] == {
        "oneOf": [{"$ref": HOME + "P"}, {"type": "null"}]
    }


@pytest.mark.parametrize(
    "kind", [{"enum": ["a", "b"]}, {"type": "object", "properties": {"y": {}}}]
)
def test_a_component_keeps_its_name_and_a_place_of_that_name_gets_a_number(kind):
    """One would silently be read as the other; what somebody named goes first."""
    other = {"enum": ["c", "d"]} if "enum" in kind else {"properties": {"z": {}}}
    schemas = shaped(
        answer={"properties": {"p": {"$ref": HOME + "P"}, "q": {"$ref": HOME + "P-x"}}},
        **{"P": {"properties": {"x": kind}}, "P-x": other},
    )["components"]["schemas"]
    assert sorted(schemas) == ["P", "P-x", "P-x-2", "op-answer"]
    assert schemas["P"]["properties"]["x"] == {"$ref": HOME + "P-x-2"}


def test_components_that_differ_in_case_alone_are_two_classes():
    """The generator would spell both alike, and drop what uses the second."""
    schemas = shaped(
        answer={"properties": {"a": {"$ref": HOME + "order"}, "b": {"$ref": HOME + "Order"}}},
        order={"properties": {"x": {}}},
        Order={"properties": {"y": {}}},
    )["components"]["schemas"]
    assert sorted(schemas) == ["Order", "op-answer", "order-2"]


def test_the_answers_copy_of_a_class_takes_no_components_name():
    """A vendor may have called another thing so."""
    schemas = shaped(
        {"$ref": HOME + "party"},
        {"properties": {"a": {"$ref": HOME + "party"}, "b": {"$ref": HOME + "PartyAnswer"}}},
        party={"properties": {"x": {}}},
        PartyAnswer={"properties": {"y": {}}},
    )["components"]["schemas"]
    assert sorted(schemas) == ["PartyAnswer", "op-answer", "party", "party-answer-2"]


@pytest.mark.parametrize(
    ("values", "names"),
    [
        (["UPS", "ups", "DHL"], ["UPS", "UPS_2", "DHL"]),
        (["a-b", "a b"], ["A_B", "A_B_2"]),
        (["01", "03"], ["VALUE_01", "VALUE_03"]),
        (["", "a"], ["EMPTY", "A"]),
        (["+", "-"], ["SIGN_2B", "SIGN_2D"]),
        (["a", "a", "b"], None),
    ],
)
def test_enum_members_get_names_where_values_make_none(values, names):
    """None is lost or numbered by its place, so a list that grows renames nothing."""
    enum = shaped(answer={"properties": {"x": {"enum": values}}})["components"]["schemas"]
    assert enum["op-answer-x"].get("x-enum-varnames") == names


def test_keys_for_enum_names_are_kept():
    """An overlay names members that values name badly."""
    found = shaped(
        answer={"properties": {"x": {"enum": ["1", "2"], "x-enum-varnames": ["A", "B"]}}}
    )
    assert found["components"]["schemas"]["op-answer-x"]["x-enum-varnames"] == ["A", "B"]
