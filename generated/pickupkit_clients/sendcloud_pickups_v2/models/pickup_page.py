from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .pickup import Pickup


class PickupPage(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def next_(self) -> str | None:
        """URL of the next page"""
        return self._at("next")

    @property
    def pickups(self) -> list[Pickup] | None:
        from .pickup import Pickup

        return wire.views(Pickup, self._at("pickups"))

    @property
    def previous(self) -> str | None:
        """URL of the previous page"""
        return self._at("previous")
