from pickupkit.calls.wire import OpenEnum


class PickupStatus(OpenEnum):
    """Values that the description lists; others are kept, and are not `is_known`."""

    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"
    ERROR = "ERROR"
    CANCELLED = "CANCELLED"
