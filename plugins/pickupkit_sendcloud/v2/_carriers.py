"""How the nine carriers of API v2 differ, as one table."""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

_WIDE: Final = ("NL", "DE", "ES", "FR", "IT", "AT")


@frozen(kw_only=True)
class Carrier:
    """One carrier's rules in API v2, from Sendcloud's description of its pickup request."""

    countries: tuple[str, ...]
    contact: bool = True
    """The address needs a name, a company and a phone number."""
    end: bool = False
    """The time needs an end."""
    least: int = 1
    """Parcels in all."""
    most: int | None = None
    """Parcels in all."""
    pallets: bool = False
    """There may be pallets."""
    unweighed: bool = False
    """What the parcels weigh may be left open."""


CARRIERS: Final[Mapping[str, Carrier]] = {
    "correos": Carrier(countries=("ES",), end=True, least=10),
    "correos_express": Carrier(countries=("ES",), end=True),
    "dhl": Carrier(countries=("NL", "BE"), pallets=True),
    "dhl_express": Carrier(countries=_WIDE, contact=False, unweighed=True),
    "dhl_parcel_iberia": Carrier(countries=("ES", "PT"), end=True, most=999),
    # That DPD wants ten is told beside the description, not in it.
    "dpd": Carrier(countries=("DE",), least=10, most=999),
    "fedex": Carrier(countries=(*_WIDE, "BE", "GB")),
    "poste_it_delivery": Carrier(countries=("IT",), most=999),
    "ups": Carrier(countries=(*_WIDE, "BE", "GB"), end=True, pallets=True),
}


def those(rule: str) -> tuple[str, ...]:
    """Name the carriers for which a yes-or-no rule holds."""
    return tuple(code for code, carrier in CARRIERS.items() if getattr(carrier, rule))
