from __future__ import annotations

from typing import Any

from pickupkit.calls import wire


class OrderPrice(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def currency(self) -> str | None:
        return self._at("currency")

    @property
    def value(self) -> Any:
        return self._at("value")
