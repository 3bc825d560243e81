from pickupkit.calls.wire import OpenEnum


class PickupRequestWeightUnit(OpenEnum):
    """Values that the description lists; others are kept, and are not `is_known`."""

    KG = "kg"
    G = "g"
    LBS = "lbs"
    OZ = "oz"
