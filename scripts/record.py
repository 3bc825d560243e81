"""Record the cassettes anew: ``python -m scripts.record [--check] [--vendor NAME] [-k CASES]``.

The cases are the tests in ``tests/cassettes/test_<provider>*.py``. They are recorded at our own
sandbox, in this process and without a socket, under the vendors' host names; clock and chance are
fixed, so that recording again changes no byte. Each cassette's first line says where it was
recorded.

``--vendor easypost`` records EasyPost's cases at EasyPost itself, but for those that only the
sandbox can play. **It books real pickups unless the key is a test key; Sendcloud has none such.**
It wants credentials in the environment: ``PICKUPKIT_RECORD_EASYPOST_API_KEY``,
``PICKUPKIT_RECORD_SENDCLOUD_PUBLIC_KEY`` and ``PICKUPKIT_RECORD_SENDCLOUD_SECRET_KEY``,
``PICKUPKIT_RECORD_SHIPPO_API_TOKEN``. Cases with a client of OAuth2 are left out unless there are
``PICKUPKIT_RECORD_SENDCLOUD_CLIENT_ID`` and ``PICKUPKIT_RECORD_SENDCLOUD_CLIENT_SECRET``. What a
vendor answers may want other expectations in the cases, and a nearer day in
``tests/cassettes/_asked.py``.
A cassette recorded at a vendor is kept by later recordings at the sandbox; delete it to replace it.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pickupkit.testing.recording import AT_VENDOR

ROOT: Final = Path(__file__).resolve().parents[1]
CASSETTES: Final = ROOT / "cassettes"
CASES: Final = ROOT / "tests" / "cassettes"
SECRETS: Final = {
    "easypost": ("PICKUPKIT_RECORD_EASYPOST_API_KEY",),
    "sendcloud": (
        "PICKUPKIT_RECORD_SENDCLOUD_PUBLIC_KEY",
        "PICKUPKIT_RECORD_SENDCLOUD_SECRET_KEY",
    ),
    "shippo": ("PICKUPKIT_RECORD_SHIPPO_API_TOKEN",),
}


def main(arguments: Sequence[str]) -> int:
    """Record, and put the recordings into their place or, with ``--check``, compare."""
    options = _options(arguments)
    if missing := _missing(options.vendor):
        print(f"not recorded: set {', '.join(missing)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder)
        if _record(into, options.vendor, options.cases):
            print("not recorded: a case failed, see above", file=sys.stderr)
            return 1
        whole = not (options.vendor or options.cases)
        if options.check:
            return _report(_differences(into, whole=whole))
        _put(into, whole=whole)
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m scripts.record", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; say what differs")
    parser.add_argument("--vendor", choices=sorted(SECRETS), help="record at this vendor itself")
    parser.add_argument("-k", dest="cases", metavar="CASES", help="only these, as pytest takes it")
    return parser.parse_args(arguments)


def _missing(vendor: str | None) -> list[str]:
    return [name for name in SECRETS[vendor] if not os.environ.get(name)] if vendor else []


def _record(into: Path, vendor: str | None, cases: str | None) -> int:
    names = [vendor] if vendor else SECRETS
    where = sorted(str(path) for name in names for path in CASES.glob(f"test_{name}*.py"))
    command = [sys.executable, "-m", "pytest", "-n0", "--record-mode=rewrite", *where]
    environment = {**os.environ, "PICKUPKIT_RECORD_INTO": str(into)}
    environment["PICKUPKIT_RECORD_VENDOR"] = vendor or ""
    only = ["-k", cases] if cases else []
    return subprocess.run([*command, *only], cwd=ROOT, env=environment, check=False).returncode


def _differences(into: Path, *, whole: bool) -> list[str]:
    new = _names(into)
    lost = _names(CASSETTES) - new if whole else set()
    changed = {name for name in new if not _same(into / name, CASSETTES / name)}
    return sorted(map(str, lost | changed))


def _put(into: Path, *, whole: bool) -> None:
    for name in _differences(into, whole=whole):
        source, target = into / name, CASSETTES / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            print(f"recorded {name}")
        else:
            target.unlink()
            print(f"removed {name}, which no case records")


def _same(new: Path, old: Path) -> bool:
    """Tell whether the old one may stay: it is equal, or more than a sandbox can give."""
    if not old.exists():
        return False
    kept = old.read_text("utf-8").startswith(AT_VENDOR)
    return old.read_bytes() == new.read_bytes() or (
        kept and not new.read_text("utf-8").startswith(AT_VENDOR)
    )


def _names(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*.yaml")}


def _report(differences: Sequence[str]) -> int:
    for name in differences:
        print(f"{name} is not as it is recorded now", file=sys.stderr)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
