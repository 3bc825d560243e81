"""One attempt and its line in the journal, from before it is sent until its end is known."""

from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from pickupkit.calls import Blocking, before_going
from pickupkit.delivery import Delivery, Verdict
from pickupkit.errors import JournalError, Refused, Unavailable
from pickupkit.journal import Entry, Journal, State
from pickupkit.log import log
from pickupkit.models import Pickup, PickupStatus

from ._duplicate import PROBABLY, lost_before
from ._precedent import Precedent
from ._records import DEAD, keep, restore

_FENCE: Final = 5.0


class Ticket:
    """Writes down what `booking.book` does; see `pickupkit.journal` for the states."""

    def __init__(
        self, journal: Journal, entry: Entry, delivery: Delivery, *, new: bool, rebook: bool
    ) -> None:
        self.entry = entry
        self.precedent = Precedent(journal, entry, delivery, new=new, rebook=rebook)
        self._journal = journal
        self._delivery = delivery
        self._clock = delivery.clock
        self._began = False
        self._dated = 0.0
        self._ended = False

    async def begin(self, facts: Mapping[str, str]) -> None:
        """Write the intent to send.

        A process that is held up after it was dated, such as by a laptop's lid, must not send:
        others may have looked for its booking meanwhile, and found none.
        """
        await Blocking(lambda: self._begin(facts))
        if self._clock.boot_time() - self._dated > _FENCE:
            said = "this process was held up before it could send; nothing was sent"
            raise self._delivery.tell.error(Verdict(Unavailable, said))

    def _begin(self, facts: Mapping[str, str]) -> None:
        self.entry = self._journal.begin(self.entry, facts, self._date)
        self._began = True

    def _date(self) -> None:
        self._dated = self._clock.boot_time()

    async def note(self, facts: Mapping[str, str]) -> None:
        """Keep facts before the next call."""
        await Blocking(lambda: self._journal.note(self.entry, facts))

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
            kept = keep(pickup, self._delivery.tell.mask.ready())
            restore(kept)
        except Exception as error:  # noqa: BLE001 - whatever a plugin put in it, it is booked
            log.error("pickup %s is kept by its id alone: %s", pickup.id, type(error).__name__)
            bare = Pickup(
                provider=self.entry.provider,
                account=self.entry.account,
                id=pickup.id,
                status=PickupStatus.UNKNOWN,
            )
            return keep(bare, self._delivery.tell.mask)
        return kept

    async def failed(self, error: BaseException) -> None:
        """Write down how it failed: for certain, refused, or nobody knows."""
        if not self._began:
            return
        try:
            if isinstance(error, Refused) and error.failure.duplicate:
                await self._tell_of_earlier(error)
        except BaseException as stopped:
            await self._stopped(self._failed(error), stopped)
            raise
        if isinstance(error, Exception):
            await self._end(self._failed(error))
        else:
            await self._stopped(self._failed(error), error)

    def _failed(self, error: BaseException) -> Entry:
        kind = type(error).__name__ if isinstance(error, Exception) else "interrupted"
        said = getattr(error, "summary", kind)
        return evolve(
            self.entry,
            state=self._state(error),
            reason=": ".join((said, *getattr(error, "messages", ())[:1])),
            accepted=self._delivery.trace.accepted,
            facts={**self.entry.facts, **self._delivery.trace.evidence(self._delivery.tell.mask)},
        )

    async def _tell_of_earlier(self, error: Refused) -> None:
        """Tie a refusal as "already booked" to the attempt whose answer was lost, if it is one's.

        Without such an attempt the words are the provider's, and a plain refusal.
        """
        try:
            earlier = await Blocking(lambda: lost_before(self._journal, self.entry, error.messages))
        except JournalError as unread:
            log.error("attempts before %s could not be looked for: %s", self.entry.key, unread)
            return
        if earlier is not None:
            error.summary = f"{error.summary}: attempt {earlier.key} is {PROBABLY}"
            error.args = (error.summary,)

    def _state(self, error: BaseException) -> State:
        if isinstance(error, Refused):
            return State.REFUSED
        return State.UNKNOWN if self._delivery.trace.in_doubt else State.PLANNED

    async def _end(self, ended: Entry) -> None:
        try:
            await Blocking(lambda: self._write(ended))
        except BaseException as stopped:
            await self._stopped(ended, stopped)
            raise

    async def _stopped(self, ended: Entry, stopped: BaseException) -> None:
        """Write an end before who was stopped goes; it would count as being sent until then."""
        await before_going(lambda: self._write(ended), stopped)

    def _write(self, ended: Entry) -> None:
        if self._ended:
            return
        try:
            self._journal.settle(ended)
        except Exception as error:  # noqa: BLE001 - it must not hide what the provider said
            log.error("attempt %s ended as %s, unwritten: %s", ended.key, ended.state, error)
        self._ended = True
