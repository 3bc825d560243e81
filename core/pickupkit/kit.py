"""The two faces of the library: `PickupKit` for blocking callers, `AsyncPickupKit` for asyncio."""

from collections.abc import Awaitable, Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from pickupkit.accounts import Accounts
from pickupkit.calls import Blocking, adrive, drive
from pickupkit.clock import Clock
from pickupkit.config import Config
from pickupkit.errors import Problem
from pickupkit.events import Observer
from pickupkit.journal import OFF, Entry, Journal, as_url, default_url
from pickupkit.listing import AsyncListing, Listing
from pickupkit.locks import Lock
from pickupkit.models import (
    Cancellation,
    Order,
    OrderQuery,
    Pickup,
    PickupRequest,
    Quotation,
    Requirement,
)
from pickupkit.reconciling import Settlement
from pickupkit.registry import Registry
from pickupkit.transport import Limits, Send
from pickupkit.watched import WatchedDesk

if TYPE_CHECKING:
    import httpx  # noqa: F401 - the bases below name it

    from pickupkit.transport._asyncio import AsyncExchanger
    from pickupkit.transport._blocking import Exchanger

T = TypeVar("T")
W = TypeVar("W")
"""The way out that a caller may bring: httpx's transport of either kind."""
AccountSource = Config | Mapping[str, Mapping[str, Any]] | str | Path | None


def _configured(accounts: AccountSource) -> Config:
    if isinstance(accounts, Config):
        return accounts
    return Config.of(accounts) if isinstance(accounts, Mapping) else Config.load(accounts)


def _opened(place: str | Path | None, clock: Clock) -> "Journal | None":
    """Name the journal; its database library is imported when a booking needs it."""
    url = as_url(str(place)) if place is not None else default_url()
    return None if url == OFF else Journal(url, lambda: clock.now().timestamp())


class _Kit(Generic[W]):
    """What needs no provider's answer, and so is the same for both faces."""

    def __init__(
        self,
        accounts: AccountSource = None,
        *,
        transport: W | None = None,
        limits: Limits | None = None,
        registry: Registry | None = None,
        clock: Clock | None = None,
        journal: str | Path | None = None,
        observers: Iterable[Observer] = (),
    ) -> None:
        self._limits = limits or Limits()
        self._opening = Lock()
        self._transport = transport
        config = _configured(accounts)
        self.registry = registry or Registry(allow=config.allow, block=config.block)
        clock = clock or Clock()
        ready = Accounts(config, self.registry, self._limits, clock)
        opened = _opened(journal or config.journal, clock)
        self._desk = WatchedDesk(ready, opened, self.registry, observers)

    @property
    def accounts(self) -> tuple[str, ...]:
        """The names of the accounts."""
        return tuple(self._desk.accounts.config.accounts)

    @property
    def has_journal(self) -> bool:
        """Whether what is sent is written down; see `attempts`."""
        return self._desk.books.kept

    def supports(self, account: str) -> frozenset[str]:
        """Give the operations that an account has, such as ``create`` and ``list``."""
        bound = self._desk.bound(account)
        return bound.provider.supported_by(bound.account)

    def requirements(self, account: str, carrier: str | None = None) -> tuple[Requirement, ...]:
        """Give what a provider wants of a request, as data.

        ``account`` may also be the name of a provider; no credentials are needed then. For one
        ``carrier`` there is one rule a field; without, one more for each carrier that differs.
        What is to hold of a sum over a list is a rule of its own.
        """
        return self._desk.requirements(account, carrier)

    def validate(self, account: str, request: PickupRequest) -> tuple[Problem, ...]:
        """Find everything that is wrong with a request, as `create` would; nothing is sent.

        So a reference that it lacks is wrong only where no journal is kept, whose key would travel.
        """
        return self._desk.validate(account, request)

    def preview(
        self,
        account: str,
        request: PickupRequest | str,
        operation: str = "create",
        *,
        key: str | None = None,
    ) -> Send:
        """Give the first HTTP request that an operation would send; nothing is sent.

        ``request`` is an id for the operations that take one. ``key`` is what `create` would be
        given; without one, a new one travels as the reference here as well.
        """
        return self._desk.preview(account, operation, request, key)

    def zone(self, account: str) -> str | None:
        """Give the time zone of an account's site, if its configuration names one."""
        return self._desk.accounts.configured(account).tz


class PickupKit(_Kit["httpx.BaseTransport"]):
    """Book, list and cancel pickups through any account.

    ``accounts`` is a mapping of accounts, the path of a ``pickupkit.toml``, or nothing to have that
    file found. ``transport`` is the caller's own httpx transport, for tests and proxies.
    ``observers`` are told of each `pickupkit.events.Event`, after the fact. Safe to share between
    threads; use it in a ``with`` block or `close` it.
    """

    _exchanger: "Exchanger | None" = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; the next call would open new ones."""
        if self._exchanger is not None:
            self._exchanger.close()
        self._desk.books.close()

    def create(
        self,
        account: str,
        request: PickupRequest,
        *,
        key: str | None = None,
        rebook: bool = False,
    ) -> Pickup:
        """Book a pickup: a van will come.

        The request is validated first; what is wrong is an `InvalidRequest` with every problem.
        `Refused` and the other definite errors mean that nothing was booked. `OutcomeUnknown`
        means that nobody knows: `reconcile`, or look it up, before you book again.

        ``key`` names this booking: the same key with the same request gives the first result,
        whoever asks; with another request it is an `InvalidRequest`. Without one, each call is a
        booking of its own, unless an equal one's answer was lost: that is `OutcomeUnknown`, and
        nothing is sent. ``rebook`` allows a booking that was proven absent to be sent again.
        """
        return self._run(self._desk.create(account, request, key, rebook=rebook))

    def quote(self, account: str, request: PickupRequest) -> Quotation:
        """Ask for offers; nothing is booked."""
        return self._run(self._desk.quote(account, request))

    def get(self, account: str, pickup_id: str) -> Pickup:
        """Look a pickup up by the provider's id; `NotFound` if there is none."""
        return self._run(self._desk.get(account, pickup_id))

    def cancel(self, account: str, pickup: Pickup | str) -> Cancellation:
        """Cancel a pickup, given or named by its id.

        Where the provider cannot, the outcome is ``unsupported`` and says what a person must do;
        give the whole pickup to have its confirmation code and deadline in that advice.
        """
        return self._run(self._desk.cancel(account, pickup))

    def reconcile(self, *accounts: str) -> list[Settlement]:
        """Find out what became of bookings whose answers were lost, at these accounts or all.

        Only what was sent long enough ago is looked for. Nothing is booked or cancelled.
        """
        found: list[Settlement] = []
        for account in self._run(self._desk.in_doubt(accounts)):
            found += self._run(self._desk.reconcile(account))
        return found

    def settle(
        self,
        key: str,
        *,
        booked: bool,
        pickup_id: str | None = None,
        confirmation: str | None = None,
    ) -> Settlement:
        """Write down what a person has found out of a booking whose answer was lost.

        Only for one that is unknown. Where ``booked`` is false, it may be booked again.
        """
        work = self._desk.books.settle(
            key, booked=booked, pickup_id=pickup_id, confirmation=confirmation
        )
        return self._run(work)

    def attempts(self, account: str | None = None) -> list[Entry]:
        """Give what the journal holds, newest first."""
        return self._run(self._desk.attempts(account))

    def prune(self, before: datetime) -> int:
        """Let the journal forget what ended before a moment; give how many it forgot."""
        return self._run(self._desk.books.prune(before.timestamp()))

    def check(self, account: str) -> str:
        """Prove the credentials by a cheap, harmless call; give a line to show."""
        return self._run(self._desk.check(account))

    def refresh(
        self, account: str, pickup: Pickup | str, *, every: float = 5.0, within: float = 300.0
    ) -> Pickup:
        """Look a pickup up until the provider and the carrier have answered; give it as it is then.

        It is asked for every so many seconds and ``within`` so many at most; after that its status
        may still be ``requested`` or ``cancel_requested``. Without a journal, give the `Pickup` of
        a cancellation rather than its id: some providers tell a refused cancel and a failed booking
        by one word, and only what was known before tells them apart.
        """
        return self._run(self._desk.refresh(account, pickup, every, within))

    def order(self, account: str, order_id: str) -> Order:
        """Look an order up by the provider's id; `NotFound` if there is none."""
        return self._run(self._desk.order(account, order_id))

    def orders(self, account: str, query: OrderQuery | None = None) -> Listing[Order]:
        """List an account's orders, page by page, as `list` lists pickups."""
        pages = partial(self._desk.order_pages, query=query or OrderQuery())
        return Listing(self._desk, (account,), self._run, pages)

    def list(self, *accounts: str) -> Listing[Pickup]:
        """List the pickups of the named accounts, or of all, page by page.

        Iterate over the result. Items that cannot be read, and accounts that fail while others do
        not, are in its ``faults``; an account listed alone raises its error.
        """
        return Listing(self._desk, accounts or self.accounts, self._run, self._desk.pages)

    def _run(self, work: Awaitable[T]) -> T:
        with self._opening:
            if self._exchanger is None:
                from pickupkit.transport._blocking import Exchanger

                self._exchanger = Exchanger(self._limits, self._transport)
        return drive(work, self._exchanger.perform)


class AsyncPickupKit(_Kit["httpx.AsyncBaseTransport"]):
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
