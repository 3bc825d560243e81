"""The face for blocking callers."""

from collections.abc import Awaitable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Self, TypeVar

from pickupkit.booking import Settlement
from pickupkit.calls import drive
from pickupkit.journal import Entry
from pickupkit.listing import Listing
from pickupkit.models import Cancellation, Order, OrderQuery, Pickup, PickupRequest, Quotation

from ._face import Face

if TYPE_CHECKING:
    import httpx  # noqa: F401 - the base below names it

    from pickupkit.transport._blocking import Exchanger

T = TypeVar("T")


class PickupKit(Face["httpx.BaseTransport"]):
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
