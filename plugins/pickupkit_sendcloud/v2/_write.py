"""From the common language to Sendcloud's API v2."""

from collections.abc import Sequence
from decimal import ROUND_UP, Context, Decimal
from typing import Any, Final

from pickupkit.plugin import UNSET, Address, Door, Parcels, PickupRequest, Spot, Unset, Weight
from pickupkit_clients.sendcloud_pickups_v2 import models
from pickupkit_sendcloud._words import LOCATIONS, utc

_SIZES: Final = {
    "envelope": models.PickupRequestTotalVolumeWeight.ENVELOPES,
    "small": models.PickupRequestTotalVolumeWeight.SMALL,
    "medium": models.PickupRequestTotalVolumeWeight.MEDIUM,
    "large": models.PickupRequestTotalVolumeWeight.LARGE,
    "very_large": models.PickupRequestTotalVolumeWeight.VERY_LARGE,
    "pallet": models.PickupRequestTotalVolumeWeight.PALLET,
}
_CONTAINERS: Final = {
    "parcel": models.PickupRequestItemContainerCode.PACKAGE,
    "pallet": models.PickupRequestItemContainerCode.PALLET,
}
_METHODS: Final = {
    "express": models.PickupRequestItemShippingMethod.EXPRESS,
    "express_saver": models.PickupRequestItemShippingMethod.EXPRESS_SAVER,
    "standard": models.PickupRequestItemShippingMethod.STANDARD,
}

_UPWARDS: Final = Context(prec=28, rounding=ROUND_UP)


def to_wire(request: PickupRequest) -> models.PickupRequest:
    """Write a request; what is not given is left out, as the API refuses empty text."""
    window, parcels, address = request.windows[0], request.parcels, request.address
    contract = request.carrier_account
    return models.PickupRequest(
        carrier=request.carrier or "",
        name=_given(address.name),
        company_name=_given(address.company),
        telephone=_given(address.phone),
        address=_street(address),
        address_2=_given(address.line2),
        city=address.city or "",
        postal_code=address.postal_code or "",
        country=address.country or "",
        country_state=_given(address.state),
        email=_given(address.email),
        pickup_from=utc(window.start),
        pickup_until=utc(window.end) if window.end else UNSET,
        quantity=_count(parcels, "parcel") if request.carrier == "dhl" else _count(parcels),
        pallet_quantity=_pallets(request),
        total_weight=kilograms(parcels),
        total_volume_weight=_volume(parcels),
        reference=_given(request.reference),
        special_instructions=_given(request.spot.instructions if request.spot else None),
        contract=int(contract) if contract else UNSET,
        origin_detail=_origin(request) if request.carrier == "fedex" else UNSET,
        **(_of_ups(request) if request.carrier == "ups" else {}),
    )


def _street(address: Address) -> str:
    return " ".join(filter(None, (address.line1, address.house_number)))


def _count(parcels: Sequence[Parcels], container: str | None = None) -> int:
    return sum(g.quantity for g in parcels if container in (None, g.container))


def _pallets(request: PickupRequest) -> int | Unset:
    count = _count(request.parcels, "pallet")
    return count if request.carrier == "dhl" and count else UNSET


def kilograms(parcels: Sequence[Parcels]) -> str | None:
    """Write the weight of all as the API does, with two decimals, never lighter than it is.

    With a group whose weight is not given, the weight of all is not known.
    """
    weights = [group.weight for group in parcels if group.weight]
    if len(weights) < len(parcels):
        return None
    return f"{_UPWARDS.quantize(Weight.total(weights).to('kg').value, Decimal('0.01')):f}"


def _volume(parcels: Sequence[Parcels]) -> models.PickupRequestTotalVolumeWeight | Unset:
    sizes = [group.size_class for group in parcels if group.size_class]
    return _SIZES[sizes[0]] if sizes else UNSET


def _of_ups(request: PickupRequest) -> dict[str, Any]:
    spot, residential = request.spot or Spot(), request.address.residential
    told = [group.overweight for group in request.parcels if group.overweight is not None]
    return {
        "items": [_item(group) for group in request.parcels],
        "is_alternate_address": request.extra.get("is_alternate_address", UNSET),
        "is_residential": UNSET if residential is None else residential,
        "is_overweight": any(told) if told else UNSET,
        "room": _given(spot.room),
        "floor": _given(spot.floor),
    }


def _item(group: Parcels) -> models.PickupRequestItem:
    return models.PickupRequestItem(
        quantity=group.quantity,
        destination_country=_given(group.destination_country),
        container_code=_CONTAINERS[group.container],
        shipping_method=_METHODS[group.service] if group.service else UNSET,
    )


def _origin(request: PickupRequest) -> models.PickupRequestOriginDetail:
    spot = request.spot or Spot()
    location, part = LOCATIONS[Door(spot.door or Door.NONE)], spot.building_part or ""
    return models.PickupRequestOriginDetail(
        package_location=models.PickupRequestOriginDetailPackageLocation(location),
        building_part=models.PickupRequestOriginDetailBuildingPart(part),
        building_part_description=request.extra.get("building_part_description", UNSET),
        company_close_time=f"{spot.closes_at:%H:%M:%S}",
    )


def _given(value: str | None) -> Any:
    return value or UNSET
