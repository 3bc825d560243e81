"""What API v2 demands of each carrier's request."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ._rules import (
    Check,
    Problem,
    Rule,
    choice,
    clock,
    count,
    country,
    decimal,
    email,
    flag,
    instant,
    many,
    needed,
    nullable,
    obj,
    text,
    whole,
    word,
)

_ITEM: Final = obj({
    "quantity": Rule(count),
    "destination_country": Rule(country),
    "container_code": Rule(choice("01", "03")),
    "shipping_method": Rule(choice("007", "065", "011")),
})  # fmt: skip
_ORIGIN: Final = obj({
    "package_location": needed(choice("front", "none", "rear", "side")),
    "building_part": needed(
        choice("apartment", "building", "department", "floor", "room", "suite")
    ),
    "building_part_description": Rule(text),
    "company_close_time": needed(clock),
})  # fmt: skip


def _between(least: int, most: int | None = None) -> Check:
    def check(value: Any, pointer: str) -> Iterator[Problem]:
        problems = list(whole(value, pointer))
        yield from problems
        if not problems and not least <= value <= (most or value):
            words = f"Ensure this value is from {least} to {most or 'any number'}."
            yield Problem(pointer, "min_value" if value < least else "max_value", words)

    return check


def _within(most: int) -> Check:
    def check(value: Any, pointer: str) -> Iterator[Problem]:
        problems = list(word(value, pointer))
        yield from problems
        if not problems and len(value) > most:
            words = f"Ensure this field has no more than {most} characters."
            yield Problem(pointer, "max_length", words)

    return check


def _counted(check: Check) -> Check:
    """Demand one of the two counts beside what the table says."""

    def checked(value: Any, pointer: str) -> Iterator[Problem]:
        yield from check(value, pointer)
        if value.keys().isdisjoint(("quantity", "pallet_quantity")):
            words = "This field or pallet_quantity is required."
            yield Problem(f"{pointer}/quantity", "required", words)

    return checked


def _carrier(*countries: str, contact: bool = True, end: bool = False, **more: Rule) -> Check:
    who = needed(word) if contact else nullable(word)
    fields = {
        "name": who, "company_name": who,
        "telephone": needed(text) if contact else nullable(text),
        "address": needed(word), "address_2": nullable(text), "city": needed(word),
        "postal_code": needed(word), "country": needed(choice(*countries)),
        "country_state": nullable(word), "email": nullable(email),
        "pickup_from": needed(instant),
        "pickup_until": needed(instant) if end else nullable(instant),
        "quantity": needed(_between(1)), "total_weight": needed(decimal),
        "reference": nullable(text), "special_instructions": nullable(word),
        "contract": nullable(whole),
    }  # fmt: skip
    return obj(fields | more)


_WIDE: Final = ("NL", "DE", "ES", "FR", "IT", "AT")
CARRIERS: Final[Mapping[str, Check]] = {
    "dhl_express": _carrier(
        *_WIDE, contact=False, total_weight=Rule(decimal, required=True, nullable=True)
    ),
    "fedex": _carrier(*_WIDE, "BE", "GB", origin_detail=needed(_ORIGIN)),
    "correos_express": _carrier("ES", end=True),
    "correos": _carrier(
        "ES",
        end=True,
        postal_code=needed(_within(5)),
        quantity=needed(_between(10)),
        reference=needed(word),
        total_volume_weight=needed(choice("10", "20", "30", "40", "50", "60")),
    ),
    "dhl": _counted(
        _carrier("NL", "BE", quantity=Rule(_between(0, 99)), pallet_quantity=Rule(_between(0, 5)))
    ),
    "dpd": _carrier("DE", quantity=needed(_between(10, 999))),
    "poste_it_delivery": _carrier(
        "IT", quantity=needed(_between(1, 999)), country_state=needed(_within(5))
    ),
    "ups": _carrier(
        *_WIDE,
        "BE",
        "GB",
        end=True,
        items=needed(many(_ITEM)),
        is_alternate_address=nullable(flag),
        is_residential=nullable(flag),
        is_overweight=Rule(flag),
        room=nullable(text),
        floor=Rule(text),
    ),
    "dhl_parcel_iberia": _carrier("ES", "PT", end=True, quantity=needed(_between(1, 999))),
}
