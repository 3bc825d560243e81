from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .order_ship_with_properties import OrderShipWithProperties


class OrderShipWith(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def properties(self) -> OrderShipWithProperties | None:
        return wire.view(_models.OrderShipWithProperties, self._get("properties"))

    @property
    def type_(self) -> str | None:
        return self._get("type")
