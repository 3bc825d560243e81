"""From the common language to Sendcloud's API v3."""

from collections.abc import Sequence
from typing import Any, Final, cast

from pickupkit.plugin import (
    UNSET,
    Account,
    Address,
    Door,
    Parcels,
    PickupRequest,
    Spot,
    Unset,
    Weight,
    Window,
)
from pickupkit_clients.sendcloud_pickups_v3 import models

from ._carriers import CARRIERS
from ._settings import Settings
from ._words import LOCATIONS, utc

COMMON: Final = frozenset({
    "address", "carrier_code", "contract_id", "items", "quantity", "reference",
    "special_instructions", "time_slots", "total_weight",
})  # fmt: skip
"""What every carrier's request may hold."""

_UNITS: Final = {"kg": "kg", "g": "g", "lb": "lbs", "oz": "oz"}


def to_wire(account: Account[Settings], request: PickupRequest) -> models.PickupRequest:
    """Write a request; what is not given is left out."""
    totals = account.settings.send_totals
    parcels, extra = request.parcels, request.extra
    contract = request.carrier_account
    ups = request.carrier == "ups"
    body = models.PickupRequest(
        carrier_code=request.carrier or "",
        address=_address(request.address, request if ups else None),
        time_slots=[_slot(window) for window in request.windows],
        items=[_item(group) for group in parcels],
        quantity=sum(group.quantity for group in parcels) if totals else UNSET,
        total_weight=_weight(_total(parcels)) if totals else UNSET,
        reference=_given(request.reference),
        special_instructions=_given(request.spot.instructions if request.spot else None),
        contract_id=int(contract) if contract else UNSET,
        origin_detail=_origin(request) if request.carrier == "fedex" else UNSET,
        is_overweight=_overweight(parcels),
        customer_account_number=extra.get("customer_account_number", UNSET),
        trading_location_id=extra.get("trading_location_id", UNSET),
    )
    return body if request.carrier in CARRIERS else _with_extra(body, request)


def _with_extra(body: models.PickupRequest, request: PickupRequest) -> models.PickupRequest:
    """Add a new carrier's own fields, which the description does not know yet."""
    return cast("models.PickupRequest", {**body.to_dict(), **request.extra})


def _address(address: Address, at_ups: PickupRequest | None) -> models.PickupRequestAddress:
    spot = at_ups.spot if at_ups else None
    alternate = at_ups.extra.get("is_alternate_address", UNSET) if at_ups else UNSET
    residential = address.residential
    return models.PickupRequestAddress(
        name=address.name or "",
        company_name=_given(address.company),
        address_line_1=address.line1 or "",
        house_number=_given(address.house_number),
        address_line_2=_given(address.line2),
        postal_code=address.postal_code or "",
        city=address.city or "",
        country_code=address.country or "",
        state_province_code=_given(address.state),
        phone_number=_given(address.phone),
        email=_given(address.email),
        floor=_given(spot.floor if spot else None),
        room=_given(spot.room if spot else None),
        is_residential=UNSET if residential is None else residential,
        is_alternate_address=alternate,
    )


def _slot(window: Window) -> models.PickupRequestTimeSlot:
    end = utc(window.end) if window.end else UNSET
    return models.PickupRequestTimeSlot(start_at=utc(window.start), end_at=end)


def _item(group: Parcels) -> models.PickupRequestItem:
    size, service = group.size_class, group.service
    return models.PickupRequestItem(
        quantity=group.quantity,
        container_type=models.PickupRequestItemContainerType(group.container),
        total_weight=_weight(group.weight) if group.weight else UNSET,
        destination_country_code=_given(group.destination_country),
        shipping_option=models.PickupRequestItemShippingOption(service) if service else UNSET,
        volumetric_weight_kind=models.PickupRequestItemVolumetricWeightKind(size)
        if size
        else UNSET,
    )


def _weight(weight: Weight) -> models.PickupRequestWeight:
    unit = models.PickupRequestWeightUnit(_UNITS[weight.unit])
    return models.PickupRequestWeight(value=f"{weight.value:f}", unit=unit)


def _total(parcels: Sequence[Parcels]) -> Weight:
    return Weight.total(group.weight for group in parcels if group.weight)


def _origin(request: PickupRequest) -> models.PickupRequestOriginDetail:
    spot = request.spot or Spot()
    location, part = LOCATIONS[Door(spot.door or Door.NONE)], spot.building_part or ""
    return models.PickupRequestOriginDetail(
        package_location=models.PickupRequestOriginDetailPackageLocation(location),
        building_part=models.PickupRequestOriginDetailBuildingPart(part),
        building_part_description=request.extra.get("building_part_description", UNSET),
        company_close_time=f"{spot.closes_at:%H:%M:%S}",
    )


def _overweight(parcels: Sequence[Parcels]) -> bool | Unset:
    told = [group.overweight for group in parcels if group.overweight is not None]
    return any(told) if told else UNSET


def _given(value: str | None) -> Any:
    return value or UNSET
