"""Feed an operation its answers, with no HTTP at all; and a valid request for each carrier."""

import json
from collections.abc import Awaitable
from datetime import UTC, datetime, time
from typing import Any

from attrs import define, field

from pickupkit.calls import Answer, Call, Effect, Note, Sleep, drive
from pickupkit.plugin import (
    Account,
    Address,
    Parcels,
    PickupRequest,
    Provider,
    Secret,
    Spot,
    Weight,
    Window,
)
from pickupkit_easypost import easypost
from pickupkit_sendcloud import sendcloud
from pickupkit_shippo import shippo

NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)
SETTINGS = {
    "easypost": {"api_key": Secret("EZTK_example")},
    "shippo": {"api_token": Secret("shippo_test_example")},
    "sendcloud": {"public_key": Secret("public"), "secret_key": Secret("private")},
}
PROVIDERS = {provider.name: provider for provider in (easypost, sendcloud, shippo)}


@define
class Script:
    """Answers to give in turn; an exception among them is raised where the call is awaited."""

    answers: list[Answer | Exception]
    calls: list[Call[Any]] = field(factory=list)
    facts: dict[str, str] = field(factory=dict)
    slept: list[float] = field(factory=list)

    def perform(self, effect: Effect[Any]) -> object:
        """Perform what the operation awaits."""
        if isinstance(effect, Call):
            self.calls.append(effect)
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return effect.parse(answer)
        if isinstance(effect, Note):
            self.facts |= effect.facts
        elif isinstance(effect, Sleep):
            self.slept.append(effect.seconds)
        return None

    @property
    def asked(self) -> list[str]:
        """The calls as method, path and query."""
        return [
            f"{call.method} {call.path}{'?' if call.params else ''}"
            + "&".join("=".join(pair) for pair in call.params)
            for call in self.calls
        ]

    @property
    def bodies(self) -> list[Any]:
        """The bodies as JSON."""
        return [json.loads(call.body) if call.body else None for call in self.calls]


def play(work: Awaitable[Any], *answers: Answer | Exception) -> tuple[Any, Script]:
    """Run an operation on these answers, all of them; give its result and what it asked."""
    script = Script(list(answers))
    result = drive(work, script.perform)
    assert script.answers == [], "an answer was not asked for"
    return result, script


def pages(work: Any, *answers: Answer | Exception) -> tuple[list[Any], Script]:
    """Run a listing to its end; give its pages and what it asked."""
    script, found = Script(list(answers)), []
    while (page := drive(anext(work, None), script.perform)) is not None:
        found.append(page)
    assert script.answers == [], "an answer was not asked for"
    return found, script


def ok(body: object, status: int = 200, **headers: str) -> Answer:
    """Make an answer; bytes go as they are, anything else as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, headers, content)


def account(name: str, **settings: Any) -> Account[Any]:
    """Make an account ``berlin`` at a provider."""
    provider: Provider[Any] = PROVIDERS[name]
    return Account("berlin", name, provider.settings(**{**SETTINGS[name], **settings}))


def local(start: str = "09:00", end: str | None = "12:00", tz: str = "Europe/Berlin") -> Window:
    """Make a window on a Monday."""
    return Window.local("2031-05-12", start, end, tz=tz)


def us_address(**changes: Any) -> Address:
    """Make an American address; the number is one that is never given out."""
    return Address(
        **{
            "name": "Goods Out",
            "company": "Example Books",
            "line1": "100 Example Ave",
            "postal_code": "62701",
            "city": "Springfield",
            "state": "IL",
            "country": "US",
            "phone": "+12175550100",
            "email": "dock@example.com",
            **changes,
        }
    )


def easypost_request(**changes: Any) -> PickupRequest:
    """Make a request that EasyPost takes."""
    given = {
        "address": us_address(),
        "windows": [local(tz="America/Chicago")],
        "shipments": ["shp_33333333333333333333333333333333"],
        **changes,
    }
    return PickupRequest(**given)


def shippo_request(**changes: Any) -> PickupRequest:
    """Make a request that Shippo takes."""
    given = {
        "address": us_address(),
        "windows": [local(tz="America/Chicago")],
        "shipments": ["b81e6f0a4c5d4f3e8a7290d16c3fe95a"],
        "carrier": "usps",
        "carrier_account": "3f9a1c07b2d84e6f9a5513c0de7b4421",
        "spot": Spot(door="knock"),
        **changes,
    }
    return PickupRequest(**given)


_EUROPEAN = {
    "name": "Goods Out",
    "line1": "Musterweg",
    "house_number": "12",
    "postal_code": "10115",
    "city": "Musterstadt",
    "country": "DE",
}
_GROUP = {"quantity": 12, "weight": Weight("31.5")}
_CARRIERS: dict[str, dict[str, Any]] = {
    "brt": {"address": {"state": "IT-RM", "country": "IT"}},
    "correos": {"parcels": {"size_class": "small"}, "reference": "order-7"},
    "correos_express": {"address": {"phone": "+34600000000"}},
    "dhl": {},
    "dhl_de": {},
    "dhl_express": {"address": {"phone": "+31201234567"}},
    "dhl_parcel_gb": {
        "extra": {"customer_account_number": "CUS1", "trading_location_id": "T1"},
    },
    "dhl_parcel_iberia": {},
    "dpd": {},
    "dpd_at": {},
    "fedex": {
        "address": {"phone": "+34600000000"},
        "spot": Spot(door="front_door", building_part="floor", closes_at=time(17)),
    },
    "gls_it": {"address": {"state": "IT-RM", "country": "IT"}},
    "hermes_de": {},
    "poste_it_delivery": {"address": {"state": "IT-RM", "country": "IT"}},
    "ups": {"parcels": {"destination_country": "NL", "service": "express"}},
}
SENDCLOUD_CARRIERS = tuple(_CARRIERS)


def sendcloud_request(carrier: str = "dhl_de", **changes: Any) -> PickupRequest:
    """Make a request with no more than a carrier at Sendcloud needs."""
    own = dict(_CARRIERS.get(carrier, {}))
    given = {
        "carrier": carrier,
        "address": Address(**{**_EUROPEAN, **own.pop("address", {})}),
        "parcels": [Parcels(**{**_GROUP, **own.pop("parcels", {})})],
        "windows": [local()],
        **own,
        **changes,
    }
    return PickupRequest(**given)
