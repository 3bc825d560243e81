"""What a pickup has to carry, also counted from orders."""

from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import field, frozen

from ._measure import Weight
from ._order import Order


@frozen(kw_only=True)
class Parcels:
    """A group of parcels that are alike.

    ``weight`` is that of the whole group. ``destination_country`` and ``service`` say where they
    go and how, for carriers that want to know; ``size_class`` is a carrier's own size word.
    """

    quantity: int
    weight: Weight | None = None
    container: Literal["parcel", "pallet"] = "parcel"
    destination_country: str | None = None
    service: str | None = None
    size_class: str | None = None
    overweight: bool | None = None

    @staticmethod
    def from_orders(orders: Iterable[Order]) -> "Tally":
        """Count and weigh orders, one parcel each, by the carrier each is to be shipped with."""
        return tally(orders)


@frozen(kw_only=True)
class Tally:
    """What orders come to, one parcel each.

    ``parcels`` holds a group for each carrier that orders are to be shipped with; those that name
    none are under ``None``. ``unweighed`` could not be weighed: they are counted, and a group that
    holds one has no weight. ``not_shipped`` are fetched by the customer and not counted.
    """

    parcels: Mapping[str | None, Parcels] = field(factory=dict)
    unweighed: tuple[Order, ...] = ()
    not_shipped: tuple[Order, ...] = ()

    @property
    def quantity(self) -> int:
        """How many parcels there are in all."""
        return sum(group.quantity for group in self.parcels.values())


@frozen
class _Line:
    """What counts of an order; there may be many, so itself only where it is to be named."""

    carrier: str | None
    weight: Weight | None = None
    unweighed: Order | None = None
    fetched: Order | None = None


def tally(orders: Iterable[Order]) -> Tally:
    """Count and weigh orders; each is taken to be one parcel, as providers do not tell more.

    One that comes twice counts as it was told last: a list may change while it is read.
    """
    told = {(order.provider, order.account, order.id): _line(order) for order in orders}
    weights: dict[str | None, list[Weight | None]] = {}
    for line in told.values():
        if line.fetched is None:
            weights.setdefault(line.carrier, []).append(line.weight)
    return Tally(
        parcels={carrier: _group(found) for carrier, found in weights.items()},
        unweighed=tuple(line.unweighed for line in told.values() if line.unweighed),
        not_shipped=tuple(line.fetched for line in told.values() if line.fetched),
    )


def _line(order: Order) -> _Line:
    carrier = order.ship_with.carrier if order.ship_with else None
    if order.is_local_pickup:
        return _Line(carrier, fetched=order)
    weight = weight_of(order)
    return _Line(carrier, weight, unweighed=order if weight is None else None)


def weight_of(order: Order) -> Weight | None:
    """Give the order's own weight, else its items' together.

    ``None`` if one of them has none: nothing weighs nothing, or less.
    """
    if order.weight is not None:
        return order.weight if order.weight.value > 0 else None
    if not order.items:
        return None
    weights = []
    for item in order.items:
        if item.weight is None or item.quantity is None:
            return None
        if item.weight.value <= 0 or item.quantity <= 0:
            return None
        weights.append(item.weight.times(item.quantity))
    return Weight.total(weights)


def _group(weights: list[Weight | None]) -> Parcels:
    known = [weight for weight in weights if weight is not None]
    whole = Weight.total(known) if len(known) == len(weights) else None
    return Parcels(quantity=len(weights), weight=whole)
