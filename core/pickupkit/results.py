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
    "retell": Pickup,
}
_HOLDS: Final[Mapping[type, Mapping[str, type]]] = {
    Page: {"pickups": Pickup, "faults": Fault},
    OrderPage: {"orders": Order, "faults": Fault},
    Quotation: {"rates": Rate},
}


def fit(operation: str, provider: str, given: T) -> T:
    """Give what an operation gave, if it and what it holds are of the right kind."""
    wanted = _GIVES[operation]
    for misfit in _misfits(wanted, given):
        raise PluginError(f"{operation} of {provider!r} gives {misfit}")
    return given


def _misfits(wanted: type, given: Any) -> Iterator[str]:
    if not isinstance(given, wanted):
        yield f"no {wanted.__name__} but a {type(given).__name__}"
        return
    for name, kind in _HOLDS.get(wanted, {}).items():
        held = getattr(given, name)
        if not isinstance(held, tuple | list):
            yield f"a {wanted.__name__} whose {name} are no tuple but a {type(held).__name__}"
            return
        for each in held:
            if not isinstance(each, kind):
                yield f"a {wanted.__name__} whose {name} hold a {type(each).__name__}"
