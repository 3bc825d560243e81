from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .pickup_weight import PickupWeight


class PickupItem(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def container_type(self) -> str | None:
        return self._get("container_type")

    @property
    def destination_country_code(self) -> str | None:
        return self._get("destination_country_code")

    @property
    def quantity(self) -> int | None:
        return self._get("quantity")

    @property
    def shipping_option(self) -> str | None:
        return self._get("shipping_option")

    @property
    def total_weight(self) -> PickupWeight | None:
        return wire.view(_models.PickupWeight, self._get("total_weight"))

    @property
    def volumetric_weight_kind(self) -> str | None:
        return self._get("volumetric_weight_kind")
