"""What happened, for those who watch: logs, metrics, a message to the warehouse."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from attrs import field, frozen

from pickupkit.errors import OutcomeUnknown, PickupKitError
from pickupkit.models import Cancellation, Pickup, PickupRequest, Quotation


@frozen(kw_only=True)
class Event:
    """Something that happened at an account; ``at`` is in UTC.

    No event's repr shows a secret or an address.

    .. versionadded:: 0.1
    """

    provider: str
    account: str
    at: datetime


@frozen(kw_only=True)
class Quoted(Event):
    """Offers were asked for; nothing is booked."""

    request: PickupRequest
    quotation: Quotation


@frozen(kw_only=True)
class Booked(Event):
    """A pickup is booked, or was booked before under the same key: a van comes."""

    request: PickupRequest
    pickup: Pickup


@frozen(kw_only=True)
class NotBooked(Event):
    """A booking failed for certain: refused, unreachable, or not valid in the first place."""

    request: PickupRequest
    error: PickupKitError


@frozen(kw_only=True)
class BookingUnknown(Event):
    """Nobody knows whether a pickup is booked; ``error.attempt`` says what is known of it."""

    request: PickupRequest
    error: OutcomeUnknown


@frozen(kw_only=True)
class Reconciled(Event):
    """It was found out, or not, what became of a lost booking.

    ``state`` is ``booked``, ``dead``, ``absent`` or still ``unknown``.
    """

    key: str
    state: str
    pickup: Pickup | None = None
    message: str = ""


@frozen(kw_only=True)
class CancelAnswered(Event):
    """A cancel was asked for; ``cancellation.outcome`` says what came of it."""

    pickup_id: str
    cancellation: Cancellation = field()


Observer: TypeAlias = Callable[[Event], object]
"""Is told of each event, after the fact; what it gives is ignored."""
