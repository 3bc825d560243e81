from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .order_dimension import OrderDimension
    from .order_volume import OrderVolume
    from .order_weight import OrderWeight


class OrderMeasurement(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def dimension(self) -> OrderDimension | None:
        return wire.view(_models.OrderDimension, self._get("dimension"))

    @property
    def volume(self) -> OrderVolume | None:
        return wire.view(_models.OrderVolume, self._get("volume"))

    @property
    def weight(self) -> OrderWeight | None:
        return wire.view(_models.OrderWeight, self._get("weight"))
