"""Take in a new upstream description, and record where it comes from."""

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from .bundle import Load, bundle
from .documents import parsed
from .errors import SpecError, named
from .fetch import LARGEST, fetch
from .sources import recorded
from .version import demand_version

Json: TypeAlias = Any
NAMES = ("upstream.yaml", "upstream.json")


class Upstream(NamedTuple):
    """A description as it was given, before anything is written."""

    document: dict[str, Json]
    content: bytes
    url: str = ""
    path: Path | None = None


def from_file(path: Path) -> Upstream:
    """Read a file; what it refers to in files beside or below it is brought in."""
    try:
        content = path.read_bytes()
        home = path.resolve()
    except OSError as error:
        raise SpecError(f"{path}: cannot be read: {error.strerror}") from error

    def load(address: str) -> dict[str, Json] | None:
        other = Path(urlsplit(address).path)
        near = other.resolve().is_relative_to(home.parent) and other.is_file()
        return _parsed(str(other), other.read_bytes()) if near else None

    return Upstream(_read(str(path), content, home.as_uri(), load), content, path=path)


def from_url(url: str) -> Upstream:
    """Fetch a URL; what it refers to on the same host is fetched too."""
    content = fetch(url)

    def load(address: str) -> dict[str, Json] | None:
        same = urlsplit(address)[:2] == urlsplit(url)[:2]
        return _parsed(address, fetch(address)) if same else None

    return Upstream(_read(url, content, url, load), content, url)


def put(upstream: Upstream, specs: Path, *, today: date, licence: str = "") -> Path:
    """Write it as the one upstream of the API in ``specs``, and record it in ``sources.toml``.

    It is written as JSON, in the vendor's order and otherwise as it came: every reader then reads
    the same, also those that take YAML's ``no`` for false. Killed half-way, it leaves a description
    that generating refuses, as nobody recorded it; run it again.
    """
    target, facts = target_of(upstream, specs), dict[str, str]()
    if target == upstream.path:  # edited in place, only to be recorded
        content = upstream.content
    else:
        content = (json.dumps(upstream.document, indent=2, ensure_ascii=False) + "\n").encode()
        facts = _origin(upstream, licence)
    sources = specs.parent / "sources.toml"
    text = sources.read_text(encoding="utf-8") if sources.exists() else ""
    said: dict[str, str | date] = {**facts, "date": today, "sha256": sha256(content).hexdigest()}
    text = recorded(text, specs.name, said)
    specs.mkdir(parents=True, exist_ok=True)
    _replace(target, content)
    _replace(sources, text.encode())
    for name in NAMES:
        if name != target.name:
            (specs / name).unlink(missing_ok=True)
    return target


def target_of(upstream: Upstream, specs: Path) -> Path:
    """Give the file that it becomes: itself where it is in its place already."""
    own = [(specs / name).resolve() for name in NAMES]
    path = upstream.path
    return path if path and path.resolve() in own else specs / "upstream.json"


def _origin(upstream: Upstream, licence: str) -> dict[str, str]:
    given = upstream.url or f"the file {upstream.path.name if upstream.path else ''}"
    return {
        "origin": f"taken in from {given}",
        **({"vendor_url": upstream.url} if upstream.url else {}),
        "fetched_sha256": sha256(upstream.content).hexdigest(),
        "licence": licence or _licence(upstream.document),
        "faithful": "as it came; written as JSON, what it refers to brought in",
    }


def _licence(document: dict[str, Json]) -> str:
    info = document.get("info")
    found = info.get("license") if isinstance(info, dict) else None
    if not isinstance(found, dict):
        return "the file names none"
    told = [str(found[key]) for key in ("name", "identifier", "url") if found.get(key)]
    return ", ".join(dict.fromkeys(told)) or "the file names none"


def _replace(target: Path, content: bytes) -> None:
    beside = target.with_name(f".{target.name}.new")
    beside.write_bytes(content)
    beside.replace(target)


def _read(name: str, content: bytes, base: str, load: Load) -> dict[str, Json]:
    if len(content) > LARGEST:
        raise SpecError(f"{name}: larger than {LARGEST} bytes")
    document = _parsed(name, content)
    named(name, lambda: demand_version(document))
    if not isinstance(document.get("paths"), dict):
        raise SpecError(f"{name}: #/paths: there are none")
    return bundle(document, base, load)


def _parsed(name: str, content: bytes) -> dict[str, Json]:
    try:
        return parsed(content, json_text=content.lstrip()[:1] == b"{" and _is_json(content))
    except ValueError as error:
        raise SpecError(f"{name}: cannot be read: {error}") from error


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except RecursionError:
        return True  # YAML's parser in C would end the process
    except ValueError:
        return False
    return True
