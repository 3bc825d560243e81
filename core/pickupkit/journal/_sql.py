"""The statements that change a row, each only in the state for which it was meant."""

from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from pickupkit.models import PickupStatus

from ._entry import State
from ._schema import attempts, cancels

LIVE: Final = (State.SENDING, State.UNKNOWN)
"""Nobody knows their end yet."""

INSERT: Final = insert(attempts)
SELECT: Final = select(attempts).order_by(attempts.c.planned_at, attempts.c.key)

SENDING: Final = SELECT.where(attempts.c.state == State.SENDING)

# Who sent it has never heard of it: it was in doubt, which is why there is a reason.
FOUND: Final = SELECT.where(
    attempts.c.account == bindparam("account"),
    attempts.c.request_hash == bindparam("request_hash"),
    attempts.c.state == State.BOOKED,
    attempts.c.reason.is_not(None),
)

PICKUPS: Final = select(attempts.c.account, attempts.c.pickup_id).where(
    attempts.c.provider == bindparam("at"), attempts.c.pickup_id.is_not(None)
)

BECAME: Final = SELECT.where(
    attempts.c.account == bindparam("account"),
    attempts.c.pickup_id == bindparam("pickup_id"),
    attempts.c.state.in_((State.BOOKED, State.DEAD)),
)

_BY_KEY: Final = attempts.c.key == bindparam("of")
FIND: Final = SELECT.where(_BY_KEY)
CLAIM: Final = FIND.with_for_update()
UPDATE: Final = update(attempts).where(_BY_KEY)

# What was found out of one try says nothing of the next.
_SAME_TRY: Final = UPDATE.where(attempts.c.tries == bindparam("nth"))
RESOLVE: Final = _SAME_TRY.where(attempts.c.state == bindparam("was"))

# Who sent it knows better than who judged from outside, as long as nobody sent it again.
SETTLE: Final = _SAME_TRY.where(
    attempts.c.owner == bindparam("by"), attempts.c.state.in_((*LIVE, State.ABSENT))
)

_OF_ACCOUNT: Final = cancels.c.account == bindparam("account")
_OF_PICKUP: Final = _OF_ACCOUNT & (cancels.c.pickup_id == bindparam("pickup_id"))
CANCELS: Final = select(cancels).where(_OF_ACCOUNT)
FIND_CANCEL: Final = select(cancels).where(_OF_PICKUP)
DROP_CANCEL: Final = delete(cancels).where(_OF_PICKUP)
KEEP_CANCEL: Final = insert(cancels)

# What became of one that was only asked for is not known here; a later answer is read by it.
PRUNE_CANCELS: Final = delete(cancels).where(
    cancels.c.asked_at < bindparam("before"),
    cancels.c.status.in_((PickupStatus.CANCELLED, PickupStatus.CANCEL_REFUSED)),
)
