from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import frozen
from pickupkit.calls import UNSET, Unset, wire

if TYPE_CHECKING:
    from .pickup_request_item_container_code import PickupRequestItemContainerCode
    from .pickup_request_item_shipping_method import PickupRequestItemShippingMethod


@frozen(kw_only=True, repr=False)
class PickupRequestItem(wire.Body):
    """UPS"""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("container_code", "container_code"),
        ("destination_country", "destination_country"),
        ("quantity", "quantity"),
        ("shipping_method", "shipping_method"),
    )

    container_code: PickupRequestItemContainerCode | Unset = UNSET
    destination_country: str | Unset = UNSET
    """ISO 3166-1 alpha-2"""
    quantity: int | Unset = UNSET
    shipping_method: PickupRequestItemShippingMethod | Unset = UNSET
