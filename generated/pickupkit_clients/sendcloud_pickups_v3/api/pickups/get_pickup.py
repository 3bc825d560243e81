from __future__ import annotations

from pickupkit.calls import Answer, Call, UnexpectedStatus
from pickupkit.calls import wire as _wire

from ...models.pickup_answer import PickupAnswer


def get_pickup(
    id: int,
) -> Call[PickupAnswer]:
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
        api="sendcloud_pickups_v3",
    )


def _read(answer: Answer) -> PickupAnswer:
    if answer.status == 200:
        return PickupAnswer.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
