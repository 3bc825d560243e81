from __future__ import annotations

from typing import ClassVar

from attrs import frozen
from pickupkit.calls import UNSET, Unset, wire


@frozen(kw_only=True, repr=False)
class AddressPickupCompleteCreateRequest(wire.Body):
    """A part of a request."""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("city", "city"),
        ("country", "country"),
        ("name", "name"),
        ("state", "state"),
        ("street1", "street1"),
        ("zip_", "zip"),
        ("company", "company"),
        ("email", "email"),
        ("is_residential", "is_residential"),
        ("metadata", "metadata"),
        ("phone", "phone"),
        ("street2", "street2"),
        ("street3", "street3"),
        ("street_no", "street_no"),
        ("validate", "validate"),
    )

    city: str
    country: str
    """ISO 3166-1 alpha-2"""
    name: str
    state: str
    """Two or three letters"""
    street1: str
    """35 characters at most"""
    zip_: str
    company: str | Unset = UNSET
    email: str | Unset = UNSET
    is_residential: bool | Unset = UNSET
    metadata: str | Unset = UNSET
    """100 characters at most"""
    phone: str | Unset = UNSET
    street2: str | Unset = UNSET
    """35 characters at most"""
    street3: str | Unset = UNSET
    """For UPS and international USPS only"""
    street_no: str | Unset = UNSET
    validate: bool | Unset = UNSET
