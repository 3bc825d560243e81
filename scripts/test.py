"""Run every test: ``python -m scripts.test [--again]``.

A run that passed is remembered by all that could change its result: the files of the checkout, the
interpreter, what is installed, settings, and the day, as some tests book for tomorrow. Where
nothing of that has changed, the next run tells so, unless ``--again``. Without git nobody can say
what has changed, and every run is a run. Nothing of the library is imported here: pytest wants to
be there first.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
KEPT: Final = Path(sys.prefix) / ".passed"
_SETTINGS: Final = ("CI", "LANG", "LC_", "PICKUPKIT_", "PYTEST_", "PYTHON", "TZ")
Run = Callable[[list[str], list[object]], int]


class Tally:
    """A plugin that keeps pytest's last line."""

    said = ""

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Take the line before it is printed."""
        parts, _ = terminalreporter.build_summary_stats_line()
        self.said = ", ".join(text for text, _ in parts)


def main(
    arguments: Sequence[str], root: Path = ROOT, kept: Path = KEPT, run: Run = pytest.main
) -> int:
    """Run the tests, or say when they passed; give the exit code."""
    state, tally = fingerprint(root), Tally()
    known, _, said = kept.read_text("utf-8").partition("\n") if kept.exists() else ("", "", "")
    if state and state == known and "--again" not in arguments:
        print(f"{said}, on exactly these files; `make test AGAIN=1` runs them again")
        return 0
    code = int(run([], [tally]))
    # What was edited meanwhile has been tested in part at most.
    if code == 0 and state and state == fingerprint(root):
        kept.write_text(f"{state}\n{tally.said} at {datetime.now(UTC).astimezone():%H:%M}", "utf-8")
    return code


def fingerprint(root: Path) -> str | None:
    """Name everything that a result depends on; ``None`` where that cannot be told."""
    command = ["git", "-C", str(root), "ls-files", "-z", "-c", "-o", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    whole = sha256()
    for part in (*_around(), *_contents(root, sorted({*listed.split(b"\0")}))):
        whole.update(sha256(part).digest())
    return whole.hexdigest()


def _contents(root: Path, names: Iterable[bytes]) -> Iterator[bytes]:
    for name in names:
        path = root / os.fsdecode(name)
        if path.is_file():  # what is committed may be gone
            yield name
            yield path.read_bytes()


def _around() -> Iterator[bytes]:
    yield f"{datetime.now(UTC):%Y-%m-%d} {sys.version}".encode()
    yield from sorted(f"{found.name} {found.version}".encode() for found in distributions())
    yield from sorted(
        f"{name}={value}".encode(errors="surrogateescape")
        for name, value in os.environ.items()
        if name.startswith(_SETTINGS)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
