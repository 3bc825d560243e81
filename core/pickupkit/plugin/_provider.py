"""A provider: one company's API, told as data and as coroutines."""

from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar
from urllib.parse import urlsplit

from attrs import field, frozen

from pickupkit.calls import Answer
from pickupkit.errors import ConfigError, Failure, Problem
from pickupkit.models import (
    Cancellation,
    Page,
    Pickup,
    PickupRequest,
    Quotation,
    Requirement,
)
from pickupkit.secret import Secret

from ._hooks import API

if TYPE_CHECKING:
    from .sandbox import ASGIApp, World

S = TypeVar("S")
F = TypeVar("F", bound=Callable[..., Any])

OPERATIONS: Final = ("create", "quote", "get", "list", "cancel", "check")


@frozen
class Account(Generic[S]):
    """One named set of credentials at a provider; what an operation is given."""

    name: str
    provider: str
    settings: S
    url: str | None = None

    def root(self, default: str) -> str:
        """Give the provider's root URL, or the one that this account has instead of it."""
        return (self.url or default).rstrip("/")


@frozen
class Connection:
    """Where an account's calls go, and what they carry.

    ``base_url`` is joined with each call's path; ``apis`` names other bases for calls of other
    descriptions. ``headers`` go on every request; `Secret` values are revealed on the wire alone.
    Credentials can leave only to these bases, as a call holds no host.
    """

    base_url: str
    headers: Mapping[str, str | Secret] = field(factory=dict)
    apis: Mapping[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for url in (self.base_url, *self.apis.values()):
            _check_url(url)

    def base(self, api: str) -> str:
        """Give the base URL for calls of one description."""
        return self.apis.get(api, self.base_url)


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ConfigError("url cannot be understood: scheme, host and path are wanted") from None
    # Not shown before it is known to hold no password.
    if not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
        raise ConfigError("url must be plain: scheme, host and path, nothing else")
    local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise ConfigError(f"{url!r} must start with https:// (http:// is for this machine alone)")


Create: TypeAlias = Callable[[Account[S], PickupRequest], Coroutine[Any, Any, Pickup]]
Quote: TypeAlias = Callable[[Account[S], PickupRequest], Coroutine[Any, Any, Quotation]]
Get: TypeAlias = Callable[[Account[S], str], Coroutine[Any, Any, Pickup]]
List: TypeAlias = Callable[[Account[S]], AsyncGenerator[Page, None]]
Cancel: TypeAlias = Callable[[Account[S], str], Coroutine[Any, Any, Cancellation]]
Check: TypeAlias = Callable[[Account[S]], Coroutine[Any, Any, str]]


class Provider(Generic[S]):
    """One provider, with the operations that are registered on it; what is not is not supported.

    ``settings`` is an attrs class: the account's keys in ``pickupkit.toml``. ``connect`` turns an
    account into a `Connection`. ``carriers`` are those known by name; others may work too.
    """

    def __init__(
        self,
        name: str,
        *,
        title: str,
        settings: type[S],
        connect: Callable[[Account[S]], Connection],
        requirements: Iterable[Requirement] = (),
        carriers: Iterable[str] = (),
        api: int = API,
    ) -> None:
        self.name = name
        self.title = title
        self.settings = settings
        self.connect = connect
        self.requirements = tuple(requirements)
        self.carriers = tuple(carriers)
        self.api = api
        self.operations: dict[str, Callable[..., Any]] = {}
        self.read_failure: Callable[[Answer], Failure] = lambda _: Failure()
        self.find_problems: Callable[[Account[S], PickupRequest], Iterable[Problem]] | None = None
        self.cancel_advice: Callable[[Pickup | None], Cancellation] | None = None
        self.sandbox_app: Callable[[World], ASGIApp] | None = None

    def __repr__(self) -> str:
        return f"Provider({self.name!r})"

    @property
    def supports(self) -> frozenset[str]:
        """The operations that are registered."""
        return frozenset(self.operations)

    def create(self, operation: Create[S]) -> Create[S]:
        """Register how a pickup is booked."""
        return self._register("create", operation)

    def quote(self, operation: Quote[S]) -> Quote[S]:
        """Register how offers are asked for; it books nothing."""
        return self._register("quote", operation)

    def get(self, operation: Get[S]) -> Get[S]:
        """Register how one pickup is looked up."""
        return self._register("get", operation)

    def list(self, operation: List[S]) -> List[S]:
        """Register how pickups are listed: an async generator of pages."""
        return self._register("list", operation)

    def cancel(self, operation: Cancel[S]) -> Cancel[S]:
        """Register how a pickup is cancelled."""
        return self._register("cancel", operation)

    def check(self, operation: Check[S]) -> Check[S]:
        """Register a cheap, harmless call that proves the credentials; it gives a line to show."""
        return self._register("check", operation)

    def failure(self, read: Callable[[Answer], Failure]) -> Callable[[Answer], Failure]:
        """Register how an error answer is read; what it raises counts as "says nothing"."""
        self.read_failure = read
        return read

    def problems(self, find: F) -> F:
        """Register the rules that requirements cannot state as data."""
        self.find_problems = find
        return find

    def uncancellable(
        self, advise: Callable[[Pickup | None], Cancellation]
    ) -> Callable[[Pickup | None], Cancellation]:
        """Register what to do instead, at a provider that cannot cancel."""
        self.cancel_advice = advise
        return advise

    def sandbox(self, make: F) -> F:
        """Register the provider's stand-in: a function from `World` to an ASGI application."""
        self.sandbox_app = make
        return make

    def _register(self, name: str, operation: F) -> F:
        if name in self.operations:
            raise ValueError(f"{self.name} registers {name} twice")
        self.operations[name] = operation
        return operation
