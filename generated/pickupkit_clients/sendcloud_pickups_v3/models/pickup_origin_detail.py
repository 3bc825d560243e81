from __future__ import annotations

from pickupkit.calls import wire


class PickupOriginDetail(wire.View):
    """FedEx"""

    __slots__ = ()

    @property
    def building_part(self) -> str | None:
        return self._get("building_part")

    @property
    def building_part_description(self) -> str | None:
        return self._get("building_part_description")

    @property
    def company_close_time(self) -> str | None:
        return self._get("company_close_time")

    @property
    def package_location(self) -> str | None:
        return self._get("package_location")
