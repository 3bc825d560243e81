"""A provider: one company's API, told as data and as coroutines."""

from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar

from pickupkit.calls import Answer
from pickupkit.errors import Attempt, Failure, PluginError, Problem
from pickupkit.models import (
    Cancellation,
    Order,
    OrderPage,
    OrderQuery,
    Page,
    Pickup,
    PickupRequest,
    PickupStatus,
    Quotation,
    Requirement,
)
from pickupkit.results import expect

from ._account import Account, Connection, RateLimit
from ._faults import all_of, guarded, one_of, told_as
from ._shape import refuse_misfit

if TYPE_CHECKING:
    from .sandbox import ASGIApp, World

S = TypeVar("S")
F = TypeVar("F", bound=Callable[..., Any])

API: Final = 1
"""The number of this plugin interface; it grows only when old plugins would break."""

OPERATIONS: Final = (
    "create", "quote", "get", "list", "cancel", "orders", "order", "check", "reconcile",
)  # fmt: skip
"""What a provider may register, each by the decorator of its name."""


Create: TypeAlias = Callable[[Account[S], PickupRequest], Coroutine[Any, Any, Pickup]]
Quote: TypeAlias = Callable[[Account[S], PickupRequest], Coroutine[Any, Any, Quotation]]
Get: TypeAlias = Callable[[Account[S], str], Coroutine[Any, Any, Pickup]]
List: TypeAlias = Callable[[Account[S]], AsyncGenerator[Page, None]]
Cancel: TypeAlias = Callable[[Account[S], str], Coroutine[Any, Any, Cancellation]]
Reconcile: TypeAlias = Callable[[Account[S], Attempt], Coroutine[Any, Any, tuple[Pickup, ...]]]
Orders: TypeAlias = Callable[[Account[S], OrderQuery], AsyncGenerator[OrderPage, None]]
GetOrder: TypeAlias = Callable[[Account[S], str], Coroutine[Any, Any, Order]]
Check: TypeAlias = Callable[[Account[S]], Coroutine[Any, Any, str]]
Rules: TypeAlias = Iterable[Requirement] | Callable[[Account[S] | None], Iterable[Requirement]]


def _is_rule(rule: object) -> bool:
    return isinstance(rule, Requirement)


def _lacking(what: str, given: object) -> tuple[str, ...]:
    names = all_of(str)(what, [given] if isinstance(given, str) else given)
    if unknown := ", ".join(repr(name) for name in names if name not in OPERATIONS):
        raise PluginError(f"{what} names what is no operation: {unknown}")
    return names


class Provider(Generic[S]):
    """One provider, with the operations that are registered on it; what is not is not supported.

    ``settings`` is an attrs class: the account's keys in ``pickupkit.toml``. ``connect`` turns an
    account into a `Connection`. ``requirements`` are rules, or a function that gives those of an
    account, and what holds by default for ``None``. ``carriers`` are those known by name; others
    may work too. ``limits`` are what the provider lets one account send.
    ``settle`` is how many seconds after the request was received a booking must show, if it was
    made: longer than the slowest processing and the listing's lag together.
    """

    def __init__(
        self,
        name: str,
        *,
        title: str,
        settings: type[S],
        connect: Callable[[Account[S]], Connection],
        requirements: "Rules[S]" = (),
        carriers: Iterable[str] = (),
        limits: Iterable[RateLimit] = (),
        settle: float = 900.0,
        api: int = API,
    ) -> None:
        self.name = name
        self.title = title
        self.settings = settings
        self._connect = connect
        self._rules = requirements if callable(requirements) else tuple(requirements)
        self.carriers = tuple(carriers)
        self.limits = all_of(RateLimit)(f"limits of {name!r}", limits)
        self.settle = settle
        self.api = api
        self.operations: dict[str, Callable[..., Any]] = {}
        self.read_failure: Callable[[Answer], Failure] = lambda _: Failure()
        self.find_problems: Callable[[Account[S], PickupRequest], Iterable[Problem]] | None = None
        self.cancel_advice: Callable[[Pickup | None], Cancellation] | None = None
        self.lacking: Callable[[Account[S]], Iterable[str]] = lambda _: ()
        self._begun: list[Callable[..., Any]] = []
        self.retold: Callable[[PickupStatus, Pickup], Pickup] | None = None
        self.sandbox_app: Callable[[World], ASGIApp] | None = None

    def __repr__(self) -> str:
        return f"Provider({self.name!r})"

    @property
    def supports(self) -> frozenset[str]:
        """The operations that are registered and finished."""
        return frozenset(self.operations) - self.pending

    @property
    def pending(self) -> frozenset[str]:
        """The operations that are registered and marked `unfinished`."""
        begun = self._begun
        return frozenset(n for n, operation in self.operations.items() if operation in begun)

    def connect(self, account: Account[S]) -> Connection:
        """Tell how an account is reached; a fault of the plugin is a `PluginError`."""
        with told_as(f"connect of {self.name!r} fails"):
            made: object = self._connect(account)
        return expect(Connection, f"connect of {self.name!r}", made)

    def supported_by(self, account: Account[S]) -> frozenset[str]:
        """Give the operations that one account has."""
        return self.supports - frozenset(self.lacking(account))

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """The rules that hold by default."""
        return self.rules(None)

    def rules(self, account: Account[S] | None) -> tuple[Requirement, ...]:
        """Give the rules of one account; a fault of the plugin is a `PluginError`."""
        with told_as(f"requirements of {self.name!r} cannot be told"):
            found = tuple(self._rules(account) if callable(self._rules) else self._rules)
        kinds = {type(rule).__name__ for rule in found if not _is_rule(rule)}
        if kinds:
            listed = ", ".join(sorted(kinds))
            raise PluginError(f"requirements of {self.name!r} hold what is none: {listed}")
        return found

    @property
    def has_own_rules(self) -> bool:
        """Whether the rules depend on the account."""
        return callable(self._rules)

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

    def orders(self, operation: Orders[S]) -> Orders[S]:
        """Register how orders are listed: an async generator of pages, asked with a query."""
        return self._register("orders", operation)

    def order(self, operation: GetOrder[S]) -> GetOrder[S]:
        """Register how one order is looked up."""
        return self._register("order", operation)

    def check(self, operation: Check[S]) -> Check[S]:
        """Register a cheap, harmless call that proves the credentials; it gives a line to show."""
        return self._register("check", operation)

    def reconcile(self, operation: Reconcile[S]) -> Reconcile[S]:
        """Register how to find out whether an attempt was booked.

        It gives the pickups that are certainly the attempt's: one, or none after a complete look
        that would have shown it. It runs no sooner than ``settle`` seconds after the
        last moment at which the request could still be sent.
        """
        return self._register("reconcile", operation)

    def unfinished(self, operation: F) -> F:
        """Mark a registered operation that is still being written; callers are refused it.

        To them the provider cannot do it yet, so nothing is sent; the contract names it as missing.
        """
        self._begun.append(operation)
        return operation

    def failure(self, read: Callable[[Answer], Failure]) -> Callable[[Answer], Failure]:
        """Register how an error answer is read; what it raises counts as "says nothing"."""
        self.read_failure = read
        return read

    def problems(self, find: F) -> F:
        """Register the rules that requirements cannot state as data."""
        self.find_problems = guarded(f"problems of {self.name!r}", find, all_of(Problem))
        return find

    def uncancellable(
        self, advise: Callable[[Pickup | None], Cancellation]
    ) -> Callable[[Pickup | None], Cancellation]:
        """Register what to do instead, at a provider that cannot cancel."""
        what = f"uncancellable of {self.name!r}"
        self.cancel_advice = guarded(what, advise, one_of(Cancellation))
        return advise

    def lacks(self, tell: F) -> F:
        """Register which operations an account has not, for an API that has fewer: their names."""
        self.lacking = guarded(f"lacks of {self.name!r}", tell, _lacking)
        return tell

    def retell(
        self, tell: Callable[[PickupStatus, Pickup], Pickup]
    ) -> Callable[[PickupStatus, Pickup], Pickup]:
        """Register what a pickup found means to one who knew its status: ``(known, found)``.

        It gives ``found`` itself where that makes no difference. ``known`` is what its caller, or
        the journal of cancels sent, knew before.
        """
        self.retold = guarded(f"retell of {self.name!r}", tell, one_of(Pickup))
        return tell

    def sandbox(self, make: F) -> F:
        """Register the provider's stand-in: a function from `World` to an ASGI application."""
        self.sandbox_app = make
        return make

    def _register(self, name: str, operation: F) -> F:
        if name in self.operations:
            raise ValueError(f"{self.name} registers {name} twice")
        refuse_misfit(self.name, name, operation)
        self.operations[name] = operation
        return operation
