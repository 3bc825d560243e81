from __future__ import annotations

from pickupkit.calls import wire


class PickupTimeSlot(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def end_at(self) -> str | None:
        return self._get("end_at")

    @property
    def start_at(self) -> str | None:
        return self._get("start_at")
