from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import Answer, Call, UnexpectedStatus
from pickupkit.calls import wire as _wire

from ...models.pickup import Pickup

if TYPE_CHECKING:
    from ...models.create_pickup_request import CreatePickupRequest


def create_pickup(
    *,
    body: CreatePickupRequest,
) -> Call[Pickup]:
    """Create a pickup and quote it

    Books nothing. When no carrier can serve the request the answer is still a success, with
    no entry in pickup_rates and the carrier's reason in messages, which later reads of the
    pickup no longer show.
    """
    return Call(
        "POST",
        "/pickups",
        _read,
        api="easypost_pickups",
        headers=_wire.pairs(
            {
                "Content-Type": "application/json",
            }
        ),
        body=_wire.encode(body),
    )


def _read(answer: Answer) -> Pickup:
    if answer.status == 200 or answer.status == 201:
        return Pickup.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
