from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import frozen
from pickupkit.calls import UNSET, Unset, wire

if TYPE_CHECKING:
    from .pickup_request_address import PickupRequestAddress
    from .pickup_request_item import PickupRequestItem
    from .pickup_request_origin_detail import PickupRequestOriginDetail
    from .pickup_request_time_slot import PickupRequestTimeSlot
    from .pickup_request_weight import PickupRequestWeight


@frozen(kw_only=True, repr=False)
class PickupRequest(wire.Body):
    """A part of a request."""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("address", "address"),
        ("carrier_code", "carrier_code"),
        ("time_slots", "time_slots"),
        ("contract_id", "contract_id"),
        ("customer_account_number", "customer_account_number"),
        ("is_overweight", "is_overweight"),
        ("items", "items"),
        ("origin_detail", "origin_detail"),
        ("quantity", "quantity"),
        ("reference", "reference"),
        ("special_instructions", "special_instructions"),
        ("total_weight", "total_weight"),
        ("trading_location_id", "trading_location_id"),
    )

    address: PickupRequestAddress
    carrier_code: str
    """As Sendcloud spells it, such as dhl_express"""
    time_slots: list[PickupRequestTimeSlot]
    """One; two, morning and afternoon, for BRT and GLS Italy."""
    contract_id: int | None | Unset = UNSET
    """Needed when the account has several active contracts with the carrier."""
    customer_account_number: str | Unset = UNSET
    """Needed by DHL Parcel GB"""
    is_overweight: bool | Unset = UNSET
    """UPS: over 70 lb or 32 kg"""
    items: list[PickupRequestItem] | Unset = UNSET
    origin_detail: PickupRequestOriginDetail | Unset = UNSET
    """FedEx"""
    quantity: int | Unset = UNSET
    """All parcels"""
    reference: str | Unset = UNSET
    special_instructions: str | Unset = UNSET
    total_weight: PickupRequestWeight | Unset = UNSET
    trading_location_id: str | Unset = UNSET
    """Needed by DHL Parcel GB"""
