from __future__ import annotations

from pickupkit.calls import UNSET, Answer, Call, UnexpectedStatus, Unset
from pickupkit.calls import wire as _wire

from ...models.pickup_page import PickupPage


def list_pickups(
    *,
    page_size: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Call[PickupPage]:
    """Retrieve a list of pickups

    Answers by pages; the header Link leads to the neighbours.

    Parameters:
        page_size: Pickups per page.
        cursor: Opaque; from the link to the next page.
    """
    return Call(
        "GET",
        "/pickups",
        _read,
        api="sendcloud_pickups_v3",
        params=_wire.pairs(
            {
                "page_size": page_size,
                "cursor": cursor,
            }
        ),
    )


def _read(answer: Answer) -> PickupPage:
    if answer.status == 200:
        return PickupPage.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
