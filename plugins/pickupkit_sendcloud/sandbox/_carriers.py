"""The fifteen carriers of the pickups API v3 and what each demands of a request.

Documented: codes, address needs, nullable ends, slots, item kinds and extra fields. Ours, as no
source tells it: how a carrier answers a cancel (``cancel``) and the form of tracking numbers.
"""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from ._rules import (
    Check,
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

_WEIGHT: Final = obj({"value": needed(decimal), "unit": needed(choice("kg", "g", "lbs", "oz"))})
_PARCEL: Final = choice("parcel")
_PARCEL_OR_PALLET: Final = choice("parcel", "pallet")


def _item(container: Check = _PARCEL, *optional: str, **extras: Rule) -> Check:
    rules = {"quantity": count, "container_type": container, "total_weight": _WEIGHT}
    base = {name: Rule(rule, required=name not in optional) for name, rule in rules.items()}
    return obj(base | extras)


_BASE_ITEM: Final = _item()
_VOLUMES: Final = choice("envelope", "small", "medium", "large", "very_large", "pallet")
_UPS_ITEM: Final = _item(
    _PARCEL_OR_PALLET,
    "total_weight",
    destination_country_code=needed(country),
    shipping_option=needed(choice("standard", "express", "express_saver")),
)
_ORIGIN_DETAIL: Final = obj(
    {
        "package_location": needed(choice("front", "none", "rear", "side")),
        "building_part": needed(
            choice("apartment", "building", "department", "floor", "room", "suite")
        ),
        "building_part_description": Rule(text),
        "company_close_time": needed(clock),
    }
)
_UPS_ADDRESS: Final = {
    "floor": nullable(text),
    "room": nullable(text),
    "is_alternate_address": Rule(flag),
    "is_residential": Rule(flag),
}
_GB_FIELDS: Final = {"customer_account_number": needed(word), "trading_location_id": needed(word)}


@frozen
class Carrier:
    """One carrier. ``demands`` are address fields; ``returned`` are extras that answers show."""

    demands: tuple[str, ...] = ()
    ends: bool = True
    slots: int = 1
    item: Check = _BASE_ITEM
    address: Mapping[str, Rule] = {}
    extras: Mapping[str, Rule] = {}
    returned: tuple[str, ...] = ()
    cancel: str = "200"
    tracking: str = ""

    @property
    def body(self) -> Check:
        """The whole request, with everything that can be told without comparing fields."""
        end = needed(instant) if self.ends else nullable(instant)
        slot = obj({"start_at": needed(instant), "end_at": end})
        address = dict(_ADDRESS) | dict(self.address)
        address |= {name: needed(word) for name in self.demands}
        base = {
            "address": needed(obj(address)),
            "time_slots": needed(many(slot, self.slots)),
            "items": Rule(many(self.item)),
        }
        return obj(_BASE | base | dict(self.extras))


_ADDRESS: Final = {
    "name": needed(word),
    "address_line_1": needed(word),
    "postal_code": needed(word),
    "city": needed(word),
    "country_code": needed(country),
    "company_name": Rule(text),
    "house_number": Rule(text),
    "address_line_2": Rule(text),
    "state_province_code": Rule(text),
    "phone_number": Rule(text),
    "email": Rule(email),
}
_BASE: Final = {
    "carrier_code": needed(word),
    "quantity": Rule(count),
    "total_weight": Rule(_WEIGHT),
    "reference": Rule(text),
    "special_instructions": Rule(text),
    "contract_id": nullable(whole),
}
_PHONE: Final = ("phone_number",)
_STATE: Final = ("state_province_code",)

CARRIERS: Final[Mapping[str, Carrier]] = {
    "brt": Carrier(_STATE, slots=2, cancel="409"),
    "correos": Carrier(
        ends=False,
        item=_item(volumetric_weight_kind=needed(_VOLUMES)),
        extras={"reference": Rule(word)},
        cancel="202",
    ),
    "correos_express": Carrier(_PHONE),
    "dhl": Carrier(item=_item(_PARCEL_OR_PALLET)),
    "dhl_de": Carrier(item=_item(_PARCEL, "container_type", "total_weight")),
    "dhl_express": Carrier(_PHONE, tracking="PRG"),
    "dhl_parcel_gb": Carrier(
        ends=False,
        extras=_GB_FIELDS,
        returned=("customer_account_number", "trading_location_id", "total_weight"),
        cancel="409",
    ),
    "dhl_parcel_iberia": Carrier(cancel="202"),
    "dpd": Carrier(ends=False, cancel="409"),
    "dpd_at": Carrier(item=_item(_PARCEL_OR_PALLET, "container_type"), cancel="409"),
    "fedex": Carrier(
        _PHONE,
        ends=False,
        extras={"origin_detail": needed(_ORIGIN_DETAIL)},
        returned=("origin_detail",),
        cancel="409",
    ),
    "gls_it": Carrier(_STATE, slots=2, cancel="202"),
    "hermes_de": Carrier(cancel="409"),
    "poste_it_delivery": Carrier(_STATE, ends=False, cancel="202"),
    "ups": Carrier(
        item=_UPS_ITEM,
        address=_UPS_ADDRESS,
        extras={"is_overweight": Rule(flag)},
        returned=("total_weight",),
        cancel="202",
        tracking="29",
    ),
}
