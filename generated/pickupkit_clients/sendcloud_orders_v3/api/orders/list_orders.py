from __future__ import annotations

from pickupkit.calls import UNSET, Answer, Call, UnexpectedStatus, Unset
from pickupkit.calls import wire as _wire

from ...models.order_page import OrderPage


def list_orders(
    *,
    integration: str | Unset = UNSET,
    order_number: str | Unset = UNSET,
    order_id: str | Unset = UNSET,
    status: str | Unset = UNSET,
    order_created_at: str | Unset = UNSET,
    order_created_at_min: str | Unset = UNSET,
    order_created_at_max: str | Unset = UNSET,
    order_updated_at: str | Unset = UNSET,
    order_updated_at_min: str | Unset = UNSET,
    order_updated_at_max: str | Unset = UNSET,
    sort: str | Unset = UNSET,
    page_size: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Call[OrderPage]:
    """Retrieve a list of orders

    Answers by pages; the header Link leads to the neighbours.

    Parameters:
        integration: Numbers of integrations with commas between them.
        order_number: Capitals make no difference.
        order_id: Capitals make no difference.
        status: Capitals make no difference.
        order_created_at: Created on this day.
        order_created_at_min: Created on this day or later.
        order_created_at_max: Created on this day or before.
        order_updated_at: Updated on this day.
        order_updated_at_min: Updated on this day or later.
        order_updated_at_max: Updated on this day or before.
        sort: Keys with commas between them, each with a minus for falling order.
            integration, order_number, order_created_at, order_updated_at, pk. With any other,
            all are sorted by -pk.
        page_size: Orders per page.
        cursor: Where the page begins; from the header Link.
    """
    return Call(
        "GET",
        "/orders",
        _read,
        api="sendcloud_orders_v3",
        params=_wire.pairs(
            {
                "integration": integration,
                "order_number": order_number,
                "order_id": order_id,
                "status": status,
                "order_created_at": order_created_at,
                "order_created_at_min": order_created_at_min,
                "order_created_at_max": order_created_at_max,
                "order_updated_at": order_updated_at,
                "order_updated_at_min": order_updated_at_min,
                "order_updated_at_max": order_updated_at_max,
                "sort": sort,
                "page_size": page_size,
                "cursor": cursor,
            }
        ),
    )


def _read(answer: Answer) -> OrderPage:
    if answer.status == 200:
        return OrderPage.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
