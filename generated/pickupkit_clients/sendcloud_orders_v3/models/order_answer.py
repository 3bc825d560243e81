from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .order import Order


class OrderAnswer(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def data(self) -> Order | None:
        from .order import Order

        return wire.view(Order, self._at("data"))
