from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pickupkit.calls import wire

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
        return self._at("address")

    @property
    def address_2(self) -> str | None:
        return self._at("address_2")

    @property
    def cancelled_at(self) -> str | None:
        return self._at("cancelled_at")

    @property
    def carrier(self) -> str | None:
        return self._at("carrier")

    @property
    def city(self) -> str | None:
        return self._at("city")

    @property
    def company_name(self) -> str | None:
        return self._at("company_name")

    @property
    def contract(self) -> Any:
        return self._at("contract")

    @property
    def country(self) -> str | None:
        return self._at("country")

    @property
    def country_state(self) -> str | None:
        return self._at("country_state")

    @property
    def created_at(self) -> str | None:
        return self._at("created_at")

    @property
    def email(self) -> str | None:
        return self._at("email")

    @property
    def floor(self) -> str | None:
        return self._at("floor")

    @property
    def id(self) -> int | None:
        return self._at("id")

    @property
    def is_alternate_address(self) -> bool | None:
        return self._at("is_alternate_address")

    @property
    def is_overweight(self) -> bool | None:
        return self._at("is_overweight")

    @property
    def is_residential(self) -> bool | None:
        return self._at("is_residential")

    @property
    def items(self) -> list[PickupItem] | None:
        from .pickup_item import PickupItem

        return wire.views(PickupItem, self._at("items"))

    @property
    def name(self) -> str | None:
        return self._at("name")

    @property
    def origin_detail(self) -> PickupOriginDetail | None:
        """FedEx"""
        from .pickup_origin_detail import PickupOriginDetail

        return wire.view(PickupOriginDetail, self._at("origin_detail"))

    @property
    def pallet_quantity(self) -> int | None:
        return self._at("pallet_quantity")

    @property
    def pickup_from(self) -> str | None:
        return self._at("pickup_from")

    @property
    def pickup_status(self) -> PickupPickupStatus | None:
        """Created says that the carrier accepted."""
        from .pickup_pickup_status import PickupPickupStatus

        return wire.member(PickupPickupStatus, self._at("pickup_status"))

    @property
    def pickup_until(self) -> str | None:
        return self._at("pickup_until")

    @property
    def postal_code(self) -> Any:
        return self._at("postal_code")

    @property
    def quantity(self) -> int | None:
        return self._at("quantity")

    @property
    def reference(self) -> str | None:
        return self._at("reference")

    @property
    def room(self) -> str | None:
        return self._at("room")

    @property
    def special_instructions(self) -> str | None:
        return self._at("special_instructions")

    @property
    def telephone(self) -> str | None:
        return self._at("telephone")

    @property
    def total_volume_weight(self) -> str | None:
        return self._at("total_volume_weight")

    @property
    def total_weight(self) -> str | None:
        """Kilograms with two decimals"""
        return self._at("total_weight")

    @property
    def tracking_number(self) -> Any:
        """Empty while the pickup is announced"""
        return self._at("tracking_number")
