"""What both faces of the library have: how they are opened, and what needs no provider's answer."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from pickupkit.accounts import Accounts
from pickupkit.clock import Clock
from pickupkit.config import Config
from pickupkit.errors import Problem
from pickupkit.events import Observer
from pickupkit.journal import OFF, Journal, as_url, default_url
from pickupkit.locks import Lock
from pickupkit.models import PickupRequest, Requirement
from pickupkit.registry import Registry
from pickupkit.transport import Limits, Send
from pickupkit.watched import WatchedDesk

W = TypeVar("W")
"""The way out that a caller may bring: httpx's transport of either kind."""
AccountSource = Config | Mapping[str, Mapping[str, Any]] | str | Path | None


def _configured(accounts: AccountSource) -> Config:
    if isinstance(accounts, Config):
        return accounts
    return Config.of(accounts) if isinstance(accounts, Mapping) else Config.load(accounts)


def _opened(place: str | Path | None, clock: Clock) -> Journal | None:
    """Name the journal; its database library is imported when a booking needs it."""
    url = as_url(str(place)) if place is not None else default_url()
    return None if url == OFF else Journal(url, lambda: clock.now().timestamp())


class Face(Generic[W]):
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
