"""Which listed pickups may be the one of a lost answer."""

from datetime import timedelta
from typing import Final

from pickupkit.plugin import Attempt, Pickup

_SKEW: Final = timedelta(days=1)


def may_be(pickup: Pickup, attempt: Attempt) -> bool:
    """Compare what a listed item has: carrier, country, slot, time of creation.

    What an item leaves out rules nothing out; what is ruled out here counts as not booked. So a
    clock may be wrong by hours, and a booking may have come however late.
    """
    return (
        _same(pickup.carrier, attempt.carrier)
        and _same(pickup.country, attempt.country)
        and _in_time(pickup, attempt)
        and _in_slot(pickup, attempt)
    )


def _same(found: str | None, asked: str | None) -> bool:
    return found is None or asked is None or found == asked


def _in_time(pickup: Pickup, attempt: Attempt) -> bool:
    made = pickup.created_at
    return made is None or made >= attempt.sent_at - _SKEW


def _in_slot(pickup: Pickup, attempt: Attempt) -> bool:
    if not pickup.requested or not attempt.windows:
        return True
    return pickup.requested[0].start == attempt.windows[0][0]
