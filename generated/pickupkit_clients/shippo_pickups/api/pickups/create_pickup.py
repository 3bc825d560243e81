from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import Answer, Call, UnexpectedStatus
from pickupkit.calls import wire as _wire

from ...models.pickup import Pickup

if TYPE_CHECKING:
    from ...models.pickup_create_request import PickupCreateRequest


def create_pickup(
    *,
    shippo_api_version: str,
    body: PickupCreateRequest,
) -> Call[Pickup]:
    """Create a pickup

    Books a pickup of labels that were bought on one carrier account. A 201 does not say
    that it is booked; status does.

    Parameters:
        shippo_api_version: Picks another version of the API than the account's default.
    """
    return Call(
        "POST",
        "/pickups",
        _read,
        api="shippo_pickups",
        headers=_wire.pairs(
            {
                "SHIPPO-API-VERSION": shippo_api_version,
                "Content-Type": "application/json",
            }
        ),
        body=_wire.encode(body),
    )


def _read(answer: Answer) -> Pickup:
    if 200 <= answer.status <= 299:
        return Pickup.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
