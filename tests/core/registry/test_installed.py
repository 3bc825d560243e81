"""Entry points are found as `importlib.metadata` finds them, and at a glance."""

import json
import subprocess
import sys
import zipfile
from importlib.abc import MetaPathFinder
from importlib.metadata import Distribution, DistributionFinder, entry_points

import pytest

from pickupkit.registry import _installed
from pickupkit.registry._installed import entries

GROUP = "pickupkit.trial"
POINTS = f"[console_scripts]\nvan = van:main\n\n[{GROUP}]\nvan = van_plugin\n"


def lay(folder, name, points=POINTS, version="1.0", kind="dist-info"):
    """Lay a distribution's metadata out as an installer does."""
    info = folder / f"{name}-{version}.{kind}"
    info.mkdir(parents=True)
    said = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (info / ("METADATA" if kind == "dist-info" else "PKG-INFO")).write_text(said)
    if points is not None:
        (info / "entry_points.txt").write_text(points, "utf-8")
    return info


def standard():
    """Give what `importlib.metadata` finds."""
    return [
        (point.name, point.value, f"{point.dist.name} {point.dist.version}")
        for point in entry_points(group=GROUP)
    ]


def ours():
    return [(entry.name, entry.value, entry.distribution) for entry in entries(GROUP)]


def first(tmp_path):
    lay(tmp_path, "van")
    lay(tmp_path, "no_points", points=None)
    lay(tmp_path, "other", points=f"[{GROUP}.more]\nx = y\n# [{GROUP}]\n")
    return [tmp_path]


def several_in_one(tmp_path):
    points = f"# ours\n[{GROUP}]\n  a=a_module \n# not b = b\n\nc.d = c:D.e [extra]\n[z]\ny = y\n"
    lay(tmp_path, "many", points=points)
    return [tmp_path]


def two_places(tmp_path):
    lay(tmp_path / "a", "the_van", version="2.0")
    lay(tmp_path / "b", "The.Van", points=f"[{GROUP}]\nold = old\n")
    lay(tmp_path / "b", "another", points=f"[{GROUP}]\nvan = another\n")
    return [tmp_path / "a", tmp_path / "b", tmp_path / "a"]


def one_that_hides_another(tmp_path):
    lay(tmp_path / "a", "van", points=None)
    lay(tmp_path / "b", "van")
    return [tmp_path / "a", tmp_path / "b"]


def left_by_setuptools(tmp_path):
    lay(tmp_path, "van", kind="egg-info")
    project = tmp_path / "project"  # as a line of a .pth file puts it on the path
    (project / "cart.egg-info").mkdir(parents=True)
    (project / "cart.egg-info" / "PKG-INFO").write_text("Name: cart\nVersion: 3\n")
    (project / "cart.egg-info" / "entry_points.txt").write_text(f"[{GROUP}]\ncart = cart\n")
    (tmp_path / "bare-1.egg-info").write_text("Name: bare\nVersion: 1\n")
    return [tmp_path, project]


def an_egg(tmp_path):
    egg = tmp_path / "van-1.0-py3.11.egg"
    (egg / "EGG-INFO").mkdir(parents=True)
    (egg / "EGG-INFO" / "PKG-INFO").write_text("Name: van\nVersion: 1.0\n")
    (egg / "EGG-INFO" / "entry_points.txt").write_text(POINTS)
    return [egg]


def an_archive(tmp_path):
    info = lay(tmp_path / "flat", "van")
    with zipfile.ZipFile(tmp_path / "van.zip", "w") as archive:
        for path in info.iterdir():
            archive.write(path, f"{info.name}/{path.name}")
    return [tmp_path / "van.zip"]


def places_that_are_not_there(tmp_path):
    lay(tmp_path, "van")
    return ["__editable__.van.finder.__path_hook__", tmp_path / "gone", tmp_path]


@pytest.mark.parametrize(
    "layout",
    [
        first,
        several_in_one,
        two_places,
        one_that_hides_another,
        left_by_setuptools,
        an_egg,
        an_archive,
        places_that_are_not_there,
    ],
)
def test_the_same_is_found_as_by_the_standard_library(layout, tmp_path, monkeypatch):
    """In the same order, of the same distributions, whatever is on the path."""
    monkeypatch.setattr(sys, "path", [*map(str, layout(tmp_path)), *sys.path])

    assert ours() == standard()
    assert bool(ours()) is (layout is not one_that_hides_another)


def test_the_working_folder_counts(tmp_path, monkeypatch):
    """It is the empty text on the path."""
    lay(tmp_path, "van")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])

    assert ours() == standard() == [("van", "van_plugin", "van 1.0")]


def test_a_finder_of_somebodys_own_is_asked(tmp_path, monkeypatch):
    """What it alone knows of is found."""
    info = lay(tmp_path, "van")

    class Finder(DistributionFinder):
        def find_distributions(self, context=None):
            yield Distribution.at(info)

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])

    assert ("van", "van_plugin", "van 1.0") in ours()
    assert ours() == standard()


def test_a_finder_of_modules_alone_changes_nothing(tmp_path, monkeypatch):
    """An editable install has one; its metadata is in a plain folder."""
    lay(tmp_path, "van")
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, type("Finder", (MetaPathFinder,), {})()])
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    assert [*_installed._folders()]
    assert ours() == standard()


def test_a_malformed_file_is_nobody_elses_trouble(tmp_path, monkeypatch):
    """A line without a value fails when it is loaded; bytes that are no text say nothing else."""
    lay(tmp_path, "bad", points=f"[{GROUP}]\nbad\n")
    (lay(tmp_path, "worse") / "entry_points.txt").write_bytes(
        f"[{GROUP}]\n".encode() + b"w\xff = w"
    )
    lay(tmp_path, "good", points=f"[{GROUP}]\ngood = json:loads\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    found = {entry.name: entry for entry in entries(GROUP)}

    assert found["good"].load() is json.loads
    assert found.keys() == {"bad", "good", "w\ufffd"}
    with pytest.raises((AttributeError, ValueError)):
        found["bad"].load()


WATCHED = """
import json, sys
from pickupkit.registry import Registry
known, seen = set(sys.modules), []
sys.addaudithook(lambda event, args: seen.append((event, str(args[0]) if args else "")))
names = Registry().names()
counted = {"open", "import", "os.listdir", "os.scandir"}
told = [event for event in seen if event[0] in counted]
print(json.dumps([names, told, sorted(set(sys.modules) - known), len(sys.path), sorted(known)]))
"""


def test_naming_is_a_glance_at_each_of_a_hundred(tmp_path):
    """In a fresh process: each place is listed once, each file opened once, nothing is imported."""
    for at in range(100):
        lay(tmp_path, f"van_{at}", points=f"[pickupkit]\nvan{at} = van_{at}\n")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    names, told, imported, places, known = json.loads(done.stdout)
    opened = [name for event, name in told if event == "open"]
    listed = [name for event, name in told if event not in ("open", "import")]

    assert {f"van{at}" for at in range(100)} <= set(names)
    assert "importlib.metadata" not in known
    assert imported == []
    assert len([name for name in opened if "van_" in name]) == 100
    assert len(opened) == len(set(opened))
    assert all(name.endswith("entry_points.txt") for name in opened)
    assert len(listed) == places
    assert "import" not in {event for event, _ in told}
