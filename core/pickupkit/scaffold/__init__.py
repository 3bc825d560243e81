"""Write a new plugin: an installable package whose tests pass at once, without a network."""

import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final

from pickupkit.errors import ConfigError, InvalidRequest

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,30}")
_RESERVED: Final = frozenset({"kit", "testing", "clients", "sendcloud", "shippo", "easypost"})


def write(name: str, folder: Path, description: Path | None = None) -> list[Path]:
    """Write the plugin ``name`` into ``folder``, which must be new; give the files written.

    With an OpenAPI ``description`` it has a client generated from it, and a typed function for each
    operation; that needs the packages of `pickupkit.codegen`.
    """
    _check(name, folder, description)
    words = {"name": name, "package": f"pickupkit_{name}", "title": name.replace("_", " ").title()}
    try:
        _fill("plain" if description is None else "described", words, folder)
        if description is not None:
            _describe(name, folder, description)
    except BaseException:  # a half-written folder would be in the way of the next try
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _check(name: str, folder: Path, description: Path | None) -> None:
    if not _NAME.fullmatch(name) or name in _RESERVED:
        raise InvalidRequest.at(
            "/name", f"{name!r} is no name for a plugin: lower-case letters, digits and _, not ours"
        )
    if folder.exists():
        raise ConfigError(f"{folder} exists already; nothing was written")
    if description is not None and not description.is_file():
        raise ConfigError(f"{description} is no file")


def _fill(kind: str, words: dict[str, str], folder: Path) -> None:
    package, tests = folder / words["package"], folder / "tests"
    package.mkdir(parents=True)
    tests.mkdir()
    (package / "py.typed").touch()
    places = {
        "pyproject": folder / "pyproject.toml",
        "readme": folder / "README.md",
        "package": package / "__init__.py",
        "test": tests / f"test_{words['name']}.py",
    }
    for part, path in places.items():
        source = files(__name__) / kind / f"{part}.txt"
        if not source.is_file():
            source = files(__name__) / "plain" / f"{part}.txt"
        text = Template(source.read_text(encoding="utf-8")).substitute(words)
        path.write_text(text, encoding="utf-8", newline="\n")


def _describe(name: str, folder: Path, description: Path) -> None:
    from ._stubs import stubs

    specs = folder / "specs" / name
    specs.mkdir(parents=True)
    suffix = ".json" if description.suffix == ".json" else ".yaml"
    shutil.copyfile(description, specs / f"upstream{suffix}")
    regenerate(folder)
    package = folder / f"pickupkit_{name}"
    text = stubs(name, package / "client")
    module = package / "operations.py"
    module.write_text(text, encoding="utf-8", newline="\n")
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=100", "-q"]
    subprocess.run([*command, str(module)], check=True)  # noqa: S603 - our own arguments


def regenerate(folder: Path, *, only_check: bool = False) -> list[str]:
    """Make the client of each description in ``folder/specs`` anew; name what differs, if asked."""
    found = sorted(path.parent for path in (folder / "specs").glob("*/upstream.*"))
    if not found:
        raise ConfigError(f"{folder / 'specs'} has no <name>/upstream.yaml and no upstream.json")
    try:
        from pickupkit.codegen import check, generate
    except ModuleNotFoundError as error:
        raise ConfigError(f"{error}; {_NEEDS}") from None
    changed: list[str] = []
    for specs in found:
        target = folder / f"pickupkit_{specs.name}" / "client"
        if only_check:
            changed += check(specs, target)
        else:
            _generated(generate, specs, target)
    return changed


def _generated(generate: object, specs: Path, target: Path) -> None:
    from pickupkit.codegen import SpecError

    try:
        generate(specs, target)  # type: ignore[operator]
    except SpecError as error:
        raise ConfigError(str(error)) from None
    except ModuleNotFoundError as error:
        raise ConfigError(f"{error}; {_NEEDS}") from None


_NEEDS: Final = "generating needs openapi-python-client, ruff, python-jsonpath and PyYAML"
