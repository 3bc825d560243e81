"""A provider of orders alone that keeps the contract, and can be told to break it in one way."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import evolve

from pickupkit import InvalidRequest, OrderQuery
from pickupkit.plugin import (
    Account,
    Address,
    Call,
    Connection,
    Grant,
    Money,
    NotFound,
    Order,
    OrderItem,
    OrderPage,
    Payment,
    Provider,
    ProviderError,
    Trail,
    View,
    demand,
    moment,
    money,
    order_page,
    segment,
    text,
    weight,
)
from pickupkit.testing import ProviderContract, reply
from tests.conformance._acme import REQUEST, Settings, read, under_asyncio

ORDER = {
    "id": "ord_1",
    "number": "N-1",
    "state": "packed",
    "total": {"sum": 12.5, "currency": "SEK"},
    "shipping": {"sum": "3.00", "currency": "NOK"},
    "made": "2031-05-01T09:00:00Z",
    "lines": [{"name": "Candle", "count": 2, "kg": 0.8, "links": {"shelf": "A7"}}],
    "to": {"street": "Dock Street 1", "town": "Utrecht"},
}
OTHER = {**ORDER, "id": "ord_2", "number": "N-2", "state": "sent"}
KNOWN = {"packed", "sent"}


async def log_in() -> Grant:
    """Get a token, as whoever asks for it."""
    told = await Call("POST", "/token", read)
    return Grant({"X-Key": demand(told.raw.get("token"), "token")})


def build(  # noqa: C901 - one provider, many twists
    broken: str = "", *, login: bool = False
) -> Provider[Any]:
    """Make the provider; ``broken`` names the one way in which it is wrong."""
    apis: dict[str, str] = {}

    def connect(account: Account[Any]) -> Connection:
        root = account.root("https://api.shop.example")
        if broken == "a fixed host":
            root = "https://api.shop.example"
        return Connection(
            root, {"X-Key": account.settings.token}, apis, authorize=log_in if login else None
        )

    shop = Provider("shop", title="Shop", settings=Settings, connect=connect)

    def price(told: Any) -> Money | None:
        if broken == "a currency made up":
            return money(told.get("sum"), told.get("currency") or "NOK")
        if broken == "amounts through floats" and told.get("sum"):
            return Money(Decimal(float(told["sum"])), told["currency"])
        return money(told.get("sum"), told.get("currency"))

    def item(told: Any) -> OrderItem:
        heavy = None if broken == "a dropped weight" else weight(told.get("kg"), "kg")
        count = told.get("count")
        if broken == "a quantity made up":
            count = count if type(count) is int else 1
        return OrderItem(name=text(told.get("name")), quantity=count, weight=heavy)

    def to_order(account: Account[Any], view: View) -> Order:
        raw = view.raw
        state, made = text(raw.get("state")), moment(raw.get("made"))
        if broken == "a closed enum" and state not in KNOWN:
            raise ValueError(state)
        if broken == "an unknown status renamed" and state not in KNOWN:
            state = "unknown"
        if broken == "naive times":
            made = datetime.fromisoformat(raw["made"]) if raw.get("made") else None
        if broken == "times of another instant" and made:
            made = made.replace(hour=3)
        lines = raw.get("lines")
        if broken != "a crash on odd values":
            lines = (
                [line for line in lines or () if isinstance(line, dict)] if _listed(lines) else ()
            )
        no_id = broken == "success without an id"
        return Order(
            provider=account.provider,
            account=account.name,
            id=str(raw.get("id")) if no_id else demand(raw.get("id"), "id"),
            number=text(raw.get("number")),
            status=state,
            ordered_at=made,
            items=tuple(map(item, lines)),
            payment=Payment(
                total=price(_object(raw, "total")), shipping=price(_object(raw, "shipping"))
            ),
            ship_to=Address(
                line1=text(_object(raw, "to").get("street")),
                city=text(_object(raw, "to").get("town")),
            ),
            raw={"id": raw.get("id")} if broken == "a raw order of its own" else raw,
        )

    def asked(query: OrderQuery) -> tuple[tuple[str, str], ...]:
        days = {
            f"{span}_{part}": getattr(query, f"{span}_{part}")
            for span in ("created", "updated")
            for part in ("on", "from", "until")
        }
        sent = {
            "shops": ",".join(map(str, query.integrations)), "number": query.number,
            "order_id": query.order_id, "state": query.status, **days,
        }  # fmt: skip
        if broken == "a dropped filter":
            del sent["updated_until"]
        return tuple((name, str(value)) for name, value in sent.items() if value)

    def refuse(query: OrderQuery) -> None:
        if query.sort and broken != "an order of sorting that is ignored":
            raise InvalidRequest.at("/sort", "Shop cannot sort")

    @shop.orders
    async def orders(account: Account[Any], query: OrderQuery) -> Any:  # noqa: C901
        if broken != "a filter refused too late":
            refuse(query)
        trail, at, api = Trail(), "1", ""
        while True:
            call = Call("GET", "/orders", read, params=(*asked(query), ("page", at)), api=api)
            if broken == "another request under asyncio":
                call = evolve(call, headers=under_asyncio())
            try:
                told = await call
            except ProviderError:
                if broken == "a 503 as an empty success":
                    yield OrderPage(())
                    return
                if broken == "a broken connection told as nothing found":
                    raise NotFound("there is none") from None
                if broken == "a crash on error bodies":
                    raise KeyError("error") from None
                raise
            refuse(query)
            yield items(account, told)
            following = told.raw.get("next")
            if not following or broken == "a lost last page":
                return
            if broken == "a foreign link followed" and following.startswith("https://evil"):
                apis[api := "next"] = following.rpartition("/")[0]
            at = following.rpartition("=")[2]
            if broken != "an endless cursor":
                trail.step(at)

    def items(account: Account[Any], told: View) -> OrderPage:
        listed = told.raw.get("orders")
        if broken == "a listing lost by one bad item":
            return OrderPage(tuple(to_order(account, View(item)) for item in listed or ()))
        if broken == "an empty page for no list":
            listed = listed or []
        views = [View(item) for item in listed] if _listed(listed) else None
        found = order_page(account, views, to_order)
        if broken == "a listing that tells otherwise":
            return evolve(found, orders=tuple(evolve(o, number=o.id) for o in found.orders))
        return found

    if broken != "orders alone":

        @shop.order
        async def order(account: Account[Any], order_id: str) -> Order:
            if broken == "announced and refused":
                raise InvalidRequest.at("/id", "not yet")
            told = await Call("GET", f"/orders/{segment('id', order_id)}", read)
            return to_order(account, View(_object(told.raw, "order")))

    return shop


def _listed(value: Any) -> bool:
    return isinstance(value, list)


def _object(raw: Any, name: str) -> Any:
    return raw[name] if isinstance(raw.get(name), dict) else {}


class Contract(ProviderContract):
    """What the made-up shop answers."""

    __test__ = False

    settings = {"token": "shop-token-12345"}
    request = REQUEST
    unread = ("/order/lines/*/links",)
    replies = (
        reply("GET", "/orders/ord_1", 200, {"order": ORDER, "served_by": "web-3"}),
        reply(
            "GET",
            "/orders?page=1",
            200,
            {"orders": [ORDER], "next": "https://api.shop.example/orders?page=2"},
        ),
        reply("GET", "/orders?page=2", 200, {"orders": [OTHER], "next": None}),
        reply("POST", "/token", 200, {"token": "shop-granted-777"}),
    )
