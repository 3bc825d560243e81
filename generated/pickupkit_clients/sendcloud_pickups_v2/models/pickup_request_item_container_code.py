from pickupkit.calls.wire import OpenEnum


class PickupRequestItemContainerCode(OpenEnum):
    """Values that the description lists; others are kept, and are not `is_known`."""

    PACKAGE = "01"
    PALLET = "03"
