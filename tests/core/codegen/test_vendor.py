"""A vendor's new file is taken in as it is, recorded, and nothing else is touched."""

import hashlib
import json
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest

from pickupkit.codegen import SpecError, derived, generate
from pickupkit.codegen.documents import read
from pickupkit.codegen.pipeline import upstream_of
from pickupkit.codegen.sources import entry, recorded, restored
from pickupkit.codegen.swap import differences
from pickupkit.codegen.vendor import from_file, put

from ._whole_file import whole_file

DAY = date(2031, 5, 12)
SOURCES = """# Where from.

[other]
origin = "somewhere" # said by hand
known_faults = [
    "[brackets]",
]

# Led in by this line.
[vans]
origin = "ours"
vendor_url = "https://vans.example/openapi.yaml"
sha256 = "0"
known_faults = [
    "one",
]

# Led in by that line.
[more]
x = 1
"""
YAML = """# Their words.
openapi: 3.0.3
info: {title: T, version: 2031-01-02, license: {name: Apache 2.0, url: 'https://l.example'}}
paths:
  /b:
    get: {responses: {200: {description: no}}}
  /a: {}
"""


@pytest.fixture
def specs(tmp_path):
    place = tmp_path / "specs" / "vans"
    place.mkdir(parents=True)
    (place / "upstream.yaml").write_text("openapi: 3.1.0\n")
    (place.parent / "sources.toml").write_text(SOURCES)
    return place


def given(tmp_path, text=YAML, name="theirs.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_becomes_the_one_upstream_in_the_vendors_order(specs, tmp_path):
    """As JSON, which no reader takes for anything else: ``no`` is text and a date is one."""
    target = put(from_file(given(tmp_path)), specs, today=DAY)
    assert [path.name for path in specs.iterdir()] == ["upstream.json"]
    found = json.loads(target.read_text())
    assert list(found["paths"]) == ["/b", "/a"]
    assert found["paths"]["/b"]["get"]["responses"] == {"200": {"description": "no"}}
    assert found["info"]["version"] == "2031-01-02"


def test_where_it_comes_from_is_recorded_and_all_else_stays(specs, tmp_path):
    """Name, date, both hashes, licence; comments, other keys and other entries are kept."""
    path = given(tmp_path)
    target = put(from_file(path), specs, today=DAY)
    text = (specs.parent / "sources.toml").read_text()
    assert entry(text, "vans") == {
        "origin": "taken in from the file theirs.yaml",
        "vendor_url": "https://vans.example/openapi.yaml",
        "date": DAY,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "fetched_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "licence": "Apache 2.0, https://l.example",
        "faithful": "as it came; written as JSON, what it refers to brought in",
        "known_faults": ["one"],
    }
    before, after = SOURCES.split("[vans]")[0], SOURCES.split("# Led in by that")[1]
    assert text.startswith(before)
    assert text.endswith(after)


def test_what_was_taken_in_is_what_generating_takes(specs, tmp_path):
    """The recorded hash is that of the bytes in place."""
    text = YAML.replace("get: {", "get: {operationId: b, tags: [t], ").replace("  /a: {}\n", "")
    put(from_file(given(tmp_path, text)), specs, today=DAY)
    assert derived(specs)["openapi"] == "3.1.0"


def test_a_licence_can_be_told_and_is_not_made_up(specs, tmp_path):
    """A file often names none."""
    bare = '{"openapi": "3.1.0", "paths": {}}'
    put(from_file(given(tmp_path, bare)), specs, today=DAY)
    assert (
        entry((specs.parent / "sources.toml").read_text(), "vans")["licence"]
        == "the file names none"
    )
    put(from_file(given(tmp_path, bare)), specs, today=DAY, licence="CC0")
    assert entry((specs.parent / "sources.toml").read_text(), "vans")["licence"] == "CC0"


@pytest.mark.parametrize("info", ["null", '"x"', '{"license": "CC0"}'])
def test_information_in_another_form_names_no_licence(specs, tmp_path, info):
    """What it says is not guessed."""
    text = f'{{"openapi": "3.1.0", "info": {info}, "paths": {{}}}}'
    put(from_file(given(tmp_path, text)), specs, today=DAY)
    found = entry((specs.parent / "sources.toml").read_text(), "vans")
    assert found["licence"] == "the file names none"


def test_a_new_api_needs_no_entry_and_no_directory(tmp_path):
    """Both are made."""
    put(from_file(given(tmp_path)), tmp_path / "specs" / "first", today=DAY)
    assert "[first]" in (tmp_path / "specs" / "sources.toml").read_text()


def test_a_description_edited_in_place_is_only_recorded_anew(specs):
    """Its own words, comments and origin stay."""
    upstream = specs / "upstream.yaml"
    upstream.write_text(YAML)
    put(from_file(upstream), specs, today=DAY)
    found = entry((specs.parent / "sources.toml").read_text(), "vans")
    assert upstream.read_text() == YAML
    assert found["origin"] == "ours"
    assert found["sha256"] == hashlib.sha256(YAML.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("swagger: '2.0'\npaths: {}", "#/swagger: 2.0; OpenAPI 3.0 and 3.1"),
        ("openapi: 3.1.0\nswagger: '2.0'\npaths: {}", "#/swagger: 2.0"),
        ("info: {}\npaths: {}", "#/openapi: missing"),
        ("openapi: 3.2.0\npaths: {}", "#/openapi: 3.2.0"),
        ("openapi: 3.1.0", "#/paths: there are none"),
        ("<html>", "cannot be read"),
        ("{", "cannot be read"),
        ("openapi: 3.1.0\nopenapi: 3.1.0", "given twice"),
        ('{"openapi": "3.1.0", "paths": {}, "paths": {}}', "given twice"),
        pytest.param('{"x": ' + "[" * 200_000 + "]" * 200_000 + "}", "without end", id="deep"),
        ('{"openapi": "3.1.0", "paths": {}, "info": "\\ud800"}', "half a character"),
    ],
)
def test_what_is_no_description_changes_nothing(specs, tmp_path, text, fault):
    """It is refused before anything is written."""
    with pytest.raises(SpecError, match=fault):
        put(from_file(given(tmp_path, text)), specs, today=DAY)
    assert (specs / "upstream.yaml").exists()
    assert (specs.parent / "sources.toml").read_text() == SOURCES


def test_a_missing_file_is_a_spec_error(tmp_path):
    """It is named."""
    with pytest.raises(SpecError, match=r"none\.yaml: cannot be read"):
        from_file(tmp_path / "none.yaml")


def test_files_beside_it_are_brought_in_and_files_elsewhere_are_not(tmp_path):
    """Schemas, parameters, answers and whole paths; each once, and what they refer to."""
    (tmp_path / "outside.yaml").write_text("A: {type: string}")
    home = tmp_path / "home"
    (home / "parts").mkdir(parents=True)
    (home / "parts" / "path.yaml").write_text(
        "get: {parameters: [{$ref: 'all.yaml#/parameters/P'}], "
        "responses: {200: {$ref: 'all.yaml#/R'}}}"
    )
    (home / "parts" / "all.yaml").write_text(
        "R: {description: d, content: {application/json: {schema: {$ref: '#/S'}}}}\n"
        "S: {properties: {again: {$ref: '#/S'}, "
        "own: {$ref: '../main.yaml#/components/schemas/S'}}}\n"
        "parameters: {P: {name: p, in: query, schema: {$ref: '#/S'}}}\n"
    )
    main = {
        "openapi": "3.1.0",
        "paths": {"/a": {"$ref": "parts/path.yaml"}, "/b": {"$ref": "../outside.yaml"}},
        "components": {"schemas": {"S": {"type": "integer"}}},
    }
    (home / "main.yaml").write_text(json.dumps(main))
    found = from_file(home / "main.yaml").document
    assert found["paths"] == {
        "/a": {"$ref": "#/components/pathItems/path"},
        "/b": {"$ref": "../outside.yaml"},
    }
    parts = found["components"]
    assert parts["pathItems"]["path"]["get"]["parameters"] == [
        {"$ref": "#/components/parameters/P"}
    ]
    assert parts["responses"]["R"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/S-2"
    }
    assert parts["schemas"]["S-2"]["properties"] == {
        "again": {"$ref": "#/components/schemas/S-2"},
        "own": {"$ref": "#/components/schemas/S"},
    }


def test_a_reference_to_what_a_file_beside_it_has_not_names_that_file(tmp_path):
    """It was there to be brought in, so that something is wrong with it."""
    (tmp_path / "parts.yaml").write_text("A: {type: string}")
    main = tmp_path / "main.yaml"
    main.write_text("{openapi: 3.1.0, paths: {/a: {get: {x: {$ref: 'parts.yaml#/B'}}}}}")
    with pytest.raises(SpecError, match=r"/parts\.yaml: has no #/B, which is referred to"):
        from_file(main)


def test_an_entry_written_in_a_way_not_known_is_left_alone():
    """Rather refused than spoilt."""
    odd = "vans = {sha256 = '0'}\n"
    with pytest.raises(SpecError, match=r"\[vans\] in sources.toml is written in a way not known"):
        recorded(odd, "vans", {"sha256": "1"})


def test_an_entry_goes_back_to_what_it_was():
    """Also where it had other keys."""
    changed = recorded(SOURCES, "vans", {"origin": "theirs", "extra": "x"})
    assert tomllib.loads(changed)["vans"]["extra"] == "x"
    assert restored(changed, "vans", SOURCES) == SOURCES


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_a_vendors_whole_file_gives_the_committed_client(root, tmp_path, suffix):
    """Sixty more paths with every fault, webhooks and unions change no byte of what we use."""
    specs = Path(shutil.copytree(root / "specs" / "shippo_pickups", tmp_path / "shippo_pickups"))
    whole = whole_file(read(upstream_of(specs)))
    path = given(tmp_path, json.dumps(whole), f"whole.{suffix}")
    put(from_file(path), specs, today=DAY)
    target = tmp_path / "clients" / "shippo_pickups"
    generate(specs, target)
    committed = root / "generated" / "pickupkit_clients" / "shippo_pickups"
    assert differences(target, committed) == []
    assert (specs / "openapi.json").read_bytes() == (
        root / "specs" / "shippo_pickups" / "openapi.json"
    ).read_bytes()
