from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .pickup import Pickup


class PickupPage(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def next_(self) -> str | None:
        """URL of the next page"""
        return self._get("next")

    @property
    def pickups(self) -> list[Pickup] | None:
        return wire.views(_models.Pickup, self._get("pickups"))

    @property
    def previous(self) -> str | None:
        """URL of the previous page"""
        return self._get("previous")
