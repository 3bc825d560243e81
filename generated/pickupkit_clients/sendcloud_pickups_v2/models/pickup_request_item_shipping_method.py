from pickupkit.calls.wire import OpenEnum


class PickupRequestItemShippingMethod(OpenEnum):
    """Values that the description lists; others are kept, and are not `is_known`."""

    EXPRESS = "007"
    EXPRESS_SAVER = "065"
    STANDARD = "011"
