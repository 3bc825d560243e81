from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .order import Order


class OrderPage(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def data(self) -> list[Order] | None:
        return wire.views(_models.Order, self._get("data"))
