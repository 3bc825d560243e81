from __future__ import annotations

from pickupkit.calls import wire


class PickupRate(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def carrier(self) -> str | None:
        return self._get("carrier")

    @property
    def created_at(self) -> str | None:
        return self._get("created_at")

    @property
    def currency(self) -> str | None:
        """ISO 4217"""
        return self._get("currency")

    @property
    def id(self) -> str | None:
        return self._get("id")

    @property
    def mode(self) -> str | None:
        return self._get("mode")

    @property
    def object_(self) -> str | None:
        """Always PickupRate"""
        return self._get("object")

    @property
    def pickup_id(self) -> str | None:
        return self._get("pickup_id")

    @property
    def rate(self) -> str | None:
        """A decimal number as text"""
        return self._get("rate")

    @property
    def service(self) -> str | None:
        return self._get("service")

    @property
    def updated_at(self) -> str | None:
        return self._get("updated_at")
