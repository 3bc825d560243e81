"""What API v2 demands of each carrier's request, and the way between its form and API v3's."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
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
_SIZES: Final = ("envelope", "small", "medium", "large", "very_large", "pallet")
_METHODS: Final = {"007": "express", "065": "express_saver", "011": "standard"}
_STATUS: Final = {"ANNOUNCING": "Announcing", "FAILED": "Failed", "CANCELLED": "Cancelled"}
_GRAMS: Final = {
    "kg": Decimal(1000),
    "g": Decimal(1),
    "lbs": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}


def _between(least: int, most: int | None = None) -> Check:
    def check(value: Any, pointer: str) -> Iterator[Problem]:
        problems = list(whole(value, pointer))
        yield from problems
        if not problems and not least <= value <= (most or value):
            words = f"Ensure this value is from {least} to {most or 'any number'}."
            yield Problem(pointer, "min_value" if value < least else "max_value", words)

    return check


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
    "dhl_express": _carrier(*_WIDE, contact=False),
    "fedex": _carrier(*_WIDE, "BE", "GB", origin_detail=needed(_ORIGIN)),
    "correos_express": _carrier("ES", end=True),
    "correos": _carrier(
        "ES",
        end=True,
        quantity=needed(_between(10)),
        reference=needed(word),
        total_volume_weight=needed(choice("10", "20", "30", "40", "50", "60")),
    ),
    "dhl": _carrier(
        "NL", "BE", quantity=Rule(_between(0, 99)), pallet_quantity=Rule(_between(0, 5))
    ),
    "dpd": _carrier("DE", quantity=needed(_between(10, 999))),
    "poste_it_delivery": _carrier(
        "IT", quantity=needed(_between(1, 999)), country_state=needed(word)
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

_ADDRESS: Final = {
    "name": "name", "company_name": "company_name", "address": "address_line_1",
    "address_2": "address_line_2", "city": "city", "postal_code": "postal_code",
    "country": "country_code", "country_state": "state_province_code",
    "telephone": "phone_number", "email": "email",
}  # fmt: skip


def to_new(body: Mapping[str, Any]) -> dict[str, Any]:
    """Give a request in API v3's form."""
    slot = {"start_at": body["pickup_from"], "end_at": body.get("pickup_until")}
    return {
        "carrier_code": body["carrier"],
        "address": {new: body[old] for old, new in _ADDRESS.items() if body.get(old) is not None},
        "time_slots": [slot],
        "items": _items(body),
        "reference": body.get("reference") or "",
        "special_instructions": body.get("special_instructions") or "",
        "contract_id": body.get("contract"),
        "total_weight": _kilograms(body),
        **{k: body[k] for k in ("origin_detail", "is_overweight") if k in body},
    }


def _items(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    if body["carrier"] == "ups":
        return [_item(item) for item in body["items"]]
    counts = {"parcel": body.get("quantity"), "pallet": body.get("pallet_quantity")}
    items = [{"quantity": n, "container_type": kind} for kind, n in counts.items() if n]
    if "total_volume_weight" in body:
        size = _SIZES[int(body["total_volume_weight"]) // 10 - 1]
        items = [{**item, "volumetric_weight_kind": size} for item in items]
    # API v2 knows the weight of all alone; kept with the first.
    return [{**items[0], "total_weight": _kilograms(body)}, *items[1:]] if items else []


def _kilograms(body: Mapping[str, Any]) -> dict[str, str]:
    return {"value": f"{Decimal(body['total_weight']):.2f}", "unit": "kg"}


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "quantity": item.get("quantity", 1),
        "container_type": "pallet" if item.get("container_code") == "03" else "parcel",
        "shipping_option": _METHODS.get(item.get("shipping_method", ""), "standard"),
        "destination_country_code": item.get("destination_country"),
    }


def to_old(body: Mapping[str, Any]) -> dict[str, Any]:
    """Give a pickup, which is kept in API v3's form, in API v2's."""
    address, slot = body["address"], body["time_slots"][0]
    street = " ".join(filter(None, (address.get("address_line_1"), address.get("house_number"))))
    flat = {old: address.get(new, "") for old, new in _ADDRESS.items()} | {"address": street}
    return {
        "id": body["id"],
        "carrier": body["carrier_code"],
        **flat,
        "pickup_from": slot["start_at"],
        "pickup_until": slot.get("end_at"),
        **_counts(body),
        "total_weight": _weight(body),
        "reference": body["reference"],
        "special_instructions": body["special_instructions"],
        "contract": body["contract_id"],
        "tracking_number": body["tracking_number"],
        "pickup_status": _STATUS.get(body["status"], "Created"),
        "created_at": body["created_at"],
        "cancelled_at": body["cancelled_at"],
        **{k: body[k] for k in ("origin_detail", "is_overweight") if k in body},
    }


def _counts(body: Mapping[str, Any]) -> dict[str, Any]:
    items = body["items"]
    count = {
        kind: sum(i["quantity"] for i in items if i.get("container_type", "parcel") == kind)
        for kind in ("parcel", "pallet")
    }
    if body["carrier_code"] == "dhl":
        return {"quantity": count["parcel"], "pallet_quantity": count["pallet"]}
    told: dict[str, Any] = {"quantity": sum(count.values())}
    if body["carrier_code"] == "ups":
        told["items"] = [_old_item(item) for item in items]
    if body["carrier_code"] == "correos":
        size = _SIZES.index(items[0]["volumetric_weight_kind"])
        told["total_volume_weight"] = str(10 * (size + 1))
    return told


def _old_item(item: Mapping[str, Any]) -> dict[str, Any]:
    method = next(old for old, new in _METHODS.items() if new == item["shipping_option"])
    return {
        "quantity": item["quantity"],
        "destination_country": item["destination_country_code"],
        "container_code": "03" if item["container_type"] == "pallet" else "01",
        "shipping_method": method,
    }


def _weight(body: Mapping[str, Any]) -> str:
    told = [body["total_weight"]] if "total_weight" in body else []
    weights = told or [item["total_weight"] for item in body["items"] if "total_weight" in item]
    grams = sum(Decimal(w["value"]) * _GRAMS[w["unit"]] for w in weights)
    return f"{grams / 1000:.2f}"
