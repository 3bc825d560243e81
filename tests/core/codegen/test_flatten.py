"""allOf written out."""

import pytest

from pickupkit.codegen import SpecError
from pickupkit.codegen.flatten import flat, whole

BASE = {
    "type": "object",
    "description": "of the base",
    "required": ["id"],
    "properties": {
        "id": {"type": "integer"},
        "kind": {"type": "string", "enum": ["parcel"]},
        "slots": {"type": "array", "items": {"type": "string"}},
    },
}
DOCUMENT = {"components": {"schemas": {"Base": BASE}}}
REF = {"$ref": "#/components/schemas/Base"}


def test_the_later_part_wins():
    """An override replaces the base's property; the generator would keep the base's."""
    pallets = {"type": "string", "enum": ["parcel", "pallet"]}
    found = flat(DOCUMENT, {"allOf": [REF, {"properties": {"kind": pallets}}]})
    assert found["properties"]["kind"] == pallets
    assert found["properties"]["id"] == {"type": "integer"}


def test_keys_beside_allof_come_last():
    """They belong to the schema itself."""
    found = flat(DOCUMENT, {"allOf": [REF], "properties": {"id": {"type": "string"}}})
    assert found["properties"]["id"] == {"type": "string"}


def test_what_is_required_adds_up():
    """A part may demand what another declares."""
    found = flat(DOCUMENT, {"allOf": [REF, {"required": ["kind"]}]})
    assert found["required"] == ["id", "kind"]


def test_an_override_that_only_adds_to_a_property_keeps_its_kind():
    """A limit or description alone does not make a property nothing."""
    found = flat(DOCUMENT, {"allOf": [REF, {"properties": {"slots": {"maxItems": 2}}}]})
    assert found["properties"]["slots"] == {**BASE["properties"]["slots"], "maxItems": 2}


def test_a_part_does_not_describe_the_whole():
    """The base's description is not that of what extends it."""
    found = flat(DOCUMENT, {"allOf": [REF, {"description": "of a part"}]})
    assert "description" not in found
    assert flat(DOCUMENT, {"allOf": [REF, {}], "description": "own"})["description"] == "own"


def test_a_wrapper_of_one_reference_stays_a_reference():
    """Descriptions are written beside references so; it makes no class of its own."""
    found = flat(DOCUMENT, {"allOf": [REF], "description": "d"})
    assert found == {**REF, "description": "d"}
    assert whole(DOCUMENT, found) == BASE


def test_allof_in_allof_is_written_out():
    """A base may have bases."""
    found = flat(DOCUMENT, {"allOf": [{"allOf": [REF, {"required": ["slots"]}]}, {}]})
    assert found["required"] == ["id", "slots"]


def test_a_circle_is_refused():
    """It names the way round."""
    circle = {"allOf": [{"$ref": "#/components/schemas/A"}, {}]}
    with pytest.raises(SpecError, match="circle: #/components/schemas/A -> "):
        flat({"components": {"schemas": {"A": circle}}}, circle)
