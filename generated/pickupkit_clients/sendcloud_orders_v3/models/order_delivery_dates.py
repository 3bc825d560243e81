from __future__ import annotations

from pickupkit.calls import wire


class OrderDeliveryDates(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def deliver_at(self) -> str | None:
        return self._get("deliver_at")

    @property
    def handover_at(self) -> str | None:
        return self._get("handover_at")
