"""Orders: what a query asks is sent, what an answer says is told, digit by digit."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

from attrs import fields, has

from pickupkit.errors import InvalidRequest, Unsupported
from pickupkit.models import Order, OrderQuery
from pickupkit.models._order_query import SORT_KEYS
from pickupkit.testing._arguments import arguments
from pickupkit.testing._bench import Bench
from pickupkit.testing._documents import Path, shown
from pickupkit.testing._documents import at as at_path
from pickupkit.testing._rules import rule
from pickupkit.testing._session import Outcome

from ._told import changed_at, orders_looked_at
from .inward import home

_DAY: Final = date(2999, 12, 31)
_ASKED: Final[dict[str, tuple[Any, ...]]] = {
    "integrations": ((7_777,),),
    "number": ("zz-7777",),
    "order_id": ("zz-7778",),
    "status": ("zz unheard of",),
    **{f"{span}_{part}": (_DAY,) for span in ("created", "updated") for part in ("on", "from")},
    **{f"{span}_until": (date(1971, 1, 1),) for span in ("created", "updated")},
    "sort": tuple((sign + key,) for key in SORT_KEYS for sign in ("", "-")),
}
"""Filters that no order gets through, and every way to sort."""

_WRITTEN: Final = {int: 12345678901234567, float: 1.005, str: "1234567890.123456789"}


@rule(1, "orders")
def a_query_is_kept_or_refused(bench: Bench) -> Iterator[str]:
    """Each filter of a query changes what is asked or told, or is refused with nothing sent."""
    plain = _listed(bench, OrderQuery())
    for name, values in _ASKED.items():
        for value in values:
            outcome = _listed(bench, OrderQuery(**{name: value}))
            said = f"{name}={value[0] if isinstance(value, tuple) else value}"
            if isinstance(outcome.error, InvalidRequest | Unsupported):
                if outcome.sends:
                    yield f"{said} is refused when {len(outcome.sends)} requests are sent already"
            elif outcome.error is not None and not outcome.sends:
                yield f"{said} ends in {outcome.said}"
            elif outcome.sends == plain.sends and outcome.value == plain.value:
                yield f"{said} changes nothing; send it, or raise InvalidRequest"


def _listed(bench: Bench, query: OrderQuery) -> Outcome:
    return bench.session("orders").run("orders", query)


@rule(1, "orders", "order")
def an_order_is_told_alike(bench: Bench) -> Iterator[str]:
    """What a listing says of an order is what is said when it is looked up, or less."""
    session, given = bench.opened("orders")
    listed = session.run("orders", *given).value
    if not listed or not listed[0]:
        yield "orders gives none to look up"
        return
    looked = session.run("order", *arguments(bench, "order", session))
    one = next((o for o in listed[0] if o.id == getattr(looked.value, "id", None)), None)
    if one is None:
        yield f"of the listed orders, order gives none: {looked.said}"
        return
    for name in (field.name for field in fields(Order) if field.name != "raw"):
        if (less := getattr(one, name)) and less != getattr(looked.value, name):
            yield f"{name} is {less!r} in the listing, {getattr(looked.value, name)!r} looked up"


@rule(1, "order or orders")
def nothing_of_an_order_is_lost(bench: Bench) -> Iterator[str]:
    """Each value of an order's answer is in the order, or in a place that is named `unread`."""
    for found, _order in orders_looked_at(bench):
        start = home(found) or ()
        for path, names in found.decides.items():
            value = at_path(found.document, path)
            if names or value in (None, "", [], {}) or path[: len(start)] != start:
                continue
            if not _is_unread(bench, path):
                yield f"{found.operation}: {shown(path)}, here {value!r}, is nowhere in the order"


def _is_unread(bench: Bench, path: Path) -> bool:
    place = tuple("*" if isinstance(step, int) else step for step in path)
    named = (tuple(pointer.strip("/").split("/")) for pointer in bench.contract.unread)
    return any(place[: len(pointer)] == pointer for pointer in named)


@rule(1, "order or orders")
def amounts_are_exact(bench: Bench) -> Iterator[str]:
    """Money and weights have the digits that the vendor wrote, not those of a binary fraction."""
    for found, order in orders_looked_at(bench):
        before = Counter(_amounts(order))
        for path, names in found.decides.items():
            written = _WRITTEN.get(type(at_path(found.document, path)))
            if written is None or not names or not _is_number(at_path(found.document, path)):
                continue
            outcome = changed_at(bench, found.operation, found.number, path, written)
            after = Counter(_amounts(outcome.value))
            lost, new = before - after, after - before
            if lost and not new:
                yield f"{found.operation}: {shown(path)} being {written} gives no amount"
            for amount in new:
                if _digits(amount) != _digits(Decimal(str(written))):
                    yield f"{found.operation}: {shown(path)} being {written} reads as {amount}"


def _is_number(value: object) -> bool:
    return not isinstance(value, str) or value.replace(".", "", 1).isdigit()


def _amounts(value: Any) -> Iterator[Decimal]:
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _amounts(item)
    elif has(type(value)):
        for field in fields(type(value)):
            yield from _amounts(getattr(value, field.name))


def _digits(amount: Decimal) -> str:
    """Give what a shift of the point, from cents to euros, leaves alone."""
    return "".join(map(str, amount.as_tuple().digits)).strip("0")
