from pickupkit.calls.wire import OpenEnum


class PickupRequestItemContainerType(OpenEnum):
    """Values that the description lists; others are kept, and are not `is_known`."""

    PARCEL = "parcel"
    PALLET = "pallet"
