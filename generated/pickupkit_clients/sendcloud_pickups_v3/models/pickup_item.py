from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .pickup_weight import PickupWeight


class PickupItem(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def container_type(self) -> str | None:
        return self._at("container_type")

    @property
    def destination_country_code(self) -> str | None:
        return self._at("destination_country_code")

    @property
    def quantity(self) -> int | None:
        return self._at("quantity")

    @property
    def shipping_option(self) -> str | None:
        return self._at("shipping_option")

    @property
    def total_weight(self) -> PickupWeight | None:
        from .pickup_weight import PickupWeight

        return wire.view(PickupWeight, self._at("total_weight"))

    @property
    def volumetric_weight_kind(self) -> str | None:
        return self._at("volumetric_weight_kind")
