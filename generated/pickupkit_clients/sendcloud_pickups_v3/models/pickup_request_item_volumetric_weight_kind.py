from pickupkit.calls.wire import OpenEnum


class PickupRequestItemVolumetricWeightKind(OpenEnum):
    """Correos"""

    ENVELOPE = "envelope"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    VERY_LARGE = "very_large"
    PALLET = "pallet"
