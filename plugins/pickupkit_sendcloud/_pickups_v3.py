"""What API v3 can do with pickups, each as a coroutine that awaits calls."""

from collections.abc import AsyncGenerator
from typing import Final

from attrs import evolve

from pickupkit.plugin import (
    Account,
    Cancellation,
    CancelOutcome,
    OutcomeUnknown,
    Page,
    Pickup,
    PickupRequest,
    PickupStatus,
    Trail,
    Unreadable,
    next_cursor,
    page,
    text,
    whole,
)
from pickupkit_clients.sendcloud_pickups_v3 import api, models

from . import _mapping as mapping
from ._settings import Settings, base_url
from ._words import number
from ._write import to_wire

_ACCEPTED: Final = 202
_CONFLICT: Final = 409
_GRANTED: Final = {
    PickupStatus.CANCELLED: CancelOutcome.CANCELLED,
    PickupStatus.CANCEL_REQUESTED: CancelOutcome.REQUESTED,
}
_REFUSED: Final = (PickupStatus.FAILED, PickupStatus.CANCEL_REFUSED)


async def create(account: Account[Settings], request: PickupRequest) -> Pickup:
    """Hand a pickup to the carrier; whether it accepts shows when it is looked up later."""
    answer = await api.create_pickup(body=to_wire(account, request))
    booked = mapping.to_pickup(account, _data(answer), zone=request.windows[0].start.tzinfo)
    if booked.raw_status is None:
        # Some carriers' answers have no status; the 201 itself says "handed over".
        return evolve(booked, status=PickupStatus.REQUESTED)
    return booked


async def get(account: Account[Settings], pickup_id: str) -> Pickup:
    """Look one up by its id."""
    return mapping.to_pickup(account, _data(await api.get_pickup(number(pickup_id))))


async def list_pickups(account: Account[Settings]) -> AsyncGenerator[Page, None]:
    """List all; items have no address, no parcels and no reference."""
    trail, base, size = Trail(), base_url(account), account.settings.page_size
    reply = await whole(api.list_pickups(page_size=size))
    while True:
        yield page(account, _listed(reply.value), mapping.to_pickup)
        cursor = next_cursor(reply.answer.headers.get("link"), base)
        if cursor is None:
            return
        reply = await whole(api.list_pickups(cursor=trail.step(cursor), page_size=size))


async def cancel(account: Account[Settings], pickup_id: str) -> Cancellation:
    """Cancel by id: done, requested or refused; where the answer is silent, the pickup tells."""
    try:
        reply = await whole(api.cancel_pickup(number(pickup_id)))
    except OutcomeUnknown as error:
        found = await get(account, pickup_id)
        if error.http_status == _CONFLICT and found.status not in _GRANTED:
            return _refused(found, error)
        requested = error.http_status == _ACCEPTED
        return _settled(found, requested=requested, lost=error.said)
    requested, told = reply.answer.status == _ACCEPTED, reply.value.data
    if told is None or text(told.id) is None or text(told.status) is None:
        return _settled(await get(account, pickup_id), requested=requested)
    return _settled(mapping.to_pickup(account, told), told=True, requested=requested)


def _refused(pickup: Pickup, error: OutcomeUnknown) -> Cancellation:
    """Tell a refusal: ``FAILED`` means here that the cancel failed, and the driver may come."""
    standing = evolve(pickup, status=PickupStatus.CANCEL_REFUSED)
    message = " ".join(error.messages) or "the carrier or Sendcloud refused; the driver may come"
    return Cancellation(outcome=CancelOutcome.REFUSED, pickup=standing, message=message)


def _settled(
    pickup: Pickup, *, told: bool = False, requested: bool = False, lost: str | None = None
) -> Cancellation:
    """Tell what a pickup shows after its cancel; ``told`` if the answer to the cancel shows it.

    A look afterwards proves no refusal: it may be that of an earlier cancel, and ``FAILED`` may be
    the booking's. ``requested`` is what the status of the answer says.
    """
    if pickup.status in _GRANTED:
        return Cancellation(outcome=_GRANTED[pickup.status], pickup=pickup)
    if told and pickup.status in _REFUSED:
        standing = evolve(pickup, status=PickupStatus.CANCEL_REFUSED)
        return Cancellation(outcome=CancelOutcome.REFUSED, pickup=standing)
    if requested:
        asked = evolve(pickup, status=PickupStatus.CANCEL_REQUESTED)
        return Cancellation(outcome=CancelOutcome.REQUESTED, pickup=asked)
    if pickup.status is PickupStatus.FAILED:
        # A failed booking would mean that no driver comes, which nobody knows here.
        pickup = evolve(pickup, status=PickupStatus.UNKNOWN)
    return Cancellation(outcome=CancelOutcome.UNKNOWN, pickup=pickup, message=lost)


def _listed(answer: models.PickupPage) -> list[models.Pickup] | None:
    """Give the items; one documented list holds an object in their place."""
    raw = answer.raw.get("data")
    return [models.Pickup(raw)] if isinstance(raw, dict) else answer.data


def _data(answer: models.PickupAnswer) -> models.Pickup:
    if answer.data is None:
        raise Unreadable("data is missing")
    return answer.data
