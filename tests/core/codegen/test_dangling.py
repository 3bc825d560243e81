"""References that lead nowhere are told by `pickupkit spec check`, wherever they stand."""

import copy
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from pickupkit.codegen.derive import derive
from pickupkit.codegen.examples import contradictions
from pickupkit.codegen.invalid import invalid

JSON = {"application/json": {"schema": {"type": "string"}}}
GET = "#/paths/~1a/get"


def described(version="3.1.0", item=None, get=None, **components):
    answers = {"200": {"description": "d", "content": copy.deepcopy(JSON)}}
    return {
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"get": {"responses": answers, **(get or {})}, **(item or {})}},
        "components": components,
    }


def to(name):
    return {"$ref": f"#/components/{name}"}


def answered(**media):
    content = {"application/json": {"schema": {}, **media}}
    return {"responses": {"200": {"description": "d", "content": content}}}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"item": {"parameters": [to("parameters/Nope")]}}, "#/paths/~1a/parameters/0"),
        ({"get": {"parameters": [to("parameters/Nope")]}}, f"{GET}/parameters/0"),
        ({"get": {"requestBody": to("requestBodies/Nope")}}, f"{GET}/requestBody"),
        ({"get": {"responses": {"200": to("responses/Nope")}}}, f"{GET}/responses/200"),
        (
            {"get": answered(schema=to("schemas/Nope"))},
            f"{GET}/responses/200/content/application~1json/schema",
        ),
        (
            {"get": answered(examples={"one": to("examples/Nope")})},
            f"{GET}/responses/200/content/application~1json/examples/one",
        ),
        (
            {"schemas": {"A": {"properties": {"b": {"items": to("schemas/Nope")}}}}},
            "#/components/schemas/A/properties/b/items",
        ),
    ],
)
def test_a_reference_to_nothing_is_named_by_its_place_and_its_target(version, change, place):
    """Of a parameter, body, answer, schema or example, also where no operation comes by."""
    [found] = invalid(described(version, **change))

    assert found.startswith(f"{place}/$ref: reference '#/components/")
    assert "/Nope' leads nowhere" in found


def test_each_is_named_beside_what_else_is_wrong():
    """One run shows the whole work."""
    document = described(
        get={"parameters": [{"in": "query", "schema": {}}], "requestBody": to("requestBodies/B")},
        schemas={
            "A": {"properties": {"b": to("schemas/C")}},
            "D": {
                "discriminator": {"propertyName": "k", "mapping": {"x": "#/components/schemas/E"}}
            },
        },
    )

    assert [line.split(": ")[0] for line in invalid(document)] == [
        f"{GET}/parameters/0",
        f"{GET}/requestBody/$ref",
        "#/components/schemas/A/properties/b/$ref",
        "#/components/schemas/D/discriminator/mapping/x",
    ]


def test_what_refers_to_itself_is_told_and_not_followed_for_ever():
    """A parameter and a schema that are their own alias."""
    document = described(
        parameters={"P": to("parameters/P")}, schemas={"A": {**to("schemas/A"), "example": 1}}
    )

    assert [line.split(": ")[0] for line in invalid(document)] == [
        "#/components/parameters/P/$ref",
        "#/components/schemas/A/$ref",
    ]
    [unchecked] = contradictions(document)
    assert "cannot be checked" in unchecked


def test_data_that_looks_like_a_reference_is_none():
    """The value of an example; a mapping that is no mapping does not stop the look."""
    values = {"one": {"value": {"$ref": "#/nope"}}}
    schema = {"type": "object", "example": {"$ref": "#/nope"}}

    assert [*invalid(described(get=answered(examples=values), schemas={"A": schema}))] == []
    odd = {"discriminator": {"propertyName": "k", "mapping": ["#/nope"]}}
    assert [*invalid(described(schemas={"A": odd}))]


@pytest.fixture
def elsewhere():
    """Serve a description, and note who asks for it."""
    asked = []

    class Vendor(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"A": {"type": "string"}}')

        def log_message(self, *_):
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Vendor) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/other.json#/A", asked
        server.shutdown()


def test_what_stands_elsewhere_is_told_and_never_fetched(elsewhere):
    """A file beside it, and an address that a description brings along."""
    url, asked = elsewhere
    properties = {"b": {"$ref": url}, "c": {"$ref": "other.yaml#/C"}}
    document = described(schemas={"A": {"properties": properties, "example": {"b": 1}}})

    assert [line.split("; ")[0] for line in invalid(document)] == [
        f"#/components/schemas/A/properties/b/$ref: reference '{url}' leaves the document",
        "#/components/schemas/A/properties/c/$ref: reference 'other.yaml#/C' leaves the document",
    ]
    [unchecked] = contradictions(document)
    assert "cannot be checked" in unchecked
    assert asked == []


def test_a_description_that_is_derived_keeps_the_examples_that_it_refers_to():
    """Else it would refer to nothing itself."""
    document = described(
        get={"operationId": "a", **answered(examples={"one": to("examples/E")})},
        examples={"E": {"value": "x"}, "Unused": {"value": "y"}},
    )

    strict = derive(document)
    assert strict["components"] == {"examples": {"E": {"value": "x"}}}
    assert [*invalid(strict)] == []
