from __future__ import annotations

from pickupkit.calls import Answer, Call, UnexpectedStatus
from pickupkit.calls import wire as _wire

from ...models.pickup_answer import PickupAnswer


def cancel_pickup(
    id: int,
) -> Call[PickupAnswer]:
    """Cancel a pickup

    200 says that the carrier agreed. 202 says that it is asked; retrieve the pickup until
    its status tells. 409 says that it will not be cancelled, and status FAILED then means
    that the driver may come.

    Parameters:
        id: Sendcloud's number of the pickup.
    """
    return Call(
        "POST",
        "/pickups/{id}/cancel".format(
            id=_wire.segment("id", id),
        ),
        _read,
        api="sendcloud_pickups_v3",
    )


def _read(answer: Answer) -> PickupAnswer:
    if answer.status == 200 or answer.status == 202:
        return PickupAnswer.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
