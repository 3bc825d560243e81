"""What an operation is run with: a request, a query, or the id of something that is there."""

from typing import Any, Final

from pickupkit.models import Order, Pickup

from ._session import Session
from ._subject import Subject

_MANY: Final = 3


def arguments(subject: Subject, operation: str, session: Session) -> tuple[Any, ...]:
    """Give the arguments; what has to be there first is made in the session."""
    if operation in ("create", "quote"):
        return (subject.request,)
    if operation == "orders":
        return (subject.contract.query,)
    if operation in ("get", "cancel"):
        return (pickup_id(subject, session),)
    return (order_id(subject, session),) if operation == "order" else ()


def fill(subject: Subject, session: Session, many: int = _MANY) -> set[str]:
    """Book what a listing is to hold, and give the ids; a script has it in its answers."""
    if not subject.can("create") or subject.source.replies():
        return set()
    asked = (subject.contract.again(subject.request, at) for at in range(many))
    booked = (session.run("create", request).value for request in asked)
    return {pickup.id for pickup in booked if isinstance(pickup, Pickup)}


def pickup_id(subject: Subject, session: Session) -> str:
    """Give the id of a pickup that is there."""
    if subject.contract.pickup_id is not None:
        return subject.contract.pickup_id
    made = session.run("create", subject.request)
    if not isinstance(made.value, Pickup):
        raise TypeError(f"create gave {made.said}, so there is no pickup to go on with")
    return made.value.id


def order_id(subject: Subject, session: Session) -> str:
    """Give the id of an order that is there."""
    if subject.contract.order_id is not None:
        return subject.contract.order_id
    listed = session.run("orders", subject.contract.query)
    found = listed.value[0][0] if listed.value and listed.value[0] else None
    if not isinstance(found, Order):
        raise TypeError(f"orders gave {listed.said}, so there is no order to look up")
    return found.id
