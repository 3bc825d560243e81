"""What the generator would refuse in its own words is named before, by place and cure."""

import copy

import pytest

from pickupkit.codegen import SpecError
from pickupkit.codegen.lint import lint, lint_shape
from pickupkit.codegen.mend import tags_of
from pickupkit.codegen.shape import shape
from pickupkit.scaffold._client import read

ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
GET = {"operationId": "show", "tags": ["t"], "parameters": [ID], "responses": {"200": {}}}
PLACE = "#/paths/~1vans~1{id}/get"
TARGET = "$.paths['/vans/{id}'].get"


def described(path="/vans/{id}", **changes):
    return {"info": {}, "paths": {path: {"get": {**copy.deepcopy(GET), **changes}}}}


def test_a_title_or_version_that_is_no_text_says_nothing():
    """An unquoted 1.0 is a number in YAML; no client shows either."""
    document = described()
    for info in ({"title": None, "version": 1.0}, {}, None):
        assert shape({**document, "info": info})["info"] == {"title": "title", "version": "version"}


def test_an_empty_description_is_none():
    """YAML's ``description:`` is null."""
    document = described(responses={"200": {"description": None}}, summary=None)
    lint(document)
    answer = shape(document)["paths"]["/vans/{id}"]["get"]["responses"]["200"]
    assert answer["description"] == ""


@pytest.mark.parametrize(
    ("document", "fault", "cure"),
    [
        (
            described(summary=3),
            f"{PLACE}/summary: 3 is no text",
            f"target {TARGET}.summary, update: <the same in quotes>",
        ),
        (
            described(parameters=[{**ID, "schema": {"description": True}}]),
            f"{PLACE}/parameters/0/schema/description: True is no text",
            f"target {TARGET}.parameters[0].schema.description, update: <the same in quotes>",
        ),
        (
            described(parameters=[]),
            f"{PLACE}: {{id}} of its path is none of its parameters",
            (
                f"target {TARGET}, update: "
                "{parameters: [{name: id, in: path, required: true, schema: {type: string}}]}"
            ),
        ),
        (
            described(parameters=[ID, {**ID, "name": "no"}]),
            f"{PLACE}/parameters/1 (no): is not in the path",
            f"target {TARGET}.parameters[1], remove: true",
        ),
        (
            described(parameters=[{**ID, "required": False}]),
            f"{PLACE}/parameters/0 (id): is in the path",
            f"target {TARGET}.parameters[0], update: {{required: true}}",
        ),
        (
            described("/{id}/{id}"),
            "#/paths/~1{id}~1{id}/get: {id} in its path is no name, or there twice",
            "target $.paths['/{id}/{id}'], remove: true",
        ),
        (
            described("/{a.b}", parameters=[{**ID, "name": "a.b"}]),
            "#/paths/~1{a.b}/get: {a.b} in its path is no name, or there twice",
            "target $.paths['/{a.b}'], remove: true",
        ),
        (
            described(responses={"2xx": {}}),
            f"{PLACE}/responses/2xx: a status is three digits, or 2XX",
            (
                f"target {TARGET}.responses['2xx'], remove: true; "
                f"overlay: target {TARGET}.responses, update: {{2XX: <what it answers>}}"
            ),
        ),
        (
            described(operationId="o" * 300),
            f"{PLACE}: its name has more than 200 bytes",
            f"target {TARGET}, update: {{x-python-name: <a shorter one>}}",
        ),
        (
            described(operationId="📦"),
            f"{PLACE}: its name '📦' makes no function",
            f"target {TARGET}, update: {{x-python-name: <another>}}",
        ),
        (
            described(operationId="ﬁnd"),
            f"{PLACE}: its name 'ﬁnd' makes no function",
            f"target {TARGET}, update: {{x-python-name: <another>}}",
        ),
        (
            described(tags=["o" * 300]),
            f"{PLACE}/tags/0: has more than 200 bytes",
            f"target {TARGET}.tags[0], update: <a shorter one>",
        ),
        (
            described(tags=[3]),
            f"{PLACE}/tags/0: 3 is no text",
            f"target {TARGET}.tags[0], update: <a name>",
        ),
        (
            described(tags="t"),
            f"{PLACE}/tags: 't' is no list",
            f"target {TARGET}.tags, remove: true",
        ),
    ],
)
def test_what_the_generator_refuses_is_named_with_its_cure(document, fault, cure):
    """Once, by its pointer, with an action for the overlay."""
    with pytest.raises(SpecError) as refused:
        lint(document)
    assert str(refused.value) == f"{fault}; overlay: {cure}"


@pytest.mark.parametrize("tags", [[], None])
def test_an_operation_may_have_no_tag(tags):
    """The generator calls its directory ``default``."""
    document = {**described(tags=tags), "tags": [{"name": "t"}]}
    lint(document)
    form = shape(document)
    lint_shape(form)
    assert form["paths"]["/vans/{id}"]["get"]["tags"] == ["default"]
    assert tags_of(document, document["tags"]) == []


def test_data_and_names_may_be_called_like_texts():
    """Examples, extensions and properties that are called ``description``."""
    schema = {"properties": {"description": True, "summary": {}}, "default": {"summary": 3}}
    example = {"description": 3}
    lint(described(parameters=[{**ID, "schema": schema, "example": example, "x-a": example}]))


def test_a_status_that_is_no_success_is_not_read():
    """Errors are left out of the client."""
    lint(described(responses={"200": {}, "4xx": {}, "default": {}}))


def test_a_class_of_a_long_name_gets_a_shorter_one():
    """Each has a file of its name; two that begin alike are still two."""
    names = ["n" * 300 + end for end in "ab"]
    home = "#/components/schemas/"
    fields = {end: {"$ref": home + name} for end, name in zip("ab", names, strict=True)}
    content = {"application/json": {"schema": {"properties": fields}}}
    document = described(responses={"200": {"content": content}})
    document["components"] = {"schemas": {n: {"properties": {n[-1]: {}}} for n in names}}
    form = shape(document)
    lint_shape(form)
    schemas = form["components"]["schemas"]
    assert sorted(map(len, schemas)) == [len("show-answer"), 120, 122]
    assert {*schemas["show-answer"]["properties"]} == {"a", "b"}


def test_a_name_in_any_script_makes_a_function(tmp_path):
    """Its module is read by what it defines, as not every name makes a file of the same."""
    lint(described(operationId="创建"))
    (tmp_path / "api").mkdir()
    text = "def field_(id: str) -> Call[None]:\n    return Call('GET', '/a')\n\ndef _read(a): ...\n"
    (tmp_path / "api" / "field.py").write_text(text)
    assert [found.request for found in read(tmp_path).operations] == ["GET /a"]
