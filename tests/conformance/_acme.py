"""A small provider that keeps the contract, and can be told to break it in one way."""

import asyncio
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import Any

from attrs import evolve, frozen

from pickupkit import Address, PickupRequest, Spot, Weight, Window
from pickupkit.models import Parcels
from pickupkit.plugin import (
    Account,
    Answer,
    Call,
    Cancellation,
    CancelOutcome,
    Connection,
    Failure,
    Grant,
    Money,
    Need,
    NotFound,
    OutcomeUnknown,
    Page,
    Pickup,
    PickupStatus,
    Problem,
    Provider,
    ProviderError,
    Refused,
    Requirement,
    Secret,
    Trail,
    Unsupported,
    View,
    decode,
    demand,
    encode,
    flag,
    moment,
    money,
    note,
    page,
    repeatable,
    segment,
    text,
    window,
)
from pickupkit.testing import ProviderContract, Reply, reply

_NOON = 12
STATUS = {"planned": PickupStatus.CONFIRMED, "gone": PickupStatus.CANCELLED}
VAN = {
    "id": "van_1",
    "code": "A1",
    "state": "planned",
    "ref": "order-1",
    "from": "2031-05-12T11:00:00Z",
    "until": "2031-05-12T15:00:00Z",
    "made": "2031-05-01T09:00:00Z",
    "fragile": False,
    "price": {"sum": "4.50", "currency": "EUR"},
}
OTHER = {**VAN, "id": "van_2", "code": "A2", "ref": "order-2"}
REQUEST = PickupRequest(
    address=Address(
        name="Goods Out", line1="Dock Street 1", city="Utrecht", country="NL", phone="+31201234567"
    ),
    windows=[Window.local("2031-05-12", "13:00", "17:00", tz="Europe/Amsterdam")],
    parcels=[Parcels(quantity=3, weight=Weight("4.5"))],
    spot=Spot(instructions="Ring at gate B"),
    reference="order-1",
)


@frozen(kw_only=True)
class Settings:
    """An account at the made-up provider."""

    token: Secret


@frozen(kw_only=True)
class PlainSettings:
    """The same, with a token that everybody sees."""

    token: str


@frozen
class Keys:
    """What else an account may be given."""

    seal: Secret


@frozen(kw_only=True)
class DeepSettings(Settings):
    """The same, with a secret below."""

    keys: tuple[Keys, ...] = (Keys(Secret("acme-seal-54321")),)


@frozen(kw_only=True)
class SizedSettings(Settings):
    """The same, with the number of vans on a page."""

    size: int = 50


SHAPES = ("in envelopes", "by their ids", "with an offset")
"""What else a page may look like at the sandbox."""

KINDS: dict[str, type[Any]] = {
    "a plain setting": PlainSettings,
    "an inner secret in the URL": DeepSettings,
    "a reconcile of one long page": SizedSettings,
}


def must(pointer: str, **more: Any) -> Requirement:
    return Requirement(pointer=pointer, need=Need.REQUIRED, source="Acme's manual", **more)


def may(pointer: str, **more: Any) -> Requirement:
    return Requirement(pointer=pointer, source="Acme's manual", **more)


WINDOWS, GROUPS = must("/windows", at_most=1), must("/parcels", at_most=1)
RULES = (
    must("/address/name"), must("/address/line1"), must("/address/city"), must("/address/country"),
    may("/address/phone"), WINDOWS, must("/windows/*/end"), GROUPS,
    must("/parcels/*/quantity"), may("/parcels/*/weight"),
    may("/parcels/*/container", choices=("parcel",)), may("/spot/instructions"), may("/reference"),
)  # fmt: skip


def read(answer: Answer) -> View:
    return View.from_dict(decode(answer.content))


def since_1970(told: object) -> datetime | None:
    """Read a time as some vendors tell it: in milliseconds."""
    return datetime.fromtimestamp(told / 1000, UTC) if isinstance(told, int) else None


def read_array(answer: Answer) -> View:
    """Read a page that is an array itself, with the way to the next one in a header."""
    return View({"vans": decode(answer.content), "next": answer.headers.get("x-next")})


def build(  # noqa: C901 - one provider, many twists
    broken: str = "", read_page: Any = read
) -> Provider[Any]:
    """Make the provider; ``broken`` names the one way in which it is wrong."""
    apis: dict[str, str] = {}
    shared: dict[str, Secret] = {}

    def connect(account: Account[Any]) -> Connection:
        token = account.settings.token
        if broken == "a secret in a plain header":
            return Connection(account.root("https://api.acme.example"), {"X-Key": token.reveal()})
        if broken == "a plain setting":
            return Connection(account.root("https://api.acme.example"), {"X-Key": token})
        if broken == "a secret in a plain Basic header":
            word = b64encode(f"books:{token.reveal()}".encode()).decode()
            return Connection(
                account.root("https://api.acme.example"), {"X-Login": f"Basic {word}"}
            )
        if "login" in broken:
            return Connection(
                account.root("https://api.acme.example"), authorize=partial(log_in, account)
            )
        if broken == "a fixed host":
            return Connection("https://api.acme.example", {"X-Key": token})
        if broken == "credentials that are shared":
            token = shared.setdefault("token", token)
        return Connection(account.root("https://api.acme.example"), {"X-Key": token}, apis)

    async def log_in(account: Account[Any]) -> Grant:
        if broken == "a login that is kept for all" and shared:
            return Grant({"X-Key": shared["token"]})
        body = account.settings.token.map(lambda token: encode({"key": token}).decode())
        login = Call("POST", "/token", read, body=body.reveal().encode())
        told = await repeatable(login)
        shared["token"] = Secret(demand(told.raw.get("token") or told.raw.get("ticket"), "token"))
        return Grant({"X-Key": shared["token"]})

    settings = KINDS.get(broken, Settings)
    name = "Acme" if broken == "a name in capitals" else "acme"
    rules = list(RULES)
    if broken == "a requirement too many":
        rules.append(may("/spot/floor"))
    if broken == "no word of containers":
        rules = [rule for rule in rules if rule.pointer != "/parcels/*/container"]
    if broken == "a requirement of nothing":
        rules.append(may("/address/planet"))
    if broken == "a field that nobody tries":
        rules.append(may("/extra/colour"))
    if broken == "a second window dropped":
        rules[rules.index(WINDOWS)] = evolve(WINDOWS, at_most=2)
    if broken == "a second group of parcels dropped":
        rules[rules.index(GROUPS)] = evolve(GROUPS, at_most=None)
    if broken == "labels dropped":
        rules.append(may("/shipments"))
    if broken == "a rule from nowhere":
        rules.append(Requirement(pointer="/address/company"))
    acme = Provider(name, title="Acme", settings=settings, connect=connect, requirements=rules)

    def clocks(start: datetime, end: datetime) -> dict[str, Any]:
        if broken == "times of a false day":
            days = {"from": (start.astimezone(UTC), start), "until": (end.astimezone(UTC), end)}
            return {name: f"{day:%Y-%m-%d} {hour:%H:%M}" for name, (day, hour) in days.items()}
        hours = {"from": f"{start:%H:%M}", "until": f"{end:%H:%M}"}
        if broken == "a day by the month's name":
            return {**hours, "day": f"{start:%d %B %y}"}
        return hours if broken == "times without a day" else {}

    def body(request: PickupRequest) -> dict[str, Any]:
        where, asked = request.address, request.windows[0]
        [group, *_] = request.parcels
        start, end = asked.start, asked.end or asked.start
        sent: dict[str, Any] = {
            "who": where.name, "street": where.line1, "town": where.city, "land": where.country,
            "from": start.isoformat(), "until": end.isoformat(), "count": group.quantity,
        }  # fmt: skip
        if broken == "the process's own zone":
            sent["from"] = start.astimezone().strftime("%Y-%m-%dT%H:%M:%S")
        if broken == "times of a false zone":
            sent["from"] = start.replace(tzinfo=None).isoformat() + "Z"
        sent |= clocks(start, end)
        if "half days" in broken:
            del sent["from"], sent["until"]
            half = 2 if start.hour > _NOON or "always the second" in broken else 1
            sent |= {"day": f"{start:%Y-%m-%d}", "half": half}
        if where.phone or broken == "an invented phone":
            sent["phone"] = where.phone or "0000000000"
        if broken == "a field demanded in silence":
            sent["phone"] = where.phone[:20]
        if group.weight or broken == "an invented weight":
            sent["kg"] = str(group.weight.to("kg").value if group.weight else "1.0")
        if request.spot and request.spot.instructions and broken != "a dropped field":
            sent["note"] = request.spot.instructions
        if request.reference:
            sent["ref"] = request.reference[: 20 if broken == "a reference cut short" else None]
        if request.shipments:
            sent["label"] = request.shipments[0]
        return sent

    def to_pickup(account: Account[Any], view: View) -> Pickup:
        raw = view.raw
        state = text(raw.get("state"))
        if broken == "a closed enum":
            status = {"planned": PickupStatus.CONFIRMED, "gone": PickupStatus.CANCELLED}[state]
        else:
            status = STATUS.get(state or "", PickupStatus.UNKNOWN)
        made = moment(raw.get("made")) or since_1970(raw.get("made"))
        if broken == "naive times":
            made = datetime.fromisoformat(raw["made"]) if raw.get("made") else None
        if broken == "times of another instant" and made:
            made = made.replace(hour=3)
        no_id = broken == "success without an id"
        return Pickup(
            provider="another" if broken == "another's name" else account.provider,
            account=account.name,
            id=str(raw.get("id")) if no_id else demand(raw.get("id"), "id"),
            status=status,
            raw_status=state,
            confirmation=text(raw.get("code")) or ("N/A" if broken == "invented codes" else None),
            requested=window(raw.get("from"), raw.get("until")),
            reference=text(raw.get("ref")),
            created_at=made,
            price=price(raw.get("price")),
            messages=("fragile",) if odd(raw) else (),
            raw={"id": raw.get("id")} if broken == "a raw answer of its own" else raw,
        )

    def price(told: Any) -> Money | None:
        if not isinstance(told, dict):
            return None
        currency = "EUR" if broken == "a currency never read" else told.get("currency")
        return money(told.get("sum"), currency)

    def odd(raw: Any) -> bool | None:
        if broken == "a crash on odd values":
            return bool({True: 1, False: 0}[raw["fragile"]])
        return flag(raw.get("fragile"))

    def named(pickup_id: str) -> str:
        return pickup_id if broken == "an id put into the path" else segment("id", pickup_id)

    @acme.create
    async def create(account: Account[Any], request: PickupRequest) -> Pickup:  # noqa: C901
        for _ in range(9 if broken == "a booking of many requests" else 0):
            await Call("GET", "/me", read)
        if broken == "a reference that is an id":
            segment("reference", request.reference or "none")
        call = Call("POST", "/vans", read, body=encode(body(request)))
        if broken == "another request under asyncio":
            call = evolve(call, headers=under_asyncio())
        if broken in ("a booking marked as repeatable", "a booking repeated before a notice"):
            call = repeatable(call)
        if broken == "a signature":
            call = evolve(call, headers=(("X-Signature", sha256(call.body or b"").hexdigest()),))
        if broken == "a key in the URL":
            token = account.settings.token.reveal()
            call = Call("POST", "/vans", read, body=call.body, params=(("key", token),))
        if broken == "an inner secret in the URL":
            seal = account.settings.keys[0].seal.reveal()
            call = evolve(call, params=(("seal", seal),))
        if broken == "a secret printed":
            print("with", account.settings.token.reveal())
        try:
            booked = await call
        except OutcomeUnknown:
            if broken == "a lost answer taken for a no":
                raise Refused("it did not work") from None
            if broken != "a booking sent again":
                raise
            booked = await call
        except Refused as refusal:
            if broken == "a crash on error bodies":
                raise KeyError(refusal.messages[3]) from None
            if broken == "a no taken for doubt":
                raise OutcomeUnknown("who knows") from None
            raise
        if broken == "a yes without state taken for a no" and not booked.raw.get("state"):
            raise Refused("no state")
        if broken == "a yes without id taken for a no" and "id" not in booked.raw:
            raise Refused("no id")
        if booked.raw.get("state") == "ERROR" and broken != "an ERROR taken for a success":
            raise Refused("no van", failure=Failure((str(booked.raw.get("code")),)))
        made = to_pickup(account, booked)
        if "looked at again" in broken:
            await note(van=made.id)
            made = await get(account, made.id)
        return await noticed(made) if "notice" in broken else made

    async def noticed(made: Pickup) -> Pickup:
        try:
            await Call("POST", f"/vans/{named(made.id)}/notice", read)
        except OutcomeUnknown:
            if broken == "a booking denied after its notice":
                raise Refused("no notice") from None
            raise
        return made

    @acme.get
    async def get(account: Account[Any], pickup_id: str) -> Pickup:
        if broken == "announced and refused":
            raise Unsupported("not yet")
        return to_pickup(account, await Call("GET", f"/vans/{named(pickup_id)}", read))

    def shape(settings: Any) -> tuple[tuple[str, str], ...]:
        if isinstance(settings, SizedSettings):
            return (("size", str(settings.size)),)
        return tuple(("shape", shape) for shape in SHAPES if shape in broken)

    @acme.list
    async def vans(account: Account[Any]) -> Any:
        trail, at, api = Trail(), "1", ""
        while True:
            try:
                asked = (("page", at), *shape(account.settings))
                told = await Call("GET", "/vans", read_page, params=asked, api=api)
            except ProviderError:
                if broken == "a 503 as an empty success":
                    yield Page(())
                    return
                if broken == "a broken connection told as nothing found":
                    raise NotFound("there is none") from None
                raise
            yield items(account, told)
            following = told.raw.get("next")
            if "with an offset" in broken:
                following = offset(told, int(at))
            if not following or broken == "a lost last page":
                return
            if broken == "a foreign link followed" and following.startswith("https://evil"):
                apis[api := "next"] = following.rpartition("/")[0]
            at = following.rpartition("=")[2]
            if broken == "two pages and no more" and at == "3":
                return
            if "an endless cursor" not in broken:
                trail.step(at)

    def offset(told: View, at: int) -> str | None:
        end = at + len(told.raw["vans"])
        return f"offset={end}" if end <= told.raw["total"] else None

    def unpacked(listed: Any) -> Any:
        if "by their ids" in broken and isinstance(listed, dict):
            return list(listed.values())
        if "in envelopes" in broken and isinstance(listed, list):
            return [each.get("van") if isinstance(each, dict) else None for each in listed]
        return listed

    def items(account: Account[Any], told: View) -> Page:
        listed = unpacked(told.raw.get("vans"))
        if broken == "a listing lost by one bad item":
            return Page(tuple(to_pickup(account, View(item)) for item in listed or ()))
        if broken == "an empty page for no list":
            listed = listed or []
        if broken == "an empty page for a page without vans" and "next" in told.raw:
            listed = listed or []
        if broken == "an empty page for anything":
            listed = listed if isinstance(listed, list) else []
        views = [View(item) for item in listed] if isinstance(listed, list) else None
        return page(account, views, to_pickup)

    if broken != "cancel without advice":

        @acme.cancel
        async def cancel(account: Account[Any], pickup_id: str) -> Cancellation:
            if broken == "a cancel that only looks":
                await get(account, pickup_id)
                return Cancellation(outcome=CancelOutcome.CANCELLED)
            try:
                gone = to_pickup(account, await Call("DELETE", f"/vans/{named(pickup_id)}", read))
            except ProviderError:
                if broken == "a cancel claimed":
                    return Cancellation(outcome=CancelOutcome.CANCELLED)
                if broken == "a cancel claimed after a look":
                    seen = await get(account, pickup_id)
                    return Cancellation(outcome=CancelOutcome.CANCELLED, pickup=seen)
                raise
            done = gone.status is PickupStatus.CANCELLED
            outcome = CancelOutcome.CANCELLED if done else CancelOutcome.UNKNOWN
            return Cancellation(outcome=outcome, pickup=gone)

    else:

        @acme.uncancellable
        def advise(pickup: Pickup | None) -> Cancellation:
            return Cancellation(outcome=CancelOutcome.UNSUPPORTED, pickup=pickup)

    if broken == "an account without cancels":

        @acme.lacks
        def lacks(_account: Account[Any]) -> tuple[str, ...]:
            return ("cancel",)

        @acme.uncancellable
        def call_them(pickup: Pickup | None) -> Cancellation:
            return Cancellation(outcome=CancelOutcome.UNSUPPORTED, pickup=pickup, how="call them")

    @acme.check
    async def check(_account: Account[Any]) -> str:
        await Call("GET", "/me", read)
        return "" if broken == "a check that says nothing" else "the token is accepted"

    @acme.reconcile
    async def reconcile(account: Account[Any], attempt: Any) -> tuple[Pickup, ...]:
        found: list[Pickup] = []
        if "van" in attempt.facts:
            forgets = "is forgotten" in broken
            return () if forgets else (await get(account, attempt.facts["van"]),)
        try:
            async for one in vans(account):
                found += one.pickups
                if broken in ("a reconcile of one page", "a reconcile of one long page"):
                    break
        except ProviderError:
            if broken != "a reconcile that takes an error for a no":
                raise
        if broken == "a reconcile that takes the newest":
            return tuple(found[-1:])
        if broken == "a reconcile that finds anything":
            return tuple(found)
        if broken == "a reconcile that finds nothing":
            return ()
        return tuple(pickup for pickup in found if pickup.reference == attempt.reference)

    @acme.failure
    def failure(answer: Answer) -> Failure:
        told = decode(answer.content)
        key = "message" if broken == "words that are lost" else "error"
        return Failure((str(told[key]),))

    if "half days" in broken:

        @acme.problems
        def whole_days(_account: Account[Any], request: PickupRequest) -> Iterator[Problem]:
            halves = {f"{w.start:%H:%M}-{w.end or w.start:%H:%M}" for w in request.windows}
            if not halves <= {"09:00-13:00", "13:00-17:00"}:
                yield Problem("/windows/0", "is no half of a day")

    @acme.sandbox
    def sandbox(world: Any) -> Any:
        from tests.conformance._yard import create_app

        return create_app(world)

    return acme


def under_asyncio() -> tuple[tuple[str, str], ...]:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return ()
    return (("x-loop", "yes"),)


class Contract(ProviderContract):
    """What the made-up vendor answers."""

    __test__ = False

    settings = {"token": "acme-token-12345"}
    request = REQUEST
    expects = {"id": "van_1", "status": "confirmed", "confirmation": "A1", "reference": "order-1"}
    replies = (
        reply("POST", "/vans", 201, VAN),
        reply("GET", "/vans/van_1", 200, VAN),
        reply("DELETE", "/vans/van_1", 200, {**VAN, "state": "gone"}),
        reply("POST", "/token", 200, {"token": "acme-granted-777"}),
        reply("GET", "/me", 200, {"name": "Example Books"}),
        reply(
            "GET",
            "/vans?page=1",
            200,
            {"vans": [VAN], "next": "https://api.acme.example/vans?page=2"},
        ),
        reply("GET", "/vans?page=2", 200, {"vans": [OTHER], "next": None}),
    )
    absent = (reply("GET", "/vans?page=1", 200, {"vans": [OTHER], "next": None}),)
    errors = (reply("POST", "/vans", 422, {"error": "no van that day"}, says="no van that day"),)
    refusals = (reply("POST", "/vans", 201, {**VAN, "state": "ERROR"}),)


def arrays(*pages: list[Any]) -> tuple[Reply, ...]:
    """Give pages that are arrays, each with the way to the one after it."""
    last = len(pages)
    links = [{"x-next": f"https://api.acme.example/vans?page={n + 1}"} for n in range(1, last)]
    return tuple(
        reply("GET", f"/vans?page={n}", 200, vans, headers=headers)
        for n, (vans, headers) in enumerate(zip(pages, [*links, {}], strict=True), 1)
    )


class ArrayContract(Contract):
    """The same vendor, whose pages are arrays, the last of them empty."""

    __test__ = False

    replies = (*Contract.replies[:5], *arrays([VAN], [OTHER], []))
    absent = arrays([OTHER], [])
