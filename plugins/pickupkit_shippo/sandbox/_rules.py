"""What Shippo's carriers refuse after the field checks, and the words of each refusal.

Documented or reported: the texts of the shapes, bar those marked ours. Ours: the order of the
checks, what tells accounts apart, and that a day's USPS request is known by street, ZIP and day.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from attrs import frozen

from pickupkit.plugin.sandbox import JSON_UTF8, JSONResponse, PlainTextResponse, RefusedError

DHL_ONLY: Final = ("Security Deck", "Shipping Dock")
_DUPLICATE: Final = (
    "You have already requested a USPS pickup for today. Please leave any additional USPS packages "
    "at your designated pickup location and the carrier will collect them along with your "
    "already-scheduled package."
)
_SERVICE: Final = (
    "A USPS pickup requires at least one transaction of the following service: Priority Mail "
    "Express, Priority Mail, any international service, or any return service. Please update the "
    "transactions."
)
_COMPANY: Final = (
    "The company name of the pickup address is invalid or missing. Please update the company on "
    "the pickup address."
)
_SLOW: Final = "The carrier is taking too long to process the request. Please try again."

Messages = Mapping[str, Any]

# Scenes of ``sandbox:answer=...`` that are refusals: status (ours where not 400) and body.
REFUSALS: Final[dict[str, tuple[int, Messages]]] = {
    "company": (400, {"messages": [_COMPANY]}),
    "duplicate": (400, {"messages": [_DUPLICATE]}),
    "duplicate-old": (400, {"status": "ERROR", "messages": [_DUPLICATE]}),
    "service": (400, {"messages": [_SERVICE]}),
    "slow": (400, {"messages": [_SLOW]}),
    "version": (400, {"error": "The requested version is not available for this resource"}),
}


@frozen
class Asked:
    """A request that passed the field checks, with the carrier that its account stands for."""

    owner: str
    carrier: str
    body: Mapping[str, Any]
    day: date

    @property
    def address(self) -> Mapping[str, Any]:
        """The pickup address."""
        return self.body["location"]["address"]  # type: ignore[no-any-return]

    @property
    def place(self) -> tuple[str, str, str, date]:
        """What USPS is visited once for."""
        street, code = str(self.address["street1"]), str(self.address["zip"])
        return self.owner, street.casefold(), code, self.day


def refuse(status: int, body: Messages) -> RefusedError:
    """Make one refusal."""
    return RefusedError(JSONResponse(body, status, media_type=JSON_UTF8))


def too_many() -> RefusedError:
    """Make the answer of the rate limit: its text is documented, that it is no JSON reported."""
    return RefusedError(PlainTextResponse("Rate limit exceeded", 429))


def carrier_of(account: str) -> str:
    """Tell the carrier by the first letters of the account's id; one of hex digits is USPS."""
    for prefix, carrier in (("dhl", "dhl_express"), ("ups", "ups"), ("fedex", "fedex")):
        if account.startswith(prefix):
            return carrier
    return "usps"


def check(asked: Asked, earlier: Iterable[Asked]) -> None:
    """Refuse what Shippo or the carrier would refuse."""
    earlier = [each for each in earlier if each.owner == asked.owner]
    if asked.body["carrier_account"].startswith("foreign"):
        raise refuse(403, {"detail": "You do not have permission to perform this action."})
    if asked.carrier not in ("usps", "dhl_express"):
        raise refuse(400, {"detail": "Carrier does not support pickups."})
    _check_spot(asked)
    _check_transactions(asked, earlier)
    if not asked.address.get("company"):
        raise refuse(*REFUSALS["company"])
    if asked.carrier == "usps" and any(_same_visit(asked, each) for each in earlier):
        raise refuse(*REFUSALS["duplicate"])


def _check_spot(asked: Asked) -> None:
    spot = asked.body["location"]["building_location_type"]
    if asked.carrier == "usps" and spot in DHL_ONLY:
        text = f'"{spot}" is available for DHL Express only.'  # ours
        raise refuse(400, {"building_location_type": [text]})


def _check_transactions(asked: Asked, earlier: Iterable[Asked]) -> None:
    used = {item for each in earlier for item in each.body["transactions"]}
    texts = [
        f"Transaction {item} already has a pickup scheduled."
        for item in asked.body["transactions"]
        if item in used
    ]
    if texts:
        raise refuse(400, {"transactions": texts})


def _same_visit(asked: Asked, other: Asked) -> bool:
    return other.carrier == "usps" and other.place == asked.place
