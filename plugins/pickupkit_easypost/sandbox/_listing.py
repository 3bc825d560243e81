"""EasyPost's list: newest first, pages by id.

Recorded: ``before_id``, ``page_size`` with 20 as default, ``has_more``. Documented and played so:
``after_id``, the date filters (inclusive here), 100 as the most. Ours: what wrong values get, and
no window of a month around a single date.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ._errors import error
from ._records import Record
from ._request import moment


def page(records: Iterable[Record], query: Mapping[str, str]) -> dict[str, Any]:
    """Give one page of ``records``, which come oldest first."""
    size = _size(query.get("page_size", "20"))
    earliest = moment(query.get("start_datetime") or "0001-01-01")
    latest = moment(query.get("end_datetime") or "9999-12-31")
    newest_first = [each for each in records if earliest <= _created(each) <= latest][::-1]
    if "before_id" in query and "after_id" in query:
        raise error("PICKUP.REQUEST.INVALID", "Give either before_id or after_id.")
    if "after_id" in query:
        newer = newest_first[: _place(newest_first, query["after_id"])]
        return _answer(newer[-size:], more=len(newer) > size)
    start = _place(newest_first, query["before_id"]) + 1 if "before_id" in query else 0
    older = newest_first[start:]
    return _answer(older[:size], more=len(older) > size)


def _answer(records: Iterable[Record], *, more: bool) -> dict[str, Any]:
    return {"pickups": [record.body for record in records], "has_more": more}


def _size(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= 100):
        raise error("PICKUP.REQUEST.INVALID", "page_size must be 1 to 100.")
    return int(text)


def _created(record: Record) -> datetime:
    return record.created.replace(microsecond=0)


def _place(records: Sequence[Record], pickup: str) -> int:
    for place, record in enumerate(records):
        if record.body["id"] == pickup:
            return place
    raise error("NOT_FOUND")
