"""Run the pipeline for one API: description and overlay in, ``openapi.json`` and client out."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from . import overlay
from .derive import derive
from .documents import read, write
from .errors import SpecError, named
from .guard import TEMPLATES, guard
from .lint import lint, lint_shape
from .shape import shape
from .sound import sound
from .swap import clear, differences, recover, swap, workshop

# The default hooks follow ruff's default rules, which change, and the reader's own settings.
_RUFF = "--no-cache --isolated --no-respect-gitignore --target-version py311"
HOOKS = [
    f"ruff check {_RUFF} --select F401,I001 --fix-only .",
    f"ruff format {_RUFF} --line-length 100 .",
]
# Written always, and for an HTTP library that the clients do not know.
_UNWANTED = ("client.py", "errors.py", "types.py")
_OVERLAY = "overlay.yaml"


def derived(specs: Path) -> dict[str, Any]:
    """Give the strict description of the API in ``specs`` (``upstream.yaml``, ``overlay.yaml``)."""
    upstream = upstream_of(specs)
    document = read(upstream)
    _check_source(specs, upstream)
    return _derived(document, specs, upstream)


def formed(specs: Path, document: dict[str, Any]) -> dict[str, Any]:
    """Give the form of a strict ``document`` that the generator is fed."""
    return _formed(document, specs, upstream_of(specs))


def ready(document: dict[str, Any], specs: Path, upstream: Path) -> None:
    """Refuse what generating would, of a document that is not in its place, ``upstream``, yet."""
    _formed(_derived(document, specs, upstream), specs, upstream)


def _derived(document: dict[str, Any], specs: Path, upstream: Path) -> dict[str, Any]:
    changes = specs / _OVERLAY
    if changes.exists():
        document = overlay.apply(document, read(changes), str(changes))
    return named(_source(specs, upstream), lambda: _strict(document))


def _formed(document: dict[str, Any], specs: Path, upstream: Path) -> dict[str, Any]:
    work = partial(sound, partial(_checked_form, document), {"": document})
    return named(_source(specs, upstream), work)


def _checked_form(document: dict[str, Any]) -> dict[str, Any]:
    form = shape(document)
    lint_shape(form)
    return form


def _source(specs: Path, upstream: Path) -> str:
    """Say where a fault is that neither file has alone."""
    changed = ", with its overlay" if (specs / _OVERLAY).exists() else ""
    return f"{upstream}{changed}"


def _strict(document: dict[str, Any]) -> dict[str, Any]:
    strict = sound(lambda: derive(document), {"": document})
    sound(lambda: lint(strict), {"": strict})
    return strict


def generate(specs: Path, target: Path) -> None:
    """Write ``specs/openapi.json`` and the package ``target``, each whole or not at all."""
    guard()
    document = derived(specs)
    recover(target)
    clear(target)
    with workshop(target.parent, target.name) as place:
        swap(_client(specs, document, place, target.name), target)
        text = place / "openapi.json"
        text.write_text(write(document), encoding="utf-8", newline="\n")
        _replace(text, specs / "openapi.json")


def check(specs: Path, target: Path) -> list[str]:
    """Name the committed files that differ from what `generate` would write."""
    guard()
    document = derived(specs)
    committed = specs / "openapi.json"
    same = committed.exists() and committed.read_bytes() == write(document).encode()
    with workshop(Path(tempfile.gettempdir()), target.name) as place:
        fresh = _client(specs, document, place, target.name)
        changed = [str(target / name) for name in differences(fresh, target)]
    return [*([] if same else [str(committed)]), *changed]


def upstream_of(specs: Path) -> Path:
    """Give the file that holds the description of the API in ``specs``."""
    for name in ("upstream.yaml", "upstream.json"):
        if (specs / name).exists():
            return specs / name
    raise SpecError(f"{specs}: no upstream.yaml and no upstream.json")


def _check_source(specs: Path, upstream: Path) -> None:
    """Refuse other bytes than those that somebody read through: a description is code."""
    import tomllib

    sources = specs.parent / "sources.toml"
    if not sources.exists():
        return
    known = tomllib.loads(sources.read_text(encoding="utf-8")).get(specs.name, {}).get("sha256")
    found = sha256(upstream.read_bytes()).hexdigest()
    if known != found:
        raise SpecError(f"{upstream}: sha256 is {found}, {sources} says {known}")


def _client(specs: Path, document: dict[str, Any], place: Path, name: str) -> Path:
    """Give the finished package, in ``place``."""
    form = formed(specs, document)
    source, config, package = place / "shape.json", place / "config.json", place / name
    source.write_text(write(form), encoding="utf-8")
    config.write_text(json.dumps({"package_name_override": name, "post_hooks": HOOKS}))
    _run_generator(source, config, package)
    for unwanted in _UNWANTED:
        (package / unwanted).unlink()
    (package / "py.typed").touch()
    return package


def _run_generator(source: Path, config: Path, package: Path) -> None:
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += ["--path", str(source), "--config", str(config), "--output-path", str(package)]
    command += ["--custom-template-path", str(TEMPLATES), "--fail-on-warning"]
    tools = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)])
    environment = {**os.environ, "PATH": tools, "PYTHONUTF8": "1", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603  (our own interpreter, our own arguments)
        command, capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode != 0:
        shutil.rmtree(package, ignore_errors=True)
        raise SpecError(f"{package.name}: the generator refused:\n{done.stdout}{done.stderr}")


def _replace(fresh: Path, target: Path) -> None:
    """Rename over ``target``; through a neighbour, as the two may be in different file systems."""
    beside = target.with_name(f".{target.name}.new")
    shutil.copyfile(fresh, beside)
    beside.replace(target)
