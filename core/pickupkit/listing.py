"""Listings: pickups one by one as pages arrive, and beside them what could not be read."""

import logging
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterator,
    Sequence,
)
from typing import Any, Final, TypeVar

from pickupkit.desk import Desk
from pickupkit.errors import PickupKitError
from pickupkit.models import Fault, Page, Pickup

T = TypeVar("T")
Drive = Callable[[Awaitable[Any]], Any]
ADrive = Callable[[Awaitable[Any]], Awaitable[Any]]

_log: Final = logging.getLogger("pickupkit")
_log.addHandler(logging.NullHandler())


class _Listed:
    """The pickups of one or more accounts, in turn.

    ``faults`` grows while iterating: items that could not be read and, in a listing over several
    accounts, the accounts that failed. In a listing of one account its failure is raised.
    """

    def __init__(self, desk: Desk, accounts: Sequence[str]) -> None:
        self._desk = desk
        self._accounts = tuple(accounts)
        self.faults: list[Fault] = []

    def _take(self, page: Page) -> tuple[Pickup, ...]:
        self._keep(*page.faults)
        return page.pickups

    def _failed(self, account: str, error: PickupKitError) -> None:
        if len(self._accounts) == 1:
            raise error
        self._keep(self._desk.failed(account, error))

    def _keep(self, *faults: Fault) -> None:
        for fault in faults:
            _log.warning("listing of %s: %s", fault.account, fault.reason)
            self.faults.append(fault)


class Listing(_Listed):
    """An iterator for blocking callers; see `PickupKit.list`."""

    def __init__(self, desk: Desk, accounts: Sequence[str], run: Drive) -> None:
        super().__init__(desk, accounts)
        self._run = run
        self._items = self._iterate()

    def __iter__(self) -> Iterator[Pickup]:
        return self._items

    def __next__(self) -> Pickup:
        return next(self._items)

    def close(self) -> None:
        """End a listing that is not iterated to its end; `contextlib.closing` does it too."""
        self._items.close()

    def _iterate(self) -> Generator[Pickup, None, None]:
        for account in self._accounts:
            try:
                yield from self._of(self._desk.pages(account))
            except PickupKitError as error:
                self._failed(account, error)

    def _of(self, pages: AsyncGenerator[Page, None]) -> Iterator[Pickup]:
        try:
            while (page := self._run(anext(pages, None))) is not None:
                yield from self._take(page)
        finally:
            self._run(pages.aclose())


class AsyncListing(_Listed):
    """An iterator for asyncio; see `AsyncPickupKit.list`."""

    def __init__(self, desk: Desk, accounts: Sequence[str], run: ADrive) -> None:
        super().__init__(desk, accounts)
        self._run = run
        self._items = self._iterate()

    def __aiter__(self) -> AsyncIterator[Pickup]:
        return self._items

    async def __anext__(self) -> Pickup:
        return await anext(self._items)

    async def aclose(self) -> None:
        """End a listing that is not iterated to its end; `contextlib.aclosing` does it too."""
        await self._items.aclose()

    async def _iterate(self) -> AsyncGenerator[Pickup, None]:
        for account in self._accounts:
            pages = self._desk.pages(account)
            try:
                while (page := await self._run(anext(pages, None))) is not None:
                    for pickup in self._take(page):
                        yield pickup
            except PickupKitError as error:
                self._failed(account, error)
            finally:
                await self._run(pages.aclose())
