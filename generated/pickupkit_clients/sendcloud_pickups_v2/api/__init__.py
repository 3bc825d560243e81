"""The operations of this API; each module is imported when its function is first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .pickups.create_pickup import create_pickup as create_pickup
    from .pickups.get_pickup import get_pickup as get_pickup
    from .pickups.list_pickups import list_pickups as list_pickups
else:
    _HOME = {
        "create_pickup": ".pickups.create_pickup",
        "get_pickup": ".pickups.get_pickup",
        "list_pickups": ".pickups.list_pickups",
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
    "create_pickup",
    "get_pickup",
    "list_pickups",
)
