from __future__ import annotations

from pickupkit.calls import Answer, Call, UnexpectedStatus
from pickupkit.calls import wire as _wire

from ...models.order_answer import OrderAnswer


def get_order(
    id: int,
) -> Call[OrderAnswer]:
    """Retrieve an order

    Parameters:
        id: Sendcloud's number of the order, not its order_id.
    """
    return Call(
        "GET",
        "/orders/{id}".format(
            id=_wire.segment("id", id),
        ),
        _read,
        api="sendcloud_orders_v3",
    )


def _read(answer: Answer) -> OrderAnswer:
    if answer.status == 200:
        return OrderAnswer.from_dict(_wire.decode(answer.content))
    raise UnexpectedStatus(answer)
