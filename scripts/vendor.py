"""Take in a vendor's new description: ``python -m scripts.vendor API --file F | --url U``.

``--rev REVISION`` goes back: description, overlay and the entry in ``specs/sources.toml`` become
what they are at that revision of git, whoever wrote them; ``HEAD`` undoes what is not committed.
The working tree is left to be read through: nothing is generated, nothing committed.

Leaves with 0; 1 if it was taken in, and the overlay or something in it needs a hand; 2 if not.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pickupkit.codegen import SpecError, derived
from pickupkit.codegen.cli import api_name
from pickupkit.codegen.pipeline import formed, ready
from pickupkit.codegen.sources import entry, restored
from pickupkit.codegen.vendor import NAMES, from_file, from_url, put, target_of

from ._git import committed, listed

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Take in, or go back; then say what generating would say."""
    options = _options(arguments)
    specs = root / "specs" / options.api
    try:
        if options.rev:
            _go_back(root, specs, options.rev)
            return _say(specs, _faults(lambda: formed(specs, derived(specs))), new=False)
        upstream = from_file(options.file) if options.file else from_url(options.url)
        target = target_of(upstream, specs)
        # Before anything is written, so that nothing is where it crashes.
        faults = _faults(lambda: ready(upstream.document, specs, target))
        today = datetime.now(UTC).date()
        print(f"wrote {put(upstream, specs, today=today, licence=options.licence)}")
    except SpecError as error:
        print(error, file=sys.stderr)
        return 2
    return _say(specs, faults, new=True)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m scripts.vendor", description=__doc__)
    parser.add_argument(
        "api", type=api_name, help="the directory in specs/, such as shippo_pickups"
    )
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("--file", type=Path, help="YAML or JSON, OpenAPI 3.0 or 3.1")
    given.add_argument("--url", help="the same, fetched by https")
    given.add_argument("--rev", metavar="REVISION", help="go back to what git has there")
    parser.add_argument("--licence", default="", help="where the file names none or another")
    return parser.parse_args(arguments)


def _go_back(root: Path, specs: Path, revision: str) -> None:
    folder = f"specs/{specs.name}"
    names = [n for n in listed(root, revision, folder) if n in (*NAMES, "overlay.yaml")]
    files = {name: committed(root, revision, f"{folder}/{name}") for name in names}
    sources = root / "specs" / "sources.toml"
    old = committed(root, revision, "specs/sources.toml").decode()
    text = restored(sources.read_text(encoding="utf-8"), specs.name, old)
    for name in (*NAMES, "overlay.yaml"):
        (specs / name).unlink(missing_ok=True)
    for name, content in files.items():
        (specs / name).write_bytes(content)
        print(f"wrote {specs / name} as at {revision}")
    sources.write_text(text, encoding="utf-8", newline="\n")


def _faults(check: Callable[[], object]) -> str:
    """Give what stands in the way of generating; nothing where it can go on."""
    try:
        check()
    except SpecError as error:
        return str(error)
    return ""


def _say(specs: Path, faults: str, *, new: bool) -> int:
    """Tell what is recorded, and all that stands in the way of generating."""
    known = entry((specs.parent / "sources.toml").read_text(encoding="utf-8"), specs.name)
    for key in ("origin", "date", "sha256", "licence"):
        print(f"  {key}: {known.get(key, '')}")
    if new and known.get("known_faults"):
        print("  known_faults were written of what was there before: read them through")
    if faults:
        print(faults, file=sys.stderr)
        print("taken in; generating waits for these, in the overlay", file=sys.stderr)
        return 1
    print(f"generating can go on: make drift API={specs.name}, make generate API={specs.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
