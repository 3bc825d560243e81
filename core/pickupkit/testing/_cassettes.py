"""Cassettes in vcrpy's YAML: read, matched and turned into replies, without vcrpy."""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from attrs import define, field, frozen

from pickupkit.calls import Answer
from pickupkit.plugin import OPERATIONS
from pickupkit.transport import Send

from ._masking import hide
from ._reply import Reply, relative
from ._session import NotRecordedError

NAMED: Final = tuple(name for name in OPERATIONS if name != "reconcile")
"""What a cassette may be named by; a lost answer, with which reconcile begins, is in none."""

_NOT_KEPT = {"content-length", "transfer-encoding"}


@frozen
class Exchange:
    """One request and its answer, as they were recorded; headers in lower case."""

    method: str
    url: str
    asked: Mapping[str, str]
    body: str
    answer: Answer

    @property
    def said(self) -> str:
        """Name it; the query is left out, as nothing filters what is printed."""
        return f"{self.method} {self.url.partition('?')[0]}"


@define(slots=False)
class Cassette:
    """A file of recorded exchanges; ``name`` is its path in the folder, with slashes."""

    name: str
    text: str = field(repr=False)

    @property
    def operation(self) -> str:
        """The operation that it is named by; one in a folder of its own is another account's."""
        stem = self.name.removesuffix(".yaml")
        return stem if stem in NAMED else ""

    @cached_property
    def exchanges(self) -> tuple[Exchange, ...]:
        """What was recorded, in turn; ValueError with the file's name where it is no cassette."""
        yaml = import_module("yaml")
        # The same loader in C, many times as fast, where PyYAML was built with it.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            return tuple(map(_exchange, yaml.load(self.text, Loader=loader)["interactions"]))
        except (yaml.YAMLError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise ValueError(f"{self.name} is no cassette: {type(error).__name__}") from error


def folder(path: Path) -> tuple[Cassette, ...]:
    """Read a folder of cassettes; one that holds none is a mistake."""
    found = sorted(path.rglob("*.yaml"))
    if not found:
        raise FileNotFoundError(f"no cassette is in {path.name}")
    return tuple(_read(each, each.relative_to(path).as_posix()) for each in found)


def _read(path: Path, name: str) -> Cassette:
    try:
        return Cassette(name, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError(f"{name} is no cassette: it is not UTF-8") from error


def cassette(path: str | Path, base: str) -> list[Reply]:
    """Read a recording in vcrpy's YAML as replies; ``base`` is the connection's base URL.

    Needs PyYAML, which comes with vcrpy.
    """
    return list(replies_of(_read(Path(path), Path(path).name), (base,)))


def replies_of(cassette: Cassette, bases: Sequence[str]) -> tuple[Reply, ...]:
    """Give what was recorded as replies."""
    longest = sorted(bases, key=len, reverse=True)
    return tuple(
        Reply(each.method, relative(each.url, longest), each.answer) for each in cassette.exchanges
    )


def _exchange(played: Mapping[str, Any]) -> Exchange:
    asked, told = played["request"], played["response"]
    headers = {n: v for n, v in _headers(told).items() if n not in _NOT_KEPT}
    answer = Answer(told["status"]["code"], headers, _bytes(told["body"].get("string")))
    body = _bytes(asked.get("body")).decode("utf-8", "replace")
    return Exchange(asked["method"], str(asked["uri"]), _headers(asked), body, answer)


def _headers(part: Mapping[str, Any]) -> dict[str, str]:
    found = (part.get("headers") or {}).items()
    return {n.lower(): v if isinstance(v, str) else ", ".join(v) for n, v in found}


def _bytes(body: object) -> bytes:
    return body if isinstance(body, bytes) else str(body or "").encode()


class Player:
    """A vendor that answers from one cassette, strictly: each exchange once, and nothing else.

    Method, URL and body have to be as recorded; JSON and queries are compared as what they say.
    ``own`` are an account's values, by the names that a recording may have in their places.
    """

    def __init__(self, cassette: Cassette, own: Mapping[str, str]) -> None:
        self._name = cassette.name
        self._own = own
        self.left = list(cassette.exchanges)

    def __call__(self, send: Send) -> Answer:
        """Give the answer that was recorded, and keep it for nobody else."""
        asked = self._key(send.method, send.url, (send.body or b"").decode("utf-8", "replace"))
        for each in self.left:
            if self._key(each.method, each.url, each.body) == asked:
                self.left.remove(each)
                return each.answer
        where = f"{send.method} {send.url.partition('?')[0]}"
        raise NotRecordedError(f"{where} is not in {self._name}, or with another query or body")

    def _key(self, method: str, url: str, body: str) -> tuple[object, ...]:
        plain, parts = hide(body, self._own), urlsplit(hide(url, self._own))
        query = sorted(parse_qsl(parts.query, keep_blank_values=True))
        return method, parts.scheme, parts.netloc.lower(), parts.path, query, _said(plain)


def _said(body: str) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return body
