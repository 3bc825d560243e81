from __future__ import annotations

from pickupkit.calls import Answer, Call, UnexpectedStatus
from pickupkit.calls import wire as _wire

from ...models.pickup import Pickup


def cancel_pickup(
    id: str,
) -> Call[Pickup]:
    """Cancel a booked pickup with the carrier

    No request body is needed; an empty JSON object is accepted as well.

    Parameters:
        id: Pickup id. Retrieve and cancel are documented to take the caller's reference as
            well; references need not be unique, so prefer the id.
    """
    return Call(
        "POST",
        "/pickups/{id}/cancel".format(
            id=_wire.segment("id", id),
        ),
        _read,
        api="easypost_pickups",
    )


def _read(answer: Answer) -> Pickup:
    if answer.status == 200:
        return Pickup.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
