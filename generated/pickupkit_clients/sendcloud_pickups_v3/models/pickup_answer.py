from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .pickup import Pickup


class PickupAnswer(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def data(self) -> Pickup | None:
        return wire.view(_models.Pickup, self._get("data"))
