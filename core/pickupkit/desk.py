"""What `PickupKit` and `AsyncPickupKit` share: every method, as a coroutine that does no I/O."""

import threading
from collections.abc import AsyncGenerator, Callable
from typing import Any, Final

from attrs import frozen

from pickupkit import mask
from pickupkit.booking import book
from pickupkit.calls import drive
from pickupkit.clock import Clock
from pickupkit.config import AccountConfig, Config
from pickupkit.delivery import Delivery
from pickupkit.errors import ConfigError, InvalidRequest, PickupKitError, Problem, Unsupported
from pickupkit.models import (
    Cancellation,
    CancelOutcome,
    Fault,
    Page,
    Pickup,
    PickupRequest,
    Quotation,
    Requirement,
)
from pickupkit.plugin import Account, Connection, Provider
from pickupkit.registry import Registry
from pickupkit.transport import Limits, Send
from pickupkit.validation import COMMON, find_problems

_DEMAND: Final = "account {!r} is at {}, which cannot {} through its API"


@frozen
class Bound:
    """An account ready for use."""

    provider: Provider[Any]
    account: Account[Any]
    connection: Connection

    def operation(self, name: str) -> Callable[..., Any]:
        """Give an operation, or say that there is none."""
        try:
            return self.provider.operations[name]
        except KeyError:
            said = _DEMAND.format(self.account.name, self.provider.title, name)
            raise Unsupported(said) from None


class Desk:
    """Takes orders: finds the account, checks the request, runs the provider's operation."""

    def __init__(
        self, config: Config, registry: Registry, limits: Limits, clock: Clock | None = None
    ) -> None:
        self.config = config
        self.registry = registry
        self.limits = limits
        self.clock = clock or Clock()
        self._bound: dict[str, Bound] = {}
        self._lock = threading.Lock()

    async def create(self, name: str, request: PickupRequest) -> Pickup:
        """Book a pickup."""
        bound = self.bound(name)
        operation = bound.operation("create")
        self._accept(bound, request)
        delivery = self._delivery(bound, "create", mask.personal(request))
        return await book(delivery, operation(bound.account, request), request)

    async def quote(self, name: str, request: PickupRequest) -> Quotation:
        """Ask for offers."""
        bound = self.bound(name)
        operation = bound.operation("quote")
        self._accept(bound, request)
        delivery = self._delivery(bound, "quote", mask.personal(request))
        quotation: Quotation = await delivery.run(operation(bound.account, request))
        return quotation

    async def get(self, name: str, pickup_id: str) -> Pickup:
        """Look a pickup up."""
        bound = self.bound(name)
        work = bound.operation("get")(bound.account, pickup_id)
        pickup: Pickup = await self._delivery(bound, "get").run(work)
        return pickup

    async def cancel(self, name: str, pickup: Pickup | str) -> Cancellation:
        """Cancel a pickup, or say who can."""
        bound = self.bound(name)
        known = pickup if isinstance(pickup, Pickup) else None
        if "cancel" not in bound.provider.operations:
            return _advice(bound, known)
        pickup_id = known.id if known else str(pickup)
        work = bound.operation("cancel")(bound.account, pickup_id)
        cancellation: Cancellation = await self._delivery(bound, "cancel").run(work)
        return cancellation

    async def check(self, name: str) -> str:
        """Prove the credentials."""
        bound = self.bound(name)
        work = bound.operation("check")(bound.account)
        said: str = await self._delivery(bound, "check").run(work)
        return said

    async def pages(self, name: str) -> AsyncGenerator[Page, None]:
        """List pickups page by page; each has the whole deadline, as a listing is many reads."""
        bound = self.bound(name)
        pages = bound.operation("list")(bound.account)
        try:
            while page := await self._delivery(bound, "list").run(anext(pages, None)):
                yield page
        finally:
            await self._delivery(bound, "list").run(pages.aclose())

    def failed(self, name: str, error: PickupKitError) -> Fault:
        """Make the fault of a whole account, for a listing over several."""
        known = self.config.accounts.get(name)
        provider = known.provider if known else ""
        return Fault(provider=provider, account=name, reason=str(error), error=error)

    def requirements(self, name: str, carrier: str | None = None) -> tuple[Requirement, ...]:
        """Give the rules of an account's provider, or of a provider by its own name."""
        rules = (*self._provider(name).requirements, *COMMON)
        return tuple(rule for rule in rules if carrier is None or rule.concerns(carrier))

    def validate(self, name: str, request: PickupRequest) -> tuple[Problem, ...]:
        """Find what is wrong with a request."""
        bound = self.bound(name)
        return find_problems(bound.provider, bound.account, request, self.clock.now())

    def preview(self, name: str, operation: str, subject: PickupRequest | str) -> Send:
        """Give the first request that an operation would send; nothing is sent."""
        bound = self.bound(name)
        work = bound.operation(operation)
        if isinstance(subject, PickupRequest):
            self._accept(bound, subject)
        try:
            drive(self._delivery(bound, operation).run(work(bound.account, subject)), _stop)
        except _Stopped as stopped:
            return stopped.send
        raise Unsupported(f"{bound.provider.title} sends nothing for this")

    def bound(self, name: str) -> Bound:
        """Find an account by name and make it ready, once."""
        with self._lock:
            if name not in self._bound:
                self._bound[name] = self._bind(self._account(name))
            return self._bound[name]

    def _bind(self, config: AccountConfig) -> Bound:
        provider = self.registry.get(config.provider)
        settings = config.settings(provider.settings)
        account = Account(config.name, provider.name, settings, config.url)
        return Bound(provider, account, provider.connect(account))

    def _account(self, name: str) -> AccountConfig:
        try:
            return self.config.accounts[name]
        except KeyError:
            known = ", ".join(self.config.accounts) or "none"
            raise ConfigError(f"there is no account {name!r}; the accounts are: {known}") from None

    def _provider(self, name: str) -> Provider[Any]:
        account = self.config.accounts.get(name)
        return self.registry.get(account.provider if account else name)

    def _accept(self, bound: Bound, request: PickupRequest) -> None:
        problems = find_problems(bound.provider, bound.account, request, self.clock.now())
        if problems:
            raise InvalidRequest(problems)

    def _delivery(self, bound: Bound, operation: str, *hidden: mask.Values) -> Delivery:
        secret = mask.secrets(bound.connection.headers.values(), bound.account.settings)
        return Delivery(
            bound.provider,
            bound.account,
            bound.connection,
            operation,
            self.limits,
            self.clock,
            mask.Mask((secret, *hidden)),
        )


class _Stopped(Exception):
    def __init__(self, send: Send) -> None:
        super().__init__()
        self.send = send


def _stop(effect: object) -> None:
    if isinstance(effect, Send):
        raise _Stopped(effect)


def _advice(bound: Bound, pickup: Pickup | None) -> Cancellation:
    if bound.provider.cancel_advice is not None:
        return bound.provider.cancel_advice(pickup)
    how = f"{bound.provider.title} cannot cancel through its API; ask its support"
    return Cancellation(outcome=CancelOutcome.UNSUPPORTED, pickup=pickup, how=how)
