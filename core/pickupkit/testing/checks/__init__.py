"""The rules themselves; importing this fills `pickupkit.testing.RULES` in the order of the card."""

from . import (  # noqa: I001 - the order is that of the scorecard
    capability,
    outward,
    inward,
    words,
    faults,
    booking,
    clocks,
    paging,
    secrecy,
    hygiene,
)

__all__ = [
    "booking",
    "capability",
    "clocks",
    "faults",
    "hygiene",
    "inward",
    "outward",
    "paging",
    "secrecy",
    "words",
]
