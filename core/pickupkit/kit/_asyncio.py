"""The face for asyncio."""

from collections.abc import Awaitable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Self, TypeVar

from pickupkit.booking import Settlement
from pickupkit.calls import Blocking, adrive
from pickupkit.journal import Entry
from pickupkit.listing import AsyncListing
from pickupkit.models import Cancellation, Order, OrderQuery, Pickup, PickupRequest, Quotation

from ._face import Face

if TYPE_CHECKING:
    import httpx  # noqa: F401 - the base below names it

    from pickupkit.transport._asyncio import AsyncExchanger

T = TypeVar("T")


class AsyncPickupKit(Face["httpx.AsyncBaseTransport"]):
    """The library for asyncio: the methods of `PickupKit`, which tells of each, as coroutines."""

    _exchanger: "AsyncExchanger | None" = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections; the next call would open new ones."""
        if self._exchanger is None:
            return
        try:
            await self._exchanger.perform(Blocking(self._desk.books.close))
        finally:
            await self._exchanger.close()

    async def create(
        self,
        account: str,
        request: PickupRequest,
        *,
        key: str | None = None,
        rebook: bool = False,
    ) -> Pickup:
        """Book a pickup: a van will come."""
        return await self._run(self._desk.create(account, request, key, rebook=rebook))

    async def quote(self, account: str, request: PickupRequest) -> Quotation:
        """Ask for offers; nothing is booked."""
        return await self._run(self._desk.quote(account, request))

    async def get(self, account: str, pickup_id: str) -> Pickup:
        """Look a pickup up by the provider's id; `NotFound` if there is none."""
        return await self._run(self._desk.get(account, pickup_id))

    async def cancel(self, account: str, pickup: Pickup | str) -> Cancellation:
        """Cancel a pickup, given or named by its id."""
        return await self._run(self._desk.cancel(account, pickup))

    async def reconcile(self, *accounts: str) -> list[Settlement]:
        """Find out what became of bookings whose answers were lost, at these accounts or all."""
        found: list[Settlement] = []
        for account in await self._run(self._desk.in_doubt(accounts)):
            found += await self._run(self._desk.reconcile(account))
        return found

    async def settle(
        self,
        key: str,
        *,
        booked: bool,
        pickup_id: str | None = None,
        confirmation: str | None = None,
    ) -> Settlement:
        """Write down what a person has found out of a booking whose answer was lost."""
        work = self._desk.books.settle(
            key, booked=booked, pickup_id=pickup_id, confirmation=confirmation
        )
        return await self._run(work)

    async def attempts(self, account: str | None = None) -> list[Entry]:
        """Give what the journal holds, newest first."""
        return await self._run(self._desk.attempts(account))

    async def prune(self, before: datetime) -> int:
        """Let the journal forget what ended before a moment; give how many it forgot."""
        return await self._run(self._desk.books.prune(before.timestamp()))

    async def check(self, account: str) -> str:
        """Prove the credentials by a cheap, harmless call; give a line to show."""
        return await self._run(self._desk.check(account))

    async def refresh(
        self, account: str, pickup: Pickup | str, *, every: float = 5.0, within: float = 300.0
    ) -> Pickup:
        """Look a pickup up until the provider and the carrier have answered."""
        return await self._run(self._desk.refresh(account, pickup, every, within))

    async def order(self, account: str, order_id: str) -> Order:
        """Look an order up by the provider's id; `NotFound` if there is none."""
        return await self._run(self._desk.order(account, order_id))

    def orders(self, account: str, query: OrderQuery | None = None) -> AsyncListing[Order]:
        """List an account's orders, page by page, as `list` lists pickups."""
        pages = partial(self._desk.order_pages, query=query or OrderQuery())
        return AsyncListing(self._desk, (account,), self._run, pages)

    def list(self, *accounts: str) -> AsyncListing[Pickup]:
        """List the pickups of the named accounts, or of all, page by page."""
        return AsyncListing(self._desk, accounts or self.accounts, self._run, self._desk.pages)

    async def _run(self, work: Awaitable[T]) -> T:
        with self._opening:  # loops of several threads may begin at once
            if self._exchanger is None:
                from pickupkit.transport._asyncio import AsyncExchanger

                self._exchanger = AsyncExchanger(self._limits, self._transport)
        return await adrive(work, self._exchanger.perform)
