"""Reading and writing descriptions."""

import pytest

from pickupkit.codegen import SpecError
from pickupkit.codegen.documents import each_schema, read, references, resolve, write
from pickupkit.codegen.errors import pointer


@pytest.fixture
def file(tmp_path):
    def make(text, name="upstream.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return make


def test_yaml_is_read_as_version_1_2(file):
    """Norway, on, off, yes and dates stay text; true, null and numbers do not."""
    found = read(file("a: [NO, on, OFF, yes, y, 2026-01-02, 12:30:00]\nb: [true, null, 7, 0x10]"))
    assert found["a"] == ["NO", "on", "OFF", "yes", "y", "2026-01-02", "12:30:00"]
    assert found["b"] == [True, None, 7, 16]


def test_status_codes_become_text(file):
    """An unquoted 200 is the key that OpenAPI means."""
    assert read(file("responses: {200: {description: x}}")) == {
        "responses": {"200": {"description": "x"}}
    }


def test_a_description_in_json_is_read(file):
    """Vendors publish either."""
    assert read(file('{"a": [1]}', "upstream.json")) == {"a": [1]}


@pytest.mark.parametrize("text", ["a: {b", "- 1", "a: 1\na: 2", "", "\x00"])
def test_what_is_no_description_is_refused_with_its_file(file, text):
    """Broken YAML, a list, a key given twice and nothing at all name the file."""
    with pytest.raises(SpecError, match=r"upstream\.yaml"):
        read(file(text))


def test_a_key_that_json_gives_twice_is_refused(file):
    """As YAML's is: no reader says which of two operations is meant."""
    with pytest.raises(SpecError, match=r"upstream\.json: .*the key '/vans' is given twice"):
        read(file('{"paths": {"/vans": {"get": {}}, "/vans": {"post": {}}}}', "upstream.json"))


@pytest.mark.parametrize("text", ['{"a": "\\ud800"}', '{"\\ud800": 1}'])
def test_half_a_character_is_refused_with_its_file(file, text):
    """JSON can spell it, and no file can hold it."""
    with pytest.raises(SpecError, match=r"upstream\.json: .*ud800' holds half a character"):
        read(file(text, "upstream.json"))


def test_a_missing_file_is_a_spec_error(tmp_path):
    """It is named like any other fault."""
    with pytest.raises(SpecError, match=r"none\.yaml"):
        read(tmp_path / "none.yaml")


def test_a_document_has_one_text():
    """Keys are sorted, what is no ASCII stays readable, the last line ends."""
    assert write({"b": 1, "a": "é"}) == '{\n  "a": "é",\n  "b": 1\n}\n'


def test_pointers_escape_slashes_and_tildes():
    """A path's own slashes are not steps (RFC 6901)."""
    assert pointer(("paths", "/a~b", "get", 0)) == "#/paths/~1a~0b/get/0"


def test_resolve_follows_a_local_reference_through_escapes():
    """The escapes of RFC 6901 are undone."""
    assert resolve({"paths": {"/a": {"get": 1}}}, "#/paths/~1a/get") == 1


@pytest.mark.parametrize("target", ["other.yaml#/x", "https://example.com/x", "#/none", "#/a/b/c"])
def test_resolve_refuses_references_out_of_the_document_and_to_nothing(target):
    """External references have to be bundled first."""
    with pytest.raises(SpecError):
        resolve({"a": {"b": 1}}, target)


def test_references_in_examples_are_text():
    """An example may hold what looks like a reference; a property named example is none."""
    document = {
        "example": {"$ref": "#/x"},
        "properties": {"example": {"$ref": "#/y"}},
        "discriminator": {"mapping": {"a": "#/z"}},
    }
    assert {target for _, target in references(document)} == {"#/y", "#/z"}


def test_each_schema_reaches_schemas_alone():
    """Components, parameters and bodies hold schemas; examples and descriptions do not."""
    seen = []

    def note(schema):
        seen.append(schema.get("type"))
        return schema

    each_schema(
        {
            "info": {"type": "not a schema"},
            "paths": {"/a": {"get": {"parameters": [{"schema": {"type": "string"}}]}}},
            "components": {
                "schemas": {
                    "A": {
                        "type": "object",
                        "properties": {"b": {"type": "array", "items": {"type": "integer"}}},
                        "allOf": [{"type": "number"}],
                        "example": {"type": "not a schema"},
                        "additionalProperties": True,
                    }
                }
            },
        },
        note,
    )
    assert sorted(seen) == ["array", "integer", "number", "object", "string"]


def merged(levels):
    """Merge nine times what merges the one before it nine times."""
    lines = ["a: &a {x: 1}"]
    for n in range(levels):
        below = "*a" if n == 0 else f"*b{n - 1}"
        lines.append(f"b{n}: &b{n} {{<<: [{', '.join([below] * 9)}], y{n}: 1}}")
    return "\n".join(lines)


def test_merges_of_merges_are_read_as_what_they_mean(file):
    """A few hundred bytes could mean billions of pairs, most of them the same."""
    found = read(file(merged(12)))
    assert found["b11"] == {"x": 1, **{f"y{n}": 1 for n in range(12)}}


def test_a_merge_gives_way_to_what_stands_beside_it_and_before_it(file):
    """The mapping's own key wins, then the first mapping of a list."""
    found = read(file("a: &a {k: 1, l: 1}\nb: &b {k: 2, m: 2}\nc: {<<: [*a, *b], l: 3}"))
    assert found["c"] == {"k": 1, "l": 3, "m": 2}


def test_merges_that_bring_in_too_much_are_refused(file, monkeypatch):
    """Each mapping is counted as often as it is copied."""
    monkeypatch.setattr("pickupkit.codegen.yaml12._MOST", 100)
    text = f"a: &a {{{', '.join(f'k{n}: 1' for n in range(9))}}}\nb: {{<<: [{'*a, ' * 12}]}}"
    with pytest.raises(SpecError, match="merges bring in more than 100 pairs"):
        read(file(text))
