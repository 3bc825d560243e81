"""List orders and look one up, each as a coroutine that awaits calls."""

from collections.abc import AsyncGenerator
from datetime import date
from typing import Any, Final

from pickupkit.plugin import (
    UNSET,
    Account,
    Order,
    OrderPage,
    OrderQuery,
    Trail,
    Unreadable,
    next_cursor,
    order_page,
    whole,
)
from pickupkit_clients.sendcloud_orders_v3 import api
from pickupkit_sendcloud._settings import Settings, base_url
from pickupkit_sendcloud._words import number

from ._mapping import to_order

_MOST: Final = 200
_KEYS: Final = {
    "integration": "integration",
    "number": "order_number",
    "created": "order_created_at",
    "updated": "order_updated_at",
    "id": "pk",
}
"""What orders are sorted by, in Sendcloud's words; it takes an unknown one for none, silently."""


async def list_orders(
    account: Account[Settings], query: OrderQuery
) -> AsyncGenerator[OrderPage, None]:
    """List what a query asks for, page by page; of the header ``Link`` only the cursor is used."""
    trail, base, filters = Trail(), base_url(account), to_wire(query)
    reply = await whole(api.list_orders(**filters))
    while True:
        yield order_page(account, reply.value.data, to_order)
        cursor = next_cursor(reply.answer.headers.get("link"), base)
        if cursor is None:
            return
        reply = await whole(api.list_orders(**filters, cursor=trail.step(cursor)))


async def get_order(account: Account[Settings], order_id: str) -> Order:
    """Look one up by Sendcloud's number of it."""
    found = (await api.get_order(number(order_id))).data
    if found is None:
        raise Unreadable("data is missing")
    return to_order(account, found)


def to_wire(query: OrderQuery) -> dict[str, Any]:
    """Write a query as parameters; what is not given is left out."""
    return {
        "integration": ",".join(map(str, query.integrations)) or UNSET,
        "order_number": query.number or UNSET,
        "order_id": query.order_id or UNSET,
        "status": query.status or UNSET,
        "order_created_at": _day(query.created_on),
        "order_created_at_min": _day(query.created_from),
        "order_created_at_max": _day(query.created_until),
        "order_updated_at": _day(query.updated_on),
        "order_updated_at_min": _day(query.updated_from),
        "order_updated_at_max": _day(query.updated_until),
        "sort": ",".join(map(_key, query.sort)) or UNSET,
        "page_size": query.page_size or _MOST,
    }


def _day(day: date | None) -> Any:
    return day.isoformat() if day else UNSET


def _key(word: str) -> str:
    key = word.removeprefix("-")
    return ("-" if key != word else "") + _KEYS[key]
