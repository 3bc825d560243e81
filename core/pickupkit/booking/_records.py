"""What the journal keeps of a request and of a pickup: enough to find it, and nobody's home."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import asdict, evolve, fields_dict

from pickupkit.errors import Attempt, JournalError
from pickupkit.journal import Entry
from pickupkit.models import Money, Pickup, PickupRequest, PickupStatus, Window
from pickupkit.structure import Structurer

_SECRETIVE: Final = frozenset(
    {
        "address",
        "billing_address",
        "instructions",
        "location",
        "shipping_address",
        "special_instructions",
    }
)

_UNSET: Final[tuple[object, ...]] = (None, "", (), [], {})
_EVERY_DIGIT: Final = Context(prec=MAX_PREC, Emin=MIN_EMIN, Emax=MAX_EMAX)

DEAD: Final = (PickupStatus.CANCELLED, PickupStatus.FAILED)
"""A pickup in one of these is booked no longer."""


def entry_of(
    account: str,
    provider: str,
    key: str,
    request: PickupRequest,
    reference: str | None,
    origin: str | None = None,
) -> Entry:
    """Write down what `reconcile` needs to find a booking again."""
    return Entry(
        key=key,
        account=account,
        provider=provider,
        request_hash=request_hash(request),
        reference=reference,
        carrier=request.carrier,
        country=request.address.country,
        windows=tuple(
            (w.start.isoformat(), w.end.isoformat() if w.end else None) for w in request.windows
        ),
        shipments=request.shipments,
        origin=origin,
    )


def request_hash(request: PickupRequest) -> str:
    """Tell two requests apart, without keeping either.

    What is not set does not count: a field that a later version adds changes no request of before.
    """
    data = json.dumps(_set(asdict(request)), default=_canonical, sort_keys=True)
    return hashlib.sha256(data.encode(errors="surrogatepass")).hexdigest()


def _set(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _set(item) for key, item in value.items() if item not in _UNSET}
    return [_set(item) for item in value] if isinstance(value, list | tuple) else value


def _canonical(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value.normalize(_EVERY_DIGIT) if isinstance(value, Decimal) else value)


def attempt_of(entry: Entry, reason: str | None = None) -> Attempt:
    """Tell a journal's entry in the words of the error; one that is damaged is a `JournalError`."""
    with _legible(f"attempt {entry.key!r}"):
        return Attempt(
            key=entry.key,
            provider=entry.provider,
            account=entry.account,
            reference=entry.reference,
            sent_at=datetime.fromtimestamp(entry.sent_at or entry.planned_at, UTC),
            reason=reason or entry.reason or "",
            accepted=entry.accepted,
            facts=entry.facts,
            carrier=entry.carrier,
            country=entry.country,
            windows=tuple((_moment(s), _moment(e) if e else None) for s, e in entry.windows),
            shipments=entry.shipments,
        )


@contextmanager
def _legible(what: str) -> Iterator[None]:
    """Tell what cannot be read as the journal's fault, without what it holds."""
    try:
        yield
    except (ValueError, TypeError, LookupError):
        said = f"what it holds of {what} cannot be read"
        raise JournalError(f"the journal cannot be used: {said}") from None


def _moment(value: Any) -> datetime:
    return datetime.fromisoformat(value)


def keep(pickup: Pickup, mask: Callable[[str], str]) -> dict[str, Any]:
    """Give a pickup as JSON, without its address and whatever else ``mask`` hides.

    What a provider's plugin put there must not hide that it is booked: what cannot be written in
    ``raw`` is left out.
    """
    messages = tuple(mask(said) for said in pickup.messages)
    bare = evolve(pickup, address=None, messages=messages, raw={})
    kept: dict[str, Any] = json.loads(json.dumps(asdict(bare, recurse=False), default=_json))
    with suppress(TypeError, ValueError, RecursionError):
        kept["raw"] = json.loads(json.dumps(_bare(pickup.raw, mask), default=str))
    return kept


def _bare(value: Any, mask: Callable[[str], str]) -> Any:
    if isinstance(value, Mapping):
        return {
            key: "[…]" if key in _SECRETIVE else _bare(item, mask) for key, item in value.items()
        }
    if isinstance(value, list):
        return [_bare(item, mask) for item in value]
    return mask(value) if isinstance(value, str) else value


def _json(value: object) -> object:
    if isinstance(value, datetime):
        zone = getattr(value.tzinfo, "key", None)
        return {"at": value.isoformat(), "tz": zone}
    if isinstance(value, Window):
        return {"start": value.start, "end": value.end}
    if isinstance(value, Money):
        return {"amount": str(value.amount), "currency": value.currency}
    return str(value)


def restore(kept: Mapping[str, Any]) -> Pickup:
    """Give the pickup that was kept; its ``source`` says that it is our own record.

    Where another worker is a later version already, its booking is told by what is known here.
    """
    with _legible("a pickup"):
        known = {name: kept[name] for name in fields_dict(Pickup) if name in kept}
        return evolve(_STRUCTURER.build(Pickup, known), source="journal")


def _status(value: str) -> PickupStatus:
    return PickupStatus(value) if value in tuple(PickupStatus) else PickupStatus.UNKNOWN


def _when(value: Any) -> datetime | None:
    if value is None:
        return None
    found = _moment(value["at"])
    try:
        return found.astimezone(ZoneInfo(value["tz"])) if value["tz"] else found
    except (OverflowError, ZoneInfoNotFoundError, ValueError, OSError):
        # At the ends of the calendar, or on a machine that does not know the zone; what is booked
        # must be told all the same.
        return found


_STRUCTURER: Final = Structurer(
    {
        datetime: _when,
        PickupStatus: _status,
        Window: lambda value: Window.reported(_when(value["start"]), _when(value["end"])),  # type: ignore[arg-type]
        Money: lambda value: Money(value["amount"], value["currency"]),
    }
)
