from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pickupkit.calls import wire

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
        from .order_address import OrderAddress

        return wire.view(OrderAddress, self._at("billing_address"))

    @property
    def created_at(self) -> str | None:
        """When Sendcloud took it in"""
        return self._at("created_at")

    @property
    def customer_details(self) -> OrderCustomer | None:
        from .order_customer import OrderCustomer

        return wire.view(OrderCustomer, self._at("customer_details"))

    @property
    def customs_details(self) -> OrderCustoms | None:
        from .order_customs import OrderCustoms

        return wire.view(OrderCustoms, self._at("customs_details"))

    @property
    def id(self) -> Any:
        return self._at("id")

    @property
    def modified_at(self) -> str | None:
        return self._at("modified_at")

    @property
    def order_details(self) -> OrderDetails | None:
        from .order_details import OrderDetails

        return wire.view(OrderDetails, self._at("order_details"))

    @property
    def order_id(self) -> str | None:
        return self._at("order_id")

    @property
    def order_number(self) -> str | None:
        return self._at("order_number")

    @property
    def payment_details(self) -> OrderPayment | None:
        from .order_payment import OrderPayment

        return wire.view(OrderPayment, self._at("payment_details"))

    @property
    def service_point_details(self) -> OrderServicePoint | None:
        from .order_service_point import OrderServicePoint

        return wire.view(OrderServicePoint, self._at("service_point_details"))

    @property
    def shipping_address(self) -> OrderAddress | None:
        from .order_address import OrderAddress

        return wire.view(OrderAddress, self._at("shipping_address"))

    @property
    def shipping_details(self) -> OrderShipping | None:
        from .order_shipping import OrderShipping

        return wire.view(OrderShipping, self._at("shipping_details"))
