"""The data of this API; a class's module is imported when the class is first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .metadata import Metadata as Metadata
    from .metadata_answer import MetadataAnswer as MetadataAnswer
    from .pickup import Pickup as Pickup
    from .pickup_address import PickupAddress as PickupAddress
    from .pickup_answer import PickupAnswer as PickupAnswer
    from .pickup_item import PickupItem as PickupItem
    from .pickup_origin_detail import PickupOriginDetail as PickupOriginDetail
    from .pickup_page import PickupPage as PickupPage
    from .pickup_request import PickupRequest as PickupRequest
    from .pickup_request_address import PickupRequestAddress as PickupRequestAddress
    from .pickup_request_item import PickupRequestItem as PickupRequestItem
    from .pickup_request_item_container_type import (
        PickupRequestItemContainerType as PickupRequestItemContainerType,
    )
    from .pickup_request_item_shipping_option import (
        PickupRequestItemShippingOption as PickupRequestItemShippingOption,
    )
    from .pickup_request_item_volumetric_weight_kind import (
        PickupRequestItemVolumetricWeightKind as PickupRequestItemVolumetricWeightKind,
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
    from .pickup_request_time_slot import PickupRequestTimeSlot as PickupRequestTimeSlot
    from .pickup_request_weight import PickupRequestWeight as PickupRequestWeight
    from .pickup_request_weight_unit import (
        PickupRequestWeightUnit as PickupRequestWeightUnit,
    )
    from .pickup_status import PickupStatus as PickupStatus
    from .pickup_time_slot import PickupTimeSlot as PickupTimeSlot
    from .pickup_weight import PickupWeight as PickupWeight
else:
    _HOME = {
        "Metadata": ".metadata",
        "MetadataAnswer": ".metadata_answer",
        "Pickup": ".pickup",
        "PickupAddress": ".pickup_address",
        "PickupAnswer": ".pickup_answer",
        "PickupItem": ".pickup_item",
        "PickupOriginDetail": ".pickup_origin_detail",
        "PickupPage": ".pickup_page",
        "PickupRequest": ".pickup_request",
        "PickupRequestAddress": ".pickup_request_address",
        "PickupRequestItem": ".pickup_request_item",
        "PickupRequestItemContainerType": ".pickup_request_item_container_type",
        "PickupRequestItemShippingOption": ".pickup_request_item_shipping_option",
        "PickupRequestItemVolumetricWeightKind": ".pickup_request_item_volumetric_weight_kind",
        "PickupRequestOriginDetail": ".pickup_request_origin_detail",
        "PickupRequestOriginDetailBuildingPart": ".pickup_request_origin_detail_building_part",
        "PickupRequestOriginDetailPackageLocation": ".pickup_request_origin_detail_package_location",
        "PickupRequestTimeSlot": ".pickup_request_time_slot",
        "PickupRequestWeight": ".pickup_request_weight",
        "PickupRequestWeightUnit": ".pickup_request_weight_unit",
        "PickupStatus": ".pickup_status",
        "PickupTimeSlot": ".pickup_time_slot",
        "PickupWeight": ".pickup_weight",
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
    "Metadata",
    "MetadataAnswer",
    "Pickup",
    "PickupAddress",
    "PickupAnswer",
    "PickupItem",
    "PickupOriginDetail",
    "PickupPage",
    "PickupRequest",
    "PickupRequestAddress",
    "PickupRequestItem",
    "PickupRequestItemContainerType",
    "PickupRequestItemShippingOption",
    "PickupRequestItemVolumetricWeightKind",
    "PickupRequestOriginDetail",
    "PickupRequestOriginDetailBuildingPart",
    "PickupRequestOriginDetailPackageLocation",
    "PickupRequestTimeSlot",
    "PickupRequestWeight",
    "PickupRequestWeightUnit",
    "PickupStatus",
    "PickupTimeSlot",
    "PickupWeight",
)
