"""Where the van comes, and where on the site the parcels stand."""

import re
from datetime import time
from enum import StrEnum
from typing import Final

from attrs import frozen

_COUNTRY: Final = re.compile(r"\A[A-Z]{2}-(?=[A-Z0-9]{1,3}\Z)", re.IGNORECASE)
"""What an ISO 3166-2 code begins with."""


@frozen(kw_only=True)
class Address:
    """A postal address with its contact.

    ``line1`` is the street; ``house_number`` may be kept apart or be part of it. ``state`` is an
    ISO 3166-2 code (``US-CA``, or the part after the dash), ``country`` an ISO 3166-1 alpha-2 code,
    ``phone`` an E.164 number. Answers are kept as the provider wrote them, whatever their form.
    """

    name: str | None = None
    company: str | None = None
    line1: str | None = None
    line2: str | None = None
    house_number: str | None = None
    postal_code: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    phone: str | None = None
    email: str | None = None
    residential: bool | None = None

    def __repr__(self) -> str:
        return f"Address(country={self.country!r}, …)"

    @property
    def subdivision(self) -> str | None:
        """The state without its country, as American providers want it: ``CA``.

        Of a name in full nothing is taken away, whatever dashes it has.
        """
        return _COUNTRY.sub("", self.state) if self.state else None


class Door(StrEnum):
    """Well-known places where parcels wait; a provider may take others, given as plain text."""

    BACK_DOOR = "back_door"
    FRONT_DOOR = "front_door"
    KNOCK = "knock"
    MAILBOX = "mailbox"
    MAIL_ROOM = "mail_room"
    NONE = "none"
    OFFICE = "office"
    OTHER = "other"
    RECEPTION = "reception"
    RING_BELL = "ring_bell"
    SECURITY_DECK = "security_deck"
    SHIPPING_DOCK = "shipping_dock"
    SIDE_DOOR = "side_door"


@frozen(kw_only=True)
class Spot:
    """Where on the site the parcels are, and what the driver should know.

    ``door`` is a `Door` or a provider's own word, ``building_part`` one of apartment, building,
    department, floor, room, suite. ``closes_at`` is the site's wall clock.
    """

    door: str | None = None
    building_part: str | None = None
    floor: str | None = None
    room: str | None = None
    closes_at: time | None = None
    instructions: str | None = None
