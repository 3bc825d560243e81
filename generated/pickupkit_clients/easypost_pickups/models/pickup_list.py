from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .pickup import Pickup


class PickupList(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def has_more(self) -> bool | None:
        return self._get("has_more")

    @property
    def pickups(self) -> list[Pickup] | None:
        return wire.views(_models.Pickup, self._get("pickups"))
