"""Say what a vendor changed: ``python -m scripts.drift [API ...] [--json | --markdown]``.

Compares the upstream description in the working tree with the committed one (``--rev`` names
another revision), or two files with ``--old`` and ``--new``. Of a larger file only the paths that
the overlay keeps are told. Each difference names what of the plugin, its sandbox and its cassettes
spells it.

Leaves with 0 if no client breaks, 1 if one may, 2 if something cannot be read.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pickupkit.codegen import SpecError
from pickupkit.codegen.cli import api_name
from pickupkit.codegen.documents import read
from pickupkit.codegen.drift import Drift, Usage, as_json, as_markdown, as_text, compare
from pickupkit.codegen.errors import named
from pickupkit.codegen.operation import PYTHON_NAME
from pickupkit.codegen.overlay import KEEP
from pickupkit.codegen.pipeline import upstream_of
from pickupkit.codegen.vendor import NAMES
from pickupkit.codegen.version import described

from ._git import committed, listed

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Compare, and tell."""
    options = _options(arguments)
    names = options.api or sorted(path.parent.name for path in root.glob("specs/*/upstream.*"))
    try:
        drifts = [(api, _drift(root, api, options)) for api in names]
    except SpecError as error:
        print(error, file=sys.stderr)
        return 2
    _tell(root, drifts, options)
    return 1 if any(drift.breaks for _, drift in drifts) else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m scripts.drift", description=__doc__)
    parser.add_argument("api", nargs="*", type=api_name, help="names of APIs; all when left out")
    parser.add_argument("--rev", default="HEAD", help="the revision to compare with; HEAD")
    parser.add_argument("--old", type=Path, help="a file in the place of the committed one")
    parser.add_argument("--new", type=Path, help="a file in the place of the working tree's")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for machines")
    form.add_argument("--markdown", action="store_true", help="for a pull request")
    return parser.parse_args(arguments)


def _drift(root: Path, api: str, options: argparse.Namespace) -> Drift:
    specs = root / "specs" / api
    old = described(options.old) if options.old else _committed(root, api, options.rev)
    new = described(options.new or upstream_of(specs))
    overlay = read(specs / "overlay.yaml") if (specs / "overlay.yaml").exists() else {}
    return named(str(specs), lambda: compare(old, new, overlay.get(KEEP), _names(overlay)))


def _names(overlay: dict[str, Any]) -> dict[str, str]:
    """Give the names of functions that the overlay sets: by those our code calls them."""
    actions = [each for each in overlay.get("actions") or () if isinstance(each, dict)]
    updates = [(each.get("target"), each.get("update")) for each in actions]
    return {
        str(target): str(update[PYTHON_NAME])
        for target, update in updates
        if isinstance(update, dict) and PYTHON_NAME in update
    }


def _committed(root: Path, api: str, revision: str) -> dict[str, Any]:
    folder = f"specs/{api}"
    name = next((name for name in listed(root, revision, folder) if name in NAMES), None)
    if name is None:
        raise SpecError(f"{folder}: no upstream at {revision}")
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / name
        copy.write_bytes(committed(root, revision, f"{folder}/{name}"))
        return read(copy)


def _tell(root: Path, drifts: Sequence[tuple[str, Drift]], options: argparse.Namespace) -> None:
    told = [(drift, _usage(root, api), api) for api, drift in drifts]
    if options.json:
        print(json.dumps([as_json(*each) for each in told], indent=2, ensure_ascii=False))
        return
    form = as_markdown if options.markdown else as_text
    print("\n\n".join(form(*each) for each in told))


def _usage(root: Path, api: str) -> Usage:
    """Look where a provider's code and recordings are; an API is named after its provider."""
    provider = api.split("_", 1)[0]
    return Usage([root / "plugins" / f"pickupkit_{provider}", root / "cassettes" / provider], root)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
