from pickupkit.calls.wire import OpenEnum


class PickupPickupStatus(OpenEnum):
    """Created says that the carrier accepted."""

    ANNOUNCING = "Announcing"
    CREATED = "Created"
    FAILED = "Failed"
    CANCELLED = "Cancelled"
