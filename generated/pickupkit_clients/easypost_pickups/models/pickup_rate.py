from __future__ import annotations

from pickupkit.calls import wire


class PickupRate(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def carrier(self) -> str | None:
        return self._at("carrier")

    @property
    def created_at(self) -> str | None:
        return self._at("created_at")

    @property
    def currency(self) -> str | None:
        """ISO 4217"""
        return self._at("currency")

    @property
    def id(self) -> str | None:
        return self._at("id")

    @property
    def mode(self) -> str | None:
        return self._at("mode")

    @property
    def object_(self) -> str | None:
        """Always PickupRate"""
        return self._at("object")

    @property
    def pickup_id(self) -> str | None:
        return self._at("pickup_id")

    @property
    def rate(self) -> str | None:
        """A decimal number as text"""
        return self._at("rate")

    @property
    def service(self) -> str | None:
        return self._at("service")

    @property
    def updated_at(self) -> str | None:
        return self._at("updated_at")
