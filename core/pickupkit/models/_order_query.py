"""Which orders to list, checked before anything is asked."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final

from attrs import field, fields, frozen

from pickupkit.errors import InvalidRequest, Problem

SORT_KEYS: Final = ("integration", "number", "created", "updated", "id")
"""What orders can be sorted by; a minus before it turns the order round."""

_ODD: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_SPANS: Final = ("created", "updated")
_MOST: Final = 10**18 - 1
"""More than any provider's numbers are; Python shows none of more than 4300 digits."""


def _listed(value: object) -> tuple[object, ...]:
    """Give the items of a list, or of text with commas; anything else is one item."""
    found = value.split(",") if isinstance(value, str) else value
    return (found,) if isinstance(found, bytes) or not isinstance(found, Iterable) else tuple(found)


def _words(value: str | Iterable[str]) -> tuple[str, ...]:
    return tuple(str(word).strip() for word in _listed(value))


def _numbers(value: int | str | Iterable[int | str]) -> tuple[object, ...]:
    return tuple(map(_number, _listed(value)))


def _number(value: object) -> object:
    """Read a number; what is none, or longer than any, stays and is refused below."""
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else value


def _day(value: date | str | None) -> date | str | None:
    try:
        return date.fromisoformat(value.strip()) if isinstance(value, str) else value
    except ValueError:
        return value  # refused below, with the other faults


def _size(value: int | str | None) -> object:
    return None if value is None else _number(value)


@frozen(kw_only=True)
class OrderQuery:
    """Which orders, in which order; what is not given does not matter.

    ``integrations`` are the provider's numbers of shops. ``number``, ``order_id`` and ``status``
    are compared whole, capitals make no difference. ``created_…`` and ``updated_…`` are days of the
    shop's times, both ends included: `date`, or text such as ``2026-11-21``. ``sort`` are keys of
    `SORT_KEYS`, the first counts most: ``("integration", "-created")``; without any, the newest
    come first. ``page_size`` is 1 to 200. A query that is not valid is an `InvalidRequest`.
    """

    integrations: tuple[int, ...] = field(default=(), converter=_numbers)
    number: str | None = None
    order_id: str | None = None
    status: str | None = None
    created_on: date | None = field(default=None, converter=_day)
    created_from: date | None = field(default=None, converter=_day)
    created_until: date | None = field(default=None, converter=_day)
    updated_on: date | None = field(default=None, converter=_day)
    updated_from: date | None = field(default=None, converter=_day)
    updated_until: date | None = field(default=None, converter=_day)
    sort: tuple[str, ...] = field(default=(), converter=_words)
    page_size: int | None = field(default=None, converter=_size)

    def __attrs_post_init__(self) -> None:
        problems = [*_of_texts(self), *_of_days(self), *_of_numbers(self), *_of_sort(self.sort)]
        if problems:
            raise InvalidRequest(problems)

    @classmethod
    def parse(cls, text: str) -> "OrderQuery":
        """Read ``key=value`` pairs with ``&`` between them: ``status=unshipped&sort=-created``."""
        known = {each.name for each in fields(cls)}
        found: dict[str, Any] = {}
        for pair in filter(None, (part.strip() for part in text.split("&"))):
            key, equals, value = (part.strip() for part in pair.partition("="))
            if not equals or key not in known or key in found:
                reason = "comes twice" if key in found else f"is none of {', '.join(sorted(known))}"
                raise InvalidRequest.at(f"/{key}", reason)
            found[key] = value
        return cls(**found)


def _of_texts(query: OrderQuery) -> Iterator[Problem]:
    for name in ("number", "order_id", "status"):
        value: object = getattr(query, name)
        if not isinstance(value, str | None):
            yield Problem(f"/{name}", "is not text")
        elif value is not None and (not value.strip() or _ODD.search(value)):
            yield Problem(f"/{name}", "is blank, or holds what cannot be printed")


def _of_days(query: OrderQuery) -> Iterator[Problem]:
    for span in _SPANS:
        days = {part: getattr(query, f"{span}_{part}") for part in ("on", "from", "until")}
        wrong = [part for part, day in days.items() if day is not None and not _is_day(day)]
        yield from (Problem(f"/{span}_{part}", "is no day such as 2026-11-21") for part in wrong)
        first, last = days["from"], days["until"]
        if not wrong and first is not None and last is not None and last < first:
            yield Problem(f"/{span}_until", f"is before {first}")


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _of_numbers(query: OrderQuery) -> Iterator[Problem]:
    for at, number in enumerate(query.integrations):
        if not _is_count(number):
            yield Problem(f"/integrations/{at}", f"is no whole number from 1 to {_MOST}")
    size = query.page_size
    if size is not None and not (_is_count(size) and size <= 200):
        yield Problem("/page_size", "is no whole number from 1 to 200")


def _is_count(value: object) -> bool:
    return type(value) is int and 1 <= value <= _MOST


def _of_sort(keys: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, word in enumerate(keys):
        key = word.removeprefix("-")
        if key not in SORT_KEYS:
            listed = ", ".join(SORT_KEYS)
            yield Problem(
                f"/sort/{at}", f"{key[:40]!r} is none of {listed}; a minus turns it round"
            )
        elif key in seen:
            yield Problem(f"/sort/{at}", f"{key} is sorted by already")
        seen.add(key)
