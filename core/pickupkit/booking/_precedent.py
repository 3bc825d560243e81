"""What the journal has from before an attempt: may it be sent, or has it its result already."""

from typing import Final

from attrs import evolve

from pickupkit.calls import Blocking, Sleep
from pickupkit.delivery import Delivery, Verdict
from pickupkit.errors import (
    Failure,
    InvalidRequest,
    OutcomeUnknown,
    ProviderError,
    Refused,
)
from pickupkit.journal import Entry, Journal, State
from pickupkit.models import Pickup, PickupStatus

from ._records import attempt_of, restore

_ADVICE: Final = (
    "Do not book again before you know. Run reconcile once the provider has had time, or look for "
    "the pickup in the provider's list or panel, or ask the provider's support."
)
_ADVICE_WITHOUT_RECONCILE: Final = (
    "Do not book again before you know. {title} cannot be asked from here: wait for the "
    "carrier's mail, or ask the carrier or {title}'s support; then write down what you learnt "
    "(pickupkit journal settle)."
)
_CANCELLING: Final = (
    "an equal booking, pickup {id}, is being cancelled: look it up, and once it is cancelled this "
    "books anew; with a key of its own it does now"
)
_POLL: Final = 0.2
_SINCE: Final[dict[str, PickupStatus]] = {
    status.value: status
    for status in (PickupStatus.CANCELLED, PickupStatus.CANCEL_REQUESTED, PickupStatus.UNKNOWN)
}
"""What a pickup is once a cancel of it was sent; what nobody has heard of is unknown."""


def advice(delivery: Delivery) -> str:
    """Say what to do while nobody knows, as far as the provider can help."""
    if "reconcile" in delivery.tell.provider.supports:
        return _ADVICE
    return _ADVICE_WITHOUT_RECONCILE.format(title=delivery.tell.provider.title)


class Precedent:
    """What was tried before under a caller's key, or, where it is ``new``, for an equal request."""

    def __init__(
        self, journal: Journal, entry: Entry, delivery: Delivery, *, new: bool, rebook: bool
    ) -> None:
        self._journal = journal
        self._entry = entry
        self._delivery = delivery
        self._new = new
        self._rebook = rebook

    async def known(self) -> Pickup | None:
        """Give the first result of this key, or nothing if it may be sent.

        Without a key of the caller's, an equal booking that nobody knows the end of stands in the
        way, and one that was found since is the result: sent again by the same command, it would be
        a second van.
        """
        found = await Blocking(self._alike) if self._new else await self._look()
        return await self.outcome(found) if found is not None else None

    def _alike(self) -> Entry | None:
        account, wanted = self._entry.account, self._entry.request_hash
        unknown = [e for e in self._journal.unknown(account) if e.request_hash == wanted]
        if unknown:
            return unknown[0]
        found = self._journal.found(account, wanted)
        cancels = self._journal.cancels(account) if found else {}
        standing = (e for e in found if cancels.get(e.pickup_id or "") != PickupStatus.CANCELLED)
        return next(standing, None)

    async def _look(self) -> Entry | None:
        return await Blocking(lambda: self._journal.get(self._entry.key))

    async def outcome(self, found: Entry) -> Pickup | None:
        """Give or raise what an entry says, once whoever is at it has ended."""
        if (found.account, found.request_hash) != (self._entry.account, self._entry.request_hash):
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
        self._refuse(found)
        return await self._booked(found)

    async def _booked(self, found: Entry) -> Pickup | None:
        """Give the pickup as it was booked, or as it stands since it was cancelled through us.

        Without a key of the caller's, what is perhaps being cancelled is neither his booking nor a
        reason to send another.
        """
        if found.state not in (State.BOOKED, State.DEAD):
            return None
        pickup = restore(found.pickup or {})
        since = await self._cancelled(pickup)
        if since and self._new:
            raise self._unknown(found, _CANCELLING.format(id=pickup.id))
        return evolve(pickup, status=since) if since else pickup

    async def _cancelled(self, pickup: Pickup) -> PickupStatus | None:
        """Tell how far a cancel of it has come; ``None`` where none was sent, or it was refused."""
        cancels = await Blocking(lambda: self._journal.cancels(self._entry.account))
        return _SINCE.get(cancels.get(pickup.id, ""))

    def _refuse(self, found: Entry) -> None:
        if found.state is State.REFUSED:
            verdict = Verdict(Refused, found.reason or "refused")
            raise self._delivery.tell.error(verdict, failure=Failure(code="FIRST_RESULT"))
        if found.state is State.ABSENT:
            said = "was looked for and is not booked; say that it may be sent (--rebook)"
            raise InvalidRequest.at("/key", f"{found.key!r} {said}")
        if found.state is State.UNKNOWN:
            raise self._unknown(found, found.reason or "its answer was lost")

    def _unknown(self, found: Entry, reason: str) -> ProviderError:
        error = self._delivery.tell.error(Verdict(OutcomeUnknown, reason))
        assert isinstance(error, OutcomeUnknown)  # noqa: S101 - the verdict says so
        error.advice = advice(self._delivery)
        error.attempt = attempt_of(found, reason)
        return error
