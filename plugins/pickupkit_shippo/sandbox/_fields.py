"""Checking a request field by field, all at once, with Shippo's flat answer.

Recorded: one flat object for all faults, address fields without prefix, email demanded, the text
for a time that is not in the future. Documented: the fields, the two enums, the lengths, phone and
instructions for ``Other`` demanded. Ours: all other texts, and that times need a zone.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

MISSING: Final = "This field is required."
_NO_MOMENT: Final = "This is not a date and time with a zone."

LOCATIONS: Final = (
    "Back Door", "Ring Bell", "Front Door", "Knock on Door", "In/At Mailbox", "Mail Room",
    "Office", "Other", "Reception", "Security Deck", "Shipping Dock", "Side Door",
)  # fmt: skip
BUILDINGS: Final = ("apartment", "building", "department", "floor", "room", "suite")

Faults = dict[str, list[str]]
Check = Callable[[Any], str | None]


def longest(most: int) -> Check:
    """Check a text that is not blank and not longer."""

    def check(value: Any) -> str | None:
        if not isinstance(value, str):
            return "Not a valid string."
        return (
            f"Ensure this field has no more than {most} characters." if len(value) > most else None
        )

    return check


def one_of(choices: tuple[str, ...]) -> Check:
    """Check an exact spelling."""
    return lambda value: None if value in choices else f'"{value}" is not a valid choice.'


def _ids(value: Any) -> str | None:
    right = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
    return None if right else "Expected a list of object ids."


_LONG: Final = 10_000  # ours: no limit is documented
_TEXT: Final = longest(_LONG)
_STREET: Final = longest(35)
_REQUIRED: Final[dict[str, Check]] = {
    "carrier_account": _TEXT,
    "transactions": _ids,
    "requested_start_time": _TEXT,
    "requested_end_time": _TEXT,
}
_SPOT_REQUIRED: Final[dict[str, Check]] = {"building_location_type": one_of(LOCATIONS)}
_SPOT: Final[dict[str, Check]] = {"building_type": one_of(BUILDINGS), "instructions": _TEXT}
_ADDRESS_REQUIRED: Final[dict[str, Check]] = {
    "name": _TEXT, "street1": _STREET, "city": _TEXT, "state": _TEXT, "zip": _TEXT,
    "country": _TEXT, "email": _TEXT, "phone": _TEXT,
}  # fmt: skip
_ADDRESS: Final[dict[str, Check]] = {"company": _TEXT, "street2": _STREET, "street3": _STREET}


def faults(body: Mapping[str, Any], now: datetime) -> Faults:
    """Find every fault of a request at once."""
    found = _check(body, _REQUIRED, {"metadata": longest(100)})
    location = body.get("location")
    if isinstance(location, dict):
        found |= _location(location)
    else:
        found["location"] = [MISSING]
    for field in ("requested_start_time", "requested_end_time"):
        if field not in found and (text := _untimely(field, body[field], now)):
            found[field] = [text]
    return found | _order(body, found)


def moment(value: str) -> datetime | None:
    """Read a time with zone; ``None`` when it is none."""
    try:
        read = datetime.fromisoformat(value)
        return read.astimezone(UTC) if read.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _check(
    values: Mapping[str, Any], required: Mapping[str, Check], optional: Mapping[str, Check]
) -> Faults:
    found = {name: [MISSING] for name in required if values.get(name) in (None, "", [])}
    for name, check in {**required, **optional}.items():
        given = name not in found and values.get(name) not in (None, "")
        if given and (text := check(values[name])):
            found[name] = [text]
    return found


def _location(location: Mapping[str, Any]) -> Faults:
    found = _check(location, _SPOT_REQUIRED, _SPOT)
    if location.get("building_location_type") == "Other" and not location.get("instructions"):
        found["instructions"] = [MISSING]
    address = location.get("address")
    if not isinstance(address, dict):
        return found | {"address": [MISSING]}
    return found | _check(address, _ADDRESS_REQUIRED, _ADDRESS)


def _untimely(field: str, value: str, now: datetime) -> str | None:
    read = moment(value)
    if read is None:
        return _NO_MOMENT
    return None if read > now else f"{field} is not a future date."


def _order(body: Mapping[str, Any], found: Faults) -> Faults:
    if "requested_start_time" in found or "requested_end_time" in found:
        return {}
    start, end = moment(body["requested_start_time"]), moment(body["requested_end_time"])
    late = start is not None and end is not None and end <= start
    return {"requested_end_time": ["requested_end_time is not after the start."]} if late else {}
