from pickupkit.calls.wire import OpenEnum


class PickupRequestOriginDetailBuildingPart(OpenEnum):
    """Values that the description lists; others are kept, and are not `is_known`."""

    APARTMENT = "apartment"
    BUILDING = "building"
    DEPARTMENT = "department"
    FLOOR = "floor"
    ROOM = "room"
    SUITE = "suite"
