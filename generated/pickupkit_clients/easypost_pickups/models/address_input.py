from __future__ import annotations

from typing import ClassVar

from attrs import frozen
from pickupkit.calls import UNSET, Unset, wire


@frozen(kw_only=True, repr=False)
class AddressInput(wire.Body):
    """Either only id (an address stored earlier) or the inline fields without id."""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("city", "city"),
        ("company", "company"),
        ("country", "country"),
        ("email", "email"),
        ("id", "id"),
        ("name", "name"),
        ("phone", "phone"),
        ("state", "state"),
        ("street1", "street1"),
        ("street2", "street2"),
        ("zip_", "zip"),
    )

    city: str | Unset = UNSET
    company: str | Unset = UNSET
    country: str | Unset = UNSET
    """Two letters"""
    email: str | Unset = UNSET
    id: str | Unset = UNSET
    name: str | Unset = UNSET
    phone: str | Unset = UNSET
    """The server keeps digits only"""
    state: str | Unset = UNSET
    street1: str | Unset = UNSET
    street2: str | Unset = UNSET
    zip_: str | Unset = UNSET
