"""From Sendcloud's API v3 to the common language."""

from datetime import tzinfo
from typing import Final

from pickupkit.plugin import (
    Account,
    Address,
    Pickup,
    PickupStatus,
    Window,
    demand,
    flag,
    moment,
    text,
    window,
)
from pickupkit_clients.sendcloud_pickups_v3 import models

from ._settings import Settings

_STATUS: Final = {
    "ANNOUNCING": PickupStatus.REQUESTED,
    "CREATED": PickupStatus.CONFIRMED,
    "FAILED": PickupStatus.FAILED,
    "CANCELLED": PickupStatus.CANCELLED,
    "CANCELLATION_REQUESTED": PickupStatus.CANCEL_REQUESTED,
    "CANCELLATION_FAILED": PickupStatus.CANCEL_REFUSED,
    "CANCELLATION_REJECTED": PickupStatus.CANCEL_REFUSED,
}


def to_pickup(
    account: Account[Settings], pickup: models.Pickup, *, zone: tzinfo | None = None
) -> Pickup:
    """Read a pickup; every field but the id may be absent, whatever the description says."""
    raw_status = text(pickup.status)
    address = _address(pickup.address)
    return Pickup(
        provider=account.provider,
        account=account.name,
        id=demand(pickup.id, "id"),
        status=_STATUS.get(raw_status or "", PickupStatus.UNKNOWN),
        raw_status=raw_status,
        carrier=text(pickup.carrier_code),
        country=text(pickup.country) or (address.country if address else None),
        tracking_number=text(pickup.tracking_number),
        address=address,
        requested=_windows(pickup, zone),
        reference=text(pickup.reference),
        created_at=moment(pickup.created_at),
        cancelled_at=moment(pickup.cancelled_at),
        raw=pickup.raw,
    )


def _windows(pickup: models.Pickup, zone: tzinfo | None) -> tuple[Window, ...]:
    found: tuple[Window, ...] = ()
    for slot in pickup.time_slots or ():
        found += window(slot.start_at, slot.end_at, zone)
    return found


def _address(address: models.PickupAddress | None) -> Address | None:
    if address is None:
        return None
    return Address(
        name=text(address.name),
        company=text(address.company_name),
        line1=text(address.address_line_1),
        line2=text(address.address_line_2),
        house_number=text(address.house_number),
        postal_code=text(address.postal_code),
        city=text(address.city),
        state=text(address.state_province_code),
        country=text(address.country_code),
        phone=text(address.phone_number),
        email=text(address.email),
        residential=flag(address.is_residential),
    )
