from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pickupkit.calls import wire

from .. import models as _models

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
        return wire.view(_models.PickupAddress, self._get("address"))

    @property
    def cancelled_at(self) -> str | None:
        return self._get("cancelled_at")

    @property
    def carrier_code(self) -> str | None:
        return self._get("carrier_code")

    @property
    def contract_id(self) -> int | None:
        return self._get("contract_id")

    @property
    def country(self) -> str | None:
        """In lists, which have no address"""
        return self._get("country")

    @property
    def created_at(self) -> str | None:
        return self._get("created_at")

    @property
    def customer_account_number(self) -> str | None:
        return self._get("customer_account_number")

    @property
    def id(self) -> int | None:
        return self._get("id")

    @property
    def is_overweight(self) -> bool | None:
        return self._get("is_overweight")

    @property
    def items(self) -> list[PickupItem] | None:
        return wire.views(_models.PickupItem, self._get("items"))

    @property
    def origin_detail(self) -> PickupOriginDetail | None:
        """FedEx"""
        return wire.view(_models.PickupOriginDetail, self._get("origin_detail"))

    @property
    def pallet_quantity(self) -> int | None:
        return self._get("pallet_quantity")

    @property
    def quantity(self) -> int | None:
        return self._get("quantity")

    @property
    def reference(self) -> str | None:
        return self._get("reference")

    @property
    def special_instructions(self) -> str | None:
        return self._get("special_instructions")

    @property
    def status(self) -> PickupStatus | None:
        """CREATED says that the carrier accepted; FAILED also that it refused to cancel."""
        return wire.member(_models.PickupStatus, self._get("status"))

    @property
    def time_slots(self) -> list[PickupTimeSlot] | None:
        return wire.views(_models.PickupTimeSlot, self._get("time_slots"))

    @property
    def total_weight(self) -> PickupWeight | None:
        return wire.view(_models.PickupWeight, self._get("total_weight"))

    @property
    def tracking_number(self) -> Any:
        """Empty while the pickup is announced"""
        return self._get("tracking_number")

    @property
    def trading_location_id(self) -> str | None:
        return self._get("trading_location_id")
