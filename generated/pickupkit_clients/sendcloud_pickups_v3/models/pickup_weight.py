from __future__ import annotations

from pickupkit.calls import wire


class PickupWeight(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def unit(self) -> str | None:
        return self._get("unit")

    @property
    def value(self) -> str | None:
        """A decimal number as text"""
        return self._get("value")
