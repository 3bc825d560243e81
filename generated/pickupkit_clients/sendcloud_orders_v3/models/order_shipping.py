from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .order_measurement import OrderMeasurement
    from .order_ship_with import OrderShipWith


class OrderShipping(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def delivery_indicator(self) -> str | None:
        return self._get("delivery_indicator")

    @property
    def is_local_pickup(self) -> bool | None:
        return self._get("is_local_pickup")

    @property
    def measurement(self) -> OrderMeasurement | None:
        return wire.view(_models.OrderMeasurement, self._get("measurement"))

    @property
    def ship_with(self) -> OrderShipWith | None:
        return wire.view(_models.OrderShipWith, self._get("ship_with"))
