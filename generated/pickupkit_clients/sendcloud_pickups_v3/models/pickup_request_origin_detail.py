from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import frozen
from pickupkit.calls import UNSET, Unset, wire

if TYPE_CHECKING:
    from .pickup_request_origin_detail_building_part import (
        PickupRequestOriginDetailBuildingPart,
    )
    from .pickup_request_origin_detail_package_location import (
        PickupRequestOriginDetailPackageLocation,
    )


@frozen(kw_only=True, repr=False)
class PickupRequestOriginDetail(wire.Body):
    """FedEx"""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("building_part", "building_part"),
        ("company_close_time", "company_close_time"),
        ("package_location", "package_location"),
        ("building_part_description", "building_part_description"),
    )

    building_part: PickupRequestOriginDetailBuildingPart
    company_close_time: str
    """Time of day such as 17:00:00"""
    package_location: PickupRequestOriginDetailPackageLocation
    building_part_description: str | Unset = UNSET
