"""Run operations through the library's own faces, with answers by script and time by arithmetic."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from attrs import define, field, frozen

from pickupkit.calls import Answer, Blocking, Effect, Sleep, adrive, drive
from pickupkit.clock import Clock
from pickupkit.kit import AsyncPickupKit, PickupKit
from pickupkit.plugin import Provider, hookimpl
from pickupkit.registry import Registry
from pickupkit.transport import Send

if TYPE_CHECKING:
    from ._vendors import Vendor

T = TypeVar("T")
Meddle: TypeAlias = Callable[[int, Send, Callable[[], Answer]], Answer]
"""Comes between: it is given the number of the request, the request and how to have it answered."""

ENDLESS: Final = 60
"""Requests after which an operation is taken to go on for ever."""


class EndlessError(BaseException):
    """An operation that does not end; no `Exception`, so that nothing takes it for a fault."""


class NotRecordedError(BaseException):
    """A request that a cassette does not hold; no `Exception` either."""


@frozen
class Outcome:
    """What an operation gave or raised, and the requests that it sent."""

    value: Any
    error: BaseException | None
    sends: tuple[Send, ...]
    answers: tuple[Answer, ...] = ()

    @property
    def said(self) -> str:
        """What to show of it; no more than its kind."""
        if self.error is not None:
            return f"{type(self.error).__name__} ({self.error})"
        return f"a {type(self.value).__name__}"


@define
class Exchanger:
    """Performs what the library asks for: nothing leaves, nobody waits."""

    vendor: "Vendor"
    start: datetime
    meddle: Meddle | None = None
    sends: list[Send] = field(factory=list)
    answers: list[Answer] = field(factory=list)
    elapsed: float = 0.0
    begun: int = 0

    def begin(self) -> int:
        """Begin an operation, which may be as long as any; give how many requests were before."""
        self.begun = len(self.sends)
        return self.begun

    @property
    def clock(self) -> Clock:
        """A clock that runs by the waits alone; its chance is always the shortest."""
        return Clock(
            monotonic=lambda: self.elapsed,
            boot_time=lambda: self.elapsed,
            now=lambda: self.start + timedelta(seconds=self.elapsed),
            uniform=lambda least, _most: least,
        )

    def perform(self, effect: Effect[Any]) -> object:
        """Perform one effect."""
        if isinstance(effect, Send):
            return self._exchange(effect)
        if isinstance(effect, Sleep):
            self.elapsed += effect.seconds
            return None
        assert isinstance(effect, Blocking)  # noqa: S101 - the library has no other
        return effect.work()

    async def aperform(self, effect: Effect[Any]) -> object:
        """Perform one effect for asyncio."""
        return self.perform(effect)

    def _exchange(self, send: Send) -> Answer:
        number = len(self.sends)
        if number - self.begun >= ENDLESS:
            raise EndlessError
        self.sends.append(send)
        if self.meddle is None:
            answer = self.vendor(send)
        else:
            answer = self.meddle(number, send, lambda: self.vendor(send))
        self.answers.append(answer)
        return answer


class _Blocking(PickupKit):
    played: Exchanger

    def _run(self, work: Awaitable[T]) -> T:
        return drive(work, self.played.perform)


class _Asyncio(AsyncPickupKit):
    played: Exchanger

    async def _run(self, work: Awaitable[T]) -> T:
        return await adrive(work, self.played.aperform)


class Session:
    """Some accounts at one vendor, used through one of the two faces."""

    def __init__(
        self,
        vendor: "Vendor",
        accounts: Mapping[str, Mapping[str, Any]],
        registry: Registry,
        start: datetime,
        *,
        asynchronous: bool = False,
    ) -> None:
        self.played = Exchanger(vendor, start)
        face = _Asyncio if asynchronous else _Blocking
        self.kit: Any = face(accounts, registry=registry, clock=self.played.clock, journal="off")
        self.kit.played = self.played
        self.perform = self.played.perform
        self.account = next(iter(accounts))
        self._asynchronous = asynchronous

    def run(self, operation: str, *arguments: Any, account: str | None = None) -> Outcome:
        """Run one operation to its end; ``sends`` are its own."""
        before, told = self.played.begin(), len(self.played.answers)
        value, error = None, None
        try:
            value = self._call(operation, account or self.account, arguments)
        except (Exception, EndlessError, NotRecordedError) as raised:  # noqa: BLE001 - an error is an outcome here
            error = raised
        sends, answers = self.played.sends[before:], self.played.answers[told:]
        return Outcome(value, error, tuple(sends), tuple(answers))

    def _call(self, operation: str, account: str, arguments: tuple[Any, ...]) -> Any:
        if self._asynchronous:
            return asyncio.run(self._acall(operation, account, arguments))
        if operation in LISTINGS:
            listing = getattr(self.kit, operation)(account, *arguments)
            return tuple(listing), tuple(listing.faults)
        return getattr(self.kit, operation)(account, *arguments)

    async def _acall(self, operation: str, account: str, arguments: tuple[Any, ...]) -> Any:
        if operation in LISTINGS:
            listing = getattr(self.kit, operation)(account, *arguments)
            found = [item async for item in listing]
            return tuple(found), tuple(listing.faults)
        return await getattr(self.kit, operation)(account, *arguments)


LISTINGS: Final = ("list", "orders")


def registry_of(provider: Provider[Any]) -> Registry:
    """Make a registry that knows one provider: nobody's observers hear of what is only tried."""

    @hookimpl
    def pickupkit_providers() -> tuple[Provider[Any], ...]:
        return (provider,)

    registry, plugin = Registry(installed=False), ModuleType(f"{provider.name}_under_test")
    vars(plugin)["pickupkit_providers"] = pickupkit_providers
    registry.register(plugin, provider.name)
    return registry
