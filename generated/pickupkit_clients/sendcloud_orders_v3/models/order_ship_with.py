from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .order_ship_with_properties import OrderShipWithProperties


class OrderShipWith(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def properties(self) -> OrderShipWithProperties | None:
        from .order_ship_with_properties import OrderShipWithProperties

        return wire.view(OrderShipWithProperties, self._at("properties"))

    @property
    def type_(self) -> str | None:
        return self._at("type")
