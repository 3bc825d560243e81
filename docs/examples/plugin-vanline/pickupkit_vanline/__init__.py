"""Vanline: token login, form bodies, pages by number."""

from collections.abc import AsyncGenerator, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from attrs import frozen

from pickupkit.plugin import (
    Account, Answer, Attempt, Call, Cancellation, CancelOutcome, Connection, Failure, Grant, Need,
    Page, Pickup, PickupRequest, PickupStatus, Provider, Requirement, Secret, Trail, Unreadable,
    View, decode, demand, hookimpl, moment, page, repeatable, segment, text, window,
)  # fmt: skip

if TYPE_CHECKING:
    from pickupkit.plugin.sandbox import ASGIApp, World

_FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


@frozen(kw_only=True)
class Settings:
    """A user of Vanline's customer portal."""

    user: str
    password: Secret


def connect(account: Account[Settings]) -> Connection:
    """Log in for a token, which is good for an hour."""

    async def authorize() -> Grant:
        settings = account.settings
        body = Secret(urlencode({"user": settings.user, "password": settings.password.reveal()}))
        login = Call("POST", "/token", _read, headers=_FORM, body=body.reveal().encode())
        token = Secret(demand((await repeatable(login)).raw.get("token"), "token"))
        return Grant({"Authorization": token.map(lambda value: f"Bearer {value}")}, seconds=3600)

    return Connection(account.root("https://api.vanline.example"), authorize=authorize)


def _read(answer: Answer) -> View:
    return View.from_dict(decode(answer.content))


_NEEDS = {
    "/address/name": Need.REQUIRED, "/address/line1": Need.REQUIRED,
    "/address/postal_code": Need.REQUIRED, "/address/city": Need.REQUIRED,
    "/address/country": Need.REQUIRED, "/address/phone": Need.OPTIONAL,
    "/windows": Need.REQUIRED, "/windows/*/end": Need.REQUIRED, "/reference": Need.OPTIONAL,
}  # fmt: skip
_MOST = {"/windows": 1}
_MANUAL = "Vanline manual, Collections"

vanline = Provider(
    "vanline",
    title="Vanline",
    settings=Settings,
    connect=connect,
    requirements=[
        Requirement(pointer=p, need=n, at_most=_MOST.get(p), source=_MANUAL)
        for p, n in _NEEDS.items()
    ],
)


def _form(request: PickupRequest) -> bytes:
    address, asked = request.address, request.windows[0]
    fields = {
        "name": address.name, "street": address.line1, "zip": address.postal_code,
        "city": address.city, "country": address.country, "phone": address.phone,
        "from": asked.start.isoformat(), "until": asked.end and asked.end.isoformat(),
        "label": request.reference,
    }  # fmt: skip
    return urlencode({key: value for key, value in fields.items() if value is not None}).encode()


_STATES = {"OPEN": PickupStatus.CONFIRMED, "CANCELLED": PickupStatus.CANCELLED}


def _pickup(account: Account[Settings], view: View) -> Pickup:
    raw = view.raw
    state = text(raw.get("state"))
    return Pickup(
        provider=account.provider, account=account.name, id=demand(raw.get("number"), "number"),
        status=_STATES.get(state or "", PickupStatus.UNKNOWN), raw_status=state,
        requested=window(raw.get("from"), raw.get("until")), reference=text(raw.get("label")),
        created_at=moment(raw.get("created")), raw=raw,
    )  # fmt: skip


@vanline.create
async def create(account: Account[Settings], request: PickupRequest) -> Pickup:
    """Book one."""
    call = Call("POST", "/collections", _read, headers=_FORM, body=_form(request))
    return _pickup(account, await call)


@vanline.failure
def failure(answer: Answer) -> Failure:
    """Read ``{"fault": {"text", "code"}}``."""
    fault = decode(answer.content)["fault"]
    return Failure((str(fault["text"]),), code=text(fault.get("code")))


@vanline.get
async def get(account: Account[Settings], pickup_id: str) -> Pickup:
    """Look one up."""
    return _pickup(account, await Call("GET", f"/collections/{segment('id', pickup_id)}", _read))


@vanline.list
async def collections(account: Account[Settings]) -> AsyncGenerator[Page, None]:
    """List by page numbers; the same first item twice would be a circle."""
    trail, number, last = Trail(), 1, 1
    while number <= last:
        told = (await Call("GET", "/collections", _read, params=(("page", str(number)),))).raw
        items, last = told.get("collections"), told.get("pages")
        if not isinstance(items, list) or not isinstance(last, int):
            raise Unreadable("collections or pages is missing")
        if items:
            trail.step(str(items[-1]))
        yield page(account, map(View, items), _pickup)
        number += 1


@vanline.cancel
async def cancel(account: Account[Settings], pickup_id: str) -> Cancellation:
    """Cancel one; the state in the answer says whether it is."""
    found = await Call("DELETE", f"/collections/{segment('id', pickup_id)}", _read)
    pickup = _pickup(account, found)
    gone = pickup.status is PickupStatus.CANCELLED
    outcome = CancelOutcome.CANCELLED if gone else CancelOutcome.UNKNOWN
    return Cancellation(outcome=outcome, pickup=pickup)


@vanline.check
async def check(account: Account[Settings]) -> str:
    """Log in, and look at one page."""
    await Call("GET", "/collections", _read, params=(("page", "1"),))
    return f"{account.settings.user} is logged in"


@vanline.reconcile
async def reconcile(account: Account[Settings], attempt: Attempt) -> tuple[Pickup, ...]:
    """Find a lost booking by its reference."""
    found: list[Pickup] = []
    async for one in collections(account):
        found += (pickup for pickup in one.pickups if pickup.reference == attempt.reference)
    return tuple(found)


@vanline.sandbox
def sandbox(world: "World") -> "ASGIApp":
    """Stand in for Vanline."""
    from ._sandbox import create_app

    return create_app(world)


@hookimpl
def pickupkit_providers() -> Iterable[Provider[Any]]:
    """Bring Vanline."""
    return (vanline,)
