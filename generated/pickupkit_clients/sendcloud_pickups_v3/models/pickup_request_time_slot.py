from __future__ import annotations

from typing import ClassVar

from attrs import frozen
from pickupkit.calls import UNSET, Unset, wire


@frozen(kw_only=True, repr=False)
class PickupRequestTimeSlot(wire.Body):
    """A part of a request."""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("start_at", "start_at"),
        ("end_at", "end_at"),
    )

    start_at: str
    end_at: None | str | Unset = UNSET
    """Needed by many carriers"""
