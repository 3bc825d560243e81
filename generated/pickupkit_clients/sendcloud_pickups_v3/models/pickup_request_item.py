from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import frozen
from pickupkit.calls import UNSET, Unset, wire

if TYPE_CHECKING:
    from .pickup_request_item_container_type import PickupRequestItemContainerType
    from .pickup_request_item_shipping_option import PickupRequestItemShippingOption
    from .pickup_request_item_volumetric_weight_kind import (
        PickupRequestItemVolumetricWeightKind,
    )
    from .pickup_request_weight import PickupRequestWeight


@frozen(kw_only=True, repr=False)
class PickupRequestItem(wire.Body):
    """A part of a request."""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("quantity", "quantity"),
        ("container_type", "container_type"),
        ("destination_country_code", "destination_country_code"),
        ("shipping_option", "shipping_option"),
        ("total_weight", "total_weight"),
        ("volumetric_weight_kind", "volumetric_weight_kind"),
    )

    quantity: int
    container_type: PickupRequestItemContainerType | Unset = UNSET
    destination_country_code: str | Unset = UNSET
    """UPS: ISO 3166-1 alpha-2"""
    shipping_option: PickupRequestItemShippingOption | Unset = UNSET
    """UPS"""
    total_weight: PickupRequestWeight | Unset = UNSET
    volumetric_weight_kind: PickupRequestItemVolumetricWeightKind | Unset = UNSET
    """Correos"""
