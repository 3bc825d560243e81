from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import frozen
from pickupkit.calls import UNSET, Unset, wire

if TYPE_CHECKING:
    from .address_pickup_complete_create_request import (
        AddressPickupCompleteCreateRequest,
    )
    from .location_building_location_type import LocationBuildingLocationType
    from .location_building_type import LocationBuildingType


@frozen(kw_only=True, repr=False)
class Location(wire.Body):
    """Where the parcels wait."""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("address", "address"),
        ("building_location_type", "building_location_type"),
        ("building_type", "building_type"),
        ("instructions", "instructions"),
    )

    address: AddressPickupCompleteCreateRequest
    building_location_type: LocationBuildingLocationType
    """Security Deck and Shipping Dock are for DHL Express alone."""
    building_type: LocationBuildingType | Unset = UNSET
    instructions: str | Unset = UNSET
    """Needed when the location type is Other."""
