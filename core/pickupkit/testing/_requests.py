"""Change one field of a request: to another value, to nothing, or to a first value."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from attrs import evolve

from pickupkit.models import Money, Parcels, PickupRequest, Requirement, Spot, Weight

SAMPLES: Final[Mapping[str, tuple[object, ...]]] = {
    "/address/name": ("Goods Out",),
    "/address/company": ("Example Books",),
    "/address/line1": ("1 Example Street",),
    "/address/line2": ("Unit 2",),
    "/address/house_number": ("7",),
    "/address/postal_code": ("3511 ED",),
    "/address/city": ("Utrecht",),
    "/address/state": ("US-CA", "IT-RM"),
    "/address/country": ("NL", "US"),
    "/address/phone": ("+12025550123",),
    "/address/email": ("dock@example.com",),
    "/address/residential": (True,),
    "/spot/door": ("front_door",),
    "/spot/building_part": ("floor",),
    "/spot/floor": ("3",),
    "/spot/room": ("12",),
    "/spot/closes_at": (time(18),),
    "/spot/instructions": ("Ring twice",),
    "/reference": ("order-77",),
    "/carrier": ("acme_express",),
    "/service": ("standard",),
    "/carrier_account": ("77",),
    "/max_price": (Money(Decimal("50.00"), "EUR"), Money(Decimal("50.00"), "USD")),
    "/batch": ("batch_77",),
    "/shipments": (("shipment_77",),),
    "/parcels": ((Parcels(quantity=2, weight=Weight(Decimal("2.5"))),),),
    "/parcels/*/quantity": (3,),
    "/parcels/*/weight": (Weight(Decimal("2.5")),),
    "/parcels/*/container": ("pallet",),
    "/parcels/*/destination_country": ("DE",),
    "/parcels/*/service": ("standard",),
    "/parcels/*/size_class": ("small",),
    "/parcels/*/overweight": (True,),
}
"""First values for fields that a provider carries and the author's request does not hold."""

_COUNTRIES: Final = ("NL", "DE", "FR", "ES", "US", "CA")
_STATES: Final = ("NY", "US-NY", "IT-MI", "CA-ON")


def with_value(thing: Any, pointer: str, value: object) -> Any:
    """Give a copy of a request with one field replaced; ``*`` is the first item of a list."""
    head, _, rest = pointer.removeprefix("/").partition("/")
    if isinstance(thing, tuple):
        at = 0 if head == "*" else int(head)
        new = with_value(thing[at], rest, value) if rest else value
        return (*thing[:at], new, *thing[at + 1 :])
    if isinstance(thing, Mapping):
        kept = {key: item for key, item in thing.items() if key != head}
        return kept if value is None else {**kept, head: value}
    inner = getattr(thing, head)
    if rest:
        value = with_value(Spot() if inner is None and head == "spot" else inner, rest, value)
    return evolve(thing, **{head: value})


def without(request: PickupRequest, pointer: str, value: object) -> PickupRequest:
    """Give a copy of a request without one field."""
    gone: PickupRequest = with_value(request, pointer, _empty(pointer, value))
    return gone


def _empty(pointer: str, value: object) -> object:
    """Give what a field is when nobody gives it."""
    if pointer.endswith("/container"):
        return "parcel"
    return () if isinstance(value, tuple) else None


def others(pointer: str, value: object, rules: tuple[Requirement, ...]) -> Iterator[object]:
    """Give values that a field might have instead, the likeliest first."""
    for rule in rules:
        yield from (choice for choice in rule.choices if choice != value)
    if pointer == "/address/country":
        yield from (code for code in _COUNTRIES if code != value)
    elif pointer == "/address/state":
        yield from (code for code in _STATES if code != value)
    elif isinstance(value, str):
        yield from _texts(value)
    else:
        yield from _plain(value)


def _texts(value: str) -> Iterator[str]:
    last = value[-1:]
    if last.isdigit():
        yield value[:-1] + str((int(last) + 1) % 10)
    yield value[:-1] + ("y" if last == "x" else "x")
    yield value + "x"
    yield "other." + value


def _plain(value: object) -> Iterator[object]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | Decimal):
        yield from (value + 1, value - 1)
    elif isinstance(value, Weight):
        yield evolve(value, value=value.value + 1)
    elif isinstance(value, Money):
        yield from (evolve(value, amount=a) for a in (value.amount + 1, Decimal("0.01")))
    elif isinstance(value, datetime):
        yield from (value + timedelta(minutes=30), value - timedelta(minutes=30))
    elif isinstance(value, time):
        yield from (time(19), time(17, 30))
    elif isinstance(value, tuple) and value and isinstance(value[0], str):
        yield from ((*value[:-1], other) for other in _texts(value[-1]))
