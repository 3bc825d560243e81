"""From Sendcloud's API v2 to the common language."""

from datetime import tzinfo
from typing import Final

from pickupkit.plugin import (
    Account,
    Address,
    Pickup,
    PickupStatus,
    demand,
    flag,
    moment,
    text,
    window,
)
from pickupkit_clients.sendcloud_pickups_v2 import models
from pickupkit_sendcloud._settings import Settings

_STATUS: Final = {
    "Announcing": PickupStatus.REQUESTED,
    "Created": PickupStatus.CONFIRMED,
    "Failed": PickupStatus.FAILED,
    "Cancelled": PickupStatus.CANCELLED,
}


def to_pickup(
    account: Account[Settings], pickup: models.Pickup, *, zone: tzinfo | None = None
) -> Pickup:
    """Read a pickup of a list or a whole one; a list's item has no address and no reference."""
    raw_status = text(pickup.pickup_status)
    return Pickup(
        provider=account.provider,
        account=account.name,
        id=demand(pickup.id, "id"),
        status=_STATUS.get(raw_status or "", PickupStatus.UNKNOWN),
        raw_status=raw_status,
        carrier=text(pickup.carrier),
        country=text(pickup.country),
        tracking_number=text(pickup.tracking_number),
        address=_address(pickup),
        requested=window(pickup.pickup_from, pickup.pickup_until, zone),
        reference=text(pickup.reference),
        created_at=moment(pickup.created_at),
        cancelled_at=moment(pickup.cancelled_at),
        raw=pickup.raw,
    )


def _address(pickup: models.Pickup) -> Address | None:
    """Read the address; its first line holds the number of the house as well."""
    if text(pickup.address) is None and text(pickup.city) is None:
        return None
    return Address(
        name=text(pickup.name),
        company=text(pickup.company_name),
        line1=text(pickup.address),
        line2=text(pickup.address_2),
        postal_code=text(pickup.postal_code),
        city=text(pickup.city),
        state=text(pickup.country_state),
        country=text(pickup.country),
        phone=text(pickup.telephone),
        email=text(pickup.email),
        residential=flag(pickup.is_residential),
    )
