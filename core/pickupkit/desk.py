"""What `PickupKit` and `AsyncPickupKit` share: every method, as a coroutine that does no I/O."""

from collections.abc import AsyncGenerator, Awaitable, Sequence
from typing import Any, Final

from pickupkit import mask
from pickupkit.accounts import Accounts, Bound
from pickupkit.admission import check_wait, id_of, key_of, marked, refuse
from pickupkit.booking import Books, Cancels, Settlement, Ticket, advice, book, entry_of, reconcile
from pickupkit.calls import Sleep
from pickupkit.delivery import Delivery, first_request
from pickupkit.errors import InvalidRequest, PickupKitError, Problem, Unsupported
from pickupkit.journal import Entry, Journal
from pickupkit.models import (
    Cancellation,
    Fault,
    Order,
    OrderPage,
    OrderQuery,
    Page,
    Pickup,
    PickupRequest,
    Quotation,
    Requirement,
)
from pickupkit.requirements import for_carrier, merged, with_common
from pickupkit.results import fit
from pickupkit.transport import Send

_BY_REQUEST: Final = ("create", "quote")
_BY_ID: Final = ("get", "cancel", "order")
_END: Final = object()


class Desk:
    """Takes orders: finds the account, checks the request, runs the provider's operation."""

    def __init__(self, accounts: Accounts, journal: Journal | None) -> None:
        self.accounts = accounts
        self.books = Books(journal)
        self.bound = accounts.bound
        self._cancels = Cancels(journal)

    async def create(
        self, name: str, request: PickupRequest, key: str | None, *, rebook: bool
    ) -> Pickup:
        """Book a pickup, once for a key."""
        bound = self.bound(name)
        operation = bound.operation("create")
        if key is not None and not self.books.kept:
            raise InvalidRequest.at("/key", "needs a journal to be kept in, which is switched off")
        if rebook and key is None:
            raise InvalidRequest.at("/key", "is required to book again what it stands for")
        named = key_of(key)
        sent, problems = self._marked(bound, request, named)

        def start() -> Awaitable[Pickup]:
            refuse(problems)
            work: Awaitable[Pickup] = operation(bound.account, sent)
            return work

        if key is None:
            # With a key, its first result stands, also when the request's day is over.
            refuse(problems)
        delivery = self._delivery(bound, "create", mask.personal(request))
        if not self.books.kept:
            return await book(delivery, start, sent, None)
        entry = entry_of(name, bound.provider.name, named, request, sent.reference, bound.origin)
        ticket = Ticket(self.books.journal, entry, delivery, new=key is None, rebook=rebook)
        return await book(delivery, start, sent, ticket)

    async def quote(self, name: str, request: PickupRequest) -> Quotation:
        """Ask for offers."""
        bound = self.bound(name)
        operation = bound.operation("quote")
        refuse(self._marked(bound, request, None)[1])
        work = operation(bound.account, request)
        quotation: Quotation = await self._done(bound, "quote", work, mask.personal(request))
        return quotation

    async def get(self, name: str, pickup_id: str) -> Pickup:
        """Look a pickup up; where the provider cannot, in the journal."""
        bound, pickup_id = self.bound(name), id_of(pickup_id, name)
        if not bound.can("get") and (found := await self.books.recorded(name, pickup_id)):
            return found
        work = bound.operation("get")(bound.account, pickup_id)
        pickup: Pickup = await self._done(bound, "get", work)
        [retold] = await self._cancels.retold(bound, (pickup,))
        return retold

    async def refresh(self, name: str, known: Pickup | str, every: float, within: float) -> Pickup:
        """Look a pickup up until nobody is at it any more, or ``within`` seconds have passed."""
        check_wait(every, within)
        bound, clock = self.bound(name), self.accounts.clock
        tell = bound.provider.retold
        ends = clock.monotonic() + within
        while True:
            found = await self.get(name, id_of(known, name))
            if tell is not None and isinstance(known, Pickup):
                found = tell(known.status, found)
            left = ends - clock.monotonic()
            if not found.status.is_pending or left <= 0:
                return found
            await Sleep(min(every, left))

    async def order(self, name: str, order_id: str) -> Order:
        """Look an order up."""
        bound = self.bound(name)
        work = bound.operation("order")(bound.account, id_of(order_id, name))
        order: Order = await self._done(bound, "order", work)
        return order

    async def order_pages(self, name: str, query: OrderQuery) -> AsyncGenerator[OrderPage, None]:
        """List orders page by page; each has the whole deadline."""
        if not isinstance(query, OrderQuery):
            raise InvalidRequest.at("/query", "is no OrderQuery")
        bound = self.bound(name)
        pages = bound.operation("orders")(bound.account, query)
        try:
            while page := await self._next(bound, "orders", pages):
                yield page
        finally:
            await self._delivery(bound, "orders").run(pages.aclose())

    async def cancel(self, name: str, pickup: Pickup | str) -> Cancellation:
        """Cancel a pickup, or say who can."""
        bound = self.bound(name)
        known = pickup if isinstance(pickup, Pickup) else None
        pickup_id = id_of(pickup, name)
        if not bound.can("cancel") and "cancel" not in bound.provider.pending:
            return advice(bound, known or await self.books.recorded(name, pickup_id))
        delivery = self._delivery(bound, "cancel")
        return await self._cancels.cancel(bound, delivery, pickup_id, known)

    async def check(self, name: str) -> str:
        """Prove the credentials."""
        bound = self.bound(name)
        work = bound.operation("check")(bound.account)
        said: str = await self._done(bound, "check", work)
        return said

    async def pages(self, name: str) -> AsyncGenerator[Page, None]:
        """List pickups page by page; each has the whole deadline, as a listing is many reads."""
        bound = self.bound(name)
        if not bound.can("list") and self.books.kept:
            yield Page(await self.books.booked(name))
            return
        pages = bound.operation("list")(bound.account)
        try:
            while page := await self._next(bound, "list", pages):
                yield Page(await self._cancels.retold(bound, page.pickups), page.faults)
        finally:
            await self._delivery(bound, "list").run(pages.aclose())

    async def attempts(self, name: str | None) -> list[Entry]:
        """Give what the journal holds, newest first; `ConfigError` for an account of nobody."""
        found = await self.books.attempts(name)
        if name is not None and not found:
            self.accounts.configured(name)
        return found

    async def in_doubt(self, names: Sequence[str]) -> Sequence[str]:
        """Name the accounts to reconcile: these, if they are known, else all in doubt."""
        for name in names:
            if name not in self.accounts.config.accounts:
                await self.attempts(name)
        return names or await self.books.in_doubt()

    async def reconcile(self, name: str) -> list[Settlement]:
        """Settle the attempts whose answers were lost, as far as can be known by now."""
        return await reconcile(self.accounts, self.books.journal, name, self.settled)

    async def settled(self, found: Settlement) -> Settlement:
        """Hear what was found out of one of them, as soon as it is."""
        return found

    def failed(self, name: str, error: Exception) -> Fault:
        """Make the fault of a whole account, for a listing over several."""
        known = self.accounts.config.accounts.get(name)
        provider = known.provider if known else ""
        reason = str(error) if isinstance(error, PickupKitError) else type(error).__name__
        return Fault(provider=provider, account=name, reason=reason, error=error)

    def requirements(self, name: str, carrier: str | None = None) -> tuple[Requirement, ...]:
        """Give the rules of an account's provider, or of a provider by its own name."""
        rules = self.accounts.rules(name)
        return merged(with_common(rules if carrier is None else for_carrier(rules, carrier)))

    def validate(self, name: str, request: PickupRequest) -> tuple[Problem, ...]:
        """Find what is wrong with a request, as it would be booked."""
        bound = self.bound(name)
        try:
            return self._marked(bound, request, key_of(None))[1]
        except InvalidRequest as error:
            return error.problems

    def preview(
        self, name: str, operation: str, subject: PickupRequest | str, key: str | None
    ) -> Send:
        """Give the first request that an operation would send; nothing is sent."""
        bound = self.bound(name)
        work = bound.operation(operation)
        wanted = PickupRequest if operation in _BY_REQUEST else str
        if operation not in (*_BY_REQUEST, *_BY_ID) or not isinstance(subject, wanted):
            raise Unsupported(f"what {operation} would send for this cannot be shown beforehand")
        if isinstance(subject, PickupRequest):
            key = key_of(key) if operation == "create" else None
            subject, problems = self._marked(bound, subject, key)
            refuse(problems)
        found = first_request(self._delivery(bound, operation), work(bound.account, subject))
        if found is None:
            raise Unsupported(f"{bound.provider.title} sends nothing for this")
        return found

    def _marked(
        self, bound: Bound, request: PickupRequest, key: str | None
    ) -> tuple[PickupRequest, tuple[Problem, ...]]:
        """Let the key travel as the reference, where the journal keeps it."""
        reference = key if self.books.kept else None
        return marked(bound, request, reference, self.accounts.clock.now())

    async def _done(
        self, bound: Bound, operation: str, work: Awaitable[Any], *hidden: mask.Values
    ) -> Any:
        given = await self._delivery(bound, operation, *hidden).run(work)
        return fit(operation, bound.provider.name, given)

    async def _next(self, bound: Bound, operation: str, pages: AsyncGenerator[Any, None]) -> Any:
        """Give the next page; nothing but its end ends a listing, which is ``None``."""
        page = await self._delivery(bound, operation).run(anext(pages, _END))
        return None if page is _END else fit(operation, bound.provider.name, page)

    def _delivery(self, bound: Bound, operation: str, *hidden: mask.Values) -> Delivery:
        return self.accounts.delivery(bound, operation, *hidden)
