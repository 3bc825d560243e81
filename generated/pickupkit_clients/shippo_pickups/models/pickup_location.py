from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .pickup_address import PickupAddress


class PickupLocation(wire.View):
    """Where the parcels wait, as the answer repeats it."""

    __slots__ = ()

    @property
    def address(self) -> PickupAddress | None:
        return wire.view(_models.PickupAddress, self._get("address"))

    @property
    def building_location_type(self) -> str | None:
        """Case may differ from what was sent"""
        return self._get("building_location_type")

    @property
    def building_type(self) -> str | None:
        return self._get("building_type")

    @property
    def instructions(self) -> str | None:
        return self._get("instructions")
