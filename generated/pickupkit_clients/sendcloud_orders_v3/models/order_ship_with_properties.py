from __future__ import annotations

from pickupkit.calls import wire


class OrderShipWithProperties(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def contract_id(self) -> int | None:
        return self._get("contract_id")

    @property
    def shipping_option_code(self) -> str | None:
        """Such as postnl:standard"""
        return self._get("shipping_option_code")
