"""Follow a listing to its end, and nowhere else."""

import re
from urllib.parse import parse_qs, urljoin, urlsplit

from ._reading import Unreadable

_LINK = re.compile(r'<([^<>]*)>((?:[^",<]|"[^"]*"?)*)')
_REL = re.compile(r';\s*rel\s*=\s*"?([^";]*)"?', re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


class Trail:
    """The cursors seen so far; one that comes again would never end."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def step(self, cursor: str) -> str:
        """Go on to ``cursor``, once."""
        if cursor in self._seen:
            raise Unreadable("the listing goes round in a circle: a cursor came twice")
        self._seen.add(cursor)
        return cursor


def next_cursor(link: str | None, base_url: str, name: str = "cursor") -> str | None:
    """Take the cursor from a ``Link`` header's ``next``; only the cursor is ever used.

    A link to another scheme, host or port than ours, or one without a cursor, is refused. ``None``
    means the last page.
    """
    for target, attributes in _LINK.findall(link or ""):
        rel = _REL.search(attributes)
        if rel and "next" in rel.group(1).lower().split():
            return _cursor(_joined(base_url, target), base_url, name)
    return None


def _joined(base_url: str, target: str) -> str:
    try:
        return urljoin(base_url, target)
    except ValueError:
        raise Unreadable("the link to the next page is no URL") from None


def _cursor(url: str, base_url: str, name: str) -> str:
    if _origin(url) != _origin(base_url):
        raise Unreadable("the link to the next page leads to another host")
    found = parse_qs(urlsplit(url).query).get(name, [])
    if len(found) != 1:
        raise Unreadable(f"the link to the next page has no {name}")
    return found[0]


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        raise Unreadable("the link to the next page is no URL") from None
    if parts.username is not None or parts.password is not None:
        raise Unreadable("the link to the next page carries credentials")
    return parts.scheme, parts.hostname, port
