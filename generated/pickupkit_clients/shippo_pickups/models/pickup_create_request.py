from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import frozen
from pickupkit.calls import UNSET, Unset, wire

if TYPE_CHECKING:
    from .location import Location


@frozen(kw_only=True, repr=False)
class PickupCreateRequest(wire.Body):
    """A part of a request."""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("carrier_account", "carrier_account"),
        ("location", "location"),
        ("requested_end_time", "requested_end_time"),
        ("requested_start_time", "requested_start_time"),
        ("transactions", "transactions"),
        ("metadata", "metadata"),
    )

    carrier_account: str
    """Object id of a USPS or DHL Express account."""
    location: Location
    """Where the parcels wait."""
    requested_end_time: str
    """When the parcels are to be collected, latest."""
    requested_start_time: str
    """When the parcels are ready, earliest."""
    transactions: list[str]
    """Object ids of the labels whose parcels are to be collected."""
    metadata: str | Unset = UNSET
    """Free text, 100 characters at most."""
