from __future__ import annotations

from pickupkit.calls import wire


class PickupOriginDetail(wire.View):
    """FedEx"""

    __slots__ = ()

    @property
    def building_part(self) -> str | None:
        return self._at("building_part")

    @property
    def building_part_description(self) -> str | None:
        return self._at("building_part_description")

    @property
    def company_close_time(self) -> str | None:
        return self._at("company_close_time")

    @property
    def package_location(self) -> str | None:
        return self._at("package_location")
