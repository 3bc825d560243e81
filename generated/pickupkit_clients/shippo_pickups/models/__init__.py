"""The data of this API; a class's module is imported when the class is first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .address_pickup_complete_create_request import (
        AddressPickupCompleteCreateRequest as AddressPickupCompleteCreateRequest,
    )
    from .location import Location as Location
    from .location_building_location_type import (
        LocationBuildingLocationType as LocationBuildingLocationType,
    )
    from .location_building_type import LocationBuildingType as LocationBuildingType
    from .pickup import Pickup as Pickup
    from .pickup_address import PickupAddress as PickupAddress
    from .pickup_create_request import PickupCreateRequest as PickupCreateRequest
    from .pickup_location import PickupLocation as PickupLocation
    from .pickup_status import PickupStatus as PickupStatus
else:
    _HOME = {
        "AddressPickupCompleteCreateRequest": ".address_pickup_complete_create_request",
        "Location": ".location",
        "LocationBuildingLocationType": ".location_building_location_type",
        "LocationBuildingType": ".location_building_type",
        "Pickup": ".pickup",
        "PickupAddress": ".pickup_address",
        "PickupCreateRequest": ".pickup_create_request",
        "PickupLocation": ".pickup_location",
        "PickupStatus": ".pickup_status",
    }

    def __getattr__(name):
        try:
            home = _HOME[name]
        except KeyError:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
        value = globals()[name] = getattr(import_module(home, __name__), name)
        return value

    def __dir__():
        return sorted({*globals(), *_HOME})


__all__ = (
    "AddressPickupCompleteCreateRequest",
    "Location",
    "LocationBuildingLocationType",
    "LocationBuildingType",
    "Pickup",
    "PickupAddress",
    "PickupCreateRequest",
    "PickupLocation",
    "PickupStatus",
)
