from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .order_price import OrderPrice
    from .order_status import OrderStatus


class OrderPayment(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def discount_granted(self) -> OrderPrice | None:
        return wire.view(_models.OrderPrice, self._get("discount_granted"))

    @property
    def estimated_shipping_price(self) -> OrderPrice | None:
        return wire.view(_models.OrderPrice, self._get("estimated_shipping_price"))

    @property
    def estimated_tax_price(self) -> OrderPrice | None:
        return wire.view(_models.OrderPrice, self._get("estimated_tax_price"))

    @property
    def freight_costs(self) -> OrderPrice | None:
        return wire.view(_models.OrderPrice, self._get("freight_costs"))

    @property
    def insurance_costs(self) -> OrderPrice | None:
        return wire.view(_models.OrderPrice, self._get("insurance_costs"))

    @property
    def invoice_date(self) -> str | None:
        return self._get("invoice_date")

    @property
    def is_cash_on_delivery(self) -> bool | None:
        return self._get("is_cash_on_delivery")

    @property
    def other_costs(self) -> OrderPrice | None:
        return wire.view(_models.OrderPrice, self._get("other_costs"))

    @property
    def status(self) -> OrderStatus | None:
        """Free text of the shop, such as fulfilled."""
        return wire.view(_models.OrderStatus, self._get("status"))

    @property
    def subtotal_price(self) -> OrderPrice | None:
        return wire.view(_models.OrderPrice, self._get("subtotal_price"))

    @property
    def total_price(self) -> OrderPrice | None:
        return wire.view(_models.OrderPrice, self._get("total_price"))
