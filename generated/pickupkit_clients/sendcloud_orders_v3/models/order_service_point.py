from __future__ import annotations

from typing import Any

from pickupkit.calls import wire


class OrderServicePoint(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def carrier_service_point_id(self) -> str | None:
        return self._get("carrier_service_point_id")

    @property
    def extra_data(self) -> Any:
        return self._get("extra_data")

    @property
    def id(self) -> Any:
        return self._get("id")

    @property
    def latitude(self) -> Any:
        return self._get("latitude")

    @property
    def longitude(self) -> Any:
        return self._get("longitude")

    @property
    def post_number(self) -> str | None:
        return self._get("post_number")

    @property
    def type_(self) -> str | None:
        return self._get("type")
