"""Reading what a caller sends, as strictly as EasyPost is known to be.

Recorded: a missing ``min_datetime`` and its code, the forms of dates, address as object or id.
Ours: the order of the checks, and all that is said about incomplete addresses and wrong types.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from attrs import frozen

from pickupkit.plugin.sandbox import triggers

from ._errors import FORMS, error, required

TEXTS: Final = (
    "name", "company", "street1", "street2", "city", "state", "zip", "country", "phone", "email",
)  # fmt: skip
_NEEDED: Final = ("street1", "city")
_BARE_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")

TRIGGERS: Final = {
    "create": ("inconsistent", "429", "500", *FORMS),
    "rates": ("none", "mixed", "late"),
    "buy": ("400", "422", "429", "slow"),
    "cancel": ("failed",),
}


@frozen
class Wanted:
    """A pickup as asked for. ``address`` holds texts, or only ``id`` for a stored one."""

    address: Mapping[str, Any]
    start: datetime
    end: datetime
    reference: str | None
    instructions: str | None
    is_account_address: bool
    carrier_accounts: tuple[str, ...]
    plan: Mapping[str, str]


def read_pickup(body: object) -> Wanted:
    """Check the body of a create and take what matters; refuse it as EasyPost does."""
    pickup = body.get("pickup") if isinstance(body, dict) else None
    if not isinstance(pickup, dict) or not pickup:
        missing = {"field": "pickup", "message": "cannot be blank"}
        raise error("PARAMETER.REQUIRED", None, missing)
    for field in ("address", "min_datetime", "max_datetime"):
        if not pickup.get(field):
            raise required(field)
    _check_cargo(pickup)
    start, end = moment(pickup["min_datetime"]), moment(pickup["max_datetime"])
    if end < start:
        raise error("PICKUP.REQUEST.INVALID", "max_datetime is before min_datetime.")
    return Wanted(
        address=_address(pickup["address"]),
        start=start,
        end=end,
        reference=_text(pickup, "reference"),
        instructions=_text(pickup, "instructions"),
        is_account_address=str(pickup.get("is_account_address")).lower() == "true",
        carrier_accounts=_accounts(pickup.get("carrier_accounts") or []),
        plan=triggers(pickup.get("reference"), TRIGGERS),
    )


def read_purchase(body: object) -> tuple[str, str]:
    """Give carrier and service of a buy, which are not wrapped."""
    fields = body if isinstance(body, dict) else {}
    for field in ("carrier", "service"):
        if not isinstance(fields.get(field), str) or not fields[field]:
            raise required(field)
    return fields["carrier"], fields["service"]


def moment(value: object) -> datetime:
    """Read a date: a bare one is midnight UTC, an offset is converted, a fraction dropped.

    A time without zone is taken as UTC: likely so, not established.
    """
    try:
        bare = _BARE_DATE.fullmatch(str(value))
        if bare is not None:
            year, month, day = map(int, bare.groups())
            return datetime(year, month, day, tzinfo=UTC)
        read = datetime.fromisoformat(str(value))
        aware = read if read.tzinfo else read.replace(tzinfo=UTC)
        return aware.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise error("DATE.PARSE.FAILURE") from None


def _check_cargo(pickup: Mapping[str, Any]) -> None:
    cargo = [_id(pickup[name]) for name in ("shipment", "batch") if pickup.get(name)]
    if not cargo:
        raise error("PICKUP.BATCH.REQUIRED")
    if len(cargo) > 1 or not cargo[0]:
        raise error("PICKUP.REQUEST.INVALID", "Give either a shipment or a batch, by its id.")


def _id(value: object) -> str:
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def _address(value: object) -> Mapping[str, Any]:
    if _id(value):
        return {"id": _id(value)}
    if not isinstance(value, dict):
        raise error("PICKUP.ADDRESS.INVALID")
    texts = {name: value.get(name) for name in TEXTS}
    wrong = [name for name, text in texts.items() if not isinstance(text, str | None)]
    wrong += [name for name in _NEEDED if not texts[name]]
    if wrong:
        raise error("PICKUP.ADDRESS.INVALID", None, *({"field": name} for name in wrong))
    return texts


def _text(pickup: Mapping[str, Any], field: str) -> str | None:
    value = pickup.get(field)
    if not isinstance(value, str | None):
        raise error("PICKUP.REQUEST.INVALID", f"{field} must be a text.")
    return value


def _accounts(value: object) -> tuple[str, ...]:
    ids = [_id(item) for item in value] if isinstance(value, list) else [""]
    if not all(ids):
        raise error("PICKUP.REQUEST.INVALID", "carrier_accounts must be a list of ids.")
    return tuple(ids)
