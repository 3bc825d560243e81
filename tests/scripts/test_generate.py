"""The chore that regenerates, as `make` runs it; `make check` proves that what is there fits."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_an_unknown_api_is_refused():
    """2, and no traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "scripts.generate", "--check", "none"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].endswith("no upstream.yaml and no upstream.json")
