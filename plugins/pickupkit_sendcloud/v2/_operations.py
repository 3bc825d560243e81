"""What API v2 can do with pickups, each as a coroutine that awaits calls."""

from collections.abc import AsyncGenerator

from attrs import evolve

from pickupkit.plugin import (
    Account,
    Page,
    Pickup,
    PickupRequest,
    PickupStatus,
    Trail,
    cursor_in,
    page,
)
from pickupkit_clients.sendcloud_pickups_v2 import api
from pickupkit_sendcloud._settings import Settings, base_url
from pickupkit_sendcloud._words import number

from . import _mapping as mapping
from ._write import to_wire


async def create(account: Account[Settings], request: PickupRequest) -> Pickup:
    """Hand a pickup to the carrier; whether it accepts shows when it is looked up later."""
    answer = await api.create_pickup(body=to_wire(request))
    booked = mapping.to_pickup(account, answer, zone=request.windows[0].start.tzinfo)
    if booked.raw_status is None:
        return evolve(booked, status=PickupStatus.REQUESTED)
    return booked


async def get(account: Account[Settings], pickup_id: str) -> Pickup:
    """Look one up by its id."""
    return mapping.to_pickup(account, await api.get_pickup(number(pickup_id)))


async def list_pickups(account: Account[Settings]) -> AsyncGenerator[Page, None]:
    """List all; items have no address, no parcels and no reference.

    The body's URLs lead on; of them only the cursor is used, and only if they lead to us.
    """
    trail, base, size = Trail(), base_url(account, "v2"), account.settings.page_size
    answer = await api.list_pickups(limit=size)
    while True:
        yield page(account, answer.pickups, mapping.to_pickup)
        cursor = cursor_in(answer.raw.get("next"), base)
        if cursor is None:
            return
        answer = await api.list_pickups(cursor=trail.step(cursor), limit=size)
