"""The operations of this API; each module is imported when its function is first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .orders.get_order import get_order as get_order
    from .orders.list_orders import list_orders as list_orders
else:
    _HOME = {
        "get_order": ".orders.get_order",
        "list_orders": ".orders.list_orders",
    }

    def __getattr__(name):
        try:
            home = _HOME[name]
        except KeyError:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
        value = globals()[name] = getattr(import_module(home, __name__), name)
        return value

    def __dir__():
        return sorted({*globals(), *_HOME})


__all__ = (
    "get_order",
    "list_orders",
)
