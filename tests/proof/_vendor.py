"""A vendor by script, on a virtual clock: late bookings, listing lag, lost answers, faults."""

import json
from collections.abc import AsyncGenerator
from typing import Any, Final

from attrs import define, field, frozen

from pickupkit.calls import Answer, Call
from pickupkit.calls.wire import decode
from pickupkit.plugin import (
    Account,
    Attempt,
    Connection,
    Page,
    Pickup,
    PickupRequest,
    PickupStatus,
    Provider,
    Requirement,
    Unreadable,
    note,
    repeatable,
)
from pickupkit.transport import Send, SendFault, Stage

LAG: Final = 1.0
"""Seconds for which the listing does not show a booking."""

LATE: Final = 5.0
"""Seconds that the slowest processing takes."""

SETTLE: Final = LATE + LAG + 1

POST_HOWS: Final = (
    "ok", "ok", "unsent", "lost request", "lost answer", "late 2", "late 5", "refused", "429",
    "502", "502 booked", "half", "garbled", "busy",
)  # fmt: skip
GET_HOWS: Final = ("ok", "ok", "broken", "500")


@frozen
class Settings:
    """No settings."""


@define
class Booked:
    """What the carrier has."""

    id: str
    reference: str
    at: float
    dead: bool = False


@define
class Vendor:
    """Two APIs: one books with a POST and lists, the other quotes first and buys."""

    now: Any
    booked: list[Booked] = field(factory=list)
    late: list[tuple[float, str, str | None]] = field(factory=list)
    quotes: dict[str, str] = field(factory=dict)

    def tick(self) -> None:
        """Carry out what is late."""
        for due in [one for one in self.late if one[0] <= self.now()]:
            self.late.remove(due)
            self.book(*due[1:])

    def book(self, reference: str, quote: str | None = None) -> str:
        """Send a van."""
        made = Booked(quote or f"pk{len(self.booked)}", reference, self.now())
        self.booked.append(made)
        return made.id

    def answer(self, send: Send, how: str) -> Answer:
        """Give the answer, or raise what happens instead."""
        path = send.url.removeprefix("https://api.example.com")
        if send.method == "GET":
            return self._read(path, how)
        if path == "/quotes":
            return self._quoted(send, how)
        reference = json.loads(send.body or b"{}")["reference"]
        quote = path.split("/")[2] if path.endswith("/buy") else None
        return self._post(reference, quote, how)

    def _post(self, reference: str, quote: str | None, how: str) -> Answer:
        if how == "unsent":
            raise SendFault(Stage.UNSENT, "the connection could not be made")
        if how in _PLAIN:
            return Answer(_PLAIN[how], {}, b"{}")
        if how == "lost request":
            raise SendFault(Stage.SENT, "no answer came in time")
        if how.startswith("late"):
            self.late.append((self.now() + float(how.split()[1]), reference, quote))
            raise SendFault(Stage.SENT, "no answer came in time")
        made = self.book(reference, quote)
        if how == "lost answer":
            raise SendFault(Stage.SENT, "the connection broke")
        if how == "half":
            raise SendFault(Stage.ANSWERED, "the connection broke", status=201)
        bodies = {"502 booked": (502, b""), "garbled": (201, b"<html>")}
        status, body = bodies.get(how, (201, json.dumps({"id": made, "ref": reference}).encode()))
        return Answer(status, {}, body)

    def _quoted(self, send: Send, how: str) -> Answer:
        _fail(how)
        made = f"q{len(self.quotes)}"
        self.quotes[made] = json.loads(send.body or b"{}")["reference"]
        return Answer(201, {}, json.dumps({"id": made}).encode())

    def _read(self, path: str, how: str) -> Answer:
        _fail(how)
        if path.startswith("/quotes/"):
            quote = path.split("/")[2]
            found = next((b for b in self.booked if b.id == quote), None)
            status = "open" if found is None else "dead" if found.dead else "booked"
            return _json({"id": quote, "ref": self.quotes[quote], "status": status})
        if path.startswith("/pickups/"):
            return _json(_item(next(b for b in self.booked if b.id == path.split("/")[2]), True))
        return self._page(path)

    def _page(self, path: str) -> Answer:
        """Give two items, newest first, without the reference, which only the detail has."""
        before = int(path.partition("=")[2] or len(self.booked))
        seen = [b for b in self.booked[:before] if b.at <= self.now() - LAG]
        page = seen[-2:][::-1]
        start = self.booked.index(page[-1]) if page else 0
        items = [_item(each, False) for each in page]
        return _json({"pickups": items, "before": start or None})


_PLAIN: Final = {"refused": 422, "429": 429, "502": 502, "busy": 503}


def _fail(how: str) -> None:
    if how in ("broken", "unsent") or how.startswith(("lost", "late", "half")):
        raise SendFault(Stage.SENT, "the connection broke")
    if how == "500":
        raise SendFault(Stage.ANSWERED, "the connection broke", status=500)


def _item(booked: Booked, whole: bool) -> dict[str, Any]:
    status = "dead" if booked.dead else "booked"
    return {"id": booked.id, "status": status} | ({"ref": booked.reference} if whole else {})


def _json(value: Any) -> Answer:
    return Answer(200, {}, json.dumps(value).encode())


def _call(method: str, path: str, body: Any = None, **params: object) -> Call[Any]:
    content = None if body is None else json.dumps(body).encode()
    asked = tuple((k, str(v)) for k, v in params.items() if v is not None)
    return Call(method, path, lambda answer: decode(answer.content), params=asked, body=content)


def _pickup(account: Account[Any], raw: Any) -> Pickup:
    dead = raw.get("status") == "dead"
    return Pickup(
        provider=account.provider,
        account=account.name,
        id=raw["id"],
        status=PickupStatus.CANCELLED if dead else PickupStatus.CONFIRMED,
        reference=raw.get("ref"),
        raw=raw,
    )


def lister() -> Provider[Settings]:
    """Book with one POST; list without references; get with one."""
    provider = _provider("lister")

    @provider.create
    async def create(account: Account[Settings], request: PickupRequest) -> Pickup:
        return _pickup(account, await _call("POST", "/pickups", {"reference": request.reference}))

    @provider.list
    async def pages(account: Account[Settings]) -> AsyncGenerator[Page, None]:
        before = None
        while True:
            answer = await _call("GET", "/pickups", before=before)
            yield Page(tuple(_pickup(account, item) for item in answer["pickups"]))
            before = answer["before"]
            if before is None:
                return

    @provider.reconcile
    async def reconcile(account: Account[Settings], attempt: Attempt) -> tuple[Pickup, ...]:
        if not attempt.reference:
            raise Unreadable("the reference")
        ids = [p.id async for page in pages(account) for p in page.pickups]
        found = [_pickup(account, await _call("GET", f"/pickups/{i}")) for i in ids]
        return tuple(p for p in found if p.reference == attempt.reference)

    return provider


def buyer() -> Provider[Settings]:
    """Quote first, which is harmless, and buy what was noted."""
    provider = _provider("buyer")

    @provider.create
    async def create(account: Account[Settings], request: PickupRequest) -> Pickup:
        body = {"reference": request.reference}
        quoted = await repeatable(_call("POST", "/quotes", body))
        await note(pickup_id=quoted["id"])
        return _pickup(account, await _call("POST", f"/quotes/{quoted['id']}/buy", body))

    @provider.reconcile
    async def reconcile(account: Account[Settings], attempt: Attempt) -> tuple[Pickup, ...]:
        raw = await _call("GET", f"/quotes/{attempt.facts['pickup_id']}")
        return () if raw["status"] == "open" else (_pickup(account, raw),)

    return provider


_FIELDS: Final = (
    "/reference", "/carrier", "/address/name", "/address/line1", "/address/city",
    "/address/postal_code", "/address/country", "/address/phone", "/address/email", "/shipments",
    "/spot/instructions",
)  # fmt: skip


def _provider(name: str) -> Provider[Settings]:
    return Provider(
        name,
        title=name.title(),
        settings=Settings,
        connect=lambda _: Connection("https://api.example.com"),
        requirements=[Requirement(pointer=name) for name in _FIELDS],
        settle=SETTLE,
    )
