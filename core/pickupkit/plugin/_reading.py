"""Read fields of an answer: each by the kind it should have, none trusted.

What is optional and not of its kind reads as ``None`` (the raw answer keeps it), so that a surprise
never hides a booking. What identifies a thing is demanded.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeVar

from pickupkit.calls.wire import Number, View
from pickupkit.models import Fault, Money, Order, OrderPage, Page, Pickup, Weight, Window

from ._account import Account

V = TypeVar("V", bound=View)
T = TypeVar("T")

_UNITS: Final[Any] = {"kg": "kg", "g": "g", "lb": "lb", "lbs": "lb", "oz": "oz"}


class Unreadable(ValueError):
    """A field that must be there is absent or of another kind; the text names it, not its value."""


def text(value: object) -> str | None:
    """Read text; a whole number becomes its digits, empty text and anything else ``None``."""
    if type(value) is str:
        return value or None
    if isinstance(value, str):
        return str(value) or None
    return str(value) if type(value) is int else None


def demand(value: object, name: str) -> str:
    """Read text that must be there, such as an id."""
    found = text(value)
    if found is None:
        raise Unreadable(f"{name} is missing")
    return found


def texts(value: object) -> tuple[str, ...]:
    """Read a list of texts; objects in it give their ``text`` or ``message``."""
    if not isinstance(value, list):
        return ()
    found = (_said(item) for item in value)
    return tuple(item for item in found if item)


def _said(item: object) -> str | None:
    if isinstance(item, dict):
        return text(item.get("text")) or text(item.get("message"))
    return text(item)


def flag(value: object) -> bool | None:
    """Read true or false."""
    return value if isinstance(value, bool) else None


def moment(value: object) -> datetime | None:
    """Read a time that says its zone; one that does not is nobody's guess and reads as ``None``.

    So do the first and the last year there are: they cannot be told in another zone.
    """
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo is not None and 1 < found.year < 9999 else None


def wall_clock(value: object, zone: tzinfo) -> datetime | None:
    """Read the digits of a time as the wall clock of ``zone``, whatever zone they claim."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value).replace(tzinfo=zone)
    except ValueError:
        return None
    return found if 1 < found.year < 9999 else None


def window(start: object, end: object, zone: tzinfo | None = None) -> tuple[Window, ...]:
    """Read a window, in the site's ``zone`` where it is known; none if its start says nothing."""
    first, last = moment(start), moment(end)
    if first is None:
        return ()
    if zone is None:
        return (Window.reported(first, last),)
    return (Window.reported(first.astimezone(zone), last.astimezone(zone) if last else None),)


def amount(value: object) -> Decimal | None:
    """Read a number from text, a whole number or JSON's own writing; never from a binary fraction.

    What is not finite, or has a thousand digits before its point, reads as ``None``.
    """
    written = value.written if isinstance(value, Number) else text(value)
    try:
        found = Decimal(written) if written else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() and found.adjusted() < 999 else None


def money(value: object, currency: object) -> Money | None:
    """Read an amount of money, exactly; see `amount`."""
    found, unit = amount(value), text(currency)
    return None if found is None or unit is None else Money(found, unit)


def weight(value: object, unit: object) -> Weight | None:
    """Read a weight, exactly, in kg, g, lb (also written lbs) or oz; see `amount`."""
    found, known = amount(value), _UNITS.get(unit) if isinstance(unit, str) else None
    return None if found is None or known is None else Weight(found, known)


def page(
    account: Account[Any], items: Iterable[V] | None, read: Callable[[Account[Any], V], Pickup]
) -> Page:
    """Read a page item by item: one that cannot be read becomes a fault beside the others.

    ``items`` must be there: an answer without its list is no empty page.
    """
    return Page(*_each(account, items, read))


def order_page(
    account: Account[Any], items: Iterable[V] | None, read: Callable[[Account[Any], V], Order]
) -> OrderPage:
    """Read a page of orders as `page` reads one of pickups."""
    return OrderPage(*_each(account, items, read))


def _each(
    account: Account[Any], items: Iterable[V] | None, read: Callable[[Account[Any], V], T]
) -> tuple[tuple[T, ...], tuple[Fault, ...]]:
    if items is None:
        raise Unreadable("the list is missing")
    found: list[T] = []
    faults: list[Fault] = []
    for item in items:
        try:
            found.append(read(account, _object(item)))
        except Exception as error:  # noqa: BLE001 - one item's fault is not its neighbours'
            faults.append(_fault(account, item, error))
    return tuple(found), tuple(faults)


def _object(item: V) -> V:
    if not isinstance(item.raw, dict):
        raise Unreadable("the item is no object")
    return item


def _fault(account: Account[Any], item: View, error: Exception) -> Fault:
    reason = str(error) if isinstance(error, Unreadable) else type(error).__name__
    return Fault(provider=account.provider, account=account.name, reason=reason, raw=item.raw)
