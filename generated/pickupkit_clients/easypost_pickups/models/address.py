from __future__ import annotations

from typing import Any

from pickupkit.calls import wire


class Address(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def carrier_facility(self) -> str | None:
        return self._at("carrier_facility")

    @property
    def city(self) -> str | None:
        return self._at("city")

    @property
    def company(self) -> str | None:
        return self._at("company")

    @property
    def country(self) -> str | None:
        return self._at("country")

    @property
    def created_at(self) -> str | None:
        return self._at("created_at")

    @property
    def email(self) -> str | None:
        return self._at("email")

    @property
    def federal_tax_id(self) -> str | None:
        return self._at("federal_tax_id")

    @property
    def id(self) -> str | None:
        return self._at("id")

    @property
    def mode(self) -> str | None:
        return self._at("mode")

    @property
    def name(self) -> str | None:
        return self._at("name")

    @property
    def object_(self) -> str | None:
        """Always Address"""
        return self._at("object")

    @property
    def phone(self) -> str | None:
        return self._at("phone")

    @property
    def residential(self) -> bool | None:
        return self._at("residential")

    @property
    def state(self) -> str | None:
        return self._at("state")

    @property
    def state_tax_id(self) -> str | None:
        return self._at("state_tax_id")

    @property
    def street1(self) -> str | None:
        return self._at("street1")

    @property
    def street2(self) -> str | None:
        return self._at("street2")

    @property
    def updated_at(self) -> str | None:
        return self._at("updated_at")

    @property
    def verifications(self) -> Any:
        """Empty, or zip4 and delivery results"""
        return self._at("verifications")

    @property
    def zip_(self) -> str | None:
        return self._at("zip")
