"""Answers by script: which request gets which answer."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from attrs import field, frozen

from pickupkit.calls import Answer
from pickupkit.transport import Send

_SEPARATE = "?"


@frozen
class Reply:
    """One request and its answer.

    ``path`` is relative to the connection's base URL. A query in it has to be among the request's;
    without one, any query fits. ``says`` is a text that the resulting error must repeat.
    """

    method: str
    path: str
    answer: Answer = field(repr=False)
    says: str = ""

    def fits(self, method: str, path: str) -> bool:
        """Whether this is the answer to a request."""
        mine, theirs = urlsplit(self.path), urlsplit(path)
        asked = parse_qsl(theirs.query, keep_blank_values=True)
        wanted = parse_qsl(mine.query, keep_blank_values=True)
        return (
            method == self.method
            and mine.path == theirs.path
            and all(pair in asked for pair in wanted)
        )

    @property
    def weight(self) -> int:
        """How closely it names its request; the closest one answers."""
        return len(parse_qsl(urlsplit(self.path).query))


def reply(
    method: str,
    path: str,
    status: int = 200,
    body: Any = None,
    *,
    headers: Mapping[str, str] | None = None,
    says: str = "",
) -> Reply:
    """Make a `Reply`: ``body`` is JSON to be, bytes as they are, or ``None`` for an empty one."""
    content = (
        body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    )
    told = {"content-type": "application/json", **(headers or {})}
    return Reply(
        method, path, Answer(status, {k.lower(): v for k, v in told.items()}, content), says
    )


class Script:
    """A vendor that answers from a table; replies to the same request come in turn."""

    def __init__(self, replies: Sequence[Reply], bases: Iterable[str]) -> None:
        self._replies = replies
        self._bases = sorted(bases, key=len, reverse=True)
        self.played: list[Reply] = []

    def __call__(self, send: Send) -> Answer:
        """Give the answer; a request that is not in the table is a 404, as at a real server."""
        path = relative(send.url, self._bases)
        found = [reply for reply in self._replies if reply.fits(send.method, path)]
        if not found:
            return Answer(404, {"content-type": "application/json"}, b"{}")
        closest = max(reply.weight for reply in found)
        alike = [reply for reply in found if reply.weight == closest]
        fresh = [reply for reply in alike if reply not in self.played]
        self.played.append((fresh or alike[-1:])[0])
        return self.played[-1].answer


def relative(url: str, bases: Iterable[str]) -> str:
    """Give a URL without the base that it begins with."""
    for base in bases:
        if url.startswith(base):
            return url.removeprefix(base)
    return url
