from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .pickup import Pickup


class PickupAnswer(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def data(self) -> Pickup | None:
        from .pickup import Pickup

        return wire.view(Pickup, self._at("data"))
