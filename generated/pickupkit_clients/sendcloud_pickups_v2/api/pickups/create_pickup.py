from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import Answer, Call, UnexpectedStatus
from pickupkit.calls import wire as _wire

from ...models.pickup import Pickup

if TYPE_CHECKING:
    from ...models.pickup_request import PickupRequest


def create_pickup(
    *,
    body: PickupRequest,
) -> Call[Pickup]:
    """Create a pickup

    Hands the request to the carrier. The carrier accepts it later, which a retrieval shows.
    """
    return Call(
        "POST",
        "/pickups",
        _read,
        api="sendcloud_pickups_v2",
        headers=_wire.pairs(
            {
                "Content-Type": "application/json",
            }
        ),
        body=_wire.encode(body),
    )


def _read(answer: Answer) -> Pickup:
    if answer.status == 201:
        return Pickup.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
