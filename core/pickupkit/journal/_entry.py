"""One entry: an attempt to book, from the plan to its end."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from attrs import field, frozen


class State(StrEnum):
    """How far an attempt has come.

    ``planned``: certainly not sent. ``sending``: an owner is at it. ``booked`` and ``refused``:
    answered.
    ``unknown``: sent, or about to be, and nobody knows. ``absent``: looked for and not there.
    ``dead``: found, and already cancelled or failed.
    """

    PLANNED = "planned"
    SENDING = "sending"
    BOOKED = "booked"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    ABSENT = "absent"
    DEAD = "dead"


@frozen(kw_only=True)
class Entry:
    """An attempt as the journal keeps it; times are seconds since 1970, UTC.

    ``reference`` is what the provider was given to know the booking by. ``windows`` are pairs of
    ISO 8601 times. ``pickup`` is the result without personal data. ``origin`` tells whether an
    account has other credentials, or is elsewhere, than when it was sent.
    """

    key: str
    account: str
    provider: str
    request_hash: str
    state: State = State.PLANNED
    reference: str | None = None
    carrier: str | None = None
    country: str | None = None
    windows: tuple[tuple[str, str | None], ...] = ()
    shipments: tuple[str, ...] = ()
    planned_at: float = 0.0
    sent_at: float | None = None
    settled_at: float | None = None
    tries: int = 0
    owner: str | None = None
    accepted: bool = False
    facts: Mapping[str, str] = field(factory=dict)
    pickup_id: str | None = None
    pickup: Mapping[str, Any] | None = None
    reason: str | None = None
    origin: str | None = None


class Taken(Exception):
    """Somebody else has begun this attempt; ``entry`` is what the journal says of it."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.key)
        self.entry = entry


@frozen
class Kept:
    """What was written of a cancel, and what stood there before."""

    written: Mapping[str, Any]
    before: Mapping[str, Any] | None
