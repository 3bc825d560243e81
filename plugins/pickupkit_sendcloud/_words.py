"""Words and kinds that both generations of the API share."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from pickupkit.plugin import Door, InvalidRequest, Problem

LOCATIONS: Final = {
    Door.FRONT_DOOR: "front",
    Door.NONE: "none",
    Door.BACK_DOOR: "rear",
    Door.SIDE_DOOR: "side",
}
PARTS: Final = ("apartment", "building", "department", "floor", "room", "suite")
SIZES: Final = ("envelope", "small", "medium", "large", "very_large", "pallet")
SERVICES: Final = ("standard", "express", "express_saver")
STATE: Final = r"[A-Z]{2}-[A-Z0-9]{1,3}"
_ID: Final = re.compile("[1-9][0-9]{0,18}")
"""An id of 64 bits, written in one way: what is kept of a cancel is found again by it."""

_KINDS: Final[dict[str, type]] = {
    "building_part_description": str,
    "customer_account_number": str,
    "is_alternate_address": bool,
    "trading_location_id": str,
}


def misfits(extra: Mapping[str, Any], source: str) -> Iterator[Problem]:
    """Find fields of ``extra`` that are of another kind than they should be."""
    for name, value in extra.items():
        if not isinstance(value, _KINDS.get(name, object)):
            kind = "true or false" if _KINDS[name] is bool else "text"
            yield Problem(f"/extra/{name}", f"is not {kind}", source)


def utc(value: datetime) -> str:
    """Write a time in UTC: one without offset would be read in a zone that is not its own."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def number(text: str) -> int:
    """Read an id, which is a whole number here."""
    if not _ID.fullmatch(text):
        raise InvalidRequest.at("/id", f"{text[:40]!r} is no number, as Sendcloud's ids are")
    return int(text)
