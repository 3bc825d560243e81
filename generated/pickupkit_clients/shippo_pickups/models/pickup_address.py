from __future__ import annotations

from pickupkit.calls import wire


class PickupAddress(wire.View):
    """A part of an answer."""

    __slots__ = ()

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
    def email(self) -> str | None:
        return self._get("email")

    @property
    def is_residential(self) -> bool | None:
        return self._get("is_residential")

    @property
    def metadata(self) -> str | None:
        return self._get("metadata")

    @property
    def name(self) -> str | None:
        return self._get("name")

    @property
    def object_id(self) -> str | None:
        return self._get("object_id")

    @property
    def phone(self) -> str | None:
        """May come back in another form than it was sent"""
        return self._get("phone")

    @property
    def state(self) -> str | None:
        return self._get("state")

    @property
    def street1(self) -> str | None:
        return self._get("street1")

    @property
    def street2(self) -> str | None:
        return self._get("street2")

    @property
    def street3(self) -> str | None:
        return self._get("street3")

    @property
    def street_no(self) -> str | None:
        return self._get("street_no")

    @property
    def validate(self) -> bool | None:
        return self._get("validate")

    @property
    def zip_(self) -> str | None:
        return self._get("zip")
