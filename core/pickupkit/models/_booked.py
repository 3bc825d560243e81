"""What a provider answered."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from attrs import field, frozen

from ._address import Address
from ._measure import Money
from ._window import Window


class PickupStatus(StrEnum):
    """How far a pickup has come, in words common to all providers."""

    QUOTED = "quoted"
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    COLLECTED = "collected"
    PARTLY_COLLECTED = "partly_collected"
    MISSED = "missed"
    FAILED = "failed"
    CANCEL_REQUESTED = "cancel_requested"
    CANCELLED = "cancelled"
    CANCEL_REFUSED = "cancel_refused"
    UNKNOWN = "unknown"

    @property
    def is_final(self) -> bool:
        """Whether the provider will not move it on from here."""
        return self in _FINAL

    @property
    def is_pending(self) -> bool:
        """Whether the provider or the carrier still owes an answer."""
        return self in (PickupStatus.REQUESTED, PickupStatus.CANCEL_REQUESTED)


_FINAL = frozenset(
    {
        PickupStatus.COLLECTED,
        PickupStatus.PARTLY_COLLECTED,
        PickupStatus.MISSED,
        PickupStatus.FAILED,
        PickupStatus.CANCELLED,
    }
)


@frozen(kw_only=True)
class Pickup:
    """A pickup as its provider describes it.

    ``status`` is `PickupStatus.UNKNOWN` for a word that is not known here; ``raw_status`` keeps it.
    Times are aware and in the zone they mean. ``requested`` are the windows asked for,
    ``confirmed`` what the carrier promised. ``confirmation`` is the carrier's code, ``price`` what
    the booking costs where that is told. ``raw`` is the provider's JSON as received. ``source``
    says who tells: the provider, or our own journal of what was booked through us.
    """

    provider: str
    account: str
    id: str
    status: PickupStatus
    raw_status: str | None = None
    carrier: str | None = None
    service: str | None = None
    country: str | None = None
    confirmation: str | None = None
    tracking_number: str | None = None
    address: Address | None = None
    requested: tuple[Window, ...] = ()
    confirmed: tuple[Window, ...] = ()
    cancel_by: datetime | None = None
    price: Money | None = None
    reference: str | None = None
    created_at: datetime | None = None
    cancelled_at: datetime | None = None
    messages: tuple[str, ...] = ()
    source: Literal["provider", "journal"] = "provider"
    raw: Mapping[str, Any] = field(factory=dict, repr=False)


@frozen(kw_only=True)
class Fault:
    """Something of a listing that could not be read, beside what could.

    ``raw`` is the item as received; ``error`` is set when a whole account failed.
    """

    provider: str
    account: str
    reason: str
    raw: Any = field(default=None, repr=False)
    error: Exception | None = None


@frozen
class Page:
    """One page of a listing: what could be read, and what could not."""

    pickups: tuple[Pickup, ...]
    faults: tuple[Fault, ...] = ()


@frozen(kw_only=True)
class Rate:
    """One carrier's offer."""

    carrier: str
    service: str
    price: Money
    id: str | None = None


@frozen(kw_only=True)
class Quotation:
    """Offers for a pickup that is not booked; ``messages`` say who would not come, and why."""

    provider: str
    account: str
    id: str
    rates: tuple[Rate, ...]
    messages: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(factory=dict, repr=False)


class CancelOutcome(StrEnum):
    """What came of asking to cancel."""

    CANCELLED = "cancelled"
    REQUESTED = "requested"
    REFUSED = "refused"
    UNSUPPORTED = "unsupported"
    UNKNOWN = "unknown"


@frozen(kw_only=True)
class Cancellation:
    """The answer to a cancel.

    ``how`` says what a person must do where the provider cannot; ``deadline`` until when.
    """

    outcome: CancelOutcome
    pickup: Pickup | None = None
    message: str | None = None
    how: str | None = None
    deadline: datetime | None = None
