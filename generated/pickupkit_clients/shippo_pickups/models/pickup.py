from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .pickup_location import PickupLocation
    from .pickup_status import PickupStatus


class Pickup(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def cancel_by_time(self) -> str | None:
        """Until then the carrier, not Shippo, can be asked to cancel."""
        return self._get("cancel_by_time")

    @property
    def carrier_account(self) -> str | None:
        return self._get("carrier_account")

    @property
    def confirmation_code(self) -> str | None:
        """The carrier's"""
        return self._get("confirmation_code")

    @property
    def confirmed_end_time(self) -> str | None:
        """In the zone that timezone names, whatever letter ends it."""
        return self._get("confirmed_end_time")

    @property
    def confirmed_start_time(self) -> str | None:
        """In the zone that timezone names, whatever letter ends it."""
        return self._get("confirmed_start_time")

    @property
    def is_test(self) -> bool | None:
        return self._get("is_test")

    @property
    def location(self) -> PickupLocation | None:
        """Where the parcels wait, as the answer repeats it."""
        return wire.view(_models.PickupLocation, self._get("location"))

    @property
    def messages(self) -> list[Any] | None:
        return wire.items(self._get("messages"))

    @property
    def metadata(self) -> str | None:
        """Empty when none was sent"""
        return self._get("metadata")

    @property
    def object_created(self) -> str | None:
        return self._get("object_created")

    @property
    def object_id(self) -> str | None:
        return self._get("object_id")

    @property
    def object_updated(self) -> str | None:
        return self._get("object_updated")

    @property
    def requested_end_time(self) -> str | None:
        """UTC"""
        return self._get("requested_end_time")

    @property
    def requested_start_time(self) -> str | None:
        """UTC"""
        return self._get("requested_start_time")

    @property
    def status(self) -> PickupStatus | None:
        return wire.member(_models.PickupStatus, self._get("status"))

    @property
    def timezone(self) -> str | None:
        return self._get("timezone")

    @property
    def transactions(self) -> list[str] | None:
        return wire.items(self._get("transactions"))
