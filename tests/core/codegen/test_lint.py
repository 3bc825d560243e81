"""What the lint refuses, each with its place; all faults at once."""

import copy

import pytest

from pickupkit.codegen import SpecError
from pickupkit.codegen.lint import lint, lint_shape
from pickupkit.codegen.shape import shape

JSON = {"application/json": {"schema": {"type": "string"}}}
GOOD = {
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/a": {
            "get": {"operationId": "a", "tags": ["t"], "responses": {"200": {"content": JSON}}},
            "post": {
                "operationId": "b",
                "tags": ["t"],
                "requestBody": {"content": JSON},
                "responses": {"204": {"description": "done"}},
            },
        }
    },
}


def with_get(**changes):
    document = copy.deepcopy(GOOD)
    document["paths"]["/a"]["get"].update(changes)
    return document


def with_parameter(**changes):
    parameter = {"name": "x", "in": "query", "schema": {"type": "string"}, **changes}
    return with_get(parameters=[parameter])


def test_a_sound_description_passes():
    """The rules below refuse what they name, and nothing else."""
    lint(GOOD)
    lint_shape(shape(GOOD))


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        (with_get(operationId="b"), r"get: operationId 'b' is not its alone"),
        (with_get(**{"x-python-name": "b"}), r"post: Python name 'b' is not its alone"),
        (with_get(operationId=""), r"get: operationId is missing"),
        (with_parameter(name="headers"), r"\(headers\): .*uses that name itself"),
        (with_parameter(name="Params"), r"\(Params\): .*uses that name itself"),
        (with_parameter(name="body"), r"\(body\): .*uses that name itself"),
        (with_parameter(**{"in": "cookie"}), r"\(x\): cookies"),
        (with_parameter(explode=False), r"\(x\): only the form style"),
        (with_parameter(style="deepObject"), r"\(x\): only the form style"),
        (with_parameter(content=JSON), r"\(x\): a parameter with content"),
        (
            with_get(requestBody={"content": {"multipart/form-data": {}}}),
            r"requestBody: application/json alone .* multipart/form-data",
        ),
        (
            with_get(requestBody={"content": {"application/x-www-form-urlencoded": {}}}),
            r"application/json alone .*\$\.paths\['/a'\]\.get\.requestBody, remove: true, and give",
        ),
        (
            with_get(requestBody={"content": {**JSON, "text/plain": {}}}),
            r"requestBody: .*application/json, text/plain",
        ),
        (with_get(requestBody={"content": {}}), r"it takes nothing"),
        (with_get(responses={"404": {}}), r"responses: no 2xx answer"),
        (with_get(responses={"200": {"content": {"text/csv": {}}}}), r"200: no application/json"),
        (
            with_parameter(schema={"$ref": "other.yaml#/A"}),
            r"schema/\$ref: .*leaves the document",
        ),
        (with_parameter(schema={"$ref": "#/A"}), r"schema/\$ref: .*leads nowhere"),
    ],
)
def test_a_fault_is_refused_with_its_place(document, fault):
    """Each of these the generator would get wrong, most of them without a word."""
    with pytest.raises(SpecError, match=rf"#/paths/~1a/.*{fault}"):
        lint(document)


def test_all_faults_are_named_at_once():
    """One run shows the whole work."""
    document = with_get(operationId="", responses={})
    with pytest.raises(SpecError) as refused:
        lint(document)
    assert len(str(refused.value).splitlines()) == 2


def answering(schema, side="answer", **changes):
    document = with_get(**changes)
    content = {"application/json": {"schema": schema}}
    if side == "answer":
        document["paths"]["/a"]["get"]["responses"]["200"]["content"] = content
    else:
        document["paths"]["/a"]["post"]["requestBody"]["content"] = content
    return shape(document)


def enum(*values, **more):
    return {"properties": {"x": {"type": "string", "enum": list(values), **more}}}


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        (
            lambda: answering(enum("a", "b", **{"x-enum-varnames": ["A", "a"]})),
            r"schema/properties/x \(class a-answer-x\): x-enum-varnames must part 'a' as A",
        ),
        (
            lambda: answering(enum("a", "b", **{"x-enum-varnames": ["A"]})),
            r"names 1 of 2 values",
        ),
        (
            lambda: answering(enum("a", "b", **{"x-enum-varnames": ["A", "2"]})),
            r"must part 'b' as 2",
        ),
        (lambda: answering({"properties": {"raw": {}}}), r"properties/raw: .*uses that name"),
        (lambda: answering({"properties": {"fromDict": {}}}), r"properties/fromDict"),
        (
            lambda: answering({"properties": {"to_dict": {}}}, "request"),
            r"#/paths/~1a/post/requestBody/.*/schema/properties/to_dict: .*uses that name",
        ),
        (
            lambda: answering({"properties": {"weight_\N{MICRO SIGN}g": {}}}, "request"),
            r"weight_.g: Python reads its name as weight_\N{GREEK SMALL LETTER MU}g; overlay: ",
        ),
        (
            lambda: answering({"properties": {"fi": {}, "\N{LATIN SMALL LIGATURE FI}": {}}}),
            r"properties/fi: another field is called fi too",
        ),
        (
            lambda: answering({"properties": {"a b": {}, "a-b": {}}}),
            r"properties/a-b: another field is called a_b too; overlay: target \$.*\['a-b'\], rem",
        ),
        (lambda: answering({}, operationId="t"), r"its name 't' is a tag's"),
    ],
)
def test_a_class_that_would_come_out_wrong_is_refused(form, fault):
    """Members that fall together are lost without a warning; numbered ones change their names."""
    with pytest.raises(SpecError, match=fault):
        lint_shape(form())


@pytest.mark.parametrize(
    "form",
    [
        lambda: answering(enum("01", "03", **{"x-enum-varnames": ["PACKAGE", "PALLET"]})),
        lambda: answering({"properties": {"raw": {}}}, "request"),
        lambda: answering({"properties": {"to_dict": {}}}),
        lambda: answering(enum("In/At Mailbox", "Other")),
        lambda: answering(enum("a-b", "a b", "a_b")),
        lambda: answering(enum("UPS", "ups", "Ups", "UPS 2")),
        lambda: answering(enum("01", "", "+", "é")),
    ],
)
def test_what_comes_out_right_is_let_pass(form):
    """Named members, members that get names, and names that the other kind of class uses."""
    lint_shape(form())
