"""The command line of the pipeline, for this project and for authors of plugins."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from .errors import SpecError
from .guard import report
from .pipeline import check, generate

NEEDS = "openapi-python-client, ruff, python-jsonpath, openapi-spec-validator and PyYAML"


def main(arguments: Sequence[str], specs: Path, target: Path) -> int:
    """Generate, or compare with what is committed; 0 done, 1 something differs, 2 refused.

    Each directory of ``specs`` that holds an upstream description is one API; its client goes to
    the directory of the same name in ``target``.
    """
    options = _options(arguments)
    if options.guard:
        lines, same = report()
        print("\n".join(lines))
        return 0 if same else 1
    names = options.api or sorted({path.parent.name for path in specs.glob("*/upstream.*")})
    codes = [_tried(specs / api, target / api, options.check) for api in names]
    return max(codes, default=0)


def _tried(specs: Path, target: Path, only_check: bool) -> int:
    """Do one API; what is wrong with it keeps no other from being done."""
    try:
        changed = _one(specs, target, only_check)
    except SpecError as error:
        print(error, file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        print(f"{error}; generating needs {NEEDS}", file=sys.stderr)
        return 2
    for name in changed:
        print(f"{name}: is not what its description gives", file=sys.stderr)
    return 1 if changed else 0


def api_name(text: str) -> str:
    """Take the name of a directory for `argparse`; nothing that leads out of its parent."""
    if not re.fullmatch(r"[a-z0-9_]+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no name of small letters, digits and _")
    return text


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Generate the clients from their descriptions.")
    parser.add_argument("--check", action="store_true", help="change nothing, name what differs")
    parser.add_argument("--guard", action="store_true", help="show what moved in the generator")
    parser.add_argument("api", nargs="*", type=api_name, help="names of APIs; all when left out")
    return parser.parse_args(arguments)


def _one(specs: Path, target: Path, only_check: bool) -> list[str]:
    if only_check:
        return check(specs, target)
    generate(specs, target)
    print(target)
    return []
