from __future__ import annotations

from pickupkit.calls import wire


class OrderCustomer(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def email(self) -> str | None:
        return self._at("email")

    @property
    def name(self) -> str | None:
        return self._at("name")

    @property
    def phone_number(self) -> str | None:
        return self._at("phone_number")
