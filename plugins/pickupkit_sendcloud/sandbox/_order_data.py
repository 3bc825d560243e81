"""Made-up orders: the same for the same number and seed, with all that answers may lack or hold."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

from pickupkit.plugin.sandbox import stamp

INTEGRATIONS: Final = (41, 68, 419)
_STATUSES: Final = ("unshipped", "fulfilled", "cancelled")
_OPTIONS: Final = ("dhl_express:worldwide", "dhl:standard", "ups:standard", None)
_GOODS: Final = (("Cylinder candle", "3.50", "1"), ("Squared candle", "2.00", "0.8"),
                 ("Oak frame", "24.90", "1.25"), ("Linen, 2 m", "10.10", None))  # fmt: skip
_ABROAD: Final = 50  # each so many goes abroad
_FIRST: Final = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)


def make(number: int, seed: int = 0) -> dict[str, Any]:
    """Make one; numbers rise with time."""
    chance = Random(number if seed == 0 else f"{seed} {number}")  # noqa: S311 - made-up data
    ordered = _FIRST + timedelta(minutes=17 * number)
    items = [_item(chance) for _ in range(chance.randint(1, 3))]
    total = round(sum(item["total_price"]["value"] for item in items), 2)
    order: dict[str, Any] = {
        "id": str(1000 + number),
        "order_id": f"shop-{number:06}",
        "order_number": f"N-{number}",
        "created_at": stamp(ordered + timedelta(seconds=40), "microseconds"),
        "modified_at": stamp(ordered + timedelta(hours=1), "microseconds"),
        "order_details": {
            "integration": {"id": chance.choice(INTEGRATIONS)},
            "status": _status(chance.choice(_STATUSES)),
            "order_created_at": stamp(ordered, "milliseconds"),
            "order_updated_at": stamp(ordered + timedelta(minutes=50), "milliseconds"),
            "order_items": items,
            "notes": chance.choice((None, "Leave it with the neighbours")),
            "tags": chance.choice(([], ["gift"])),
        },
        "payment_details": {
            "is_cash_on_delivery": False,
            "total_price": {"value": total, "currency": "EUR"},
            "status": {"code": "paid", "message": "Order has been paid"},
            "freight_costs": {"value": "5.99", "currency": "EUR"},
        },
        "customs_details": None,
        "shipping_address": _address(number),
        "shipping_details": _shipping(chance),
        "customer_details": {"name": "Example Customer"},
    }
    if number % _ABROAD == 0:
        order |= _abroad(number)
        items[0]["dangerous_goods"] = {"regulation_set": "ADR", "weight_type": "Net"}
    return order


def _abroad(number: int) -> dict[str, Any]:
    """Give the parts that most orders lack: customs, who pays, and where the parcel is fetched."""
    vat = {"name": "VAT", "country_code": "NL", "value": "NL000000000B01"}
    return {
        "customs_details": {
            "commercial_invoice_number": f"INV-{number}",
            "shipment_type": "commercial_goods",
            "export_type": "commercial_b2c",
            "tax_numbers": {"sender": [vat], "receiver": [], "importer_of_record": []},
        },
        "billing_address": _address(number + 1),
        "service_point_details": {"id": str(number), "post_number": "12", "type": "locker"},
    }


def _status(code: str) -> dict[str, str]:
    return {"code": code, "message": code.capitalize()}


def _item(chance: Random) -> dict[str, Any]:
    name, price, kilograms = chance.choice(_GOODS)
    quantity = chance.randint(1, 4)
    weight = {"weight": {"value": float(kilograms), "unit": "kg"}} if kilograms else None
    return {
        "name": name,
        "quantity": quantity,
        "unit_price": {"value": float(price), "currency": "EUR"},
        "total_price": {"value": round(float(price) * quantity, 2), "currency": "EUR"},
        **({"measurement": weight} if weight else {}),
        "delivery_dates": None,
    }


def _shipping(chance: Random) -> dict[str, Any]:
    option = chance.choice(_OPTIONS)
    chosen = {"shipping_option_code": option, "contract_id": 517 if option else None}
    with_ = {"type": "shipping_option_code", "properties": chosen}
    return {"is_local_pickup": chance.random() < 0.05, "ship_with": with_ if option else None}


def _address(number: int) -> dict[str, str]:
    return {
        "name": "Example Customer",
        "address_line_1": "Stadhuisplein",
        "house_number": str(number % 90 + 1),
        "postal_code": "5341 TW",
        "city": "Oss",
        "country_code": "NL",
    }
