from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import frozen
from pickupkit.calls import wire

if TYPE_CHECKING:
    from .pickup_request_weight_unit import PickupRequestWeightUnit


@frozen(kw_only=True, repr=False)
class PickupRequestWeight(wire.Body):
    """A part of a request."""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("unit", "unit"),
        ("value", "value"),
    )

    unit: PickupRequestWeightUnit
    value: str
    """A decimal number as text"""
