"""What each operation gives; anything else is a fault of its plugin."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar

from pickupkit.errors import PluginError
from pickupkit.models import Cancellation, Fault, Order, OrderPage, Page, Pickup, Quotation, Rate

T = TypeVar("T")

_GIVES: Final[Mapping[str, type]] = {
    "create": Pickup,
    "quote": Quotation,
    "get": Pickup,
    "list": Page,
    "cancel": Cancellation,
    "orders": OrderPage,
    "order": Order,
    "check": str,
}
_HOLDS: Final[Mapping[type, Mapping[str, type]]] = {
    Page: {"pickups": Pickup, "faults": Fault},
    OrderPage: {"orders": Order, "faults": Fault},
    Quotation: {"rates": Rate},
}


def expect(kind: type[T], what: str, given: object) -> T:
    """Give what a plugin gave, if it is of a kind."""
    if not isinstance(given, kind):
        raise PluginError(f"{what} gives no {kind.__name__} but a {type(given).__name__}")
    return given


def fit(operation: str, provider: str, given: T) -> T:
    """Give what an operation gave, if it and what it holds are of the right kind."""
    wanted, what = _GIVES[operation], f"{operation} of {provider!r}"
    expect(wanted, what, given)
    for misfit in _misfits(wanted, given):
        raise PluginError(f"{what} gives a {wanted.__name__} whose {misfit}")
    return given


def _misfits(wanted: type, given: Any) -> Iterator[str]:
    for name, kind in _HOLDS.get(wanted, {}).items():
        held = getattr(given, name)
        if not isinstance(held, tuple | list):
            yield f"{name} are no tuple but a {type(held).__name__}"
            return
        for each in held:
            if not isinstance(each, kind):
                yield f"{name} hold a {type(each).__name__}"
