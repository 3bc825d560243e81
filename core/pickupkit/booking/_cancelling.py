"""Cancelling, and remembering it.

Some providers have one word for a refused cancel and for a failed booking: only what was asked for
before tells which it is.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from attrs import evolve

from pickupkit.accounts import Bound
from pickupkit.calls import Blocking, before_going
from pickupkit.delivery import Delivery
from pickupkit.errors import PickupKitError, PluginError, ProviderError, noted
from pickupkit.journal import Journal, Kept
from pickupkit.log import log
from pickupkit.models import Cancellation, CancelOutcome, Pickup, PickupStatus
from pickupkit.plugin._faults import place_of
from pickupkit.results import fit

T = TypeVar("T")
Retell = Callable[[PickupStatus, Pickup], Pickup]
_HEARD: Final = {
    CancelOutcome.REQUESTED: PickupStatus.CANCEL_REQUESTED,
    CancelOutcome.CANCELLED: PickupStatus.CANCELLED,
    CancelOutcome.REFUSED: PickupStatus.CANCEL_REFUSED,
}


class Cancels:
    """The cancels that were sent, as far as a journal keeps them.

    One whose answer nobody has heard is kept as `PickupStatus.UNKNOWN`. A journal that fails holds
    up no cancel and no look-up: that is logged.
    """

    def __init__(self, journal: Journal | None) -> None:
        self._journal = journal

    async def cancel(
        self, bound: Bound, delivery: Delivery, pickup_id: str, known: Pickup | None
    ) -> Cancellation:
        """Send a cancel, written down before; take it back if it certainly did nothing."""
        if known is not None and known.status is PickupStatus.FAILED:
            return _of_none(await self._sent(bound, delivery, pickup_id, known), known)
        kept = await self._announced(bound, pickup_id)
        try:
            cancellation = await self._sent(bound, delivery, pickup_id, known)
        except BaseException as stopped:
            if delivery.trace.in_doubt:
                stopped.add_note(f"Pickup {pickup_id} may be cancelled: look it up.")
            elif kept is not None:
                await self._undo(bound, pickup_id, kept, stopped)
            raise
        with noted(f"The cancel of pickup {pickup_id} was answered: {cancellation.outcome}."):
            if heard := _HEARD.get(cancellation.outcome):
                await self._write(bound, pickup_id, heard)
        return cancellation

    async def _sent(
        self, bound: Bound, delivery: Delivery, pickup_id: str, known: Pickup | None
    ) -> Cancellation:
        try:
            work = bound.operation("cancel")(bound.account, pickup_id)
            cancellation: Cancellation = await delivery.run(work)
            return fit("cancel", bound.provider.name, cancellation)
        except Exception as error:
            if not delivery.trace.in_doubt:
                raise
            said = f"{_reason(error)}; look it up, and cancel it again if it still stands"
            return Cancellation(outcome=CancelOutcome.UNKNOWN, pickup=known, message=said)

    async def retold(self, bound: Bound, found: tuple[Pickup, ...]) -> tuple[Pickup, ...]:
        """Tell what each means to one who knows what was cancelled here; keep what came of it."""
        told = await self._told(bound, found)
        over = {pickup.id for pickup in told if pickup.status is PickupStatus.CANCELLED}
        if over:
            sent = await self._kept(bound)
            for pickup_id in over & sent.keys():
                if sent[pickup_id] != PickupStatus.CANCELLED:
                    await self._write(bound, pickup_id, PickupStatus.CANCELLED)
        return told

    async def _told(self, bound: Bound, found: tuple[Pickup, ...]) -> tuple[Pickup, ...]:
        tell = bound.provider.retold
        if tell is None:
            return found
        if all(tell(PickupStatus.CANCEL_REQUESTED, pickup) is pickup for pickup in found):
            return found
        sent = await self._kept(bound)
        return tuple(
            _in_light(tell, sent[pickup.id], pickup) if pickup.id in sent else pickup
            for pickup in found
        )

    async def _kept(self, bound: Bound) -> Mapping[str, str]:
        return await self._tried(lambda journal: journal.cancels(bound.account.name)) or {}

    async def _announced(self, bound: Bound, pickup_id: str) -> Kept | None:
        """Keep that a cancel is sent, and what stood there before; who is stopped sends none."""
        name, done = bound.account.name, list[Kept]()
        try:
            await self._tried(
                lambda j: done.append(j.keep_cancel(name, pickup_id, PickupStatus.UNKNOWN))
            )
        except BaseException as stopped:  # while a thread wrote it
            for kept in done:
                await self._undo(bound, pickup_id, kept, stopped)
            raise
        return done[0] if done else None

    async def _write(self, bound: Bound, pickup_id: str, heard: str) -> None:
        """Keep what was heard of a cancel."""
        await self._tried(lambda journal: journal.keep_cancel(bound.account.name, pickup_id, heard))

    async def _undo(self, bound: Bound, pickup_id: str, kept: Kept, stopped: BaseException) -> None:
        def undo(journal: Journal) -> None:
            journal.undo_cancel(bound.account.name, pickup_id, kept)

        await before_going(lambda: self._try(undo), stopped)

    async def _tried(self, work: Callable[[Journal], T]) -> T | None:
        return await Blocking(lambda: self._try(work)) if self._journal is not None else None

    def _try(self, work: Callable[[Journal], T]) -> T | None:
        assert self._journal is not None  # noqa: S101 - asked for before
        try:
            return work(self._journal)
        except PickupKitError as error:
            log.warning("cancels are not kept: %s", error)
            return None


def _reason(error: Exception) -> str:
    """Tell an error of ours in its words, and a fault of a plugin, whose words may be private."""
    if isinstance(error, ProviderError):
        return error.said
    return str(error) if isinstance(error, PluginError) else f"then came {place_of(error)}"


def _in_light(tell: Retell, kept: str, found: Pickup) -> Pickup:
    """Read an answer in the light of a cancel; one that contradicts its end reopens it.

    A cancel that was not answered may never have arrived: what stands is told as it stands.
    """
    refused = kept == PickupStatus.CANCEL_REFUSED
    known = PickupStatus.CANCEL_REFUSED if refused else PickupStatus.CANCEL_REQUESTED
    told = tell(known, found)
    unheard = kept == PickupStatus.UNKNOWN and told.status is PickupStatus.CANCEL_REQUESTED
    return found if unheard else told


def _of_none(cancellation: Cancellation, known: Pickup) -> Cancellation:
    """Tell a cancel of what had failed before: what is refused there is no cancel of a van."""
    found = cancellation.pickup
    if found is None or found.raw_status != known.raw_status:
        return cancellation
    return evolve(cancellation, pickup=evolve(found, status=known.status))


def advice(bound: Bound, pickup: Pickup | None) -> Cancellation:
    """Say what to do where the provider's plugin cannot cancel."""
    if bound.provider.cancel_advice is not None:
        return bound.provider.cancel_advice(pickup)
    title = bound.provider.title
    return Cancellation(
        outcome=CancelOutcome.UNSUPPORTED,
        pickup=pickup,
        message=f"the plugin of {title} cannot cancel",
        how=f"ask {title}'s support",
    )
