from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .order_address import OrderAddress
    from .order_customer import OrderCustomer
    from .order_customs import OrderCustoms
    from .order_details import OrderDetails
    from .order_payment import OrderPayment
    from .order_service_point import OrderServicePoint
    from .order_shipping import OrderShipping


class Order(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def billing_address(self) -> OrderAddress | None:
        return wire.view(_models.OrderAddress, self._get("billing_address"))

    @property
    def created_at(self) -> str | None:
        """When Sendcloud took it in"""
        return self._get("created_at")

    @property
    def customer_details(self) -> OrderCustomer | None:
        return wire.view(_models.OrderCustomer, self._get("customer_details"))

    @property
    def customs_details(self) -> OrderCustoms | None:
        return wire.view(_models.OrderCustoms, self._get("customs_details"))

    @property
    def id(self) -> Any:
        return self._get("id")

    @property
    def modified_at(self) -> str | None:
        return self._get("modified_at")

    @property
    def order_details(self) -> OrderDetails | None:
        return wire.view(_models.OrderDetails, self._get("order_details"))

    @property
    def order_id(self) -> str | None:
        return self._get("order_id")

    @property
    def order_number(self) -> str | None:
        return self._get("order_number")

    @property
    def payment_details(self) -> OrderPayment | None:
        return wire.view(_models.OrderPayment, self._get("payment_details"))

    @property
    def service_point_details(self) -> OrderServicePoint | None:
        return wire.view(_models.OrderServicePoint, self._get("service_point_details"))

    @property
    def shipping_address(self) -> OrderAddress | None:
        return wire.view(_models.OrderAddress, self._get("shipping_address"))

    @property
    def shipping_details(self) -> OrderShipping | None:
        return wire.view(_models.OrderShipping, self._get("shipping_details"))
