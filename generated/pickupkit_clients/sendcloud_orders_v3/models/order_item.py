from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pickupkit.calls import wire

from .. import models as _models

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
        return self._get("country_of_origin")

    @property
    def dangerous_goods(self) -> OrderDangerousGoods | None:
        return wire.view(_models.OrderDangerousGoods, self._get("dangerous_goods"))

    @property
    def delivery_dates(self) -> OrderDeliveryDates | None:
        return wire.view(_models.OrderDeliveryDates, self._get("delivery_dates"))

    @property
    def description(self) -> str | None:
        return self._get("description")

    @property
    def ean(self) -> str | None:
        return self._get("ean")

    @property
    def hs_code(self) -> str | None:
        return self._get("hs_code")

    @property
    def image_url(self) -> str | None:
        return self._get("image_url")

    @property
    def intended_use(self) -> str | None:
        return self._get("intended_use")

    @property
    def item_id(self) -> str | None:
        return self._get("item_id")

    @property
    def material_content(self) -> str | None:
        return self._get("material_content")

    @property
    def measurement(self) -> OrderMeasurement | None:
        return wire.view(_models.OrderMeasurement, self._get("measurement"))

    @property
    def mid_code(self) -> str | None:
        return self._get("mid_code")

    @property
    def name(self) -> str | None:
        return self._get("name")

    @property
    def product_id(self) -> str | None:
        return self._get("product_id")

    @property
    def properties(self) -> Any:
        return self._get("properties")

    @property
    def quantity(self) -> int | None:
        return self._get("quantity")

    @property
    def sku(self) -> str | None:
        return self._get("sku")

    @property
    def total_price(self) -> OrderPrice | None:
        return wire.view(_models.OrderPrice, self._get("total_price"))

    @property
    def unit_price(self) -> OrderPrice | None:
        return wire.view(_models.OrderPrice, self._get("unit_price"))

    @property
    def variant_id(self) -> str | None:
        return self._get("variant_id")
