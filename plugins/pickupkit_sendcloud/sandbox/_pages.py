"""Pages by an opaque cursor, told in the ``Link`` header.

Documented: the header, ``prev`` before ``next``, base64 of ``p=...`` or ``r=1&p=...``, sizes 1 to
100, the 404 for a bad cursor (at another resource). Ours: newest first, 100 by default, and that a
``page_size`` which was asked for is repeated in the links.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qs, urlencode

from attrs import frozen

from pickupkit.plugin.sandbox import Request

from ._errors import error
from ._records import Record

_MOST = 100


@frozen
class Page:
    """One page, newest first, and the cursors beside it."""

    records: Sequence[Record]
    previous: str | None
    next: str | None


def cut(records: Iterable[Record], request: Request) -> Page:
    """Cut the page that a request asks for out of ``records``, which come oldest first."""
    size = _size(request.query_params.get("page_size"))
    every = list(records)[::-1]
    backwards, pivot = _read(request.query_params.get("cursor"))
    if pivot is None:
        shown = every[:size]
    elif backwards:
        shown = [record for record in every if _id(record) > pivot][-size:]
    else:
        shown = [record for record in every if _id(record) < pivot][:size]
    if not shown:
        return Page(shown, None, None)
    first, last = _id(shown[0]), _id(shown[-1])
    return Page(
        shown,
        _cursor(f"r=1&p={first}") if first != _id(every[0]) else None,
        _cursor(f"p={last}") if last != _id(every[-1]) else None,
    )


def link(page: Page, request: Request, path: str) -> dict[str, str]:
    """Give the header; its URLs hold wherever the application is mounted."""
    parts = [
        f'<{_url(request, path, cursor)}>; rel="{name}"'
        for name, cursor in (("prev", page.previous), ("next", page.next))
        if cursor is not None
    ]
    return {"Link": ", ".join(parts)} if parts else {}


def _url(request: Request, path: str, cursor: str) -> str:
    # Not `base_url`: within a mount that is the root of the outermost application.
    root = request.scope.get("root_path", "")
    query = {"cursor": cursor}
    if "page_size" in request.query_params:
        query["page_size"] = request.query_params["page_size"]
    return str(request.url.replace(path=f"{root}{path}", query=urlencode(query)))


def _size(text: str | None) -> int:
    if text is None:
        return _MOST
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST):
        source = {"parameter": "page_size"}
        raise error(400, "invalid", "page_size must be 1 to 100.", source=source)
    return int(text)


def _id(record: Record) -> int:
    return int(record.body["id"])


def _cursor(content: str) -> str:
    return b64encode(content.encode()).decode()


def _read(cursor: str | None) -> tuple[bool, int | None]:
    if not cursor:
        return False, None
    try:
        content = parse_qs(b64decode(cursor, validate=True).decode(), strict_parsing=True)
        return content.get("r") == ["1"], int(content["p"][0])
    except (ValueError, KeyError):
        raise error(404, "not_found", "Invalid cursor") from None
