"""What is read from a description: roles, logins, addresses, answers."""

import pytest

from pickupkit.scaffold._answers import example
from pickupkit.scaffold._client import Input, Operation
from pickupkit.scaffold._login import login, servers
from pickupkit.scaffold._roles import placed

ID = Input("id", "str", in_path=True)
BODY = Input("body", "models.New")


def operation(request, *inputs, name="", gives="models.Pickup"):
    method, path = request.split()
    return Operation(name or request, method, path, inputs, gives, says="")


def roles(*operations, taken=()):
    return {each.role: each.operation.request for each in placed(operations, taken)}


@pytest.mark.parametrize(
    "thing",
    ["/pickups", "/v2/pickup", "/pick-ups", "/pickup_requests", "/carrier-pickups", "/collections"],
)
def test_paths_make_a_role_evident(thing):
    """By method, and by what follows the place where pickups are."""
    found = (
        operation(f"POST {thing}", BODY),
        operation(f"GET {thing}"),
        operation(f"GET {thing}/{{id}}", ID),
        operation(f"DELETE {thing}/{{id}}", ID),
    )

    assert roles(*found) == {
        "create": f"POST {thing}",
        "list": f"GET {thing}",
        "get": f"GET {thing}/{{id}}",
        "cancel": f"DELETE {thing}/{{id}}",
    }


@pytest.mark.parametrize(
    "request_",
    ["POST /pickups/{id}/cancel", "PUT /pickups/{id}/cancellation", "PATCH /pickups/{id}/cancel"],
)
def test_a_cancel_may_be_a_word_in_the_path(request_):
    """Whatever its method writes."""
    assert roles(operation(request_, ID)) == {"cancel": request_}


@pytest.mark.parametrize(
    "found",
    [
        operation("GET /pickup-points"),
        operation("GET /pickups/{id}/labels", ID),
        operation("POST /pickups/{id}/buy", ID, BODY),
        operation("GET /pickups/{id}/cancel", ID),
        operation("POST /pickups"),
        operation("POST /pickups", BODY, gives="None"),
        operation("GET /pickups", gives="None"),
        operation("GET /pickups", BODY),
        operation("GET /pickups", Input("window", "models.Window")),
        operation("POST /pickups", Input("idempotency_key", "str"), BODY),
        operation("POST /pickups/cancel"),
        operation("GET /parcels/{id}", ID),
    ],
    ids=lambda found: f"{found.request} {len(found.inputs)} {found.gives}",
)
def test_what_is_not_evident_has_no_role(found):
    """Another thing, another method, or an input that neither request nor account could give."""
    assert roles(found) == {}


def test_a_name_makes_a_role_evident_where_no_path_does():
    """Of operations that have both, the path counts."""
    by_name = operation("POST /bookings", BODY, name="schedule_pickup")
    show = operation("GET /bookings/{id}", ID, name="get_pickup_by_id")

    assert roles(by_name, show) == {"create": "POST /bookings", "get": "GET /bookings/{id}"}
    assert roles(operation("POST /pickups", BODY), by_name)["create"] == "POST /pickups"


def test_the_fullest_place_counts_and_of_equals_the_newest():
    """Roles are not mixed from two versions of an API."""
    old = [operation("POST /v1/pickups", BODY), operation("GET /v1/pickups")]
    new = operation("POST /v2/pickups", BODY)

    assert roles(new, *old) == {"create": "POST /v1/pickups", "list": "GET /v1/pickups"}
    assert roles(new, old[0]) == {"create": "POST /v2/pickups"}


def test_what_else_a_call_needs_is_a_setting():
    """A constant of the path, the query or a header; not if a setting has that name already."""
    tenant = Input("tenant", "str", in_path=True)
    found = operation("GET /{tenant}/pickups/{id}", tenant, ID)
    [get] = placed([found], ())

    assert (get.pickup_id, get.settings) == (ID, (tenant,))
    assert roles(found, taken={"tenant"}) == {}


@pytest.mark.parametrize(
    ("scheme", "settings", "header"),
    [
        ({"type": "http", "scheme": "Bearer"}, {"token": "Secret"}, "Bearer {token}"),
        ({"type": "http", "scheme": "basic"}, {"user": "str", "password": "Secret"}, "Basic "),
        ({"type": "apiKey", "in": "header", "name": "X-Key"}, {"api_key": "Secret"}, "'X-Key': "),
    ],
)
def test_a_login_by_header_is_taken_from_the_description(scheme, settings, header):
    """The first scheme that is asked for, whatever else there is."""
    schemes = {"a": {"type": "http", "scheme": "bearer"}, "b": scheme}
    found = login({"security": [{"b": []}], "components": {"securitySchemes": schemes}})

    assert found.settings == settings
    assert header in found.header
    assert "make sure" not in found.says


@pytest.mark.parametrize(
    ("schemes", "said"),
    [
        ({}, "does not say how"),
        ({"a": {"type": "oauth2"}, "b": {"type": "apiKey", "in": "query"}}, "says oauth2, apiKey"),
    ],
)
def test_any_other_login_is_a_guess_that_says_so(schemes, said):
    """A token, with what the description has instead."""
    found = login({"components": {"securitySchemes": schemes}})

    assert found.settings == {"token": "Secret"}
    assert said in found.says
    assert "make sure" in found.says


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([], ["https://api.acme.example"]),
        ([{"url": "/v2/"}], ["https://api.acme.example/v2"]),
        ([{"url": "http://a.example"}], ["https://a.example"]),
        ([{"url": "https://a.example/"}, {"url": "https://a.example"}], ["https://a.example"]),
        (
            [{"url": "https://{at}.example/{v}", "variables": {"at": {"default": "eu"}, "v": {}}}],
            ["https://eu.example/v"],
        ),
    ],
)
def test_addresses_are_whole_and_encrypted(given, wanted):
    """Relative ones, variables and final slashes are made good; each is told once."""
    assert servers({"servers": given}, "https://api.acme.example") == wanted


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string", "example": "Utrecht", "enum": ["a"]}, "Utrecht"),
        ({"type": "string", "enum": ["a", "b"]}, "a"),
        ({"type": ["null", "string"], "format": "date-time"}, "2031-05-12T11:00:00Z"),
        ({"type": "array", "items": {"type": "integer"}}, [1]),
        ({"anyOf": [{"type": "null"}, {"type": "boolean"}]}, True),
        ({"$ref": "#/components/schemas/Van"}, {"id": "1001", "plate": "plate", "next": None}),
        (
            {"allOf": [{"properties": {"a": {"type": "number"}}}, {"properties": {"b": {}}}]},
            {"a": 1.5, "b": None},
        ),
        ({}, None),
    ],
)
def test_an_answer_is_made_of_examples_and_kinds(schema, value):
    """An example, else a listed value, else one of the kind; texts are called as their field."""
    text = {"type": "string"}
    van = {"type": "object", "properties": {"id": text, "plate": text, "next": {}}}

    assert example({"components": {"schemas": {"Van": van}}}, schema) == value


def test_what_contains_itself_ends():
    """After some levels there is null."""
    node = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
    made = example({"components": {"schemas": {"Node": node}}}, node)
    depth = 0
    while made is not None:
        made, depth = made["next"], depth + 1

    assert 1 < depth < 10
