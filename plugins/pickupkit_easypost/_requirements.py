"""What EasyPost wants of a request."""

from collections.abc import Iterator
from typing import Final

from pickupkit.plugin import Account, Certainty, Need, PickupRequest, Problem, Requirement

from ._settings import Settings

_DOCS: Final = "EasyPost API reference, Pickups"
_SUPPORT: Final = "EasyPost support articles"
_RECORDED: Final = "recorded answers of EasyPost's test mode"
_US_STATE: Final = "the state in two letters, which American carriers need"


def _american(request: PickupRequest) -> bool:
    return request.address.country in ("US", "CA")


def _field(pointer: str, need: Need = Need.OPTIONAL, why: str = "", **more: object) -> Requirement:
    rule = {"source": _DOCS, **more}
    return Requirement(pointer=pointer, need=need, why=why, **rule)  # type: ignore[arg-type]


def _whole(pointer: str, why: str = "") -> Requirement:
    """Make the rule of a part of an address: "fully-specified" is all that the documents say."""
    return _field(pointer, Need.REQUIRED, why, certainty=Certainty.INFERRED)


REQUIREMENTS: Final = (
    _whole("/address/name", "who the driver asks for"),
    _field("/address/company"),
    _whole("/address/line1", "the street with its number"),
    _field("/address/line2"),
    _whole("/address/postal_code"),
    _whole("/address/city"),
    _field(
        "/address/state",
        Need.CONDITIONAL,
        _US_STATE,
        condition="in the United States and Canada",
        applies=_american,
        certainty=Certainty.INFERRED,
    ),
    _field(
        "/address/country",
        Need.REQUIRED,
        "EasyPost takes a missing one for US",
        source=_RECORDED,
        certainty=Certainty.SEEN,
    ),
    _field("/address/phone", Need.REQUIRED, "EasyPost advises to give one", source=_SUPPORT),
    _field("/address/email"),
    _field(
        "/windows",
        Need.REQUIRED,
        "one window; EasyPost keeps it in UTC, and the carrier likely comes on its UTC date",
        at_most=1,
        certainty=Certainty.INFERRED,
    ),
    _field("/windows/*/end", Need.REQUIRED, "max_datetime is required"),
    _field(
        "/windows/*/end",
        why="two to four hours within 8:00 and 17:00 at the site are advised; a window too short "
        "or too long fails only when it is bought",
        source=_SUPPORT,
    ),
    _field(
        "/shipments",
        Need.CONDITIONAL,
        "one shipment that is already bought; or a batch",
        condition="unless there is a batch",
        at_most=1,
    ),
    _field("/batch", why="a fully bought batch of one carrier; or a shipment"),
    _field("/parcels", Need.UNUSED, "the shipment or batch already says what there is to carry"),
    _field("/carrier", why="as EasyPost spells it, such as USPS; else the cheapest offer is taken"),
    _field("/service", why="as quoted, such as NextDay"),
    _field(
        "/carrier_account",
        why="ca_…: only this account is asked for an offer; name it where a carrier has two, or "
        "you have more than 60, of which the rest are left out",
    ),
    _field("/spot/instructions", why="for the driver"),
    _field("/reference", why="echoed; not checked for uniqueness"),
    _field(
        "/max_price",
        why="the most that may be bought; compared here, before the buy, which cannot tell two "
        "accounts of a carrier apart: the dearer one's offer counts",
    ),
    _field("/extra/is_account_address", why="true if it is the carrier account's own address"),
)


def find_problems(_account: Account[Settings], request: PickupRequest) -> Iterator[Problem]:
    """Find what the table of requirements cannot say."""
    if bool(request.shipments) == bool(request.batch):
        reason = "exactly one bought shipment, or one batch, is needed"
        yield Problem("/shipments", reason, _DOCS)
    if not isinstance(request.extra.get("is_account_address", False), bool):
        yield Problem("/extra/is_account_address", "is not true or false", _DOCS)
