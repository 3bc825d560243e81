"""Bookings made of a shop's orders."""

from collections.abc import Iterable
from typing import Final

from attrs import evolve

from pickupkit.errors import InvalidRequest, Unsupported
from pickupkit.journal import State
from pickupkit.kit import PickupKit
from pickupkit.models import Need, Order, OrderQuery, Parcels, PickupRequest, Tally

from ._say import plural, say

_DESTINATION: Final = "/parcels/*/destination_country"


def with_orders(kit: PickupKit, account: str, request: PickupRequest, query: str) -> PickupRequest:
    """Put into a request what orders come to; those for another carrier are told and left out.

    A group of parcels in the request says what each order's parcel is like. An order that cannot be
    weighed ends it: a van that was told too little may not take all.
    """
    asked, pattern = OrderQuery.parse(query), _pattern(request)
    wrong = kit.validate(account, evolve(request, parcels=()))
    if others := [problem for problem in wrong if not problem.pointer.startswith("/parcels")]:
        raise InvalidRequest(others)
    ours = _ours(kit, account, request.carrier, asked)
    tally = Parcels.from_orders(ours)
    _tell(tally)
    if tally.unweighed:
        named = ", ".join(str(order.number or order.id) for order in tally.unweighed[:20])
        count = plural(len(tally.unweighed), "order")
        reason = f"cannot be told: {count} without a weight, such as {named}"
        raise InvalidRequest.at("/parcels/0/weight", reason)
    if not tally.parcels:
        raise InvalidRequest.at("/parcels", f"no order is to be shipped with {request.carrier}")
    apart = _by_destination(kit, account, request.carrier)
    return evolve(request, parcels=tuple(_groups(pattern, ours, apart=apart)))


def refuse_in_doubt(kit: PickupKit, account: str) -> None:
    """Refuse to book without a key beside what may be the same van: other orders may be in by now.

    Where no journal is kept, nobody knows of any.
    """
    try:
        unknown = [each.key for each in kit.attempts(account) if each.state is State.UNKNOWN]
    except Unsupported:
        return
    if unknown:
        said = f"{plural(len(unknown), 'booking')} of {account} may or may not be booked"
        reason = f"{said}: run pickupkit reconcile first, or name this one by a key of its own"
        raise InvalidRequest.at("/key", f"is needed: {reason}")


def _pattern(request: PickupRequest) -> Parcels:
    """Give what each parcel is like; how many, how heavy and where to, the orders say."""
    one = Parcels(quantity=1)
    pattern, *more = request.parcels or (one,)
    if more or evolve(pattern, quantity=1, weight=None, destination_country=None) != pattern:
        reason = "orders take its place; one of quantity 1 may stay, with no weight and country"
        raise InvalidRequest.at("/parcels", reason)
    return pattern


def _ours(kit: PickupKit, account: str, carrier: str | None, query: OrderQuery) -> list[Order]:
    """Give the orders to be shipped with a carrier, as they were told last."""
    listing = kit.orders(account, query)
    told: dict[str, Order | None] = {}
    for order in listing:
        mine = (order.ship_with.carrier if order.ship_with else None) == carrier
        told[order.id] = order if mine else None
    found = [order for order in told.values() if order]
    if listing.faults:
        said = f"{plural(len(listing.faults), 'order')} cannot be read"
        raise InvalidRequest.at("/parcels", said)
    if others := len(told) - len(found):
        say(f"left out: {plural(others, 'order')} for another carrier or none", err=True)
    return found


def _by_destination(kit: PickupKit, account: str, carrier: str | None) -> bool:
    """Whether a carrier wants to know where parcels go."""
    rules = kit.requirements(account, carrier)
    return any(rule.pointer == _DESTINATION and rule.need is not Need.UNUSED for rule in rules)


def _groups(pattern: Parcels, orders: Iterable[Order], *, apart: bool) -> Iterable[Parcels]:
    """Count and weigh orders; ``apart`` makes a group for each country that they go to."""
    found: dict[str | None, list[Order]] = {}
    for order in orders:
        country = order.ship_to.country if apart and order.ship_to else None
        found.setdefault(country, []).append(order)
    for country, some in found.items():
        for group in Parcels.from_orders(some).parcels.values():
            yield evolve(
                pattern,
                quantity=group.quantity,
                weight=group.weight,
                destination_country=country,
            )


def _tell(tally: Tally) -> None:
    say(f"{plural(tally.quantity, 'order')}, one parcel each", err=True)
    if tally.not_shipped:
        count = plural(len(tally.not_shipped), "order")
        say(f"left out: {count} that the customer fetches", err=True)
