"""What Sendcloud's API v3 wants of a request, carrier by carrier."""

from collections.abc import Iterator
from typing import Any, Final

from pickupkit.plugin import Account, Certainty, Need, PickupRequest, Problem, Requirement

from ._carriers import CARRIERS, those
from ._settings import Settings
from ._support import advice
from ._words import LOCATIONS, PARTS, SERVICES, SIZES, STATE, misfits
from ._write import COMMON

_DOCS: Final = "Sendcloud API v3, Create a pickup"
_ALL: Final = tuple(CARRIERS)
_CLOSED: Final = tuple(code for code, carrier in CARRIERS.items() if not carrier.open_end)
_TWO_SLOTS: Final = tuple(code for code, carrier in CARRIERS.items() if carrier.slots > 1)


def _may(pointer: str, why: str = "", **more: Any) -> Requirement:
    return Requirement(pointer=pointer, why=why, source=_DOCS, **more)


def _must(pointer: str, why: str = "", **more: Any) -> Requirement:
    return _may(pointer, why, need=Need.REQUIRED, **more)


_ADDRESS: Final = (
    _must("/address/name"),
    _may("/address/company"),
    _must("/address/line1", "the street; its number may stand in house_number"),
    _may("/address/house_number"),
    _may("/address/line2"),
    _must("/address/postal_code"),
    _must("/address/city"),
    _must("/address/country"),
    _may("/address/state", "as ISO 3166-2, such as IT-RM", pattern=STATE),
    _must("/address/state", "as ISO 3166-2, such as IT-RM", carriers=those("state")),
    _may("/address/phone"),
    _must("/address/phone", carriers=those("phone")),
    _may("/address/email"),
)

_TIMES: Final = (
    _must("/windows"),
    _must("/windows", "one", at_most=1, but_not=_TWO_SLOTS),
    _must("/windows", "a morning and an afternoon, or one of them", carriers=_TWO_SLOTS),
    _may("/windows/*/end"),
    _must("/windows/*/end", carriers=_CLOSED),
)

_PARCELS: Final = (
    # What of items, weights and totals is needed, the description and its examples contradict.
    _must(
        "/parcels",
        "how many there are and what they weigh",
        at_least=1,
        certainty=Certainty.INFERRED,
    ),
    _must("/parcels/*/quantity"),
    _must("/parcels/*/weight", "of the whole group", certainty=Certainty.INFERRED),
    _may("/parcels/*/container", choices=("parcel",), but_not=those("pallets")),
    _may("/parcels/*/container", choices=("parcel", "pallet"), carriers=those("pallets")),
    _must("/parcels/*/size_class", choices=SIZES, carriers=("correos",)),
    _must("/parcels/*/destination_country", "where they go", carriers=("ups",)),
    _must("/parcels/*/service", choices=SERVICES, carriers=("ups",)),
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
    _must("/carrier", "Sendcloud's code of the carrier, such as dhl_express"),
    _may(
        "/carrier_account",
        "the contract's id, needed with several active contracts of the carrier",
        pattern=r"[1-9][0-9]{0,18}",
    ),
    _may("/reference"),
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
    _must("/extra/customer_account_number", carriers=("dhl_parcel_gb",)),
    _must("/extra/trading_location_id", carriers=("dhl_parcel_gb",)),
    _may(
        "/extra/*",
        "fields of a carrier that is new at Sendcloud, sent as they are",
        but_not=_ALL,
        certainty=Certainty.ASSUMED,
    ),
)

_ADVICE: Final = advice("brt", "gls_it", "poste_it_delivery")

REQUIREMENTS: Final = (*_OWN, *_ADDRESS, *_TIMES, *_PARCELS, *_EXTRAS, *_ADVICE)


def find_problems(account: Account[Settings], request: PickupRequest) -> Iterator[Problem]:
    """Find what the table of requirements cannot say.

    Sendcloud's list of carriers grows, so an account may add to it; what is in ``extra`` for one
    that is new must not take the place of a common field.
    """
    known = (*CARRIERS, *account.settings.more_carriers)
    if request.carrier is not None and request.carrier not in known:
        reason = (
            f"{request.carrier[:40]!r} is none of {', '.join(known)}; one that is new at Sendcloud "
            "can be named in the account's more_carriers"
        )
        yield Problem("/carrier", reason, _DOCS)
    for name in request.extra:
        if request.carrier not in CARRIERS and name in COMMON:
            yield Problem(f"/extra/{name}", "is told elsewhere in the request", _DOCS)
    yield from misfits(request.extra, _DOCS)
