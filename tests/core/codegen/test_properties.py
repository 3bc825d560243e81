"""What holds for every overlay and every description, tried on many that chance makes."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from pickupkit.codegen import SpecError
from pickupkit.codegen.derive import derive
from pickupkit.codegen.documents import parsed, references, resolve, write
from pickupkit.codegen.drift import compare
from pickupkit.codegen.lint import lint, lint_shape
from pickupkit.codegen.names import members
from pickupkit.codegen.overlay import apply, keep
from pickupkit.codegen.paths import found, written
from pickupkit.codegen.shape import shape
from tests.proof import FULL

EXAMPLES = 100 if FULL else 20
"""How many whole descriptions are tried; each takes a tenth of a second."""

# Names with control characters cannot be written as a JSONPath that python-jsonpath reads.
NAMES = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=6)
PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
VALUES = st.recursive(
    PLAIN, lambda v: st.lists(v, max_size=3) | st.dictionaries(NAMES, v, max_size=3), max_leaves=12
)
OBJECTS = st.dictionaries(NAMES, VALUES, min_size=1, max_size=4)
COMPONENTS = [f"S{n}" for n in range(6)]


def places(value, place=()):
    yield place
    for key, item in value.items() if isinstance(value, dict) else ():
        yield from places(item, (*place, key))
    for index, item in enumerate(value) if isinstance(value, list) else ():
        yield from places(item, (*place, index))


def at(value, place):
    for part in place:
        value = value[part]
    return value


def overlaid(document, **action):
    actions = [{"description": "why", **action}]
    return apply(document, {"overlay": "1.1.0", "actions": actions}, "o")


@given(OBJECTS, st.data())
def test_the_path_of_every_place_finds_it_alone(document, data):
    """Whatever characters its names are made of."""
    place = data.draw(st.sampled_from(list(places(document))))
    assert found(written(place), document) == [place]


def updated(document, place, update):
    """Give the overlaid document; the same where the action was refused as one without effect."""
    try:
        return overlaid(document, target=written(place), update=update)
    except SpecError as refused:
        if "changes nothing" not in str(refused):
            raise
        return document


@given(OBJECTS, OBJECTS, st.data())
def test_an_update_changes_its_target_alone_or_is_refused(document, update, data):
    """What it names is there afterwards, all beside it as before, the given one untouched."""
    before = copy.deepcopy(document)
    place = data.draw(
        st.sampled_from([p for p in places(document) if isinstance(at(document, p), dict)])
    )
    after = updated(document, place, update)
    assert document == before
    assert at(after, place).keys() == at(before, place).keys() | update.keys()
    for other in places(before):
        if other[: len(place)] != place and place[: len(other)] != other:
            assert at(after, other) == at(before, other)


@given(OBJECTS, st.data())
def test_what_is_removed_is_gone_and_nothing_else(document, data):
    """Removing what is not there is refused by the action's name."""
    place = data.draw(st.sampled_from([p for p in places(document) if p]))
    after = overlaid(document, target=written(place), remove=True)
    expected = copy.deepcopy(document)
    del at(expected, place[:-1])[place[-1]]
    assert after == expected
    with pytest.raises(SpecError, match=r"o: action 0 .*matches nothing"):
        overlaid(document, target=f"{written(place[:1])}['not there at all']", remove=True)


def reference():
    return st.sampled_from(COMPONENTS).map(lambda name: {"$ref": f"#/components/schemas/{name}"})


def schemas():
    leaf = (
        reference()
        | st.just({"type": "string", "nullable": True})
        | st.lists(st.text(max_size=4), min_size=1, max_size=4).map(lambda v: {"enum": v})
        | st.just({"type": "integer", "title": "T", "default": 1})
    )
    return st.recursive(
        leaf,
        lambda s: st.one_of(
            st.dictionaries(st.sampled_from("abcdef"), s, max_size=3).map(
                lambda p: {
                    "type": "object",
                    "title": "T",
                    "properties": p,
                    "required": sorted(p)[:1],
                }
            ),
            s.map(lambda item: {"items": item}),
            st.lists(s, min_size=1, max_size=3).map(lambda options: {"oneOf": options}),
        ),
        max_leaves=8,
    )


@st.composite
def descriptions(draw):
    def body():
        return {"content": {"application/json": {"schema": draw(schemas())}}}

    def operation():
        made = {"tags": ["T"], "responses": {"200": {"description": "d", **body()}}}
        return made | ({"requestBody": body()} if draw(st.booleans()) else {})

    fields = st.dictionaries(st.sampled_from("abcdef"), schemas(), min_size=1, max_size=3)
    objects = fields.map(lambda p: {"type": "object", "properties": p})
    return {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {f"/p{n}": {"post": operation()} for n in range(3)},
        "components": {"schemas": {name: draw(objects) for name in COMPONENTS}},
    }


@settings(max_examples=EXAMPLES)
@given(descriptions())
def test_a_pruned_description_is_whole_valid_and_has_nothing_over(document):
    """Every reference leads somewhere, every component is led to, by the paths that were kept."""
    strict = derive(keep(document, ["/p0"]))
    lint(strict)
    assert list(OpenAPIV31SpecValidator(strict).iter_errors()) == []
    reached, waiting = set(), {target for _, target in references(strict["paths"])}
    while waiting:
        reached |= waiting
        inner = (references(resolve(strict, name)) for name in waiting)
        waiting = {target for each in inner for _, target in each} - reached
    kept = {f"#/components/schemas/{n}" for n in strict["components"].get("schemas", {})}
    assert kept == reached


@settings(max_examples=EXAMPLES)
@given(descriptions())
def test_what_is_kept_has_the_classes_that_it_has_alone(document):
    """Paths and components that are not wanted change nothing of those that are."""
    alone = {**copy.deepcopy(document), "paths": {"/p1": document["paths"]["/p1"]}}
    form = shape(derive(keep(document, ["/p1"])))
    lint_shape(form)
    assert write(form) == write(shape(derive(alone)))


@settings(max_examples=EXAMPLES)
@given(descriptions())
def test_deriving_is_done_once_and_for_all(document):
    """What is derived is derived from itself, in any order, and does not differ from its source."""
    strict = derive(document)
    assert derive(strict) == strict
    assert write(derive(json.loads(write(document)))) == write(strict)
    assert compare(document, strict).breaks is False


@given(st.lists(st.text(max_size=5), min_size=1, max_size=8, unique=True))
def test_every_value_of_an_enum_has_a_member_of_its_own(values):
    """Whatever the values are; and values that come later rename none."""
    names = members(values)
    assert names is None or (
        len(set(names)) == len(values) and all(n.isidentifier() for n in names)
    )
    more = members([*values, "0"])
    assert names is None or more[: len(values)] == names


@given(VALUES)
def test_what_is_written_is_read(value):
    """The one text of a document is its document."""
    assert parsed(write({"a": value}).encode(), json_text=True) == {"a": value}
