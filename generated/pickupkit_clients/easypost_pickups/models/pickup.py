from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .address import Address
    from .message import Message
    from .pickup_rate import PickupRate


class Pickup(wire.View):
    """All sixteen fields are present in every answer seen; only id and status are relied on here."""

    __slots__ = ()

    @property
    def address(self) -> Address | None:
        return wire.view(_models.Address, self._get("address"))

    @property
    def carrier_accounts(self) -> list[Any] | None:
        """Empty in every answer seen; the form of an entry is not established."""
        return wire.items(self._get("carrier_accounts"))

    @property
    def confirmation(self) -> str | None:
        """The carrier's number; set by buy, kept after cancel"""
        return self._get("confirmation")

    @property
    def created_at(self) -> str | None:
        return self._get("created_at")

    @property
    def id(self) -> str | None:
        return self._get("id")

    @property
    def instructions(self) -> str | None:
        return self._get("instructions")

    @property
    def is_account_address(self) -> bool | None:
        return self._get("is_account_address")

    @property
    def max_datetime(self) -> str | None:
        return self._get("max_datetime")

    @property
    def messages(self) -> list[Message] | None:
        """Only the answer to create carries entries."""
        return wire.views(_models.Message, self._get("messages"))

    @property
    def min_datetime(self) -> str | None:
        return self._get("min_datetime")

    @property
    def mode(self) -> str | None:
        """test or production"""
        return self._get("mode")

    @property
    def object_(self) -> str | None:
        """Always Pickup"""
        return self._get("object")

    @property
    def pickup_rates(self) -> list[PickupRate] | None:
        """Empty when nothing was quoted, and for up to about two seconds while a create is still
        running."""
        return wire.views(_models.PickupRate, self._get("pickup_rates"))

    @property
    def reference(self) -> str | None:
        return self._get("reference")

    @property
    def status(self) -> str | None:
        """unknown (not bought), scheduled or canceled; treat others as opaque"""
        return self._get("status")

    @property
    def updated_at(self) -> str | None:
        """Moves when a buy is attempted and on cancel"""
        return self._get("updated_at")
