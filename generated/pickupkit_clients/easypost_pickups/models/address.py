from __future__ import annotations

from typing import Any

from pickupkit.calls import wire


class Address(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def carrier_facility(self) -> str | None:
        return self._get("carrier_facility")

    @property
    def city(self) -> str | None:
        return self._get("city")

    @property
    def company(self) -> str | None:
        return self._get("company")

    @property
    def country(self) -> str | None:
        return self._get("country")

    @property
    def created_at(self) -> str | None:
        return self._get("created_at")

    @property
    def email(self) -> str | None:
        return self._get("email")

    @property
    def federal_tax_id(self) -> str | None:
        return self._get("federal_tax_id")

    @property
    def id(self) -> str | None:
        return self._get("id")

    @property
    def mode(self) -> str | None:
        return self._get("mode")

    @property
    def name(self) -> str | None:
        return self._get("name")

    @property
    def object_(self) -> str | None:
        """Always Address"""
        return self._get("object")

    @property
    def phone(self) -> str | None:
        return self._get("phone")

    @property
    def residential(self) -> bool | None:
        return self._get("residential")

    @property
    def state(self) -> str | None:
        return self._get("state")

    @property
    def state_tax_id(self) -> str | None:
        return self._get("state_tax_id")

    @property
    def street1(self) -> str | None:
        return self._get("street1")

    @property
    def street2(self) -> str | None:
        return self._get("street2")

    @property
    def updated_at(self) -> str | None:
        return self._get("updated_at")

    @property
    def verifications(self) -> Any:
        """Empty, or zip4 and delivery results"""
        return self._get("verifications")

    @property
    def zip_(self) -> str | None:
        return self._get("zip")
