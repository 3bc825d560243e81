"""The data of this API; a class's module is imported when the class is first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .pickup import Pickup as Pickup
    from .pickup_item import PickupItem as PickupItem
    from .pickup_origin_detail import PickupOriginDetail as PickupOriginDetail
    from .pickup_page import PickupPage as PickupPage
    from .pickup_pickup_status import PickupPickupStatus as PickupPickupStatus
    from .pickup_request import PickupRequest as PickupRequest
    from .pickup_request_item import PickupRequestItem as PickupRequestItem
    from .pickup_request_item_container_code import (
        PickupRequestItemContainerCode as PickupRequestItemContainerCode,
    )
    from .pickup_request_item_shipping_method import (
        PickupRequestItemShippingMethod as PickupRequestItemShippingMethod,
    )
    from .pickup_request_origin_detail import (
        PickupRequestOriginDetail as PickupRequestOriginDetail,
    )
    from .pickup_request_origin_detail_building_part import (
        PickupRequestOriginDetailBuildingPart as PickupRequestOriginDetailBuildingPart,
    )
    from .pickup_request_origin_detail_package_location import (
        PickupRequestOriginDetailPackageLocation as PickupRequestOriginDetailPackageLocation,
    )
    from .pickup_request_total_volume_weight import (
        PickupRequestTotalVolumeWeight as PickupRequestTotalVolumeWeight,
    )
else:
    _HOME = {
        "Pickup": ".pickup",
        "PickupItem": ".pickup_item",
        "PickupOriginDetail": ".pickup_origin_detail",
        "PickupPage": ".pickup_page",
        "PickupPickupStatus": ".pickup_pickup_status",
        "PickupRequest": ".pickup_request",
        "PickupRequestItem": ".pickup_request_item",
        "PickupRequestItemContainerCode": ".pickup_request_item_container_code",
        "PickupRequestItemShippingMethod": ".pickup_request_item_shipping_method",
        "PickupRequestOriginDetail": ".pickup_request_origin_detail",
        "PickupRequestOriginDetailBuildingPart": ".pickup_request_origin_detail_building_part",
        "PickupRequestOriginDetailPackageLocation": ".pickup_request_origin_detail_package_location",
        "PickupRequestTotalVolumeWeight": ".pickup_request_total_volume_weight",
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
    "Pickup",
    "PickupItem",
    "PickupOriginDetail",
    "PickupPage",
    "PickupPickupStatus",
    "PickupRequest",
    "PickupRequestItem",
    "PickupRequestItemContainerCode",
    "PickupRequestItemShippingMethod",
    "PickupRequestOriginDetail",
    "PickupRequestOriginDetailBuildingPart",
    "PickupRequestOriginDetailPackageLocation",
    "PickupRequestTotalVolumeWeight",
)
