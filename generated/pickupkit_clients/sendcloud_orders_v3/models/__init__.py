"""The data of this API; a class's module is imported when the class is first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .order import Order as Order
    from .order_address import OrderAddress as OrderAddress
    from .order_answer import OrderAnswer as OrderAnswer
    from .order_customer import OrderCustomer as OrderCustomer
    from .order_customs import OrderCustoms as OrderCustoms
    from .order_dangerous_goods import OrderDangerousGoods as OrderDangerousGoods
    from .order_delivery_dates import OrderDeliveryDates as OrderDeliveryDates
    from .order_details import OrderDetails as OrderDetails
    from .order_dimension import OrderDimension as OrderDimension
    from .order_integration import OrderIntegration as OrderIntegration
    from .order_item import OrderItem as OrderItem
    from .order_measurement import OrderMeasurement as OrderMeasurement
    from .order_page import OrderPage as OrderPage
    from .order_payment import OrderPayment as OrderPayment
    from .order_price import OrderPrice as OrderPrice
    from .order_service_point import OrderServicePoint as OrderServicePoint
    from .order_ship_with import OrderShipWith as OrderShipWith
    from .order_ship_with_properties import (
        OrderShipWithProperties as OrderShipWithProperties,
    )
    from .order_shipping import OrderShipping as OrderShipping
    from .order_status import OrderStatus as OrderStatus
    from .order_tax_number import OrderTaxNumber as OrderTaxNumber
    from .order_tax_numbers import OrderTaxNumbers as OrderTaxNumbers
    from .order_volume import OrderVolume as OrderVolume
    from .order_weight import OrderWeight as OrderWeight
else:
    _HOME = {
        "Order": ".order",
        "OrderAddress": ".order_address",
        "OrderAnswer": ".order_answer",
        "OrderCustomer": ".order_customer",
        "OrderCustoms": ".order_customs",
        "OrderDangerousGoods": ".order_dangerous_goods",
        "OrderDeliveryDates": ".order_delivery_dates",
        "OrderDetails": ".order_details",
        "OrderDimension": ".order_dimension",
        "OrderIntegration": ".order_integration",
        "OrderItem": ".order_item",
        "OrderMeasurement": ".order_measurement",
        "OrderPage": ".order_page",
        "OrderPayment": ".order_payment",
        "OrderPrice": ".order_price",
        "OrderServicePoint": ".order_service_point",
        "OrderShipping": ".order_shipping",
        "OrderShipWith": ".order_ship_with",
        "OrderShipWithProperties": ".order_ship_with_properties",
        "OrderStatus": ".order_status",
        "OrderTaxNumber": ".order_tax_number",
        "OrderTaxNumbers": ".order_tax_numbers",
        "OrderVolume": ".order_volume",
        "OrderWeight": ".order_weight",
    }

    def __getattr__(name):
        try:
            home = _HOME[name]
        except KeyError:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
        value = globals()[name] = getattr(import_module(home, __name__), name)
        return value

    def __dir__():
        return sorted({*globals(), *_HOME})


__all__ = (
    "Order",
    "OrderAddress",
    "OrderAnswer",
    "OrderCustomer",
    "OrderCustoms",
    "OrderDangerousGoods",
    "OrderDeliveryDates",
    "OrderDetails",
    "OrderDimension",
    "OrderIntegration",
    "OrderItem",
    "OrderMeasurement",
    "OrderPage",
    "OrderPayment",
    "OrderPrice",
    "OrderServicePoint",
    "OrderShipping",
    "OrderShipWith",
    "OrderShipWithProperties",
    "OrderStatus",
    "OrderTaxNumber",
    "OrderTaxNumbers",
    "OrderVolume",
    "OrderWeight",
)
