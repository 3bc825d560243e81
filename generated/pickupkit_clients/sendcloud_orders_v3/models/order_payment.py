from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .order_price import OrderPrice
    from .order_status import OrderStatus


class OrderPayment(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def discount_granted(self) -> OrderPrice | None:
        from .order_price import OrderPrice

        return wire.view(OrderPrice, self._at("discount_granted"))

    @property
    def estimated_shipping_price(self) -> OrderPrice | None:
        from .order_price import OrderPrice

        return wire.view(OrderPrice, self._at("estimated_shipping_price"))

    @property
    def estimated_tax_price(self) -> OrderPrice | None:
        from .order_price import OrderPrice

        return wire.view(OrderPrice, self._at("estimated_tax_price"))

    @property
    def freight_costs(self) -> OrderPrice | None:
        from .order_price import OrderPrice

        return wire.view(OrderPrice, self._at("freight_costs"))

    @property
    def insurance_costs(self) -> OrderPrice | None:
        from .order_price import OrderPrice

        return wire.view(OrderPrice, self._at("insurance_costs"))

    @property
    def invoice_date(self) -> str | None:
        return self._at("invoice_date")

    @property
    def is_cash_on_delivery(self) -> bool | None:
        return self._at("is_cash_on_delivery")

    @property
    def other_costs(self) -> OrderPrice | None:
        from .order_price import OrderPrice

        return wire.view(OrderPrice, self._at("other_costs"))

    @property
    def status(self) -> OrderStatus | None:
        """Free text of the shop, such as fulfilled."""
        from .order_status import OrderStatus

        return wire.view(OrderStatus, self._at("status"))

    @property
    def subtotal_price(self) -> OrderPrice | None:
        from .order_price import OrderPrice

        return wire.view(OrderPrice, self._at("subtotal_price"))

    @property
    def total_price(self) -> OrderPrice | None:
        from .order_price import OrderPrice

        return wire.view(OrderPrice, self._at("total_price"))
