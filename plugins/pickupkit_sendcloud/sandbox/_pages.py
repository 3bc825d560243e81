"""Pages by an opaque cursor.

Documented: base64 of ``p=...`` or ``r=1&p=...``, and of ``o=...`` for orders; the header ``Link``
with ``prev`` before ``next``; sizes 1 to 100 (orders: 200); the 404 for a bad cursor (at orders).
Ours: newest first, 100 by default, and that a size which was asked for is repeated in the links.
"""

from base64 import b64decode, b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar
from urllib.parse import parse_qs, urlencode

from attrs import frozen

from pickupkit.plugin.sandbox import RefusedError, Request

from ._errors import error

T = TypeVar("T")
_DEFAULT: Final = 100
_DIGITS: Final = 9


@frozen
class Page:
    """One page and the cursors beside it."""

    items: Sequence[Any]
    previous: str | None
    next: str | None


def cut(
    every: Sequence[T],
    number: Callable[[T], int],
    size: int,
    cursor: str | None,
    wrong: RefusedError | None = None,
) -> Page:
    """Cut the page that a cursor asks for out of ``every``, whose numbers fall."""
    backwards, pivot = _read(cursor, "p", wrong)
    if pivot is None:
        shown = every[:size]
    elif backwards:
        end = bisect_left(every, -pivot, key=lambda each: -number(each))
        shown = every[max(0, end - size) : end]
    else:
        start = bisect_right(every, -pivot, key=lambda each: -number(each))
        shown = every[start : start + size]
    if not shown:
        return Page(shown, None, None)
    first, last = number(shown[0]), number(shown[-1])
    return Page(
        shown,
        _cursor(f"r=1&p={first}") if first != number(every[0]) else None,
        _cursor(f"p={last}") if last != number(every[-1]) else None,
    )


def cut_by_place(every: Sequence[T], size: int, cursor: str | None) -> Page:
    """Cut a page out of what stands in any order: the cursor tells the place."""
    _, place = _read(cursor, "o")
    start = place or 0
    end = start + size
    return Page(
        every[start:end],
        _cursor(f"o={max(0, start - size)}") if start else None,
        _cursor(f"o={end}") if end < len(every) else None,
    )


def link(page: Page, request: Request, path: str) -> dict[str, str]:
    """Give the header; its URLs hold wherever the application is mounted."""
    parts = [
        f'<{url(request, path, cursor)}>; rel="{name}"'
        for name, cursor in (("prev", page.previous), ("next", page.next))
        if cursor is not None
    ]
    return {"Link": ", ".join(parts)} if parts else {}


def url(request: Request, path: str, cursor: str) -> str:
    """Give the URL of a neighbouring page."""
    # Not `base_url`: within a mount that is the root of the outermost application.
    root = request.scope.get("root_path", "")
    query = {"cursor": cursor, **{k: v for k, v in request.query_params.items() if k != "cursor"}}
    return str(request.url.replace(path=f"{root}{path}", query=urlencode(query)))


def size_of(
    request: Request, name: str, most: int | None, refused: Callable[[str], RefusedError]
) -> int:
    """Read how many items a page is to have."""
    text = request.query_params.get(name)
    if text is None:
        return _DEFAULT
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0
    if not 1 <= number <= (most or number):
        raise refused(f"{name} must be 1 to {most or 'any number'}.")
    return number


def _cursor(content: str) -> str:
    return b64encode(content.encode()).decode()


def _read(
    cursor: str | None, key: str, wrong: RefusedError | None = None
) -> tuple[bool, int | None]:
    if not cursor:
        return False, None
    try:
        content = parse_qs(b64decode(cursor, validate=True).decode(), strict_parsing=True)
        return content.get("r") == ["1"], int(content[key][0])
    except (ValueError, KeyError):
        raise wrong or error(404, "not_found", "Invalid cursor") from None
