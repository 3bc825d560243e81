"""The pickups that this EasyPost holds, and the quotes that its carriers make."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from attrs import define

from pickupkit.plugin.sandbox import Booking, Event, World, stamp

from ._request import TEXTS, Wanted

# Carrier, service and price: USPS as recorded, UPS as documented (prices there vary by place).
RATES: Final = (("USPS", "NextDay", "0.00"), ("UPS", "Future-day Pickup", "10.52"))
_TOO_LATE: Final = (
    "The Date you supplied occurs in the past or did not meet the 2:00 am (CST) cutoff for today."
)
_BROKEN: Final = (
    "An unexpected system error has occurred. "
    "Please try again later or contact the System Administrator.  "
)
_ABROAD: Final = "Pickups are offered in the United States only."  # ours
_CUTOFF_ZONE: Final = ZoneInfo("America/Chicago")

# Ours: the address behind an id that this sandbox has never given out.
_STORED: Final = {
    "name": "Dock Four",
    "street1": "100 Example Ave",
    "city": "Springfield",
    "state": "IL",
    "zip": "62701",
    "country": "US",
    "phone": "2175550100",
    "email": "dock@example.com",
}


@define
class Record:
    """One pickup: ``body`` is the answer as it now stands, the rest is ours."""

    owner: str
    plan: Mapping[str, str]
    created: datetime
    updated: datetime
    body: dict[str, Any]
    carrier: str = ""
    buying: bool = False

    def touch(self, now: datetime, **changes: Any) -> None:
        """Change the body; ``updated_at``, which has no fraction, moves by a second at least."""
        self.updated = max(now, self.updated + timedelta(seconds=1))
        self.body |= {"updated_at": stamp(self.updated)} | changes

    def event(self, kind: Literal["booked", "cancelled"]) -> Event:
        """Tell what has happened to it."""
        return Event(kind, "easypost", self.body["id"], self.body["reference"] or "")

    def line(self) -> Booking:
        """Tell the record in our own words."""
        body = self.body
        return {
            "id": body["id"],
            "carrier": self.carrier,
            "status": body["status"],
            "reference": body["reference"] or "",
            "booked": body["confirmation"] is not None,
            "cancelled": body["status"] == "canceled",
            "confirmation": body["confirmation"],
            "created_at": body["created_at"],
        }


def new_record(world: World, owner: str, wanted: Wanted, address: dict[str, Any]) -> Record:
    """Make an unbought pickup without rates; all sixteen keys are there from the start."""
    now = world.now()
    body = {
        "id": f"pickup_{world.hex()}",
        "object": "Pickup",
        "created_at": stamp(now),
        "updated_at": stamp(now),
        "mode": "test",
        "status": "unknown",
        "reference": wanted.reference,
        "min_datetime": stamp(wanted.start),
        "max_datetime": stamp(wanted.end),
        "is_account_address": wanted.is_account_address,
        "instructions": wanted.instructions,
        "messages": [],
        "confirmation": None,
        "address": address,
        # The form of an entry is not established; empty means all.
        "carrier_accounts": [{"id": account} for account in wanted.carrier_accounts],
        "pickup_rates": [],
    }
    return Record(owner=owner, plan=wanted.plan, created=now, updated=now, body=body)


def new_address(world: World, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Make the address of an answer: phone as digits, country US when missing, dates in +00:00."""
    given = wanted if "id" not in wanted else _STORED
    at = stamp(world.now()).replace("Z", "+00:00")
    texts = {name: given.get(name) for name in TEXTS}
    texts["country"] = texts["country"] or "US"
    if texts["phone"] is not None:
        texts["phone"] = re.sub(r"\D", "", texts["phone"])
    return {
        "id": wanted.get("id") or f"adr_{world.hex()}",
        "object": "Address",
        "created_at": at,
        "updated_at": at,
        **texts,
        "mode": "test",
        "carrier_facility": None,
        "residential": None,
        "federal_tax_id": None,
        "state_tax_id": None,
        "verifications": {},
    }


def quote(world: World, wanted: Wanted, record: Record) -> list[dict[str, Any]]:
    """Let the carriers quote into the record; give their refusals, which are stored nowhere."""
    carriers = {_carrier(account) for account in wanted.carrier_accounts} or {"USPS", "UPS"}
    reason = _refusal(world.now(), wanted, record.body["address"]["country"])
    mixed = wanted.plan.get("rates") == "mixed"
    record.body["pickup_rates"] = [
        _rate(world, record.body["id"], *rate)
        for rate in RATES
        if rate[0] in carriers and (reason is None or (mixed and rate[0] != "USPS"))
    ]
    if reason is None:
        return []
    account = next(iter(wanted.carrier_accounts), f"ca_{world.hex()}")
    refused = "USPS" if "USPS" in carriers else "UPS"
    return [_message(refused, account, reason)]


def confirmation(world: World, carrier: str, taken: Iterable[str | None]) -> str:
    """Give the carrier's number: unique at USPS, always the same at UPS in test mode."""
    if carrier == "UPS":
        return "2929602E9CP"
    number = f"WTC{world.digits(8)}"
    return number if number not in set(taken) else confirmation(world, carrier, taken)


def _carrier(account: str) -> str:
    return "UPS" if account.startswith("ca_ups") else "USPS"


def _refusal(now: datetime, wanted: Wanted, country: str) -> str | None:
    cutoff = datetime.combine(wanted.start.date(), time(2), _CUTOFF_ZONE)
    if wanted.plan.get("rates") in ("none", "mixed"):
        return _BROKEN
    if country != "US":
        return _ABROAD
    return _TOO_LATE if now >= cutoff else None


def _message(carrier: str, account: str, text: str) -> dict[str, Any]:
    return {
        "carrier": carrier,
        "carrier_account_id": account,
        "type": "rate_error",
        "message": text,
    }


def _rate(world: World, pickup: str, carrier: str, service: str, price: str) -> dict[str, Any]:
    now = stamp(world.now())
    return {
        "mode": "test",
        "service": service,
        "rate": price,
        "currency": "USD",
        "created_at": now,
        "updated_at": now,
        "carrier": carrier,
        "pickup_id": pickup,
        "id": f"pickuprate_{world.hex()}",
        "object": "PickupRate",
    }
