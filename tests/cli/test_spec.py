"""The commands on descriptions, for those who write plugins."""

import json

import pytest
from click.testing import CliRunner

from pickupkit.cli import main

OLD = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/vans": {
            "get": {
                "responses": {
                    "200": {
                        "description": "x",
                        "content": {
                            "application/json": {
                                "schema": {"properties": {"id": {"type": "string"}}},
                                "example": {"id": "7"},
                            }
                        },
                    }
                }
            }
        },
        "/else": {},
    },
}


def changed(document, old, new):
    return json.loads(json.dumps(document).replace(old, new))


@pytest.fixture
def files(tmp_path):
    for name, document in {
        "old.json": OLD,
        "words.json": changed(OLD, '"description": "x"', '"description": "y"'),
        "new.json": changed(OLD, '"type": "string"', '"type": "integer"'),
        "broken.json": {"openapi": "3.1.0"},
    }.items():
        (tmp_path / name).write_text(json.dumps(document))
    (tmp_path / "nothing.yaml").write_text("a: {b")
    (tmp_path / "_mapping.py").write_text("def to_van(answer):\n    return answer.id\n")
    return tmp_path


def spec(files, *arguments):
    done = CliRunner().invoke(main, ["spec", *(str(a) for a in arguments)], catch_exceptions=False)
    return done.exit_code, done.output.replace(f"{files}/", "")


def test_drift_leaves_with_1_if_a_client_may_break(files):
    """So that a job can stop on it."""
    code, text = spec(files, "drift", files / "old.json", files / "new.json")
    assert code == 1
    assert text.splitlines() == [
        "old.json to new.json: 1 breaking",
        "",
        "BREAKING: what a client sends may be refused, or what it reads may be gone",
        "  GET /vans 200.id (answer): type string became integer",
        "      by GET /vans",
    ]
    assert spec(files, "drift", files / "old.json", files / "words.json")[0] == 0


def test_drift_names_the_code_that_a_change_touches(files):
    """In files or directories that are given."""
    arguments = (files / "old.json", files / "new.json", "--usage", files / "_mapping.py")
    _, text = spec(files, "drift", *arguments)
    assert "      mapping: _mapping.py:2 to_van" in text.splitlines()
    _, text = spec(files, "drift", *arguments, "--markdown")
    assert "- [ ] `GET /vans 200.id (answer)`: type string became integer" in text.splitlines()
    code, text = spec(files, "drift", *arguments, "--json")
    assert (code, json.loads(text)["findings"][0]["touches"][0]["inside"]) == (1, "to_van")


def test_drift_of_other_paths_is_counted_alone(files):
    """What a plugin does not use breaks nothing of it."""
    code, text = spec(files, "drift", files / "old.json", files / "new.json", "--keep", "/else")
    assert code == 0
    assert (
        text == "old.json to new.json: nothing that is used differs; 1 in paths that are not used\n"
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"paths": {"/vans": {"get": []}}}, "#/paths/~1vans/get: [] is not of type 'object'"),
        ({"servers": ["x"]}, "#/servers/0: 'x' is not of type 'object'"),
        ({"components": 3}, "#/components: 3 is not of type 'object'"),
    ],
)
def test_what_is_no_openapi_is_named_by_its_place(files, wrong, said):
    """By a drift with the file that it is in; both leave no traceback."""
    (files / "wrong.json").write_text(json.dumps({**OLD, **wrong}))
    done = spec(files, "drift", files / "old.json", files / "wrong.json")
    assert done == (2, f"Error: new: {said}\n")
    code, text = spec(files, "check", files / "wrong.json")
    assert (code, text.splitlines()[0]) == (1, f"not OpenAPI: {said}")


def test_a_type_that_is_none_is_named(files):
    """Its examples cannot be checked."""
    (files / "wrong.json").write_text(json.dumps(changed(OLD, '"string"', '"text"')))
    code, text = spec(files, "check", files / "wrong.json")
    assert code == 1
    assert "contradicts itself: #/paths/~1vans/get/responses/200/content/" in text
    assert "its schema is faulty: Unknown type 'text'" in text


def test_drift_refuses_a_version_that_it_does_not_understand(files):
    """What it would miss there, it would tell as no difference."""
    (files / "older.yaml").write_text("{swagger: '2.0', paths: {}}")
    code, text = spec(files, "drift", files / "old.json", files / "older.yaml")
    assert code == 2
    assert text.startswith("Error: older.yaml: #/swagger: 2.0; OpenAPI 3.0 and 3.1 can be read")


def test_drift_refuses_a_path_that_neither_has(files):
    """Misspelt, it would let every change through."""
    code, text = spec(files, "drift", files / "old.json", files / "new.json", "--keep", "/van")
    assert (code, text) == (2, "Error: neither has /van (but /vans)\n")


def test_check_names_what_contradicts_itself(files):
    """1 if something is wrong, 0 if not."""
    assert spec(files, "check", files / "old.json") == (0, "old.json: nothing wrong found\n")
    code, text = spec(files, "check", files / "new.json")
    assert code == 1
    assert text.startswith("contradicts itself: #/paths/~1vans/get/responses/200/content/")
    assert text.endswith("/example/id: '7' is not of type 'integer'\n")
    code, text = spec(files, "check", files / "broken.json", "--json")
    assert (code, json.loads(text)["not OpenAPI"][0]) == (
        1,
        "#: 'info' is a required property",
    )


@pytest.mark.parametrize("command", [("check",), ("drift", "old.json")])
def test_what_cannot_be_read_is_a_usage_error(files, command):
    """2, with the file and the place in it."""
    name, *more = command
    code, text = spec(files, name, *(files / m for m in more), files / "nothing.yaml")
    assert code == 2
    assert text.startswith("Error: nothing.yaml: cannot be read:")


def test_what_is_missing_to_read_is_told(files, monkeypatch):
    """The library itself does not need it."""
    monkeypatch.setitem(__import__("sys").modules, "yaml", None)
    (files / "fine.yaml").write_text("openapi: 3.1.0\npaths: {}\n")
    code, text = spec(files, "check", files / "fine.yaml")
    assert code == 2
    assert "; install pickupkit[generate]" in text
