from __future__ import annotations

from typing import Any

from pickupkit.calls import wire


class OrderDimension(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def height(self) -> Any:
        return self._get("height")

    @property
    def length(self) -> Any:
        return self._get("length")

    @property
    def unit(self) -> str | None:
        return self._get("unit")

    @property
    def width(self) -> Any:
        return self._get("width")
