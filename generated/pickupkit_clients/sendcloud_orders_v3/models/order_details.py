from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .order_integration import OrderIntegration
    from .order_item import OrderItem
    from .order_status import OrderStatus


class OrderDetails(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def integration(self) -> OrderIntegration | None:
        return wire.view(_models.OrderIntegration, self._get("integration"))

    @property
    def notes(self) -> str | None:
        return self._get("notes")

    @property
    def order_created_at(self) -> str | None:
        """When the customer ordered"""
        return self._get("order_created_at")

    @property
    def order_items(self) -> list[OrderItem] | None:
        return wire.views(_models.OrderItem, self._get("order_items"))

    @property
    def order_updated_at(self) -> str | None:
        return self._get("order_updated_at")

    @property
    def status(self) -> OrderStatus | None:
        """Free text of the shop, such as fulfilled."""
        return wire.view(_models.OrderStatus, self._get("status"))

    @property
    def tags(self) -> list[str] | None:
        return wire.items(self._get("tags"))
