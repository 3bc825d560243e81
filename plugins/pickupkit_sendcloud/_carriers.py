"""How the carriers differ, as one table."""

from collections.abc import Mapping
from typing import Final

from attrs import frozen


@frozen(kw_only=True)
class Carrier:
    """One carrier's rules in API v3, from Sendcloud's description of its pickup request."""

    phone: bool = False
    """The address needs a phone number."""
    state: bool = False
    """The address needs a state or province."""
    open_end: bool = False
    """A time slot may have no end."""
    slots: int = 1
    """How many time slots there may be: a morning and an afternoon, or one."""
    pallets: bool = False
    """Items may be pallets."""


CARRIERS: Final[Mapping[str, Carrier]] = {
    "brt": Carrier(state=True, slots=2),
    "correos": Carrier(open_end=True),
    "correos_express": Carrier(phone=True),
    "dhl": Carrier(pallets=True),
    "dhl_de": Carrier(),
    "dhl_express": Carrier(phone=True),
    "dhl_parcel_gb": Carrier(open_end=True),
    "dhl_parcel_iberia": Carrier(),
    "dpd": Carrier(open_end=True),
    "dpd_at": Carrier(pallets=True),
    "fedex": Carrier(phone=True, open_end=True),
    "gls_it": Carrier(state=True, slots=2),
    "hermes_de": Carrier(),
    "poste_it_delivery": Carrier(state=True, open_end=True),
    "ups": Carrier(pallets=True),
}


def those(rule: str) -> tuple[str, ...]:
    """Name the carriers for which a yes-or-no rule holds."""
    return tuple(code for code, carrier in CARRIERS.items() if getattr(carrier, rule))
