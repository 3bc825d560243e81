"""What Shippo wants of a request."""

from typing import Final

from pickupkit.plugin import Certainty, Door, Need, PickupRequest, Requirement

CARRIERS: Final = ("usps", "dhl_express")
_DOCS: Final = "Shippo API description, Pickups"
_GUIDE: Final = "Shippo guide, Pickups"
_RECORDED: Final = "a recorded answer of Shippo's"
_PARTS: Final = ("apartment", "building", "department", "floor", "room", "suite")
_DHL_ONLY: Final = (Door.SECURITY_DECK, Door.SHIPPING_DOCK)
_DOORS: Final = tuple(door for door in Door if door is not Door.NONE)
_OTHERS: Final = tuple(door for door in _DOORS if door not in _DHL_ONLY)


def _says_other(request: PickupRequest) -> bool:
    return request.spot is not None and request.spot.door == Door.OTHER


def _required(pointer: str, why: str = "", source: str = _DOCS, **more: object) -> Requirement:
    return Requirement(pointer=pointer, need=Need.REQUIRED, why=why, source=source, **more)  # type: ignore[arg-type]


def _optional(pointer: str, why: str = "", **more: object) -> Requirement:
    return Requirement(pointer=pointer, why=why, source=_DOCS, **more)  # type: ignore[arg-type]


REQUIREMENTS: Final = (
    _required("/address/name", "without special characters"),
    _required(
        "/address/company", "carriers refuse a pickup without one, or with special characters"
    ),
    _required("/address/line1", "the street with its number", at_most=35),
    _optional("/address/line2", at_most=35),
    _required("/address/postal_code"),
    _required("/address/city"),
    _required("/address/state", "two or three letters", pattern=r"([A-Za-z]{2}-)?[A-Za-z0-9]{2,3}"),
    _required("/address/country"),
    _required("/address/phone", source=_GUIDE),
    _required(
        "/address/email",
        "a request without one gets a 400",
        source=_RECORDED,
        certainty=Certainty.SEEN,
    ),
    _optional("/address/residential"),
    _required("/windows", "one window", at_most=1),
    _required("/windows/*/end"),
    _required("/shipments", "the transactions of all labels to be collected", at_least=1),
    _required("/carrier_account", "the object id of the USPS or DHL Express account"),
    _optional(
        "/carrier",
        "whose rules are checked here; the carrier account decides who comes",
        choices=CARRIERS,
    ),
    Requirement(
        pointer="/parcels",
        need=Need.UNUSED,
        why="the labels already say what there is to carry",
        source=_DOCS,
    ),
    _required("/spot/door", "where the parcels wait", choices=_DOORS),
    _optional(
        "/spot/door", "the decks are DHL Express's alone", choices=_OTHERS, carriers=("usps",)
    ),
    _optional("/spot/building_part", choices=_PARTS),
    Requirement(
        pointer="/spot/instructions",
        need=Need.CONDITIONAL,
        why="where the parcels are, if the door is other",
        source=_GUIDE,
        condition="if the door is other",
        applies=_says_other,
    ),
    _optional("/reference", "kept as metadata", at_most=100),
)
