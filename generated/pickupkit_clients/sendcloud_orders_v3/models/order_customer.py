from __future__ import annotations

from pickupkit.calls import wire


class OrderCustomer(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def email(self) -> str | None:
        return self._get("email")

    @property
    def name(self) -> str | None:
        return self._get("name")

    @property
    def phone_number(self) -> str | None:
        return self._get("phone_number")
