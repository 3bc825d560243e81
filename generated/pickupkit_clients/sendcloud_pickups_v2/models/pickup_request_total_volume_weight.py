from pickupkit.calls.wire import OpenEnum


class PickupRequestTotalVolumeWeight(OpenEnum):
    """Correos"""

    ENVELOPES = "10"
    SMALL = "20"
    MEDIUM = "30"
    LARGE = "40"
    VERY_LARGE = "50"
    PALLET = "60"
