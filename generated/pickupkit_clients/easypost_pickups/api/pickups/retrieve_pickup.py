from __future__ import annotations

from pickupkit.calls import Answer, Call, UnexpectedStatus
from pickupkit.calls import wire as _wire

from ...models.pickup import Pickup


def retrieve_pickup(
    id: str,
) -> Call[Pickup]:
    """Look up one pickup

    Parameters:
        id: Pickup id. Retrieve and cancel are documented to take the caller's reference as
            well; references need not be unique, so prefer the id.
    """
    return Call(
        "GET",
        "/pickups/{id}".format(
            id=_wire.segment("id", id),
        ),
        _read,
        api="easypost_pickups",
    )


def _read(answer: Answer) -> Pickup:
    if answer.status == 200:
        return Pickup.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
