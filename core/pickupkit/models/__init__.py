"""The common language: what is asked for, what was booked, and what came of a cancel."""

from ._address import Address, Door, Spot
from ._booked import (
    Cancellation,
    CancelOutcome,
    Fault,
    Page,
    Pickup,
    PickupStatus,
    Quotation,
    Rate,
)
from ._measure import Money, Parcels, Weight
from ._request import PickupRequest
from ._requirement import Certainty, Need, Requirement
from ._window import Window

__all__ = [
    "Address",
    "CancelOutcome",
    "Cancellation",
    "Certainty",
    "Door",
    "Fault",
    "Money",
    "Need",
    "Page",
    "Parcels",
    "Pickup",
    "PickupRequest",
    "PickupStatus",
    "Quotation",
    "Rate",
    "Requirement",
    "Spot",
    "Weight",
    "Window",
]
