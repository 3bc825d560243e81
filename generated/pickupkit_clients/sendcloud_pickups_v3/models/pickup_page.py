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
    def data(self) -> list[Pickup] | None:
        """A list; one of the vendor's examples has a single pickup in its place."""
        return wire.views(_models.Pickup, self._get("data"))
