from __future__ import annotations

from pickupkit.calls import wire


class OrderStatus(wire.View):
    """Free text of the shop, such as fulfilled."""

    __slots__ = ()

    @property
    def code(self) -> str | None:
        return self._get("code")

    @property
    def message(self) -> str | None:
        return self._get("message")
