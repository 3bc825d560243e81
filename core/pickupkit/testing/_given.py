"""What the author of a plugin gives, so that a provider can be held to the contract."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from attrs import evolve

from pickupkit.models import OrderQuery, PickupRequest
from pickupkit.plugin import Provider
from pickupkit.registry import Registry

from ._reply import Reply


class Given:
    """The fields that `ProviderContract` tells of, with what they are where they are left out."""

    provider: ClassVar[Provider[Any] | str]
    settings: ClassVar[Mapping[str, Any]] = {}
    request: ClassVar[PickupRequest]
    requests: ClassVar[Sequence[PickupRequest]] = ()
    replies: ClassVar[Sequence[Reply]] = ()
    absent: ClassVar[Sequence[Reply]] = ()
    expects: ClassVar[Mapping[str, object]] = {}
    errors: ClassVar[Sequence[Reply]] = ()
    refusals: ClassVar[Sequence[Reply]] = ()
    others: ClassVar[Mapping[str, object]] = {}
    paging: ClassVar[Mapping[str, Any]] = {}
    pickup_id: ClassVar[str | None] = None
    query: ClassVar[OrderQuery] = OrderQuery()
    order_id: ClassVar[str | None] = None
    unread: ClassVar[Collection[str]] = ()
    derived: ClassVar[Collection[str]] = ()
    cassettes: ClassVar[Path | None] = None
    now: ClassVar[datetime | None] = None
    level: ClassVar[int] = 3
    wall_clocks: ClassVar[Collection[str]] = ()

    def again(self, request: PickupRequest, at: int) -> PickupRequest:
        """Give one more request for a sandbox that takes none twice; ``at`` is 1 to some dozens."""
        return evolve(request, reference=f"{request.reference}-{at}") if at else request

    def found(self) -> Provider[Any]:
        """Give the provider itself."""
        named = type(self).provider
        return Registry().get(named) if isinstance(named, str) else named
