"""The data of this API; a class's module is imported when the class is first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .address import Address as Address
    from .address_input import AddressInput as AddressInput
    from .buy_pickup_request import BuyPickupRequest as BuyPickupRequest
    from .create_pickup_request import CreatePickupRequest as CreatePickupRequest
    from .message import Message as Message
    from .object_ref import ObjectRef as ObjectRef
    from .pickup import Pickup as Pickup
    from .pickup_input import PickupInput as PickupInput
    from .pickup_list import PickupList as PickupList
    from .pickup_rate import PickupRate as PickupRate
else:
    _HOME = {
        "Address": ".address",
        "AddressInput": ".address_input",
        "BuyPickupRequest": ".buy_pickup_request",
        "CreatePickupRequest": ".create_pickup_request",
        "Message": ".message",
        "ObjectRef": ".object_ref",
        "Pickup": ".pickup",
        "PickupInput": ".pickup_input",
        "PickupList": ".pickup_list",
        "PickupRate": ".pickup_rate",
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
    "Address",
    "AddressInput",
    "BuyPickupRequest",
    "CreatePickupRequest",
    "Message",
    "ObjectRef",
    "Pickup",
    "PickupInput",
    "PickupList",
    "PickupRate",
)
