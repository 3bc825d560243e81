from __future__ import annotations

from pickupkit.calls import Answer, Call, UnexpectedStatus
from pickupkit.calls import wire as _wire

from ...models.pickup import Pickup


def get_pickup(
    id: int,
) -> Call[Pickup]:
    """Retrieve a pickup

    Parameters:
        id: Sendcloud's number of the pickup.
    """
    return Call(
        "GET",
        "/pickups/{id}".format(
            id=_wire.segment("id", id),
        ),
        _read,
        api="sendcloud_pickups_v2",
    )


def _read(answer: Answer) -> Pickup:
    if answer.status == 200:
        return Pickup.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
