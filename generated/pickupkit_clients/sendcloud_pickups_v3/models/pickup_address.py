from __future__ import annotations

from typing import Any

from pickupkit.calls import wire


class PickupAddress(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def address_line_1(self) -> str | None:
        return self._get("address_line_1")

    @property
    def address_line_2(self) -> str | None:
        return self._get("address_line_2")

    @property
    def city(self) -> str | None:
        return self._get("city")

    @property
    def company_name(self) -> str | None:
        return self._get("company_name")

    @property
    def country_code(self) -> str | None:
        return self._get("country_code")

    @property
    def email(self) -> str | None:
        return self._get("email")

    @property
    def floor(self) -> str | None:
        return self._get("floor")

    @property
    def house_number(self) -> str | None:
        return self._get("house_number")

    @property
    def is_alternate_address(self) -> bool | None:
        return self._get("is_alternate_address")

    @property
    def is_residential(self) -> bool | None:
        return self._get("is_residential")

    @property
    def name(self) -> str | None:
        return self._get("name")

    @property
    def phone_number(self) -> str | None:
        return self._get("phone_number")

    @property
    def po_box(self) -> str | None:
        return self._get("po_box")

    @property
    def postal_code(self) -> Any:
        return self._get("postal_code")

    @property
    def room(self) -> str | None:
        return self._get("room")

    @property
    def state_province_code(self) -> str | None:
        return self._get("state_province_code")
