"""Between the common language and Shippo's."""

from datetime import UTC, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pickupkit.plugin import (
    UNSET,
    Account,
    Address,
    Door,
    Pickup,
    PickupRequest,
    PickupStatus,
    Unset,
    Window,
    demand,
    moment,
    text,
    wall_clock,
)
from pickupkit_clients.shippo_pickups import models

from ._failure import messages
from ._settings import Settings

DOORS: Final = {
    Door.BACK_DOOR: "Back Door",
    Door.FRONT_DOOR: "Front Door",
    Door.KNOCK: "Knock on Door",
    Door.MAILBOX: "In/At Mailbox",
    Door.MAIL_ROOM: "Mail Room",
    Door.OFFICE: "Office",
    Door.OTHER: "Other",
    Door.RECEPTION: "Reception",
    Door.RING_BELL: "Ring Bell",
    Door.SECURITY_DECK: "Security Deck",
    Door.SHIPPING_DOCK: "Shipping Dock",
    Door.SIDE_DOOR: "Side Door",
}

_STATUS: Final = {
    "PENDING": PickupStatus.REQUESTED,
    "CONFIRMED": PickupStatus.CONFIRMED,
    "CANCELLED": PickupStatus.CANCELLED,
}


def to_wire(request: PickupRequest) -> models.PickupCreateRequest:
    """Write a request; what is not given is left out."""
    [window] = request.windows
    return models.PickupCreateRequest(
        carrier_account=request.carrier_account or "",
        location=_to_location(request),
        transactions=list(request.shipments),
        requested_start_time=_utc(window.start),
        requested_end_time=_utc(window.end or window.start),
        metadata=_given(request.reference),
    )


def _to_location(request: PickupRequest) -> models.Location:
    spot = request.spot
    part = spot.building_part if spot else None
    return models.Location(
        address=_to_address(request.address),
        building_location_type=models.LocationBuildingLocationType(_door(request)),
        building_type=models.LocationBuildingType(part) if part else UNSET,
        instructions=_given(spot.instructions if spot else None),
    )


def _door(request: PickupRequest) -> str:
    door = request.spot.door if request.spot else None
    return DOORS[Door(door)] if door else ""


def _to_address(address: Address) -> models.AddressPickupCompleteCreateRequest:
    residential = address.residential
    return models.AddressPickupCompleteCreateRequest(
        name=address.name or "",
        company=_given(address.company),
        street1=address.line1 or "",
        street2=_given(address.line2),
        city=address.city or "",
        state=address.subdivision or "",
        zip_=address.postal_code or "",
        country=address.country or "",
        phone=_given(address.phone),
        email=_given(address.email),
        is_residential=UNSET if residential is None else residential,
    )


def _given(value: str | None) -> str | Unset:
    return value or UNSET


def _utc(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def to_pickup(account: Account[Settings], answer: models.Pickup, request: PickupRequest) -> Pickup:
    """Read the answer to a create, which never comes again.

    Confirmed times are the wall clock of the answer's ``timezone`` although they end in ``Z``. The
    echoed address is not read: Shippo rewrites phones and doors.
    """
    raw_status = demand(answer.status, "status")
    zone = _zone(answer.timezone)
    return Pickup(
        provider=account.provider,
        account=account.name,
        id=demand(answer.object_id, "object_id"),
        status=_STATUS.get(raw_status, PickupStatus.UNKNOWN),
        raw_status=raw_status,
        carrier=request.carrier,
        country=request.address.country,
        confirmation=text(answer.confirmation_code),
        address=request.address,
        requested=request.windows,
        confirmed=_confirmed(answer, zone),
        cancel_by=_cancel_by(answer.cancel_by_time, zone or request.windows[0].start.tzinfo),
        reference=text(answer.metadata),
        created_at=moment(answer.object_created),
        messages=(*messages(answer), *_unplaced(answer, zone)),
        raw=answer.raw,
    )


def _zone(name: object) -> ZoneInfo | None:
    found = text(name)
    try:
        return ZoneInfo(found) if found else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _confirmed(answer: models.Pickup, zone: ZoneInfo | None) -> tuple[Window, ...]:
    start = wall_clock(answer.confirmed_start_time, zone) if zone else None
    if start is None or zone is None:
        return ()
    return (Window.reported(start, wall_clock(answer.confirmed_end_time, zone)),)


def _cancel_by(value: object, zone: tzinfo | None) -> datetime | None:
    """Take the earlier of both readings: the documents say local, nothing seen proves it.

    Local is the zone of the answer, else that of the window asked for.
    """
    readings = [moment(value), wall_clock(value, zone) if zone else None]
    known = [reading for reading in readings if reading is not None]
    return min(known).astimezone(zone) if known else None


def _unplaced(answer: models.Pickup, zone: ZoneInfo | None) -> tuple[str, ...]:
    """Tell confirmed times whose zone is not known, instead of guessing one."""
    start = text(answer.confirmed_start_time)
    if zone is not None or start is None:
        return ()
    end = text(answer.confirmed_end_time) or "an open end"
    return (f"confirmed from {start} until {end}, on the site's wall clock whatever they end in",)
