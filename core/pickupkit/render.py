"""Show pickups to people."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from pickupkit.models import Cancellation, CancelOutcome, Pickup, PickupStatus, Window
from pickupkit.models._window import zone
from pickupkit.secret import Secret
from pickupkit.transport import Send

_HEAD: Final = (
    "PROVIDER", "CARRIER", "WINDOW", "STATUS", "CONFIRMATION", "PRICE", "CANCEL BY", "ID",
)  # fmt: skip
_OWN: Final = "as booked here; the provider cannot be asked"


def cell(value: str | None) -> str:
    """Show something in one line, whatever its provider wrote; what is not known is a dash."""
    return " ".join((value or "").split()) or "-"


def table(head: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    """Line columns up; what is not known is a dash."""
    cells = [list(head), *(list(map(cell, row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)
    return "\n".join(lines)


def pickups(found: Iterable[tuple[Pickup, str | None]]) -> str:
    """Show pickups as a table, each with the time zone of its site.

    Accounts are named where their names say more than those of their providers.
    """
    shown = list(found)
    rows = [_row(pickup, tz) for pickup, tz in shown]
    if all(pickup.account == pickup.provider for pickup, _ in shown):
        return table(_HEAD, rows)
    named = [(pickup.account, *row) for (pickup, _), row in zip(shown, rows, strict=True)]
    return table(("ACCOUNT", *_HEAD), named)


def _row(pickup: Pickup, tz: str | None) -> tuple[str | None, ...]:
    return (
        pickup.provider,
        pickup.carrier,
        windows(pickup, tz),
        f"{status(pickup)} (as booked here)" if pickup.source == "journal" else status(pickup),
        pickup.confirmation or pickup.tracking_number,
        str(pickup.price) if pickup.price else None,
        moment(pickup.cancel_by, tz),
        pickup.id,
    )


def status(pickup: Pickup) -> str:
    """Show the status; the provider's own word where we have none."""
    if pickup.status == "unknown" and pickup.raw_status:
        return f"unknown ({pickup.raw_status})"
    return pickup.status.value


def windows(pickup: Pickup, tz: str | None = None) -> str | None:
    """Show when the van comes: what is confirmed, else what was asked for."""
    shown = (window(_at_site(w, tz)) for w in pickup.confirmed or pickup.requested)
    return ", ".join(shown) or None


def _at_site(span: Window, tz: str | None) -> Window:
    """Show a span in the site's zone; one of no length is a mere date, which would be another."""
    return span if tz is None or span.start == span.end else span.in_zone(tz)


def window(span: Window) -> str:
    """Show a window on the wall clock of its zone; both names of it, where the clocks change."""
    start, end = span.start, span.end
    if end is None:
        return f"{start:%a %d %b %Y from %H:%M %Z}"
    until = f"{end:%H:%M %Z}" if end.date() == start.date() else f"{end:%a %d %b %H:%M %Z}"
    zoned = "" if start.utcoffset() == end.utcoffset() else f" {start:%Z}"
    return f"{start:%a %d %b %Y %H:%M}{zoned}-{until}"


def moment(value: datetime | None, tz: str | None = None) -> str | None:
    """Show a moment on the wall clock of a zone, or of its own."""
    if value is None:
        return None
    shown = value.astimezone(zone(tz)) if tz else value
    return f"{shown:%a %d %b %Y %H:%M %Z}"


def details(pickup: Pickup, tz: str | None = None, *, asked: bool = True) -> str:
    """Show one pickup, a line for each thing known.

    ``asked`` is for a pickup that was looked up: where it comes from the journal all the same, its
    provider cannot be asked.
    """
    lines = {
        "account": f"{pickup.account} ({pickup.provider})",
        "id": pickup.id,
        "carrier": " ".join(filter(None, (pickup.carrier, pickup.service))),
        "status": status(pickup),
        "source": _OWN if asked and pickup.source == "journal" else None,
        "window": windows(pickup, tz),
        "confirmation": pickup.confirmation,
        "tracking": pickup.tracking_number,
        "price": str(pickup.price) if pickup.price else None,
        "cancel by": moment(pickup.cancel_by, tz),
        "reference": pickup.reference,
        "created at": moment(pickup.created_at, tz),
        "cancelled at": moment(pickup.cancelled_at, tz),
    }
    known = [f"{name:13} {cell(value)}" for name, value in lines.items() if value]
    return "\n".join((*known, *(f"{'message':13} {cell(said)}" for said in pickup.messages)))


def cancellation(done: Cancellation, tz: str | None = None) -> str:
    """Say what came of a cancel, and what is left to do."""
    offer = done.pickup is not None and done.pickup.status is PickupStatus.QUOTED
    refused = done.outcome is CancelOutcome.REFUSED
    said = [_OFFER if refused and offer else _SAID[done.outcome]]
    if done.message:
        said.append(f": {done.message}")
    if done.how:
        said.append(f"; {done.how}")
    if done.deadline:
        said.append(f", before {moment(done.deadline, tz)}")
    return "".join(said)


_OFFER: Final = "not cancelled; it shows as quoted, not as booked"
_SAID: Final = {
    CancelOutcome.CANCELLED: "cancelled",
    CancelOutcome.REQUESTED: "cancel requested; look again later whether it was granted",
    CancelOutcome.REFUSED: "NOT cancelled, the van may come",
    CancelOutcome.UNSUPPORTED: "not cancelled",
    CancelOutcome.UNKNOWN: "nobody knows whether it is cancelled; look it up",
}


def request_fields(send: Send) -> dict[str, Any]:
    """Give an HTTP request exactly, but for its secrets."""
    headers = {n: "[secret]" if isinstance(v, Secret) else v for n, v in send.headers}
    body = send.body.decode() if send.body else None
    return {"method": send.method, "url": send.url, "headers": headers, "body": body}


def request(send: Send) -> str:
    """Show an HTTP request exactly, but for its secrets."""
    fields = request_fields(send)
    lines = [f"{fields['method']} {fields['url']}"]
    lines += [f"{name}: {value}" for name, value in fields["headers"].items()]
    return "\n".join((*lines, "", fields["body"] or "")).rstrip()
