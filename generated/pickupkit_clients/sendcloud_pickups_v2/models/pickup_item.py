from __future__ import annotations

from typing import Any

from pickupkit.calls import wire


class PickupItem(wire.View):
    """UPS"""

    __slots__ = ()

    @property
    def container_code(self) -> str | None:
        return self._get("container_code")

    @property
    def destination_country(self) -> str | None:
        return self._get("destination_country")

    @property
    def quantity(self) -> Any:
        return self._get("quantity")

    @property
    def shipping_method(self) -> str | None:
        return self._get("shipping_method")
