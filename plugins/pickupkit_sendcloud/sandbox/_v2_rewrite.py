"""From API v2's form of a pickup to API v3's, in which all are kept, and back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

_SIZES: Final = ("envelope", "small", "medium", "large", "very_large", "pallet")
_METHODS: Final = {"007": "express", "065": "express_saver", "011": "standard"}
_STATUS: Final = {"ANNOUNCING": "Announcing", "FAILED": "Failed", "CANCELLED": "Cancelled"}
_GRAMS: Final = {
    "kg": Decimal(1000),
    "g": Decimal(1),
    "lbs": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
_FLAT: Final = ("floor", "room", "is_alternate_address", "is_overweight", "is_residential")

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
        **_weighed(body),
        **({"origin_detail": body["origin_detail"]} if "origin_detail" in body else {}),
    }


def flat(body: Mapping[str, Any]) -> dict[str, Any]:
    """Give what UPS takes in API v2, where it is given back, and in API v3, where it is not."""
    names = _FLAT if body["carrier"] == "ups" else ()
    return {name: body[name] for name in names if name in body}


def _items(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    if body["carrier"] == "ups":
        return [_item(item) for item in body["items"]]
    pallets = body.get("pallet_quantity") if body["carrier"] == "dhl" else None
    counts = {"parcel": body.get("quantity"), "pallet": pallets}
    items = [{"quantity": n, "container_type": kind} for kind, n in counts.items() if n]
    if body["carrier"] == "correos":
        size = _SIZES[int(body["total_volume_weight"]) // 10 - 1]
        items = [{**item, "volumetric_weight_kind": size} for item in items]
    # API v2 knows the weight of all alone; kept with the first.
    return [{**items[0], **_weighed(body)}, *items[1:]] if items else []


def _weighed(body: Mapping[str, Any]) -> dict[str, Any]:
    weight = body["total_weight"]
    told = None if weight is None else {"value": f"{Decimal(weight):.2f}", "unit": "kg"}
    return {"total_weight": told} if told else {}


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
        **({"origin_detail": body["origin_detail"]} if "origin_detail" in body else {}),
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
        told["items"] = [_old_item(item) for item in items if "shipping_option" in item]
    if body["carrier_code"] == "correos" and "volumetric_weight_kind" in items[0]:
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


def _weight(body: Mapping[str, Any]) -> str | None:
    told = [body["total_weight"]] if "total_weight" in body else []
    weights = told or [item["total_weight"] for item in body["items"] if "total_weight" in item]
    if not weights:
        return None
    grams = sum(Decimal(w["value"]) * _GRAMS[w["unit"]] for w in weights)
    return f"{grams / 1000:.2f}"
