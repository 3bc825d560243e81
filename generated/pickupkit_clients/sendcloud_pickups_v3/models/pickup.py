from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .pickup_address import PickupAddress
    from .pickup_item import PickupItem
    from .pickup_origin_detail import PickupOriginDetail
    from .pickup_status import PickupStatus
    from .pickup_time_slot import PickupTimeSlot
    from .pickup_weight import PickupWeight


class Pickup(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def address(self) -> PickupAddress | None:
        from .pickup_address import PickupAddress

        return wire.view(PickupAddress, self._at("address"))

    @property
    def cancelled_at(self) -> str | None:
        return self._at("cancelled_at")

    @property
    def carrier_code(self) -> str | None:
        return self._at("carrier_code")

    @property
    def contract_id(self) -> int | None:
        return self._at("contract_id")

    @property
    def country(self) -> str | None:
        """In lists, which have no address"""
        return self._at("country")

    @property
    def created_at(self) -> str | None:
        return self._at("created_at")

    @property
    def customer_account_number(self) -> str | None:
        return self._at("customer_account_number")

    @property
    def id(self) -> int | None:
        return self._at("id")

    @property
    def is_overweight(self) -> bool | None:
        return self._at("is_overweight")

    @property
    def items(self) -> list[PickupItem] | None:
        from .pickup_item import PickupItem

        return wire.views(PickupItem, self._at("items"))

    @property
    def origin_detail(self) -> PickupOriginDetail | None:
        """FedEx"""
        from .pickup_origin_detail import PickupOriginDetail

        return wire.view(PickupOriginDetail, self._at("origin_detail"))

    @property
    def pallet_quantity(self) -> int | None:
        return self._at("pallet_quantity")

    @property
    def quantity(self) -> int | None:
        return self._at("quantity")

    @property
    def reference(self) -> str | None:
        return self._at("reference")

    @property
    def special_instructions(self) -> str | None:
        return self._at("special_instructions")

    @property
    def status(self) -> PickupStatus | None:
        """CREATED says that the carrier accepted; FAILED also that it refused to cancel."""
        from .pickup_status import PickupStatus

        return wire.member(PickupStatus, self._at("status"))

    @property
    def time_slots(self) -> list[PickupTimeSlot] | None:
        from .pickup_time_slot import PickupTimeSlot

        return wire.views(PickupTimeSlot, self._at("time_slots"))

    @property
    def total_weight(self) -> PickupWeight | None:
        from .pickup_weight import PickupWeight

        return wire.view(PickupWeight, self._at("total_weight"))

    @property
    def tracking_number(self) -> Any:
        """Empty while the pickup is announced"""
        return self._at("tracking_number")

    @property
    def trading_location_id(self) -> str | None:
        return self._at("trading_location_id")
