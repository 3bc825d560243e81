from __future__ import annotations

from pickupkit.calls import UNSET, Answer, Call, UnexpectedStatus, Unset
from pickupkit.calls import wire as _wire

from ...models.pickup_list import PickupList


def list_pickups(
    *,
    before_id: str | Unset = UNSET,
    after_id: str | Unset = UNSET,
    start_datetime: str | Unset = UNSET,
    end_datetime: str | Unset = UNSET,
    page_size: int | Unset = UNSET,
) -> Call[PickupList]:
    """List pickups, newest first

    Includes pickups that were only quoted or whose quoting failed. Next page: before_id set
    to the id of the last item, while has_more is true. Limited to five requests per second.

    Parameters:
        before_id: Only pickups older than this id (the id itself excluded). Not together
            with after_id.
        after_id: Only pickups newer than this id. Not together with before_id.
        start_datetime: Only pickups created after this ISO 8601 moment.
        end_datetime: Only pickups created before this ISO 8601 moment.
        page_size: Items per page; 20 when left out, 100 at most.
    """
    return Call(
        "GET",
        "/pickups",
        _read,
        api="easypost_pickups",
        params=_wire.pairs(
            {
                "before_id": before_id,
                "after_id": after_id,
                "start_datetime": start_datetime,
                "end_datetime": end_datetime,
                "page_size": page_size,
            }
        ),
    )


def _read(answer: Answer) -> PickupList:
    if answer.status == 200:
        return PickupList.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
