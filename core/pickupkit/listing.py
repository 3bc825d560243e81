"""Listings: pickups one by one as pages arrive, and beside them what could not be read."""

from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterator,
    Sequence,
)
from typing import Any, TypeVar

from pickupkit.desk import Desk
from pickupkit.errors import PickupKitError
from pickupkit.log import log
from pickupkit.models import Fault, Page, Pickup

T = TypeVar("T")
Drive = Callable[[Awaitable[Any]], Any]
ADrive = Callable[[Awaitable[Any]], Awaitable[Any]]


class _Kept:
    """What a listing's generator leaves for its reader; it does not know the listing.

    Were the two to know each other, a listing that is dropped would be closed only some day.
    """

    def __init__(self, desk: Desk, accounts: Sequence[str]) -> None:
        self.accounts = tuple(accounts)
        self.faults: list[Fault] = []
        self._desk = desk

    def pages(self, account: str) -> AsyncGenerator[Page, None]:
        return self._desk.pages(account)

    def take(self, page: Page) -> tuple[Pickup, ...]:
        self._keep(*page.faults)
        return page.pickups

    def failed(self, account: str, error: PickupKitError) -> None:
        if len(self.accounts) == 1:
            raise error
        self._keep(self._desk.failed(account, error))

    def _keep(self, *faults: Fault) -> None:
        for fault in faults:
            log.warning("listing of %s: %s", fault.account, fault.reason)
            self.faults.append(fault)


class Listing:
    """The pickups of one or more accounts, in turn; see `PickupKit.list`.

    ``faults`` grows while iterating: items that could not be read and, in a listing over several
    accounts, the accounts that failed. In a listing of one account its failure is raised.
    """

    def __init__(self, desk: Desk, accounts: Sequence[str], run: Drive) -> None:
        kept = _Kept(desk, accounts)
        self.faults = kept.faults
        self._items = _iterate(kept, run)

    def __iter__(self) -> Iterator[Pickup]:
        return self

    def __next__(self) -> Pickup:
        return next(self._items)

    def close(self) -> None:
        """End a listing that is not iterated to its end; `contextlib.closing` does it too."""
        self._items.close()


class AsyncListing:
    """The same for asyncio; see `AsyncPickupKit.list` and `Listing`."""

    def __init__(self, desk: Desk, accounts: Sequence[str], run: ADrive) -> None:
        kept = _Kept(desk, accounts)
        self.faults = kept.faults
        self._items = _aiterate(kept, run)

    def __aiter__(self) -> AsyncIterator[Pickup]:
        return self

    async def __anext__(self) -> Pickup:
        return await anext(self._items)

    async def aclose(self) -> None:
        """End a listing that is not iterated to its end; `contextlib.aclosing` does it too."""
        await self._items.aclose()


def _iterate(kept: _Kept, run: Drive) -> Generator[Pickup, None, None]:
    for account in kept.accounts:
        pages = kept.pages(account)
        try:
            while (page := run(anext(pages, None))) is not None:
                yield from kept.take(page)
        except PickupKitError as error:
            kept.failed(account, error)
        finally:
            run(pages.aclose())


async def _aiterate(kept: _Kept, run: ADrive) -> AsyncGenerator[Pickup, None]:
    for account in kept.accounts:
        pages = kept.pages(account)
        try:
            while (page := await run(anext(pages, None))) is not None:
                for pickup in kept.take(page):
                    yield pickup
        except PickupKitError as error:
            kept.failed(account, error)
        finally:
            await run(pages.aclose())
