"""The chore that regenerates, as `make` runs it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "scripts.generate", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "99"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_committed_is_what_the_descriptions_give():
    """openapi.json and the clients match specs/, byte for byte, under any hash seed."""
    done = run("--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_unknown_api_is_refused():
    """2, and no traceback."""
    done = run("--check", "none")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].endswith("no upstream.yaml and no upstream.json")
