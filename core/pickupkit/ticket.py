"""One attempt and its line in the journal, from before it is sent until its end is known."""

from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from pickupkit.calls import Blocking, Sleep
from pickupkit.delivery import Delivery
from pickupkit.errors import (
    Failure,
    InvalidRequest,
    JournalError,
    OutcomeUnknown,
    ProviderError,
    Refused,
    Unavailable,
)
from pickupkit.journal import Entry, Journal, State
from pickupkit.log import log
from pickupkit.models import Pickup, PickupStatus
from pickupkit.records import DEAD, attempt_of, keep, restore
from pickupkit.verdict import Verdict

_ADVICE: Final = (
    "Do not book again before you know. Run reconcile once the provider has had time, or look for "
    "the pickup in the provider's list or panel, or ask the provider's support."
)
_ADVICE_WITHOUT_RECONCILE: Final = (
    "Do not book again before you know. {title} cannot be asked through its API: wait for the "
    "carrier's mail, or ask the carrier or {title}'s support; then write down what you learnt "
    "(pickupkit journal settle)."
)
_PROBABLY: Final = (
    "probably booked: a later one with its labels was refused as a duplicate; its confirmation "
    "code is not known, so ask the carrier or the provider's support"
)
_FENCE: Final = 5.0
_POLL: Final = 0.2


def advice(delivery: Delivery) -> str:
    """Say what to do while nobody knows, as far as the provider can help."""
    if "reconcile" in delivery.provider.supports:
        return _ADVICE
    return _ADVICE_WITHOUT_RECONCILE.format(title=delivery.provider.title)


class Ticket:
    """Writes down what `booking.book` does; see `pickupkit.journal` for the states."""

    def __init__(
        self, journal: Journal, entry: Entry, delivery: Delivery, *, new: bool, rebook: bool
    ) -> None:
        self.entry = entry
        self._journal = journal
        self._delivery = delivery
        self._clock = delivery.clock
        self._new = new
        self._rebook = rebook
        self._began = False
        self._ended = False

    async def begin(self, facts: Mapping[str, str]) -> None:
        """Write the intent to send.

        A process that is held up afterwards, such as by a laptop's lid, must not send: others may
        have looked for its booking meanwhile, and found none.
        """
        looked = self._clock.boot_time()
        await Blocking(lambda: self._begin(facts))
        if self._clock.boot_time() - looked > _FENCE:
            said = "this process was held up before it could send; nothing was sent"
            raise self._delivery.error(Verdict(Unavailable, said))

    def _begin(self, facts: Mapping[str, str]) -> None:
        self.entry = self._journal.begin(self.entry, facts)
        self._began = True

    async def note(self, facts: Mapping[str, str]) -> None:
        """Keep facts before the next call."""
        await Blocking(lambda: self._journal.note(self.entry, facts))

    async def known(self) -> Pickup | None:
        """Give the first result of this key, or nothing if it may be sent.

        Without a key of the caller's, an equal booking that nobody knows the end of stands in the
        way: sent again by the same command, it would be a second van.
        """
        found = await Blocking(self._alike) if self._new else await self._look()
        return await self.outcome(found) if found is not None else None

    def _alike(self) -> Entry | None:
        unknown = self._journal.unknown(self.entry.account)
        return next((e for e in unknown if e.request_hash == self.entry.request_hash), None)

    async def _look(self) -> Entry | None:
        return await Blocking(lambda: self._journal.get(self.entry.key))

    async def outcome(self, found: Entry) -> Pickup | None:
        """Give or raise what an entry says, once whoever is at it has ended."""
        if (found.account, found.request_hash) != (self.entry.account, self.entry.request_hash):
            open_ = found.state in (State.SENDING, State.UNKNOWN)
            advice = "which may be booked: settle that first" if open_ else "take a new key"
            raise InvalidRequest.at("/key", f"{found.key!r} was used for another request; {advice}")
        while found.state is State.SENDING:
            if self._delivery.left() <= 0:
                raise self._unknown(found, "another caller is booking it")
            await Sleep(_POLL)
            latest = await self._look()
            found = found if latest is None else latest
        if found.state is State.ABSENT and self._rebook:
            planned = evolve(found, state=State.PLANNED, owner=None)
            await Blocking(lambda: self._journal.resolve(planned, State.ABSENT))
            return None
        return self._told(found)

    async def booked(self, pickup: Pickup) -> None:
        """Write the booking down; if that fails, the booking still stands."""
        if not self._began:
            return
        ended = evolve(
            self.entry,
            state=State.DEAD if pickup.status in DEAD else State.BOOKED,
            pickup_id=pickup.id,
            pickup=self._kept(pickup),
            reason=None,
        )
        await self._end(ended)

    def _kept(self, pickup: Pickup) -> dict[str, Any]:
        try:
            kept = keep(pickup, self._delivery.mask)
            restore(kept)
        except Exception as error:  # noqa: BLE001 - whatever a plugin put in it, it is booked
            log.error("pickup %s is kept by its id alone: %s", pickup.id, type(error).__name__)
            bare = Pickup(
                provider=self.entry.provider,
                account=self.entry.account,
                id=pickup.id,
                status=PickupStatus.UNKNOWN,
            )
            return keep(bare, self._delivery.mask)
        return kept

    async def failed(self, error: BaseException) -> None:
        """Write down how it failed: for certain, refused, or nobody knows."""
        if not self._began:
            return
        if isinstance(error, Refused) and error.failure.duplicate:
            await self._tell_of_earlier(error)
        said = getattr(error, "summary", type(error).__name__)
        ended = evolve(
            self.entry,
            state=self._state(error),
            reason=": ".join((said, *getattr(error, "messages", ())[:1])),
            accepted=self._delivery.accepted,
        )
        if isinstance(error, Exception):
            await self._end(ended)
        else:
            # Cancelled or interrupted: nothing may be awaited that could be cancelled again.
            self._write(ended)

    async def _tell_of_earlier(self, error: Refused) -> None:
        """Tie a refusal as "already booked" to the attempt whose answer was lost, if it is one's.

        Without such an attempt the words are the provider's, and a plain refusal.
        """
        try:
            earlier = await Blocking(self._probably_booked)
        except JournalError as unread:
            log.error("attempts before %s could not be looked for: %s", self.entry.key, unread)
            return
        if earlier is not None:
            error.summary = f"{error.summary}: attempt {earlier.key} is {_PROBABLY}"
            error.args = (error.summary,)

    def _probably_booked(self) -> Entry | None:
        labels = set(self.entry.shipments)
        unknown = self._journal.unknown(self.entry.account)
        earlier = next((entry for entry in unknown if labels & set(entry.shipments)), None)
        if earlier is not None:
            told = evolve(earlier, accepted=True, reason=_PROBABLY)
            self._journal.resolve(told, State.UNKNOWN)
        return earlier

    def _state(self, error: BaseException) -> State:
        if isinstance(error, Refused):
            return State.REFUSED
        return State.UNKNOWN if self._delivery.in_doubt else State.PLANNED

    async def _end(self, ended: Entry) -> None:
        try:
            await Blocking(lambda: self._write(ended))
        except BaseException:  # interrupted; until it is written, it would count as being sent
            self._write(ended)
            raise

    def _write(self, ended: Entry) -> None:
        if self._ended:
            return
        try:
            self._journal.settle(ended)
        except Exception as error:  # noqa: BLE001 - it must not hide what the provider said
            log.error("attempt %s ended as %s, unwritten: %s", ended.key, ended.state, error)
        self._ended = True

    def _told(self, found: Entry) -> Pickup | None:
        if found.state in (State.BOOKED, State.DEAD):
            return restore(found.pickup or {})
        if found.state is State.REFUSED:
            verdict = Verdict(Refused, found.reason or "refused")
            raise self._delivery.error(verdict, failure=Failure(code="FIRST_RESULT"))
        if found.state is State.ABSENT:
            said = "this key is not booked; say that it may be sent again (rebook=True, --rebook)"
            raise self._delivery.error(Verdict(Unavailable, said))
        if found.state is State.UNKNOWN:
            raise self._unknown(found, found.reason or "its answer was lost")
        return None

    def _unknown(self, found: Entry, reason: str) -> ProviderError:
        error = self._delivery.error(Verdict(OutcomeUnknown, reason))
        assert isinstance(error, OutcomeUnknown)  # noqa: S101 - the verdict says so
        error.advice = advice(self._delivery)
        error.attempt = attempt_of(found, reason)
        return error
