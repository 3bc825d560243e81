from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .order import Order


class OrderAnswer(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def data(self) -> Order | None:
        return wire.view(_models.Order, self._get("data"))
