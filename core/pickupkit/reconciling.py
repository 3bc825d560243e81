"""Find out what became of attempts whose answers were lost."""

from collections.abc import Hashable
from datetime import UTC, datetime
from typing import Any

from attrs import evolve, frozen

from pickupkit.accounts import Accounts, Bound
from pickupkit.calls import Answer, Blocking
from pickupkit.errors import PickupKitError
from pickupkit.journal import Entry, Journal, State
from pickupkit.models import Pickup, PickupStatus
from pickupkit.records import attempt_of, keep


@frozen(kw_only=True)
class Settlement:
    """What was found out of one attempt.

    ``state`` is ``booked``, ``dead`` (booked, and cancelled or failed since), ``absent`` (certainly
    not booked) or still ``unknown``; ``message`` says why, and what a person should do.
    """

    key: str
    account: str
    state: State
    pickup: Pickup | None = None
    message: str = ""


async def reconcile(accounts: Accounts, journal: Journal, name: str) -> list[Settlement]:
    """Settle what is due at one account; what is not due, or cannot be known, stays unknown."""
    bound = accounts.bound(name)
    unknown = await Blocking(lambda: journal.unknown(name))
    taken = {e.pickup_id for e in await Blocking(lambda: journal.entries(name)) if e.pickup_id}
    # The same listing serves all attempts: each was sent long enough before it is read.
    memory: dict[Hashable, Answer] = {}
    found = []
    for entry in unknown:
        settlement = await _settle(accounts, bound, journal, entry, taken, memory)
        if settlement.pickup is not None:
            taken.add(settlement.pickup.id)
        found.append(settlement)
    return found


async def _settle(
    accounts: Accounts,
    bound: Bound,
    journal: Journal,
    entry: Entry,
    taken: set[str],
    memory: dict[Hashable, Answer],
) -> Settlement:
    if not bound.can("reconcile"):
        return _open(entry, f"{bound.provider.title} cannot be asked; {_TO_DO}")
    wait = _wait(accounts, bound, entry)
    if wait > 0:
        return _open(entry, f"too early to know: look again in {wait:.0f} seconds")
    delivery = accounts.delivery(bound, "reconcile", memory=memory)
    try:
        work = bound.operation("reconcile")(bound.account, attempt_of(entry))
        matches: tuple[Pickup, ...] = await delivery.run(work)
    except PickupKitError as error:
        return _open(entry, f"it could not be looked for: {error}")
    ours = [pickup for pickup in matches if pickup.id not in taken]
    if len(ours) > 1:
        ids = ", ".join(pickup.id for pickup in ours)
        return _open(entry, f"{len(ours)} pickups match, {ids}; {_TOO_MANY}")
    settlement = _closed(entry, ours)
    ended = _ended(entry, settlement, delivery.mask)
    if await Blocking(lambda: journal.resolve(ended, State.UNKNOWN)):
        return settlement
    return _open(entry, "another caller settled it meanwhile; see the journal")


_TO_DO = (
    "wait for the carrier's mail, or ask the carrier or the provider's support with the reference"
)
_TOO_MANY = "a second van may come: cancel the later one if so; nothing is cancelled by itself"


def _wait(accounts: Accounts, bound: Bound, entry: Entry) -> float:
    window = accounts.limits.settle
    settle = bound.provider.settle if window is None else window
    sent = datetime.fromtimestamp(entry.sent_at or entry.planned_at, UTC)
    return settle - (accounts.clock.now() - sent).total_seconds()


def _open(entry: Entry, message: str) -> Settlement:
    return Settlement(key=entry.key, account=entry.account, state=State.UNKNOWN, message=message)


def _closed(entry: Entry, ours: list[Pickup]) -> Settlement:
    if not ours:
        said = "looked for and not there: not booked"
        return Settlement(key=entry.key, account=entry.account, state=State.ABSENT, message=said)
    [pickup] = ours
    dead = pickup.status in (PickupStatus.CANCELLED, PickupStatus.FAILED)
    return Settlement(
        key=entry.key,
        account=entry.account,
        state=State.DEAD if dead else State.BOOKED,
        pickup=pickup,
        message="found, and cancelled or failed since" if dead else "found: booked",
    )


def _ended(entry: Entry, settlement: Settlement, mask: Any) -> Entry:
    pickup = settlement.pickup
    return evolve(
        entry,
        state=settlement.state,
        reason=settlement.message,
        pickup_id=pickup.id if pickup else None,
        pickup=keep(pickup, mask) if pickup else None,
    )
