from pickupkit.calls.wire import OpenEnum


class PickupStatus(OpenEnum):
    """CREATED says that the carrier accepted; FAILED also that it refused to cancel."""

    ANNOUNCING = "ANNOUNCING"
    CREATED = "CREATED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    CANCELLATION_REQUESTED = "CANCELLATION_REQUESTED"
    CANCELLATION_FAILED = "CANCELLATION_FAILED"
    CANCELLATION_REJECTED = "CANCELLATION_REJECTED"
