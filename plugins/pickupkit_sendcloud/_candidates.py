"""Which listed pickups may be the one of a lost answer, and which of them is."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from pickupkit.plugin import Attempt, Pickup, Unreadable

_SKEW: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)


def may_be(pickup: Pickup, attempt: Attempt) -> bool:
    """Compare when a listed item was made and when its driver comes; its detail tells the rest.

    What an item leaves out rules nothing out, nor does how it spells carrier and country; what is
    ruled out here counts as not booked. So a clock may be wrong by hours, a booking may have come
    however late, and slots may be rounded and in any order.
    """
    return _in_time(pickup, attempt) and _in_slot(pickup, attempt)


def _in_time(pickup: Pickup, attempt: Attempt) -> bool:
    made = pickup.created_at
    return made is None or made >= attempt.sent_at - _SKEW


def _in_slot(pickup: Pickup, attempt: Attempt) -> bool:
    if not pickup.requested or not attempt.windows:
        return True
    asked = [start for start, _ in attempt.windows]
    return any(abs(slot.start - start) < _MINUTE for slot in pickup.requested for start in asked)


def chosen(found: Iterable[Pickup], attempt: Attempt) -> tuple[Pickup, ...]:
    """Give the pickups with the attempt's reference; one that leaves its own out may be it."""
    candidates = tuple(found)
    ours = tuple(p for p in candidates if _stripped(p.reference) == _stripped(attempt.reference))
    if not ours and any(map(_is_silent, candidates)):
        raise Unreadable("the reference of a candidate; it might be the one")
    return ours


def _stripped(reference: str | None) -> str | None:
    return None if reference is None else reference.strip()


def _is_silent(pickup: Pickup) -> bool:
    """Tell an absent reference from an empty one, which says that there is none."""
    return pickup.reference is None and pickup.raw.get("reference") != ""
