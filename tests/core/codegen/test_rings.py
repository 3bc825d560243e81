"""Schemas that lead back into themselves: lists of lists, JSON in JSON, trees of objects."""

import pytest

from pickupkit.codegen import SpecError
from pickupkit.codegen.lint import lint_shape
from pickupkit.codegen.overlay import apply
from pickupkit.codegen.shape import shape

HOME = "#/components/schemas/"
TREE = {"Tree": {"type": "array", "items": {"$ref": HOME + "Tree"}}}
LIST = {"type": "array", "items": {"$ref": HOME + "Value"}}
VALUE = {"Value": {"anyOf": [{"type": "string"}, {"type": "number"}, LIST]}}
NODES = {
    "Nodes": {"type": "array", "items": {"$ref": HOME + "Node"}},
    "Node": {"type": "object", "properties": {"below": {"$ref": HOME + "Nodes"}}},
}
AROUND = {
    "Here": {"type": "array", "items": {"$ref": HOME + "There"}},
    "There": {"anyOf": [{"type": "string"}, {"allOf": [{"$ref": HOME + "Here"}]}]},
}


def described(schemas, side, name):
    content = {"application/json": {"schema": {"properties": {"x": {"$ref": HOME + name}}}}}
    answer = {"description": "d", **({"content": content} if side == "answer" else {})}
    body = {"requestBody": {"content": content}} if side == "request" else {}
    operation = {"operationId": "op", "tags": ["t"], "responses": {"200": answer}, **body}
    return {"info": {}, "paths": {"/a": {"post": operation}}, "components": {"schemas": schemas}}


def formed(document, side):
    form = shape(document)
    lint_shape(form)
    return form["components"]["schemas"][f"op-{side}"]["properties"]["x"]


@pytest.mark.parametrize(
    ("schemas", "name", "read"),
    [
        (TREE, "Tree", {"type": "array", "items": {}}),
        (VALUE, "Value", {}),
        (AROUND, "Here", {"type": "array", "items": {}}),
        (NODES, "Nodes", {"type": "array", "items": {"$ref": HOME + "Node"}}),
    ],
)
def test_an_answer_is_read_up_to_where_it_leads_back(schemas, name, read):
    """From there on it is any value; an object is a class, which may hold itself."""
    assert formed(described(schemas, "answer", name), "answer") == read


def test_objects_in_objects_are_written_whole():
    """A list that comes again below a class is written out there as well."""
    document = described(NODES, "request", "Nodes")
    assert formed(document, "request") == {"type": "array", "items": {"$ref": HOME + "Node"}}
    node = shape(document)["components"]["schemas"]["Node"]
    assert node["properties"]["below"] == {"type": "array", "items": {"$ref": HOME + "Node"}}


@pytest.mark.parametrize(
    ("schemas", "name", "place", "target"),
    [
        (TREE, "Tree", "Tree/items/$ref", "Tree.items['$ref']"),
        (VALUE, "Value", "Value/anyOf/2/items/$ref", "Value.anyOf[2].items['$ref']"),
        (AROUND, "Here", "There/anyOf/1/allOf/0/$ref", "There.anyOf[1].allOf[0]['$ref']"),
    ],
)
def test_a_request_that_leads_back_is_named_with_an_action_that_cures_it(
    schemas, name, place, target
):
    """The action lets any value stand there; it can be copied into the overlay."""
    document = described(schemas, "request", name)
    with pytest.raises(SpecError) as refused:
        shape(document)
    assert str(refused.value) == (
        f"#/paths/~1a/post: {HOME}{place}: leads back into itself without an object on the way; "
        f"overlay: target $.components.schemas.{target}, remove: true"
    )
    action = {"description": "d", "target": f"$.components.schemas.{target}", "remove": True}
    mended = apply(document, {"overlay": "1.1.0", "actions": [action]}, "o")
    assert formed(mended, "request")
