"""The pickups that this Sendcloud holds, and how they move on.

Documented: the statuses and their meaning, and what follows which answer to a cancel. Ours: that
reading moves a pickup on. A new one is ``ANNOUNCING``; the first read, alone or in a list, finds
that the carrier has meanwhile answered, so that a caller who polls sees every step without waiting.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

from attrs import define

from pickupkit.plugin.sandbox import Booking, Event, World, stamp

from ._carriers import CARRIERS
from ._rules import moment

CONTRACT: Final = 10
_LISTED: Final = (
    "id", "time_slots", "country", "carrier_code", "tracking_number", "status", "created_at",
    "cancelled_at", "contract_id",
)  # fmt: skip
_UPS_ONLY: Final = ("floor", "room", "is_alternate_address", "is_residential")
_TOTALS: Final = ("quantity", "total_weight")
_SPARSE: Final = ("time_slots", "special_instructions", "tracking_number", "status", "created_at")
# What a read finds for a cancel that Support works on by hand.
_BY_HAND: Final = {
    "202": "CANCELLED",
    "202-failed": "CANCELLATION_FAILED",
    "202-rejected": "CANCELLATION_REJECTED",
}


@define
class Record:
    """One pickup: ``body`` is the answer as it now stands, the rest is ours.

    ``flat`` is what API v2 took and gives back, and API v3 does not show; ``total`` is the item
    that API v2 shows where API v3 took totals without items, and gives none back.
    """

    owner: str
    plan: Mapping[str, str]
    body: dict[str, Any]
    reads: int = 0
    asked_to_cancel: str = ""
    flat: Mapping[str, Any] = {}
    total: Mapping[str, Any] = {}

    @property
    def number(self) -> int:
        """Its id."""
        return int(self.body["id"])

    def read(self, world: World) -> dict[str, Any]:
        """Let time pass, then give the answer to a read."""
        self.reads += 1
        status = self.body["status"]
        if status == "ANNOUNCING" and self.reads > (self.plan.get("announce") == "slow"):
            self._announced(world)
        elif status == "CANCELLATION_REQUESTED":
            self._cancelled(world, _BY_HAND[self.asked_to_cancel])
        return self.body

    def cancel(self, world: World) -> int:
        """Answer a cancel: the HTTP status; the pickup's own status tells the rest."""
        if self.body["status"] == "ANNOUNCING":
            self._announced(world)
        how = self.plan.get("cancel", CARRIERS[self.body["carrier_code"]].cancel)
        if self.body["status"] != "CREATED" or self._started(world.now()):
            return 409
        self.asked_to_cancel = how.removesuffix("-data")
        if self.asked_to_cancel in _BY_HAND:
            self.body["status"] = "CANCELLATION_REQUESTED"
        elif self.asked_to_cancel == "409-failed":
            self.body["status"] = "FAILED"
        elif self.asked_to_cancel == "200":
            self._cancelled(world, "CANCELLED")
        return int(how[:3])

    @property
    def created_answer(self) -> dict[str, Any]:
        """The answer to create; as poor as FedEx's documented one, if the plan says so."""
        if self.plan.get("answer") != "sparse":
            return self.body
        return {name: value for name, value in self.body.items() if name not in _SPARSE}

    @property
    def listed(self) -> dict[str, Any]:
        """The pickup as a list shows it."""
        whole = self.body | {"country": self.body["address"]["country_code"]}
        return {name: whole[name] for name in _LISTED}

    def event(self, kind: Literal["booked", "cancelled"]) -> Event:
        """Tell what has happened to it."""
        return Event(kind, "sendcloud", str(self.body["id"]), self.body["reference"])

    def line(self) -> Booking:
        """Tell the record in our own words, without moving it on."""
        body = self.body
        return {
            "id": str(body["id"]),
            "carrier": body["carrier_code"],
            "status": body["status"],
            "reference": body["reference"],
            "booked": self.plan.get("announce") != "failed",
            "cancelled": body["status"] == "CANCELLED",
            "confirmation": body["tracking_number"] or None,
            "created_at": body["created_at"],
        }

    def _announced(self, world: World) -> None:
        if self.plan.get("announce") == "failed":
            self.body["status"] = "FAILED"
            return
        number = CARRIERS[self.body["carrier_code"]].tracking + world.digits(9)
        self.body |= {"status": "CREATED", "tracking_number": number}

    def _cancelled(self, world: World, status: str) -> None:
        self.body["status"] = status
        if status == "CANCELLED":
            self.body["cancelled_at"] = stamp(world.now(), "microseconds")
            world.record(self.event("cancelled"))

    def _started(self, now: datetime) -> bool:
        starts = [moment(slot["start_at"]) for slot in self.body["time_slots"]]
        return any(start is not None and start <= now for start in starts)


def new_record(
    world: World, owner: str, number: int, request: dict[str, Any], plan: Mapping[str, str]
) -> Record:
    """Make the pickup that a request asks for; quantities at the top level are not given back."""
    carrier = CARRIERS[request["carrier_code"]]
    address = {key: value for key, value in request["address"].items() if key not in _UPS_ONLY}
    body: dict[str, Any] = {
        "id": number,
        "carrier_code": request["carrier_code"],
        "address": address,
        **{name: request[name] for name in ("items", "time_slots") if name in request},
        "reference": request.get("reference", ""),
        "special_instructions": request.get("special_instructions", ""),
        **{name: request[name] for name in carrier.returned if name in request},
        "tracking_number": "",
        "status": "ANNOUNCING",
        "created_at": stamp(world.now(), "microseconds"),
        "cancelled_at": None,
        "contract_id": request.get("contract_id") or CONTRACT,
    }
    total = {} if "items" in request else {name: request[name] for name in _TOTALS}
    return Record(owner=owner, plan=plan, body=body, total=total)
