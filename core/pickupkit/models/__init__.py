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
from ._measure import Money, Weight
from ._order import (
    Customs,
    Order,
    OrderItem,
    OrderPage,
    Payment,
    ServicePoint,
    ShipWith,
    TaxNumber,
)
from ._order_query import SORT_KEYS, OrderQuery
from ._parcels import Parcels, Tally
from ._request import PickupRequest
from ._requirement import Certainty, Need, Requirement
from ._window import Window

__all__ = [
    "SORT_KEYS",
    "Address",
    "CancelOutcome",
    "Cancellation",
    "Certainty",
    "Customs",
    "Door",
    "Fault",
    "Money",
    "Need",
    "Order",
    "OrderItem",
    "OrderPage",
    "OrderQuery",
    "Page",
    "Parcels",
    "Payment",
    "Pickup",
    "PickupRequest",
    "PickupStatus",
    "Quotation",
    "Rate",
    "Requirement",
    "ServicePoint",
    "ShipWith",
    "Spot",
    "Tally",
    "TaxNumber",
    "Weight",
    "Window",
]
