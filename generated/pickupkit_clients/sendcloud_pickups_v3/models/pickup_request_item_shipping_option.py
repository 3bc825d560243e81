from pickupkit.calls.wire import OpenEnum


class PickupRequestItemShippingOption(OpenEnum):
    """UPS"""

    STANDARD = "standard"
    EXPRESS = "express"
    EXPRESS_SAVER = "express_saver"
