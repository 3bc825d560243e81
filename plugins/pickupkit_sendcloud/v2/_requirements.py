"""What Sendcloud's API v2 wants of a request, carrier by carrier."""

from collections.abc import Iterator
from typing import Any, Final

from pickupkit.plugin import Account, Need, PickupRequest, Problem, Requirement
from pickupkit_sendcloud._settings import Settings
from pickupkit_sendcloud._support import advice
from pickupkit_sendcloud._words import LOCATIONS, PARTS, SERVICES, SIZES, STATE, misfits

from ._carriers import CARRIERS, those

_DOCS: Final = "Sendcloud API v2, Create a pickup"


def _may(pointer: str, why: str = "", **more: Any) -> Requirement:
    return Requirement(pointer=pointer, why=why, source=_DOCS, **more)


def _must(pointer: str, why: str = "", **more: Any) -> Requirement:
    return _may(pointer, why, need=Need.REQUIRED, **more)


_CONTACT: Final = those("contact")
_UNWEIGHED: Final = those("unweighed")
_WEIGHT: Final = "of the whole group; sent in kilograms, rounded up to 10 g"
_ADDRESS: Final = (
    _may("/address/name"),
    _must("/address/name", carriers=_CONTACT),
    _may("/address/company"),
    _must("/address/company", carriers=_CONTACT),
    _must("/address/line1", "the street; its number may stand in house_number"),
    _may("/address/house_number", "goes into the same line as the street"),
    _may("/address/line2"),
    _must("/address/postal_code"),
    _must("/address/postal_code", at_most=5, carriers=("correos",)),
    _must("/address/city"),
    _must("/address/country"),
    *(
        _must("/address/country", choices=carrier.countries, carriers=(code,))
        for code, carrier in CARRIERS.items()
    ),
    _may(
        "/address/state",
        "as ISO 3166-2, such as IT-RM",
        pattern=STATE,
        but_not=("dhl_parcel_iberia",),
    ),
    _must("/address/state", "such as IT-RM", at_most=5, carriers=("poste_it_delivery",)),
    _may("/address/phone"),
    _must("/address/phone", carriers=_CONTACT),
    _may("/address/email"),
)

_TIMES: Final = (
    _must("/windows", "one", at_most=1),
    _may("/windows/*/end"),
    _must("/windows/*/end", carriers=those("end")),
)

_PARCELS: Final = (
    _must("/parcels", "how many there are and what they weigh", at_least=1),
    _must("/parcels/*/quantity"),
    *(
        _must(
            "/parcels/*/quantity",
            "all parcels together",
            at_least=carrier.least,
            at_most=carrier.most,
            together=True,
            carriers=(code,),
        )
        for code, carrier in CARRIERS.items()
        if carrier.least > 1 or carrier.most
    ),
    _must("/parcels/*/quantity", "99 parcels and 5 pallets in all at most", carriers=("dhl",)),
    _must("/parcels/*/weight", _WEIGHT, but_not=_UNWEIGHED),
    _may("/parcels/*/weight", _WEIGHT, carriers=_UNWEIGHED),
    _may("/parcels/*/container", choices=("parcel",), but_not=those("pallets")),
    _may("/parcels/*/container", choices=("parcel", "pallet"), carriers=those("pallets")),
    _must("/parcels/*/size_class", "the same for all", choices=SIZES, carriers=("correos",)),
    _may("/parcels/*/destination_country", "where they go", carriers=("ups",)),
    _may("/parcels/*/service", choices=SERVICES, carriers=("ups",)),
    _may("/parcels/*/overweight", "over 32 kg or 70 lb", carriers=("ups",)),
    Requirement(
        pointer="/shipments",
        need=Need.UNUSED,
        why="Sendcloud counts parcels and knows no shipments here",
        source=_DOCS,
    ),
    Requirement(
        pointer="/batch",
        need=Need.UNUSED,
        why="Sendcloud counts parcels and knows no batches here",
        source=_DOCS,
    ),
)

_OWN: Final = (
    _must("/carrier", "Sendcloud's code of the carrier", choices=tuple(CARRIERS)),
    _may(
        "/carrier_account",
        "the contract's id, needed with several active contracts of the carrier",
        pattern=r"[1-9][0-9]{0,18}",
    ),
    _may("/reference", but_not=("correos",)),
    _must("/reference", carriers=("correos",)),
    _may("/spot/instructions"),
)

_EXTRAS: Final = (
    _must("/spot/door", choices=tuple(LOCATIONS), carriers=("fedex",)),
    _must("/spot/building_part", choices=PARTS, carriers=("fedex",)),
    _must("/spot/closes_at", "until when the driver may come in", carriers=("fedex",)),
    _may("/extra/building_part_description", "such as left door", carriers=("fedex",)),
    _may("/spot/floor", carriers=("ups",)),
    _may("/spot/room", carriers=("ups",)),
    _may("/address/residential", carriers=("ups",)),
    _may("/extra/is_alternate_address", "true if it is not your usual one", carriers=("ups",)),
)

_ADVICE: Final = advice("poste_it_delivery")

REQUIREMENTS: Final = (*_OWN, *_ADDRESS, *_TIMES, *_PARCELS, *_EXTRAS, *_ADVICE)


def find_problems(_account: Account[Settings], request: PickupRequest) -> Iterator[Problem]:
    """Find what the table of requirements cannot say."""
    if request.carrier == "correos" and len({group.size_class for group in request.parcels}) > 1:
        reason = "is not the same for all; API v2 takes one size for the whole pickup"
        yield Problem("/parcels", f"size_class {reason}", _DOCS)
    unweighed = sum(group.weight is None for group in request.parcels)
    if request.carrier in _UNWEIGHED and 0 < unweighed < len(request.parcels):
        reason = "is given for some and not for all; API v2 takes one weight for the whole pickup"
        yield Problem("/parcels", f"weight {reason}", _DOCS)
    if request.carrier == "dhl":
        yield from _of_dhl(request)
    yield from misfits(request.extra, _DOCS)


def _of_dhl(request: PickupRequest) -> Iterator[Problem]:
    for container, most in (("parcel", 99), ("pallet", 5)):
        count = sum(g.quantity for g in request.parcels if g.container == container)
        if count > most:
            yield Problem("/parcels", f"{count} {container}s are over the most, {most}", _DOCS)
