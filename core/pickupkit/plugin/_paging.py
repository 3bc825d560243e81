"""Follow a listing to its end, and nowhere else."""

import re
from urllib.parse import parse_qs, urljoin, urlsplit

from ._reading import Unreadable

_LINK = re.compile(r'<([^<>]*)>((?:[^",<]|"[^"]*"?)*)')
_PARAMETER = re.compile(
    r""";\s*(?P<name>[^\s=;,"]+)\s*=\s*(?:"(?P<text>[^"]*)"?|'(?P<single>[^']*)'|(?P<bare>[^\s";,]*))"""
)
_NEXT = re.compile(r"\brel\b[^;<]{0,200}?(?<![\w/.#-])next(?![\w/.-])", re.IGNORECASE)
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

    A link to another scheme, host or port than ours, or one without a cursor, is refused, and so is
    a header that speaks of a ``next`` which cannot be read. ``None`` means the last page.
    """
    for target, attributes in _LINK.findall(link or ""):
        if "next" in _relations(attributes):
            return _cursor(_joined(base_url, target), base_url, name)
    if _NEXT.search(_LINK.sub(_besides, link or "")):
        raise Unreadable("the link to the next page cannot be read")
    return None


def _besides(link: re.Match[str]) -> str:
    """Give what a link says of its relation, without its URL, its title and the like."""
    return _PARAMETER.sub(lambda each: each[0] if each["name"].lower() == "rel" else "", link[2])


def _relations(attributes: str) -> list[str]:
    for found in _PARAMETER.finditer(attributes):
        if found["name"].lower() == "rel":
            return str(found["text"] or found["single"] or found["bare"] or "").lower().split()
    return []


def cursor_in(url: object, base_url: str, name: str = "cursor") -> str | None:
    """Take the cursor from the URL of the next page in a body, as `next_cursor` does.

    ``None`` and empty text mean the last page.
    """
    if url is None or url == "":
        return None
    if not isinstance(url, str):
        raise Unreadable("the link to the next page is no URL")
    return _cursor(_joined(base_url, url), base_url, name)


def _joined(base_url: str, target: str) -> str:
    try:
        return urljoin(base_url, target)
    except ValueError:
        raise Unreadable("the link to the next page is no URL") from None


def _cursor(url: str, base_url: str, name: str) -> str:
    if _origin(url) != _origin(base_url):
        raise Unreadable("the link to the next page leads to another host")
    # It goes back byte for byte, whatever its bytes mean.
    found = parse_qs(urlsplit(url).query, errors="surrogateescape").get(name, [])
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
