"""Find out what became of attempts whose answers were lost."""

from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, Final

from attrs import define, evolve, field, frozen

from pickupkit.accounts import Accounts, Bound
from pickupkit.calls import Answer, Blocking
from pickupkit.errors import InvalidRequest, PickupKitError
from pickupkit.journal import Entry, Journal, State
from pickupkit.models import Pickup

from ._cancelling import Cancels
from ._records import DEAD, attempt_of, keep, restore

_TO_DO: Final = (
    "wait for the carrier's mail, or ask the carrier or the provider's support with the reference"
)
_TOO_MANY: Final = (
    "a second van may come: cancel the later one if so, which nothing does by itself; then say "
    "which it is (pickupkit journal settle KEY --booked --id ID)"
)
_MOVED: Final = (
    "it was sent to {entry.provider}, and account {entry.account} is at {now} now: ask for it with "
    "the account as it was, or settle it by hand (pickupkit journal settle)"
)
_OTHER: Final = (
    "it was sent with other credentials, or to another URL, than the account has now: ask with "
    "those, or settle it by hand (pickupkit journal settle)"
)
_ELSEWHERE: Final = (
    "{} matches, and is booked for another account, which may be the same one: if it is not, this "
    "one is booked; settle it by hand (pickupkit journal settle)"
)
_MEANWHILE: Final = "another caller settled it meanwhile; see the journal"
_KNOWN: Final = (State.BOOKED, State.DEAD, State.ABSENT)
_HIDDEN: Final = (
    "the provider accepted it, or said that it has it, and does not show it: ask its support with "
    "the reference; it is never booked again by itself"
)


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


Told = Callable[[Settlement], Awaitable[Settlement]]
"""Hears of a settlement, and gives it back."""


async def reconcile(
    accounts: Accounts, journal: Journal, name: str, told: Told
) -> list[Settlement]:
    """Settle what is due at one account; what is not due, or cannot be known, stays unknown.

    Each is ``told`` before the next is looked for: once settled, nobody hears of it again.
    """
    unknown = await Blocking(lambda: journal.unknown(name))
    try:
        bound = accounts.bound(name) if unknown else None
    except PickupKitError as error:
        said = f"it could not be looked for: {error}"
        return [await told(_open(entry, said)) for entry in unknown]
    if bound is None:
        return []
    # The same listing serves all attempts, so that each must have been due before it was read.
    look = _Look(accounts, journal, bound, accounts.clock.now())
    # Of all its accounts: two of them may have the same credentials.
    for account, pickup_id in await Blocking(lambda: journal.pickups(look.bound.provider.name)):
        (look.taken if account == name else look.elsewhere).add(pickup_id)
    return [await told(await look.settle(entry)) for entry in unknown]


@define
class _Look:
    """One look at an account, begun at a moment.

    ``taken`` are the pickups of its other attempts, ``elsewhere`` those of its provider's other
    accounts: the same ones where two accounts have one credential, else others by chance.
    """

    accounts: Accounts
    journal: Journal
    bound: Bound
    began: datetime
    taken: set[str] = field(factory=set)
    elsewhere: set[str] = field(factory=set)
    memory: dict[Hashable, Answer] = field(factory=dict)

    async def settle(self, entry: Entry) -> Settlement:
        """Find out what became of it; of what stays open, whether another has settled it since."""
        found = await self._looked_for(entry)
        return await _latest(self.journal, found) if found.state is State.UNKNOWN else found

    async def _looked_for(self, entry: Entry) -> Settlement:
        if entry.provider != self.bound.provider.name:
            return _open(entry, _MOVED.format(entry=entry, now=self.bound.provider.name))
        if entry.origin not in (None, self.bound.origin):
            return _open(entry, _OTHER)
        if not self.bound.can("reconcile"):
            return _open(entry, f"{self.bound.provider.title} cannot be asked; {_TO_DO}")
        try:
            wait = (self._due(entry) - self.began).total_seconds()
            if wait > 0:
                return _open(entry, f"too early to know: look again in {wait:.0f} seconds")
            found = await self._find(entry)
        except PickupKitError as error:
            return _open(entry, f"it could not be looked for: {error}")
        except Exception as error:  # noqa: BLE001 - one plugin's bug must not hide the others
            return _open(entry, f"it could not be looked for: {type(error).__name__}")
        return await self._judge(entry, found)

    def _due(self, entry: Entry) -> datetime:
        """Give when a booking must show: however late it was sent and however slow they are."""
        limits = self.accounts.limits
        settle = self.bound.provider.settle if limits.settle is None else limits.settle
        return attempt_of(entry).sent_at + timedelta(seconds=limits.booking + settle)

    async def _find(self, entry: Entry) -> list[Pickup]:
        delivery = self.accounts.delivery(self.bound, "reconcile", memory=self.memory)
        work = self.bound.operation("reconcile")(self.bound.account, attempt_of(entry))
        matches: tuple[Pickup, ...] = await delivery.run(work)
        told = await Cancels(self.journal).retold(self.bound, tuple(matches))
        # A listing that changes while it is read may give one twice.
        different = {pickup.id: pickup for pickup in told if pickup.id not in self.taken}
        return list(different.values())

    async def _judge(self, entry: Entry, found: list[Pickup]) -> Settlement:
        ours = [pickup for pickup in found if pickup.id not in self.elsewhere]
        if found and not ours:
            return _open(entry, _ELSEWHERE.format(", ".join(pickup.id for pickup in found)))
        if len(ours) > 1:
            ids = ", ".join(pickup.id for pickup in ours)
            return _open(entry, f"{len(ours)} pickups match, {ids}; {_TOO_MANY}")
        if entry.accepted and not ours:
            return _open(entry, _HIDDEN)
        settlement = _closed(entry, ours)
        self.taken |= {pickup.id for pickup in ours}
        mask = self.accounts.delivery(self.bound, "reconcile").tell.mask
        ended = _ended(entry, settlement, mask)
        return settlement if await _resolved(self.journal, ended) else _open(entry, _MEANWHILE)


async def settle_by_hand(journal: Journal, key: str, pickup: Pickup | None) -> Settlement:
    """Write down what a person has found out of an attempt that nobody else could."""
    entry = await Blocking(lambda: journal.get(key))
    if entry is None or entry.state is not State.UNKNOWN:
        said = "has no such attempt" if entry is None else f"knows its end: {entry.state}"
        raise InvalidRequest.at("/key", f"{key!r}: the journal {said}")
    known = [] if pickup is None else [evolve(pickup, carrier=entry.carrier, country=entry.country)]
    settlement = evolve(_closed(entry, known), message="settled by hand")
    if await _resolved(journal, _ended(entry, settlement, str)):
        return settlement
    return await _latest(journal, _open(entry, _MEANWHILE))


async def _resolved(journal: Journal, ended: Entry) -> bool:
    """Write an end down; who is stopped meanwhile says so, as nobody would hear of it again."""
    done: list[bool] = []
    try:
        await Blocking(lambda: done.append(journal.resolve(ended, State.UNKNOWN)))
    except BaseException as stopped:
        if any(done):
            stopped.add_note(f"Attempt {ended.key!r} is settled: {ended.state}.")
        raise
    return done[0]


async def _latest(journal: Journal, found: Settlement) -> Settlement:
    """Tell what another has written since: who reconciles too, who sent it, or a person."""
    now = await Blocking(lambda: journal.get(found.key))
    if now is None or now.state not in _KNOWN:
        return found
    pickup = restore(now.pickup) if now.pickup else None
    return evolve(found, state=now.state, pickup=pickup, message=_MEANWHILE)


def _open(entry: Entry, message: str) -> Settlement:
    return Settlement(key=entry.key, account=entry.account, state=State.UNKNOWN, message=message)


def _closed(entry: Entry, ours: list[Pickup]) -> Settlement:
    if not ours:
        said = "looked for and not there: not booked"
        return Settlement(key=entry.key, account=entry.account, state=State.ABSENT, message=said)
    [pickup] = ours
    dead = pickup.status in DEAD
    return Settlement(
        key=entry.key,
        account=entry.account,
        state=State.DEAD if dead else State.BOOKED,
        pickup=pickup,
        message="found, and cancelled or failed since" if dead else "found: booked",
    )


def _ended(entry: Entry, settlement: Settlement, mask: Any) -> Entry:
    # Found by its reference: what of its raw text is personal is not known here, nor is it needed.
    pickup = settlement.pickup and evolve(settlement.pickup, messages=(), raw={})
    return evolve(
        entry,
        state=settlement.state,
        reason=settlement.message,
        pickup_id=pickup.id if pickup else None,
        pickup=keep(pickup, mask) if pickup else None,
    )
