from __future__ import annotations

from typing import ClassVar

from attrs import frozen
from pickupkit.calls import UNSET, Unset, wire


@frozen(kw_only=True, repr=False)
class PickupRequestAddress(wire.Body):
    """A part of a request."""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("address_line_1", "address_line_1"),
        ("city", "city"),
        ("country_code", "country_code"),
        ("name", "name"),
        ("postal_code", "postal_code"),
        ("address_line_2", "address_line_2"),
        ("company_name", "company_name"),
        ("email", "email"),
        ("floor", "floor"),
        ("house_number", "house_number"),
        ("is_alternate_address", "is_alternate_address"),
        ("is_residential", "is_residential"),
        ("phone_number", "phone_number"),
        ("room", "room"),
        ("state_province_code", "state_province_code"),
    )

    address_line_1: str
    """The street"""
    city: str
    country_code: str
    """ISO 3166-1 alpha-2"""
    name: str
    postal_code: str
    address_line_2: str | Unset = UNSET
    company_name: str | Unset = UNSET
    email: str | Unset = UNSET
    floor: None | str | Unset = UNSET
    """UPS"""
    house_number: str | Unset = UNSET
    is_alternate_address: bool | Unset = UNSET
    """UPS"""
    is_residential: bool | Unset = UNSET
    """UPS"""
    phone_number: str | Unset = UNSET
    """E.164; needed by some carriers"""
    room: None | str | Unset = UNSET
    """UPS"""
    state_province_code: str | Unset = UNSET
    """ISO 3166-2 such as IT-RM; needed for Italy's carriers"""
