"""The chore that regenerates, as `make` runs it; `make check` proves that what is there fits."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def refused(api):
    command = [sys.executable, "-m", "scripts.generate", "--check", api]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    return done.stderr.splitlines()


def test_an_unknown_api_is_refused():
    """2, and no traceback."""
    assert refused("none")[0].endswith("no upstream.yaml and no upstream.json")


def test_a_path_is_no_name_of_an_api():
    """2, and what a name is made of."""
    told = "argument api: 'specs/shippo_pickups' is no name of small letters, digits and _"
    assert refused("specs/shippo_pickups")[-1].endswith(told)
