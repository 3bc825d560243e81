from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .order_dangerous_goods import OrderDangerousGoods
    from .order_delivery_dates import OrderDeliveryDates
    from .order_measurement import OrderMeasurement
    from .order_price import OrderPrice


class OrderItem(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def country_of_origin(self) -> str | None:
        return self._at("country_of_origin")

    @property
    def dangerous_goods(self) -> OrderDangerousGoods | None:
        from .order_dangerous_goods import OrderDangerousGoods

        return wire.view(OrderDangerousGoods, self._at("dangerous_goods"))

    @property
    def delivery_dates(self) -> OrderDeliveryDates | None:
        from .order_delivery_dates import OrderDeliveryDates

        return wire.view(OrderDeliveryDates, self._at("delivery_dates"))

    @property
    def description(self) -> str | None:
        return self._at("description")

    @property
    def ean(self) -> str | None:
        return self._at("ean")

    @property
    def hs_code(self) -> str | None:
        return self._at("hs_code")

    @property
    def image_url(self) -> str | None:
        return self._at("image_url")

    @property
    def intended_use(self) -> str | None:
        return self._at("intended_use")

    @property
    def item_id(self) -> str | None:
        return self._at("item_id")

    @property
    def material_content(self) -> str | None:
        return self._at("material_content")

    @property
    def measurement(self) -> OrderMeasurement | None:
        from .order_measurement import OrderMeasurement

        return wire.view(OrderMeasurement, self._at("measurement"))

    @property
    def mid_code(self) -> str | None:
        return self._at("mid_code")

    @property
    def name(self) -> str | None:
        return self._at("name")

    @property
    def product_id(self) -> str | None:
        return self._at("product_id")

    @property
    def properties(self) -> Any:
        return self._at("properties")

    @property
    def quantity(self) -> int | None:
        return self._at("quantity")

    @property
    def sku(self) -> str | None:
        return self._at("sku")

    @property
    def total_price(self) -> OrderPrice | None:
        from .order_price import OrderPrice

        return wire.view(OrderPrice, self._at("total_price"))

    @property
    def unit_price(self) -> OrderPrice | None:
        from .order_price import OrderPrice

        return wire.view(OrderPrice, self._at("unit_price"))

    @property
    def variant_id(self) -> str | None:
        return self._at("variant_id")
