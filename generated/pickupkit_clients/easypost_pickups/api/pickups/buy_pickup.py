from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import Answer, Call, UnexpectedStatus
from pickupkit.calls import wire as _wire

from ...models.pickup import Pickup

if TYPE_CHECKING:
    from ...models.buy_pickup_request import BuyPickupRequest


def buy_pickup(
    id: str,
    *,
    body: BuyPickupRequest,
) -> Call[Pickup]:
    """Book a quoted rate with the carrier

    Not safe to repeat blindly. After a lost answer, read the pickup until more than 90
    seconds have passed since the request before treating the booking as failed.

    Parameters:
        id: Pickup id. Retrieve and cancel are documented to take the caller's reference as
            well; references need not be unique, so prefer the id.
    """
    return Call(
        "POST",
        "/pickups/{id}/buy".format(
            id=_wire.segment("id", id),
        ),
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
    if answer.status == 200:
        return Pickup.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
