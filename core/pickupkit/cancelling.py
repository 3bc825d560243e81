"""Cancelling, and remembering it.

Some providers have one word for a refused cancel and for a failed booking: only what was asked for
before tells which it is.
"""

from collections.abc import Callable
from typing import TypeVar

from pickupkit.accounts import Bound
from pickupkit.calls import Blocking
from pickupkit.delivery import Delivery
from pickupkit.errors import JournalError, PickupKitError, ProviderError
from pickupkit.journal import Journal
from pickupkit.log import log
from pickupkit.models import Cancellation, CancelOutcome, Pickup, PickupStatus

T = TypeVar("T")


class Cancels:
    """The cancels that were sent, as far as a journal keeps them.

    A journal that fails holds up no cancel and no look-up: that is logged.
    """

    def __init__(self, journal: Journal | None) -> None:
        self._journal = journal

    async def cancel(
        self, bound: Bound, delivery: Delivery, pickup_id: str, known: Pickup | None
    ) -> Cancellation:
        """Send a cancel, written down before; take it back if it certainly did nothing."""
        before = await self._write(bound, pickup_id, PickupStatus.CANCEL_REQUESTED)
        try:
            work = bound.operation("cancel")(bound.account, pickup_id)
            cancellation: Cancellation = await delivery.run(work)
        except PickupKitError as error:
            if not (delivery.in_doubt and isinstance(error, ProviderError)):
                await self._write(bound, pickup_id, before)
                raise
            said = f"{error.summary}; look it up, or cancel it again, which does no harm"
            return Cancellation(outcome=CancelOutcome.UNKNOWN, pickup=known, message=said)
        if cancellation.outcome is CancelOutcome.REFUSED:
            await self._write(bound, pickup_id, PickupStatus.CANCEL_REFUSED)
        return cancellation

    async def retold(self, bound: Bound, found: tuple[Pickup, ...]) -> tuple[Pickup, ...]:
        """Tell what each means to one who knows what was cancelled here."""
        tell = bound.provider.retold
        if tell is None or self._journal is None:
            return found
        if all(tell(PickupStatus.CANCEL_REQUESTED, pickup) is pickup for pickup in found):
            return found
        name = bound.account.name
        sent = await self._tried(lambda journal: journal.cancels(name)) or {}
        return tuple(
            tell(PickupStatus(sent[pickup.id]), pickup) if pickup.id in sent else pickup
            for pickup in found
        )

    async def _write(self, bound: Bound, pickup_id: str, status: str | None) -> str | None:
        """Keep what is known of a cancel, or nothing; give what was kept before."""
        if bound.provider.retold is None:
            return None
        name = bound.account.name
        return await self._tried(lambda journal: journal.keep_cancel(name, pickup_id, status))

    async def _tried(self, work: Callable[[Journal], T]) -> T | None:
        journal = self._journal
        if journal is None:
            return None
        try:
            return await Blocking(lambda: work(journal))
        except JournalError as error:
            log.warning("cancels are not kept: %s", error)
            return None


def advice(bound: Bound, pickup: Pickup | None) -> Cancellation:
    """Say what to do where the provider cannot cancel."""
    if bound.provider.cancel_advice is not None:
        return bound.provider.cancel_advice(pickup)
    how = f"{bound.provider.title} cannot cancel through its API; ask its support"
    return Cancellation(outcome=CancelOutcome.UNSUPPORTED, pickup=pickup, how=how)
