"""The operations of this API; each module is imported when its function is first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .pickups.buy_pickup import buy_pickup as buy_pickup
    from .pickups.cancel_pickup import cancel_pickup as cancel_pickup
    from .pickups.create_pickup import create_pickup as create_pickup
    from .pickups.list_pickups import list_pickups as list_pickups
    from .pickups.retrieve_pickup import retrieve_pickup as retrieve_pickup
else:
    _HOME = {
        "buy_pickup": ".pickups.buy_pickup",
        "cancel_pickup": ".pickups.cancel_pickup",
        "create_pickup": ".pickups.create_pickup",
        "list_pickups": ".pickups.list_pickups",
        "retrieve_pickup": ".pickups.retrieve_pickup",
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
    "buy_pickup",
    "cancel_pickup",
    "create_pickup",
    "list_pickups",
    "retrieve_pickup",
)
