from __future__ import annotations

from typing import Any

from pickupkit.calls import wire


class OrderIntegration(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def id(self) -> Any:
        return self._get("id")
