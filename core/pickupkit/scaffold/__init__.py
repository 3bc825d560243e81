"""Write a new plugin: an installable package whose tests pass at once, without a network."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib.resources import files
from keyword import iskeyword
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias, TypeVar

from pickupkit.errors import ConfigError, InvalidRequest

T = TypeVar("T")
_Work: TypeAlias = Callable[[Path, Path], list[str] | None]
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,30}")
_RESERVED: Final = frozenset({"kit", "testing", "clients", "sendcloud", "shippo", "easypost"})
# What a plugin's own modules call something else by.
_USED: Final = frozenset({
    "annotations", "api", "cancel", "connect", "create", "decode", "demand", "encode", "failure",
    "frozen", "get", "hookimpl", "mapping", "moment", "operations", "page", "pickupkit_providers",
    "pickups", "read", "segment", "str", "text", "to_pickup", "window",
})  # fmt: skip
_PLACES: Final[Mapping[str, Mapping[str, str]]] = {
    "plain": {
        "pyproject": "pyproject.toml",
        "readme": "README.md",
        "package": "$package/__init__.py",
        "test": "tests/test_$name.py",
    },
    "described": {
        "pyproject": "pyproject.toml",
        "readme": "README.md",
        "package": "$package/__init__.py",
        "account": "$package/account.py",
        "operations": "$package/operations.py",
        "mapping": "$package/mapping.py",
        "others": "$package/others.py",
        "test": "tests/test_$name.py",
        "answers": "tests/answers.json",
    },
}


def write(
    name: str, folder: Path, description: Path | None = None, overlay: Path | None = None
) -> list[Path]:
    """Write the plugin ``name`` into ``folder``, which must be new; give the files written.

    With an OpenAPI ``description``, mended by ``overlay``, it has a client generated from it, and a
    typed function for each operation; that needs the packages of `pickupkit.codegen`.
    """
    _check(name, folder, description, overlay)
    words = {"name": name, "package": f"pickupkit_{name}", "title": name.replace("_", " ").title()}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Beside its place until it is whole: half a folder would be in the way of the next try.
        with TemporaryDirectory(prefix=f".{folder.name}.new-", dir=folder.parent) as workshop:
            made = Path(workshop) / folder.name
            if description is None:
                _fill("plain", words, made)
            else:
                _write_described(words, made, {"upstream": description, "overlay": overlay})
            made.rename(folder)
    except OSError as error:
        raise ConfigError(f"{folder} cannot be written: {error.strerror}") from None
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _check(name: str, folder: Path, *files: Path | None) -> None:
    if not _NAME.fullmatch(name) or iskeyword(name) or name in _RESERVED | _USED:
        raise InvalidRequest.at(
            "/name",
            f"{name!r} is no name for a plugin: lower-case letters, digits and _, not one of ours "
            "and no word that its code needs",
        )
    if folder.exists():
        raise ConfigError(f"{folder} exists already; nothing was written")
    for path in files:
        if path is not None and not path.is_file():
            raise ConfigError(f"{path} is no file")


def _fill(kind: str, words: Mapping[str, str], folder: Path) -> None:
    for part, place in _PLACES[kind].items():
        path = folder / Template(place).substitute(words)
        path.parent.mkdir(parents=True, exist_ok=True)
        source = files(__name__) / kind / f"{part}.txt"
        if not source.is_file():
            source = files(__name__) / "plain" / f"{part}.txt"
        text = Template(source.read_text(encoding="utf-8")).substitute(words)
        path.write_text(text, encoding="utf-8", newline="\n")
    (folder / words["package"] / "py.typed").touch()


def _write_described(
    words: Mapping[str, str], folder: Path, sources: Mapping[str, Path | None]
) -> None:
    """Write the client first, and then what is made from it."""
    specs = folder / "specs" / words["name"]
    specs.mkdir(parents=True)
    copies = {_copied(path, part, specs): path for part, path in sources.items() if path}
    try:
        regenerate(folder)
    except ConfigError as error:
        raise ConfigError(_renamed(str(error), copies)) from None
    document = json.loads((specs / "openapi.json").read_text(encoding="utf-8"))
    if not document.get("paths"):
        raise ConfigError(f"{sources['upstream']} describes no operation")
    from ._describe import words as described

    package = folder / words["package"]
    read = partial(described, words["name"], document, package / "client")
    told = {**words, **_done(partial(_sound, read, document, str(sources["upstream"])))}
    _fill("described", told, folder)
    if not told["rest"]:
        (package / "others.py").unlink()
    _format(folder, "tests", *(f"{package.name}/{path.name}" for path in package.glob("*.py")))


def _copied(source: Path, part: str, specs: Path) -> Path:
    suffix = ".json" if part == "upstream" and source.suffix.lower() == ".json" else ".yaml"
    return Path(shutil.copyfile(source, specs / f"{part}{suffix}"))


def _renamed(said: str, copies: Mapping[Path, Path]) -> str:
    """Name the author's own files, not the copies that are gone by now."""
    for copy, source in copies.items():
        said = said.replace(str(copy), str(source))
    return said


def _format(folder: Path, *places: str) -> None:
    """Put what was written into one form, in the folder whose package is its own."""
    ruff = [sys.executable, "-m", "ruff"]
    settings = ["--isolated", "--no-cache", "-q", "--line-length=100", *places]
    for chore in (["check", "--select=F401,I001,RUF022", "--fix-only"], ["format"]):
        subprocess.run([*ruff, *chore, *settings], cwd=folder, check=True)  # noqa: S603 - our own


def regenerate(folder: Path, *, only_check: bool = False) -> list[str]:
    """Make the client of each description in ``folder/specs`` anew; name what differs, if asked."""
    found = sorted(path.parent for path in (folder / "specs").glob("*/upstream.*"))
    if not found:
        raise ConfigError(f"{folder / 'specs'} has no <name>/upstream.yaml and no upstream.json")
    return _done(partial(_each, found, folder, only_check=only_check))


def _each(found: Iterable[Path], folder: Path, *, only_check: bool) -> list[str]:
    from pickupkit.codegen import check, generate

    work: _Work = check if only_check else generate
    places = ((specs, folder / f"pickupkit_{specs.name}" / "client") for specs in found)
    return [name for place in places for name in work(*place) or ()]


def _done(work: Callable[[], T]) -> T:
    """Do what a description may be too faulty for, or a package missing."""
    try:
        from pickupkit.codegen import SpecError

        return work()
    except ModuleNotFoundError as error:
        raise ConfigError(f"{error}; install pickupkit[generate]") from None
    except SpecError as error:
        raise ConfigError(str(error)) from None


def _sound(work: Callable[[], T], document: dict[str, Any], name: str) -> T:
    from pickupkit.codegen.errors import named
    from pickupkit.codegen.sound import sound

    return named(name, partial(sound, work, {"": document}))
