from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import frozen
from pickupkit.calls import wire

if TYPE_CHECKING:
    from .pickup_input import PickupInput


@frozen(kw_only=True, repr=False)
class CreatePickupRequest(wire.Body):
    """A part of a request."""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (("pickup", "pickup"),)

    pickup: PickupInput
    """Exactly one of shipment and batch, already purchased. Leave out what is not set; do not send
    null."""
