"""The 201 answer, with the oddities that real ones had.

Documented or recorded: the keys, ``Knock on door``, nulls, confirmed times that are the address's
wall clock with a false ``Z``, noon to midnight, ``cancel_by_time`` at eight, `is_test` false. Ours:
the confirmed day is the requested one, other spots come back as sent, the form of a DHL code, and
that a phone always takes the form ``00...`` (seen in one of two bodies).
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from pickupkit.plugin.sandbox import World, stamp

from ._rules import Asked
from ._zones import zone_of

_ADDRESS: Final = (
    "name", "company", "street1", "street2", "city", "state", "zip", "country", "phone", "email",
)  # fmt: skip
_UNCONFIRMED: Final = {
    "confirmed_start_time": None,
    "confirmed_end_time": None,
    "cancel_by_time": None,
    "confirmation_code": None,
}


def answer(world: World, asked: Asked, status: str) -> dict[str, Any]:
    """Make the answer in a status; only ``CONFIRMED`` has times and a code."""
    confirmed = status == "CONFIRMED"
    created = stamp(world.now(), "milliseconds")
    address = asked.address
    return {
        "object_created": created,
        "object_updated": stamp(world.now(), "milliseconds"),
        "object_id": world.hex(),
        "carrier_account": asked.body["carrier_account"],
        "location": _location(world, asked.body["location"], "" if confirmed else None),
        "transactions": asked.body["transactions"],
        "requested_start_time": asked.body["requested_start_time"],
        "requested_end_time": asked.body["requested_end_time"],
        **(_confirmed(world, asked) if confirmed else _UNCONFIRMED),
        "status": status,
        "timezone": zone_of(address["country"], address["state"]).key,
        "messages": None,
        "metadata": asked.body.get("metadata") or "",
        "is_test": False,
    }


def _confirmed(world: World, asked: Asked) -> dict[str, str]:
    code = f"WTC{world.digits(9)}" if asked.carrier == "usps" else f"PRG{world.digits(12)}"
    return {
        "confirmed_start_time": f"{asked.day}T12:00:00Z",
        "confirmed_end_time": f"{asked.day}T23:59:59.999Z",
        "cancel_by_time": f"{asked.day}T08:00:00Z",
        "confirmation_code": code,
    }


def _location(world: World, location: Mapping[str, Any], blank: str | None) -> dict[str, Any]:
    spot = location["building_location_type"]
    texts = {name: location["address"].get(name) or "" for name in _ADDRESS}
    texts["phone"] = re.sub(r"\D", "", texts["phone"].replace("+", "00"))
    return {
        "instructions": location.get("instructions") or blank,
        "building_location_type": "Knock on door" if spot == "Knock on Door" else spot,
        "building_type": location.get("building_type"),
        "address": {"object_id": world.hex(), **texts},
    }
