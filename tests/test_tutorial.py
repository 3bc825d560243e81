"""The tutorial: its blocks make the example plugin, which keeps the whole contract."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scaffold._made import QUIETLY

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "docs" / "examples" / "plugin-vanline"
BLOCK = re.compile(r'^```(\w+) title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)


def files():
    """Give the files that a reader has at the end: blocks of one name follow each other."""
    found = {}
    for _, name, text in BLOCK.findall(PAGE):
        found[name] = f"{found[name]}\n\n{text}" if name in found else text
    return found


def installed(folder):
    """Install what the tutorial makes, as a reader would, without a network."""
    for name, text in files().items():
        path = folder / "plugin" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    words = ("install", "-q", "--no-deps", "--no-build-isolation", "--no-index")
    quiet = ("--disable-pip-version-check", "--target", folder / "site", ".")
    run(folder, "-m", "pip", *words, *quiet)
    return folder


def run(folder, *words):
    path = {"PYTHONPATH": str(folder / "site"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        capture_output=True, text=True, cwd=folder / "plugin", env={**os.environ, **path},
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return installed(tmp_path_factory.mktemp("tutorial"))


def test_the_figures_of_the_tutorial_are_true():
    """Steps, files (an empty one too) and lines are as many as it says; under 200 lines by hand."""
    [told] = re.findall(r"\*\*(\d+) steps, (\d+) files and (\d+) lines\*\*", PAGE)
    made = files()
    lines = sum(len([x for x in text.splitlines() if x.strip()]) for text in made.values())
    steps = len(re.findall(r"^## \d\. ", PAGE, re.MULTILINE))

    assert tuple(map(int, told)) == (steps, len(made), lines)
    assert lines < 200


def test_the_example_is_what_the_tutorial_makes():
    """The folder under examples holds the same files, to the letter."""
    kept = {
        str(path.relative_to(EXAMPLE)): path.read_text(encoding="utf-8")
        for path in EXAMPLE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != "README.md"
    }

    assert files() == kept


def test_its_own_tests_pass(home):
    """`pytest`, as the last step says."""
    run(home, "-m", "pytest", *QUIETLY, "tests")


def test_its_scorecard_is_full(home):
    """`pickupkit plugin check` prints the line that the tutorial promises."""
    said = run(home, "-m", "pickupkit", "plugin", "check", "vanline")

    assert said.startswith("vanline: level 3 of 3, complete\n")
    assert "vanline: level 3 of 3, complete\n" in PAGE


def test_installing_it_is_all(home):
    """The provider is listed with nothing else done."""
    assert "vanline" in run(home, "-m", "pickupkit", "providers")
