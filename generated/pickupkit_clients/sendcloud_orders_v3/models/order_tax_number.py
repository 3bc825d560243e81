from __future__ import annotations

from pickupkit.calls import wire


class OrderTaxNumber(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def country_code(self) -> str | None:
        return self._get("country_code")

    @property
    def name(self) -> str | None:
        return self._get("name")

    @property
    def value(self) -> str | None:
        return self._get("value")
