from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import Answer, Call, UnexpectedStatus
from pickupkit.calls import wire as _wire

from ...models.pickup_answer import PickupAnswer

if TYPE_CHECKING:
    from ...models.pickup_request import PickupRequest


def create_pickup(
    *,
    body: PickupRequest,
) -> Call[PickupAnswer]:
    """Create a pickup

    Hands the request to the carrier. The carrier accepts it later, which a retrieval shows.
    """
    return Call(
        "POST",
        "/pickups",
        _read,
        api="sendcloud_pickups_v3",
        headers=_wire.pairs(
            {
                "Content-Type": "application/json",
            }
        ),
        body=_wire.encode(body),
    )


def _read(answer: Answer) -> PickupAnswer:
    if answer.status == 201:
        return PickupAnswer.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
