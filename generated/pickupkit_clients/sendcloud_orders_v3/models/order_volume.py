from __future__ import annotations

from typing import Any

from pickupkit.calls import wire


class OrderVolume(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def unit(self) -> str | None:
        return self._get("unit")

    @property
    def value(self) -> Any:
        return self._get("value")
