"""Book, list and cancel carrier pickups through any provider, behind one typed interface.

Importing this package imports nothing else: each name below comes when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pickupkit.booking import Settlement
    from pickupkit.config import Config
    from pickupkit.errors import (
        Attempt,
        AuthenticationFailed,
        ConfigError,
        Forbidden,
        InvalidRequest,
        JournalError,
        MalformedAnswer,
        NotFound,
        OutcomeUnknown,
        PickupKitError,
        PluginError,
        Problem,
        ProviderError,
        RateLimited,
        Refused,
        Unavailable,
        Unsupported,
    )
    from pickupkit.journal import Entry, State
    from pickupkit.kit import AsyncPickupKit, PickupKit
    from pickupkit.listing import AsyncListing, Listing
    from pickupkit.models import (
        Address,
        Cancellation,
        CancelOutcome,
        Certainty,
        Customs,
        Door,
        Fault,
        Money,
        Need,
        Order,
        OrderItem,
        OrderQuery,
        Parcels,
        Payment,
        Pickup,
        PickupRequest,
        PickupStatus,
        Quotation,
        Rate,
        Requirement,
        ServicePoint,
        ShipWith,
        Spot,
        Tally,
        TaxNumber,
        Weight,
        Window,
    )
    from pickupkit.registry import Registry
    from pickupkit.request_file import load_request
    from pickupkit.secret import Secret
    from pickupkit.transport import Limits, Send
else:
    _HOME = {
        "Address": "pickupkit.models",
        "AsyncListing": "pickupkit.listing",
        "AsyncPickupKit": "pickupkit.kit",
        "Attempt": "pickupkit.errors",
        "AuthenticationFailed": "pickupkit.errors",
        "CancelOutcome": "pickupkit.models",
        "Cancellation": "pickupkit.models",
        "Certainty": "pickupkit.models",
        "Config": "pickupkit.config",
        "ConfigError": "pickupkit.errors",
        "Customs": "pickupkit.models",
        "Door": "pickupkit.models",
        "Entry": "pickupkit.journal",
        "Fault": "pickupkit.models",
        "Forbidden": "pickupkit.errors",
        "InvalidRequest": "pickupkit.errors",
        "JournalError": "pickupkit.errors",
        "Limits": "pickupkit.transport",
        "Listing": "pickupkit.listing",
        "MalformedAnswer": "pickupkit.errors",
        "Money": "pickupkit.models",
        "Need": "pickupkit.models",
        "NotFound": "pickupkit.errors",
        "Order": "pickupkit.models",
        "OrderItem": "pickupkit.models",
        "OrderQuery": "pickupkit.models",
        "OutcomeUnknown": "pickupkit.errors",
        "Parcels": "pickupkit.models",
        "Payment": "pickupkit.models",
        "Pickup": "pickupkit.models",
        "PickupKit": "pickupkit.kit",
        "PickupKitError": "pickupkit.errors",
        "PickupRequest": "pickupkit.models",
        "PickupStatus": "pickupkit.models",
        "PluginError": "pickupkit.errors",
        "Problem": "pickupkit.errors",
        "ProviderError": "pickupkit.errors",
        "Quotation": "pickupkit.models",
        "Rate": "pickupkit.models",
        "RateLimited": "pickupkit.errors",
        "Refused": "pickupkit.errors",
        "Registry": "pickupkit.registry",
        "Requirement": "pickupkit.models",
        "Secret": "pickupkit.secret",
        "Send": "pickupkit.transport",
        "ServicePoint": "pickupkit.models",
        "Settlement": "pickupkit.booking",
        "ShipWith": "pickupkit.models",
        "Spot": "pickupkit.models",
        "State": "pickupkit.journal",
        "Tally": "pickupkit.models",
        "TaxNumber": "pickupkit.models",
        "Unavailable": "pickupkit.errors",
        "Unsupported": "pickupkit.errors",
        "Weight": "pickupkit.models",
        "Window": "pickupkit.models",
        "load_request": "pickupkit.request_file",
    }

    def __getattr__(name: str) -> object:
        if name == "__version__":
            return import_module("importlib.metadata").version(__name__)
        try:
            home = _HOME[name]
        except KeyError:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
        value = globals()[name] = getattr(import_module(home), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *_HOME})


__all__ = [
    "Address",
    "AsyncListing",
    "AsyncPickupKit",
    "Attempt",
    "AuthenticationFailed",
    "CancelOutcome",
    "Cancellation",
    "Certainty",
    "Config",
    "ConfigError",
    "Customs",
    "Door",
    "Entry",
    "Fault",
    "Forbidden",
    "InvalidRequest",
    "JournalError",
    "Limits",
    "Listing",
    "MalformedAnswer",
    "Money",
    "Need",
    "NotFound",
    "Order",
    "OrderItem",
    "OrderQuery",
    "OutcomeUnknown",
    "Parcels",
    "Payment",
    "Pickup",
    "PickupKit",
    "PickupKitError",
    "PickupRequest",
    "PickupStatus",
    "PluginError",
    "Problem",
    "ProviderError",
    "Quotation",
    "Rate",
    "RateLimited",
    "Refused",
    "Registry",
    "Requirement",
    "Secret",
    "Send",
    "ServicePoint",
    "Settlement",
    "ShipWith",
    "Spot",
    "State",
    "Tally",
    "TaxNumber",
    "Unavailable",
    "Unsupported",
    "Weight",
    "Window",
    "load_request",
]
