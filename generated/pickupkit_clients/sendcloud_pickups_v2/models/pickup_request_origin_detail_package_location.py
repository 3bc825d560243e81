from pickupkit.calls.wire import OpenEnum


class PickupRequestOriginDetailPackageLocation(OpenEnum):
    """Values that the description lists; others are kept, and are not `is_known`."""

    FRONT = "front"
    NONE = "none"
    REAR = "rear"
    SIDE = "side"
