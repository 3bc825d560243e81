"""The chores around a vendor's change, in a repository of its own."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pickupkit.codegen.documents import read
from scripts import drift, vendor

ROOT = Path(__file__).resolve().parents[2]
API = "shippo_pickups"
LINES = re.compile(r"(?<=\.py):[\d,]+")


def git(root, *arguments):
    who = ["-c", "user.name=n", "-c", "user.email=e@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)  # noqa: S607


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Make a repository with one description, as ours is."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    place = tmp_path / "project"
    for part in (f"specs/{API}", "plugins/pickupkit_shippo", "cassettes/shippo"):
        shutil.copytree(ROOT / part, place / part)
    shutil.copy(ROOT / "specs" / "sources.toml", place / "specs")
    git(tmp_path, "init", "--quiet", str(place))
    git(place, "add", "--all")
    git(place, "commit", "--quiet", "--message", "start")
    return place


def upstream(root):
    return next((root / "specs" / API).glob("upstream.*"))


@pytest.fixture
def theirs(root, tmp_path):
    """Make a vendor's next file: a value more, a field demanded, a field gone."""
    document = read(upstream(root))
    schemas = document["components"]["schemas"]
    answer = schemas["Pickup"]["allOf"][1]["properties"]
    answer["status"]["enum"].append("COLLECTED")
    del answer["object_updated"]
    schemas["Location"]["properties"]["floor"] = {"type": "string"}
    schemas["Location"]["required"].append("floor")
    path = tmp_path / "public-api.json"
    path.write_text(json.dumps(document))
    return path


def state(root):
    return {p.name: p.read_bytes() for p in [*(root / "specs").rglob("*")] if p.is_file()}


def everything(place):
    return {p: p.is_file() and p.read_bytes() for p in place.rglob("*") if ".git" not in p.parts}


def test_a_file_is_taken_in_and_one_command_goes_back(root, theirs, capsys):
    """Description, overlay and entry are as they were, byte for byte."""
    before = state(root)
    assert vendor.main([API, "--file", str(theirs)], root) == 0
    told = capsys.readouterr().out
    assert "origin: taken in from the file public-api.json" in told
    assert "generating can go on" in told
    assert upstream(root).name == "upstream.json"
    assert vendor.main([API, "--rev", "HEAD"], root) == 0
    assert state(root) == before


def test_a_file_that_the_overlay_does_not_fit_is_taken_in_and_all_of_it_told(root, theirs, capsys):
    """Each action by its number, so that the overlay can be mended."""
    document = json.loads(theirs.read_text())
    del document["components"]["schemas"]["Pickup"]["allOf"][1]["properties"]["is_test"]
    document["components"]["responses"]["badRequestResponse"] = {"description": "d"}
    theirs.write_text(json.dumps(document))
    assert vendor.main([API, "--file", str(theirs)], root) == 1
    told = capsys.readouterr().err.splitlines()
    assert len([line for line in told if "matches nothing" in line]) == 2
    assert told[-1] == "taken in; generating waits for these, in the overlay"


@pytest.mark.parametrize("source", [["--file", "none.yaml"], ["--url", "http://vans.example/"]])
def test_what_cannot_be_taken_in_changes_nothing(root, source, capsys):
    """2, and the reason."""
    before = state(root)
    assert vendor.main([API, *source], root) == 2
    assert capsys.readouterr().err
    assert state(root) == before


@pytest.mark.parametrize("stage", ["overlay.apply", "lint", "shape", "lint_shape"])
def test_what_cannot_even_be_checked_changes_nothing(root, theirs, monkeypatch, stage):
    """A fault of ours must not leave half of it behind."""

    def crash(*_):
        raise ZeroDivisionError

    before = state(root)
    monkeypatch.setattr(f"pickupkit.codegen.pipeline.{stage}", crash)
    with pytest.raises(ZeroDivisionError):
        vendor.main([API, "--file", str(theirs)], root)
    assert state(root) == before


@pytest.mark.parametrize("name", ["../../x", f"specs/{API}", "/x", "..", "", "Vans", "a-b"])
@pytest.mark.parametrize(
    ("chore", "more"), [(vendor, ["--rev", "HEAD"]), (vendor, ["--file"]), (drift, [])]
)
def test_a_name_that_is_no_directory_of_specs_changes_nothing(
    root, theirs, capsys, chore, more, name
):
    """2, and what a name is made of; nothing is written beside ``specs`` or below an API."""
    before = everything(root.parent)
    source = [*more, str(theirs)] if more == ["--file"] else more
    with pytest.raises(SystemExit) as left:
        chore.main([name, *source], root)
    assert left.value.code == 2
    assert f"{name!r} is no name of small letters, digits and _" in capsys.readouterr().err
    assert everything(root.parent) == before


def test_a_revision_that_is_not_there_changes_nothing(root, capsys):
    """Git's own words say why."""
    before = state(root)
    assert vendor.main([API, "--rev", "no-such-thing"], root) == 2
    assert "git: " in capsys.readouterr().err
    assert state(root) == before


def test_drift_compares_with_what_is_committed(root, theirs, capsys):
    """0 at first; 1 after a change that breaks, with the lines of the plugin that it touches."""
    assert drift.main([API], root) == 0
    assert "nothing that is used differs" in capsys.readouterr().out
    vendor.main([API, "--file", str(theirs)], root)
    capsys.readouterr()
    assert drift.main([API, "--json"], root) == 1
    [found] = json.loads(capsys.readouterr().out)
    told = [(f["kind"], f["where"], f["what"]) for f in found["findings"]]
    assert told == [
        ("breaking", "Location.floor", "required field added"),
        ("breaking", "Pickup.object_updated", "field gone"),
        ("new", "Location.floor", "field added"),
        ("new", "Pickup.status", 'new value "COLLECTED"; decide how it is mapped'),
    ]
    places = {(hit["role"], Path(hit["file"]).name) for hit in found["findings"][0]["touches"]}
    assert ("mapping", "_mapping.py") in places
    assert {hit["inside"] for hit in found["findings"][3]["touches"]} >= {"to_pickup"}


def test_drift_of_two_files_needs_no_commit(root, theirs, capsys):
    """An older file against the next, before either is taken in."""
    arguments = [API, "--old", str(upstream(root)), "--new", str(theirs), "--markdown"]
    assert drift.main(arguments, root) == 1
    assert "- [ ] `Location.floor (request)`: required field added" in capsys.readouterr().out


def test_the_page_names_the_places_that_drift_does(root, theirs, capsys):
    """Of the changes that it walks through; lines move with every edit, functions do not."""
    page = (ROOT / "docs" / "vendor-changed.md").read_text("utf-8")
    report = re.sub(LINES, "", page.partition("### 2.")[2].partition("### 3.")[0])
    named = re.findall(r"plugins/\S+\.py(?: \w+)?", report)
    document = json.loads(theirs.read_text())
    del document["components"]["schemas"]["Pickup"]["allOf"][1]["properties"]["is_test"]
    theirs.write_text(json.dumps(document))

    drift.main([API, "--new", str(theirs)], root)

    told = re.sub(LINES, "", capsys.readouterr().out)
    assert [place for place in named if place not in told] == []
    assert len(named) > 5


def test_an_operation_that_is_gone_is_found_by_the_name_that_the_overlay_gives(tmp_path, capsys):
    """The plugin calls it by that one, and not by the vendor's."""
    document = read(ROOT / "specs" / "sendcloud_pickups_v3" / "upstream.yaml")
    del document["paths"]["/pickups/{id}"]
    (tmp_path / "new.json").write_text(json.dumps(document))
    assert drift.main(["sendcloud_pickups_v3", "--new", str(tmp_path / "new.json")]) == 1
    told = capsys.readouterr().out
    assert "GET /pickups/{id}: operation gone" in told
    assert re.search(r"code: .*pickupkit_sendcloud/_pickups_v3\.py:\d+ get", told)


def test_drift_of_what_is_not_committed_is_refused(root, capsys):
    """There is nothing to compare with."""
    shutil.copytree(root / "specs" / API, root / "specs" / "other_pickups")
    assert drift.main([], root) == 2
    assert "other_pickups" in capsys.readouterr().err
