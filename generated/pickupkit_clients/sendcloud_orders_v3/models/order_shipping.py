from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .order_measurement import OrderMeasurement
    from .order_ship_with import OrderShipWith


class OrderShipping(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def delivery_indicator(self) -> str | None:
        return self._at("delivery_indicator")

    @property
    def is_local_pickup(self) -> bool | None:
        return self._at("is_local_pickup")

    @property
    def measurement(self) -> OrderMeasurement | None:
        from .order_measurement import OrderMeasurement

        return wire.view(OrderMeasurement, self._at("measurement"))

    @property
    def ship_with(self) -> OrderShipWith | None:
        from .order_ship_with import OrderShipWith

        return wire.view(OrderShipWith, self._at("ship_with"))
