from __future__ import annotations

from pickupkit.calls import wire


class PickupAddress(wire.View):
    """A part of an answer."""

    __slots__ = ()

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
    def email(self) -> str | None:
        return self._at("email")

    @property
    def is_residential(self) -> bool | None:
        return self._at("is_residential")

    @property
    def metadata(self) -> str | None:
        return self._at("metadata")

    @property
    def name(self) -> str | None:
        return self._at("name")

    @property
    def object_id(self) -> str | None:
        return self._at("object_id")

    @property
    def phone(self) -> str | None:
        """May come back in another form than it was sent"""
        return self._at("phone")

    @property
    def state(self) -> str | None:
        return self._at("state")

    @property
    def street1(self) -> str | None:
        return self._at("street1")

    @property
    def street2(self) -> str | None:
        return self._at("street2")

    @property
    def street3(self) -> str | None:
        return self._at("street3")

    @property
    def street_no(self) -> str | None:
        return self._at("street_no")

    @property
    def validate(self) -> bool | None:
        return self._at("validate")

    @property
    def zip_(self) -> str | None:
        return self._at("zip")
