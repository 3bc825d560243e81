from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import frozen
from pickupkit.calls import UNSET, Unset, wire

if TYPE_CHECKING:
    from .pickup_request_item import PickupRequestItem
    from .pickup_request_origin_detail import PickupRequestOriginDetail
    from .pickup_request_total_volume_weight import PickupRequestTotalVolumeWeight


@frozen(kw_only=True, repr=False)
class PickupRequest(wire.Body):
    """A part of a request."""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("address", "address"),
        ("carrier", "carrier"),
        ("city", "city"),
        ("country", "country"),
        ("pickup_from", "pickup_from"),
        ("postal_code", "postal_code"),
        ("total_weight", "total_weight"),
        ("address_2", "address_2"),
        ("company_name", "company_name"),
        ("contract", "contract"),
        ("country_state", "country_state"),
        ("email", "email"),
        ("floor", "floor"),
        ("is_alternate_address", "is_alternate_address"),
        ("is_overweight", "is_overweight"),
        ("is_residential", "is_residential"),
        ("items", "items"),
        ("name", "name"),
        ("origin_detail", "origin_detail"),
        ("pallet_quantity", "pallet_quantity"),
        ("pickup_until", "pickup_until"),
        ("quantity", "quantity"),
        ("reference", "reference"),
        ("room", "room"),
        ("special_instructions", "special_instructions"),
        ("telephone", "telephone"),
        ("total_volume_weight", "total_volume_weight"),
    )

    address: str
    """The street with its number"""
    carrier: str
    """As Sendcloud spells it, such as dhl_express"""
    city: str
    country: str
    """ISO 3166-1 alpha-2"""
    pickup_from: str
    postal_code: str
    total_weight: None | str
    """Kilograms, a decimal number as text; null for DHL Express alone"""
    address_2: str | Unset = UNSET
    company_name: str | Unset = UNSET
    """Needed but by DHL Express"""
    contract: int | None | Unset = UNSET
    """Needed when the account has several active contracts with the carrier."""
    country_state: str | Unset = UNSET
    """ISO 3166-2 such as IT-RM; needed by Poste"""
    email: str | Unset = UNSET
    floor: str | Unset = UNSET
    """UPS"""
    is_alternate_address: bool | Unset = UNSET
    """UPS"""
    is_overweight: bool | Unset = UNSET
    """UPS: over 70 lb or 32 kg"""
    is_residential: bool | Unset = UNSET
    """UPS"""
    items: list[PickupRequestItem] | Unset = UNSET
    """UPS"""
    name: str | Unset = UNSET
    """Needed but by DHL Express"""
    origin_detail: PickupRequestOriginDetail | Unset = UNSET
    """FedEx"""
    pallet_quantity: int | Unset = UNSET
    """DHL"""
    pickup_until: str | Unset = UNSET
    """Needed by four carriers"""
    quantity: int | Unset = UNSET
    """All parcels; DHL may have pallets instead"""
    reference: str | Unset = UNSET
    """Needed by Correos"""
    room: str | Unset = UNSET
    """UPS"""
    special_instructions: str | Unset = UNSET
    telephone: str | Unset = UNSET
    """Needed but by DHL Express"""
    total_volume_weight: PickupRequestTotalVolumeWeight | Unset = UNSET
    """Correos"""
