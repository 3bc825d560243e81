from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .pickup_item import PickupItem
    from .pickup_origin_detail import PickupOriginDetail
    from .pickup_pickup_status import PickupPickupStatus


class Pickup(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def address(self) -> str | None:
        """The street with its number"""
        return self._get("address")

    @property
    def address_2(self) -> str | None:
        return self._get("address_2")

    @property
    def cancelled_at(self) -> str | None:
        return self._get("cancelled_at")

    @property
    def carrier(self) -> str | None:
        return self._get("carrier")

    @property
    def city(self) -> str | None:
        return self._get("city")

    @property
    def company_name(self) -> str | None:
        return self._get("company_name")

    @property
    def contract(self) -> Any:
        return self._get("contract")

    @property
    def country(self) -> str | None:
        return self._get("country")

    @property
    def country_state(self) -> str | None:
        return self._get("country_state")

    @property
    def created_at(self) -> str | None:
        return self._get("created_at")

    @property
    def email(self) -> str | None:
        return self._get("email")

    @property
    def floor(self) -> str | None:
        return self._get("floor")

    @property
    def id(self) -> int | None:
        return self._get("id")

    @property
    def is_alternate_address(self) -> bool | None:
        return self._get("is_alternate_address")

    @property
    def is_overweight(self) -> bool | None:
        return self._get("is_overweight")

    @property
    def is_residential(self) -> bool | None:
        return self._get("is_residential")

    @property
    def items(self) -> list[PickupItem] | None:
        return wire.views(_models.PickupItem, self._get("items"))

    @property
    def name(self) -> str | None:
        return self._get("name")

    @property
    def origin_detail(self) -> PickupOriginDetail | None:
        """FedEx"""
        return wire.view(_models.PickupOriginDetail, self._get("origin_detail"))

    @property
    def pallet_quantity(self) -> int | None:
        return self._get("pallet_quantity")

    @property
    def pickup_from(self) -> str | None:
        return self._get("pickup_from")

    @property
    def pickup_status(self) -> PickupPickupStatus | None:
        """Created says that the carrier accepted."""
        return wire.member(_models.PickupPickupStatus, self._get("pickup_status"))

    @property
    def pickup_until(self) -> str | None:
        return self._get("pickup_until")

    @property
    def postal_code(self) -> Any:
        return self._get("postal_code")

    @property
    def quantity(self) -> int | None:
        return self._get("quantity")

    @property
    def reference(self) -> str | None:
        return self._get("reference")

    @property
    def room(self) -> str | None:
        return self._get("room")

    @property
    def special_instructions(self) -> str | None:
        return self._get("special_instructions")

    @property
    def telephone(self) -> str | None:
        return self._get("telephone")

    @property
    def total_volume_weight(self) -> str | None:
        return self._get("total_volume_weight")

    @property
    def total_weight(self) -> str | None:
        """Kilograms with two decimals"""
        return self._get("total_weight")

    @property
    def tracking_number(self) -> Any:
        """Empty while the pickup is announced"""
        return self._get("tracking_number")
