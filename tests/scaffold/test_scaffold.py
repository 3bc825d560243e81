"""What `pickupkit plugin new` writes is installed and passes its own tests, offline."""

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from click.testing import CliRunner

from pickupkit.cli import main
from pickupkit.registry import Registry

DESCRIPTION = Path(__file__).parents[2] / "specs" / "easypost_pickups" / "upstream.yaml"


def call(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def python(*words, folder, path):
    environment = {**os.environ, "PYTHONPATH": str(path), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *map(str, words)],
        capture_output=True, text=True, cwd=folder, env=environment, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Write a plugin without a description, and install it beside."""
    root = tmp_path_factory.mktemp("plain")
    done = call("plugin", "new", "acme", "--into", root / "acme")
    assert done.exit_code == 0, done.output
    install = ("-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--no-index")
    quiet = (*install, "--disable-pip-version-check", "--target", root / "site", ".")
    installed = python(*quiet, folder=root / "acme", path="")
    assert installed.returncode == 0, installed.stderr
    return root


def test_it_is_a_handful_of_files_and_short(plain):
    """Five files, under 150 lines together."""
    files = [p for p in (plain / "acme").rglob("*") if p.is_file() and "build" not in p.parts]
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in files)

    assert len(files) == 5
    assert lines < 150


def test_its_tests_pass_at_once(plain):
    """The installed package keeps the contract to the level that it aims at; the card says so."""
    flags = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--pickupkit-scorecard")
    known = entry_points(group="pytest11", name="pickupkit.testing.pytest_plugin")
    loaded = () if known else ("-p", "pickupkit.testing.pytest_plugin")
    done = python("-m", "pytest", *loaded, *flags, folder=plain / "acme", path=plain / "site")

    assert done.returncode == 0, done.stdout
    assert "acme: level 2 of 3, safe" in done.stdout
    assert "MISSING There is a reconcile" in done.stdout


def test_installing_it_is_all(plain):
    """The command lists the provider with nothing else done."""
    done = python("-m", "pickupkit", "providers", folder=plain, path=plain / "site")

    assert "acme" in done.stdout


def test_with_a_description_it_has_a_client(tmp_path):
    """The client is generated, each operation is wired, a difference is named."""
    done = call("plugin", "new", "parcel", "--openapi", DESCRIPTION, "--into", tmp_path / "p")
    assert done.exit_code == 0, done.output
    flags = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist")
    tested = python("-m", "pytest", *flags, "tests", folder=tmp_path / "p", path=tmp_path / "p")
    stubs = (tmp_path / "p" / "pickupkit_parcel" / "operations.py").read_text("utf-8")

    assert tested.returncode == 0, tested.stdout
    assert "return await api.buy_pickup(id, body=body)" in stubs
    assert ") -> models.Pickup:" in stubs
    assert call("plugin", "generate", tmp_path / "p", "--check").exit_code == 0
    (tmp_path / "p" / "pickupkit_parcel" / "client" / "models" / "pickup.py").write_text("")
    assert call("plugin", "generate", tmp_path / "p", "--check").exit_code == 1


@pytest.mark.parametrize("name", ["Acme", "1st", "a b", "shippo", "../up"])
def test_a_name_that_cannot_be_one_is_refused(name, tmp_path):
    """Nothing is written for it."""
    done = call("plugin", "new", name, "--into", tmp_path / "new")

    assert done.exit_code == 2
    assert not (tmp_path / "new").exists()


def test_what_is_there_stays(tmp_path):
    """A folder that exists is not written into."""
    done = call("plugin", "new", "acme", "--into", tmp_path)

    assert done.exit_code == 2
    assert "exists already" in done.output


def test_a_contract_that_is_not_there_is_told(tmp_path):
    """The place that was looked in is named."""
    done = call("plugin", "check", "acme", "--tests", tmp_path)

    assert done.exit_code == 2
    assert str(tmp_path) in done.output


def test_naming_is_quick_among_a_hundred_distributions(tmp_path, monkeypatch):
    """The names come in some milliseconds and import nothing."""
    from time import process_time

    for at in range(100):
        info = tmp_path / f"pickupkit_p{at}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: pickupkit-p{at}\nVersion: 1")
        (info / "entry_points.txt").write_text(f"[pickupkit]\np{at} = not_there_{at}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    times = []
    for _ in range(5):
        began = process_time()
        names = Registry().names()
        times.append(process_time() - began)

    assert len([name for name in names if name.startswith("p")]) == 100
    # The figure to keep is 10 ms; a busy machine gets some room.
    assert min(times) < 0.05, times
