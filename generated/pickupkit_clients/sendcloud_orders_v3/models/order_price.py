from __future__ import annotations

from typing import Any

from pickupkit.calls import wire


class OrderPrice(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def currency(self) -> str | None:
        return self._get("currency")

    @property
    def value(self) -> Any:
        return self._get("value")
