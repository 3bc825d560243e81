from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .order_integration import OrderIntegration
    from .order_item import OrderItem
    from .order_status import OrderStatus


class OrderDetails(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def integration(self) -> OrderIntegration | None:
        from .order_integration import OrderIntegration

        return wire.view(OrderIntegration, self._at("integration"))

    @property
    def notes(self) -> str | None:
        return self._at("notes")

    @property
    def order_created_at(self) -> str | None:
        """When the customer ordered"""
        return self._at("order_created_at")

    @property
    def order_items(self) -> list[OrderItem] | None:
        from .order_item import OrderItem

        return wire.views(OrderItem, self._at("order_items"))

    @property
    def order_updated_at(self) -> str | None:
        return self._at("order_updated_at")

    @property
    def status(self) -> OrderStatus | None:
        """Free text of the shop, such as fulfilled."""
        from .order_status import OrderStatus

        return wire.view(OrderStatus, self._at("status"))

    @property
    def tags(self) -> list[str] | None:
        return wire.items(self._at("tags"))
