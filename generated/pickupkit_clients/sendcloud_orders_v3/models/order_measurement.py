from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .order_dimension import OrderDimension
    from .order_volume import OrderVolume
    from .order_weight import OrderWeight


class OrderMeasurement(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def dimension(self) -> OrderDimension | None:
        from .order_dimension import OrderDimension

        return wire.view(OrderDimension, self._at("dimension"))

    @property
    def volume(self) -> OrderVolume | None:
        from .order_volume import OrderVolume

        return wire.view(OrderVolume, self._at("volume"))

    @property
    def weight(self) -> OrderWeight | None:
        from .order_weight import OrderWeight

        return wire.view(OrderWeight, self._at("weight"))
