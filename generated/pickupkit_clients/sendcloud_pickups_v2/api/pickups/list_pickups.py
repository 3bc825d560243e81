from __future__ import annotations

from pickupkit.calls import UNSET, Answer, Call, UnexpectedStatus, Unset
from pickupkit.calls import wire as _wire

from ...models.pickup_page import PickupPage


def list_pickups(
    *,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Call[PickupPage]:
    """Retrieve a list of pickups

    Answers by pages; next and previous in the body lead to the neighbours.

    Parameters:
        limit: Pickups per page.
        cursor: Opaque; from the URL of the next page.
    """
    return Call(
        "GET",
        "/pickups",
        _read,
        api="sendcloud_pickups_v2",
        params=_wire.pairs(
            {
                "limit": limit,
                "cursor": cursor,
            }
        ),
    )


def _read(answer: Answer) -> PickupPage:
    if answer.status == 200:
        return PickupPage.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
