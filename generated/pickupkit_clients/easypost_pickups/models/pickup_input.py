from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import frozen
from pickupkit.calls import UNSET, Unset, wire

if TYPE_CHECKING:
    from .address_input import AddressInput
    from .object_ref import ObjectRef


@frozen(kw_only=True, repr=False)
class PickupInput(wire.Body):
    """Exactly one of shipment and batch, already purchased. Leave out what is not set; do not send
    null."""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("address", "address"),
        ("max_datetime", "max_datetime"),
        ("min_datetime", "min_datetime"),
        ("batch", "batch"),
        ("carrier_accounts", "carrier_accounts"),
        ("instructions", "instructions"),
        ("is_account_address", "is_account_address"),
        ("reference", "reference"),
        ("shipment", "shipment"),
    )

    address: AddressInput
    """Either only id (an address stored earlier) or the inline fields without id."""
    max_datetime: str
    """End of the window, same forms as min_datetime."""
    min_datetime: str
    """Start of the window. A plain string on purpose: bare dates are accepted as well as date-
    times with offset, and the caller's own text has to go out unchanged."""
    batch: ObjectRef | Unset = UNSET
    """An object that already exists at EasyPost, named by its id."""
    carrier_accounts: list[ObjectRef] | Unset = UNSET
    """Accounts to quote with; all that support pickups when left out."""
    instructions: str | Unset = UNSET
    """For the driver"""
    is_account_address: bool | Unset = UNSET
    """Whether the address is the one of the carrier account"""
    reference: str | Unset = UNSET
    """The caller's own label; not checked for uniqueness"""
    shipment: ObjectRef | Unset = UNSET
    """An object that already exists at EasyPost, named by its id."""
