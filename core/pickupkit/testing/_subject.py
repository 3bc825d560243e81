"""One provider under test: what is known of it, its vendor, and its account, opened."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from attrs import fields, has

from pickupkit.errors import PickupKitError
from pickupkit.models import PickupRequest, Requirement
from pickupkit.plugin import Connection, Provider
from pickupkit.secret import Secret
from pickupkit.transport import Send

from ._cassettes import Cassette, folder
from ._given import Given
from ._reply import Reply, Script
from ._session import LISTINGS, Outcome, Session, registry_of
from ._source import Source
from ._vendors import Vendor

ACCOUNT: Final = "shop"
READS: Final = ("quote", "get", "list", "orders", "order", "check")
"""The operations that change nothing at the provider."""

TRIED: Final = ("create", *READS, "cancel")
"""The operations that can be run by themselves."""


def _secrets(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give each secret of some settings with the way to it."""
    if isinstance(value, Secret):
        yield path, value.reveal()
    for name, part in _parts(value):
        yield from _secrets(part, (*path, name))


def _parts(value: Any) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        yield from ((str(key), part) for key, part in value.items())
    elif isinstance(value, tuple | list):
        yield from ((str(at), part) for at, part in enumerate(value))
    elif has(type(value)):
        yield from ((field.name, getattr(value, field.name)) for field in fields(type(value)))


class Subject:
    """Everything that is known of a provider under test."""

    def __init__(self, contract: Given) -> None:
        self.contract = contract
        self.provider: Provider[Any] = contract.found()
        self.request = contract.request
        self.settings = dict(contract.settings)
        self.registry = registry_of(self.provider)
        if not (contract.replies or contract.cassettes or self.provider.sandbox_app):
            name = type(contract).__name__
            raise TypeError(f"{name} gives no replies and no cassettes, and no sandbox is there")

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
        found: tuple[Requirement, ...] = self.session().kit._desk.bound(ACCOUNT).rules  # noqa: SLF001
        return found

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """What the URLs of the provider's calls begin with."""
        return (self.connection.base_url, *self.connection.apis.values())

    @cached_property
    def hidden(self) -> dict[str, str]:
        """The settings that must not be seen, by their names; dots lead to inner ones."""
        account = self.session().kit._desk.bound(ACCOUNT).account  # noqa: SLF001
        return {".".join(path): value for path, value in _secrets(account.settings) if value}

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values of the settings that must not be seen."""
        return tuple(self.hidden.values())

    @cached_property
    def cassettes(self) -> tuple[Cassette, ...]:
        """What was recorded, file by file."""
        return folder(self.contract.cassettes) if self.contract.cassettes else ()

    @cached_property
    def source(self) -> Source:
        """Who answers for the vendor."""
        return Source(self.contract, self.provider, self.cassettes, self.bases)

    @property
    def has_memory(self) -> bool:
        """Whether the vendor keeps what is booked, as a sandbox does."""
        return not self.contract.replies and self.provider.sandbox_app is not None

    def has(self, name: str) -> bool:
        """Whether an operation or a ``sandbox`` is registered, or any ``cassette`` is given."""
        given = {"cassette": self.contract.cassettes, "sandbox": self.provider.sandbox_app}
        return given[name] is not None if name in given else self.can(name)

    def can(self, operation: str) -> bool:
        """Whether an operation is registered, and the account has it."""
        return operation in self._able

    @cached_property
    def _able(self) -> frozenset[str]:
        registered = frozenset(self.provider.operations)
        try:
            account = self.session().kit._desk.bound(ACCOUNT).account  # noqa: SLF001
        except PickupKitError:
            return registered  # what is wrong with the account, every operation tells
        return registered - frozenset(self.provider.lacking(account))

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that can be run by themselves."""
        return tuple(name for name in TRIED if self.can(name))

    def accounts(self, **changes: Any) -> dict[str, Any]:
        """Give the account as configuration; it has a site of its own when there is an app."""
        return {ACCOUNT: {"provider": self.provider.name, **self.settings, **changes}}

    def script(self, replies: Iterable[Reply]) -> Script:
        """Make a vendor that answers by a table."""
        return Script(tuple(replies), self.bases)

    def session(
        self,
        operation: str = "create",
        *,
        vendor: Vendor | None = None,
        now: datetime | None = None,
        asynchronous: bool = False,
        accounts: Mapping[str, Any] | None = None,
    ) -> Session:
        """Open the account at a vendor that is as new, to run an operation."""

        def late(send: Send) -> Any:
            # Made when first asked, as a script needs the connection of a session.
            if not made:
                made.append(self.source.vendor(operation, start))
            return made[0](send)

        made: list[Vendor] = [vendor] if vendor else []
        opened = accounts or self._accounts(operation)
        start = now or self.now
        return Session(late, opened, self.registry, start, asynchronous=asynchronous)

    def _accounts(self, operation: str) -> dict[str, Any]:
        return self.accounts(**self.contract.paging if operation in LISTINGS else {})

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
