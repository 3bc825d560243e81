"""Accounts made ready: each with its provider, settings and connection, once."""

from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import Any, Final

from attrs import frozen

from pickupkit import mask
from pickupkit.calls import Answer
from pickupkit.clock import Clock
from pickupkit.config import AccountConfig, Config
from pickupkit.delivery import Authority, Delivery, Limiter, Teller
from pickupkit.errors import ConfigError, Unsupported
from pickupkit.locks import Lock
from pickupkit.plugin import Account, Connection, Provider, Requirement
from pickupkit.registry import Registry
from pickupkit.transport import Limits

_WORDS: Final = {
    "create": "book pickups",
    "get": "look up a pickup",
    "list": "list pickups",
    "orders": "list orders",
    "order": "look up an order",
    "check": "check credentials",
    "reconcile": "find lost bookings",
}
"""What an operation does, where its name alone would make no sentence."""


@frozen
class Bound:
    """An account ready for use."""

    provider: Provider[Any]
    account: Account[Any]
    connection: Connection
    authority: Authority | None = None
    limiter: Limiter | None = None

    def can(self, name: str) -> bool:
        """Whether the account has an operation."""
        return name in self.provider.supported_by(self.account)

    @property
    def rules(self) -> tuple[Requirement, ...]:
        """What its provider wants of this account's requests."""
        return self.provider.rules(self.account)

    @property
    def origin(self) -> str:
        """Tell this account from another of the same name: other credentials, or another URL.

        Four hexadecimal digits: enough to tell two apart, too few to guess a secret by.
        """
        secrets = mask.secrets(self.connection.headers.values(), self.account.settings)()
        told = "\0".join((self.connection.base(""), *sorted(map(str, secrets))))
        return sha256(told.encode(errors="surrogatepass")).hexdigest()[:4]

    def operation(self, name: str) -> Callable[..., Any]:
        """Give an operation, or say that there is none."""
        if not self.can(name):
            raise Unsupported(
                f"account {self.account.name!r} is at {self.provider.title}, {self._refusal(name)}"
            )
        return self.provider.operations[name]

    def _refusal(self, name: str) -> str:
        if name in self.provider.pending:
            return f"whose plugin has an unfinished {name}; nothing was sent"
        return f"whose plugin cannot {_WORDS.get(name, name)}"


class Accounts:
    """The configured accounts, and how an operation at one of them is delivered."""

    def __init__(self, config: Config, registry: Registry, limits: Limits, clock: Clock) -> None:
        self.config = config
        self.limits = limits
        self.clock = clock
        self._registry = registry
        self._bound: dict[str, Bound] = {}
        self._lock = Lock()

    def bound(self, name: str) -> Bound:
        """Find an account by name and make it ready, once."""
        with self._lock:
            if name not in self._bound:
                self._bound[name] = self._bind(self.configured(name))
            return self._bound[name]

    def configured(self, name: str) -> AccountConfig:
        """Give what is written down of an account, or say which there are."""
        try:
            return self.config.accounts[name]
        except KeyError:
            known = ", ".join(self.config.accounts) or "none"
            raise ConfigError(f"there is no account {name!r}; the accounts are: {known}") from None

    def provider(self, name: str) -> Provider[Any]:
        """Give an account's provider, or a provider by its own name."""
        account = self.config.accounts.get(name)
        return self._registry.get(account.provider if account else name)

    def rules(self, name: str) -> tuple[Requirement, ...]:
        """Give the rules of an account or, by its own name, of a provider.

        Credentials are needed only for an account whose rules are not those of all its provider's.
        """
        provider = self.provider(name)
        own = provider.has_own_rules and name in self.config.accounts
        return self.bound(name).rules if own else provider.requirements

    def delivery(
        self,
        bound: Bound,
        operation: str,
        *hidden: mask.Values,
        memory: dict[Hashable, Answer] | None = None,
    ) -> Delivery:
        """Begin an operation: its deadline runs from now."""
        secret = mask.secrets(bound.connection.headers.values(), bound.account.settings)
        token = (bound.authority.secrets,) if bound.authority else ()
        hide = mask.Mask((secret, *token, *hidden))
        return Delivery(
            Teller(bound.provider, bound.account, operation, hide),
            bound.connection,
            self.limits,
            self.clock,
            memory=memory,
            authority=bound.authority,
            limiter=bound.limiter,
        )

    def _bind(self, config: AccountConfig) -> Bound:
        try:
            provider = self._registry.get(config.provider)
            settings = config.settings(provider.settings)
            account = Account(config.name, provider.name, settings, config.url)
            connection = provider.connect(account)
        except ConfigError as error:
            whose = f"account {config.name!r}"
            raise error if whose in str(error) else ConfigError(f"{whose}: {error}") from None
        authority = Authority(self.clock) if connection.authorize else None
        limiter = Limiter(provider.limits, self.clock)
        return Bound(provider, account, connection, authority, limiter)
