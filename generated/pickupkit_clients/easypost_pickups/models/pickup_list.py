from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .pickup import Pickup


class PickupList(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def has_more(self) -> bool | None:
        return self._at("has_more")

    @property
    def pickups(self) -> list[Pickup] | None:
        from .pickup import Pickup

        return wire.views(Pickup, self._at("pickups"))
