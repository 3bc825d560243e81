"""What the checks work with: one provider, its vendor, and ways to run its operations."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from pickupkit.calls import Answer
from pickupkit.errors import PickupKitError
from pickupkit.models import Pickup, PickupRequest, Requirement
from pickupkit.plugin import Connection, Provider, hookimpl
from pickupkit.registry import Registry
from pickupkit.secret import Secret
from pickupkit.transport import Send

from ._reply import Script
from ._session import Meddle, Outcome, Session
from ._variants import variants
from ._vendors import AppVendor, Vendor

if TYPE_CHECKING:
    from ._contract import ProviderContract

ACCOUNT: Final = "shop"
READS: Final = ("quote", "get", "list", "check")
"""The operations that change nothing at the provider."""

TRIED: Final = ("create", *READS, "cancel")
_MANY: Final = 3


class Bench:
    """Everything that is known of a provider under test."""

    def __init__(self, contract: "ProviderContract") -> None:
        self.contract = contract
        self.provider: Provider[Any] = contract.found()
        self.request = contract.request
        self.settings = dict(contract.settings)
        self.registry = _registry(self.provider)
        self._heard: dict[str, tuple[dict[Any, Answer], tuple[Any, ...]]] = {}

    @cached_property
    def now(self) -> datetime:
        """When everything happens: some days before the window, or what the author says."""
        return self.contract.now or self.request.windows[0].start.astimezone(UTC) - timedelta(3)

    @cached_property
    def connection(self) -> Connection:
        """Where the calls go."""
        kit = self.session().kit
        connection: Connection = kit._desk.bound(ACCOUNT).connection  # noqa: SLF001
        return connection

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """The provider's own rules for this account."""
        found: tuple[Requirement, ...] = self.session().kit.requirements(ACCOUNT)
        return found

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        """The values of the settings that must not be seen."""
        account = self.session().kit._desk.bound(ACCOUNT).account  # noqa: SLF001
        names = getattr(account.settings, "__attrs_attrs__", ())
        held = (getattr(account.settings, field.name) for field in names)
        return tuple(value.reveal() for value in held if isinstance(value, Secret))

    def can(self, operation: str) -> bool:
        """Whether an operation is registered."""
        return operation in self.provider.operations

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that can be run by themselves."""
        return tuple(name for name in TRIED if self.can(name))

    def accounts(self, **changes: Any) -> dict[str, Any]:
        """Give the account as configuration; it has a site of its own when there is an app."""
        return {ACCOUNT: {"provider": self.provider.name, **self.settings, **changes}}

    def vendor(self, now: datetime | None = None) -> Vendor:
        """Make whoever answers, anew."""
        contract = self.contract
        if contract.replies:
            return self.script(contract.replies)
        if self.provider.sandbox_app is None:
            raise TypeError(f"{type(contract).__name__} gives no replies, and no sandbox is there")
        from pickupkit.plugin.sandbox import Clock, World

        clock = Clock(now or self.now, timedelta(seconds=1))
        app = self.provider.sandbox_app(World(clock=clock, seed=1, sleep=_at_once))
        return AppVendor(app, "")

    def script(self, replies: Any) -> Script:
        """Make a vendor that answers by a table."""
        return Script(replies, (self.connection.base_url, *self.connection.apis.values()))

    def session(
        self,
        *,
        vendor: Vendor | None = None,
        now: datetime | None = None,
        asynchronous: bool = False,
        accounts: Mapping[str, Any] | None = None,
    ) -> Session:
        """Open the account at a vendor that is as new."""

        def late(send: Send) -> Any:
            # Made when first asked, as a script needs the connection of a session.
            if not made:
                made.append(self.vendor(now))
            return made[0](send)

        made: list[Vendor] = [vendor] if vendor else []
        opened = accounts or self.accounts()
        start = now or self.now
        return Session(late, opened, self.registry, start, asynchronous=asynchronous)

    def prepared(self, operation: str, **how: Any) -> tuple[Session, tuple[Any, ...]]:
        """Open a session in which an operation can be run, and give its arguments.

        A read at an application is played from memory, as what comes before it takes its time.
        """
        if operation not in READS or self.contract.replies or how.keys() - {"asynchronous"}:
            return self._prepared(operation, **how)
        if operation not in self._heard:
            self._heard[operation] = self._listened(operation)
        told, arguments = self._heard[operation]

        def recall(send: Send) -> Answer:
            return told.get((send.method, send.url, send.body), Answer(404, {}, b"{}"))

        accounts = self.accounts(**self.contract.paging) if operation == "list" else None
        return self.session(vendor=recall, accounts=accounts, **how), arguments

    def _listened(self, operation: str) -> tuple[dict[Any, Answer], tuple[Any, ...]]:
        session, arguments = self._prepared(operation)
        session.run(operation, *arguments)
        asked = ((send.method, send.url, send.body) for send in session.played.sends)
        return dict(zip(asked, session.played.answers, strict=False)), arguments

    def _prepared(self, operation: str, **how: Any) -> tuple[Session, tuple[Any, ...]]:
        if operation == "list" and self.contract.paging:
            how = {"accounts": self.accounts(**self.contract.paging), **how}
        session = self.session(**how)
        if operation in ("create", "quote"):
            return session, (self.request,)
        if operation == "check":
            return session, ()
        if operation == "list":
            for at in range(0 if self.contract.replies or not self.can("create") else _MANY):
                session.run("create", self.contract.again(self.request, at))
            return session, ()
        return session, (self.pickup_id(session),)

    def pickup_id(self, session: Session) -> str:
        """Give the id of a pickup that is there."""
        if self.contract.pickup_id is not None:
            return self.contract.pickup_id
        made = session.run("create", self.request)
        if not isinstance(made.value, Pickup):
            raise TypeError(f"create gave {made.said}, so there is no pickup to go on with")
        return made.value.id

    def run(self, operation: str, *, meddle: Meddle | None = None, **how: Any) -> Outcome:
        """Run an operation on a prepared vendor; ``meddle`` sees its own requests alone."""
        session, arguments = self.prepared(operation, **how)
        before = len(session.played.sends)
        if meddle is not None:
            session.played.meddle = lambda n, send, ask: meddle(n - before, send, ask)
        return session.run(operation, *arguments)

    def create(self, request: PickupRequest, **how: Any) -> Outcome:
        """Book one request at a vendor that is as new."""
        return self.session(**how).run("create", request)

    def problems(self, request: PickupRequest) -> tuple[Any, ...]:
        """Say what is wrong with a request."""
        try:
            found: tuple[Any, ...] = self.session().kit.validate(ACCOUNT, request)
        except PickupKitError as error:
            return (error,)
        return found

    @cached_property
    def variants(self) -> tuple[PickupRequest, ...]:
        """The author's requests, and one more for each field that they leave out."""
        return variants(self)


def _registry(provider: Provider[Any]) -> Registry:
    @hookimpl
    def pickupkit_providers() -> tuple[Provider[Any], ...]:
        return (provider,)

    registry, plugin = Registry(), ModuleType(f"{provider.name}_under_test")
    vars(plugin)["pickupkit_providers"] = pickupkit_providers
    registry.register(plugin, provider.name)
    return registry


async def _at_once(_seconds: float) -> None:
    """Wait for nothing."""
