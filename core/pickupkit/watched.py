"""A desk that tells observers what happened, after the fact."""

from collections.abc import Callable, Coroutine, Iterable
from functools import cached_property
from typing import Any

from pickupkit.accounts import Accounts
from pickupkit.booking import Settlement
from pickupkit.calls import Blocking
from pickupkit.desk import Desk
from pickupkit.errors import OutcomeUnknown, PickupKitError, noted
from pickupkit.events import (
    Booked,
    BookingUnknown,
    CancelAnswered,
    Event,
    NotBooked,
    Observer,
    Quoted,
    Reconciled,
)
from pickupkit.journal import Journal
from pickupkit.log import log
from pickupkit.models import Cancellation, Pickup, PickupRequest, Quotation
from pickupkit.registry import Registry


class WatchedDesk(Desk):
    """Tells each observer alone: one that raises is logged, and hurts nobody.

    Those of other packages are looked for when there is first something to tell.
    """

    def __init__(
        self,
        accounts: Accounts,
        journal: Journal | None,
        registry: Registry,
        observers: Iterable[Observer],
    ) -> None:
        super().__init__(accounts, journal)
        self._registry = registry
        self._given = tuple(observers)

    @cached_property
    def _observers(self) -> tuple[Observer, ...]:
        try:
            return (*self._given, *self._registry.observers())
        except Exception as error:  # noqa: BLE001 - it is looked for after a pickup was booked
            log.warning("installed observers cannot be found: %s", type(error).__name__)
            return self._given

    async def create(
        self, name: str, request: PickupRequest, key: str | None, *, rebook: bool
    ) -> Pickup:
        """Book a pickup, once for a key."""
        try:
            pickup = await super().create(name, request, key, rebook=rebook)
        except OutcomeUnknown as error:
            with noted(f"The pickup may be booked: {error}"):
                await self._tell(BookingUnknown, name, request=request, error=error)
            raise
        except PickupKitError as error:
            await self._tell(NotBooked, name, request=request, error=error)
            raise
        with noted(f"Pickup {pickup.id} is booked."):
            await self._tell(Booked, name, request=request, pickup=pickup)
        return pickup

    async def quote(self, name: str, request: PickupRequest) -> Quotation:
        """Ask for offers."""
        quotation = await super().quote(name, request)
        await self._tell(Quoted, name, request=request, quotation=quotation)
        return quotation

    async def cancel(self, name: str, pickup: Pickup | str) -> Cancellation:
        """Cancel a pickup, or say who can."""
        done = await super().cancel(name, pickup)
        pickup_id = pickup.id if isinstance(pickup, Pickup) else str(pickup)
        with noted(f"The cancel of pickup {pickup_id} was answered: {done.outcome}."):
            await self._tell(CancelAnswered, name, pickup_id=pickup_id, cancellation=done)
        return done

    async def settled(self, found: Settlement) -> Settlement:
        """Hear what was found out of an attempt whose answer was lost."""
        about = {"key": found.key, "state": found.state.value, "pickup": found.pickup}
        await self._tell(Reconciled, found.account, **about, message=found.message)
        return found

    async def _tell(self, kind: Callable[..., Event], name: str, **about: Any) -> None:
        if not self._observers:
            return
        known = self.accounts.config.accounts.get(name)
        provider, now = known.provider if known else "", self.accounts.clock.now()
        event = kind(provider=provider, account=name, at=now, **about)
        # Under asyncio in a thread, as an observer may be slow; it never holds up the loop.
        await Blocking(lambda: tell(self._observers, event), foreign=True)


def tell(observers: Iterable[Observer], event: Event) -> None:
    """Tell each observer; of what one raises the kind is logged, as its text may be private."""
    for observer in observers:
        name = getattr(observer, "__qualname__", type(observer).__name__)
        try:
            given = observer(event)
            if isinstance(given, Coroutine):
                given.close()
                log.warning("observer %s is not run: a plain def is wanted, no async one", name)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, the pickup stands
            log.warning("observer %s failed: %s", name, type(error).__name__)
