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
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from pickupkit.desk import Desk
from pickupkit.log import log
from pickupkit.models import Fault, OrderPage, Page

T = TypeVar("T")
Drive = Callable[[Awaitable[Any]], Any]
ADrive = Callable[[Awaitable[Any]], Awaitable[Any]]
Pages = Callable[[str], AsyncGenerator[Any, None]]


class _Kept:
    """What a listing's generator leaves for its reader; it does not know the listing.

    Were the two to know each other, a listing that is dropped would be closed only some day.
    """

    def __init__(self, desk: Desk, accounts: Sequence[str], pages: Pages) -> None:
        self.accounts = tuple(accounts)
        self.faults: list[Fault] = []
        self.pages = pages
        self.broken = False
        self._desk = desk

    def take(self, page: Page | OrderPage) -> tuple[Any, ...]:
        self._keep(*page.faults)
        return page.pickups if isinstance(page, Page) else page.orders

    def failed(self, account: str, error: Exception) -> None:
        if len(self.accounts) == 1:
            raise error
        self._keep(self._desk.failed(account, error))

    def whole(self) -> None:
        """Refuse to go on with a listing that broke off: it would look as if it had ended."""
        if self.broken:
            raise RuntimeError("this listing broke off before its end; begin a new one")

    @contextmanager
    def unbroken(self) -> Iterator[None]:
        """Note whatever ends a listing but its own end, and being closed."""
        try:
            yield
        except GeneratorExit:
            raise
        except BaseException:
            self.broken = True
            raise

    def _keep(self, *faults: Fault) -> None:
        for fault in faults:
            # A provider's own words may name somebody: those are in the fault, not in the log.
            said = type(fault.error).__name__ if fault.error else fault.reason
            log.warning("listing of %s: %s", fault.account, said)
            self.faults.append(fault)


class Listing(Generic[T]):
    """The pickups, or orders, of one or more accounts, in turn; see `PickupKit.list`.

    ``faults`` grows while iterating: items that could not be read and, in a listing over several
    accounts, the accounts that failed. In a listing of one account its failure is raised.
    """

    def __init__(self, desk: Desk, accounts: Sequence[str], run: Drive, pages: Pages) -> None:
        kept = _Kept(desk, accounts, pages)
        self.faults = kept.faults
        self._kept = kept
        self._items: Generator[T, None, None] = _iterate(kept, run)

    def __iter__(self) -> Iterator[T]:
        self._kept.whole()
        return self._items

    def __next__(self) -> T:
        self._kept.whole()
        return next(self._items)

    def close(self) -> None:
        """End a listing that is not iterated to its end; `contextlib.closing` does it too."""
        self._items.close()


class AsyncListing(Generic[T]):
    """The same for asyncio; see `AsyncPickupKit.list` and `Listing`."""

    def __init__(self, desk: Desk, accounts: Sequence[str], run: ADrive, pages: Pages) -> None:
        kept = _Kept(desk, accounts, pages)
        self.faults = kept.faults
        self._kept = kept
        self._items: AsyncGenerator[T, None] = _aiterate(kept, run)

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        self._kept.whole()
        return await anext(self._items)

    async def aclose(self) -> None:
        """End a listing that is not iterated to its end; `contextlib.aclosing` does it too."""
        await self._items.aclose()


def _iterate(kept: _Kept, run: Drive) -> Generator[Any, None, None]:
    with kept.unbroken():
        for account in kept.accounts:
            pages = kept.pages(account)
            try:
                while (page := run(anext(pages, None))) is not None:
                    yield from kept.take(page)
            except Exception as error:  # noqa: BLE001 - one plugin's bug must not hide the others
                kept.failed(account, error)
            finally:
                run(pages.aclose())


async def _aiterate(kept: _Kept, run: ADrive) -> AsyncGenerator[Any, None]:
    with kept.unbroken():
        for account in kept.accounts:
            pages = kept.pages(account)
            try:
                while (page := await run(anext(pages, None))) is not None:
                    for pickup in kept.take(page):
                        yield pickup
            except Exception as error:  # noqa: BLE001 - one plugin's bug must not hide the others
                kept.failed(account, error)
            finally:
                await run(pages.aclose())
