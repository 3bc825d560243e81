"""What a caller asks for."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from attrs import field, frozen

from ._address import Address, Spot
from ._measure import Money
from ._parcels import Parcels
from ._window import Window

T = TypeVar("T")


def _listed(values: Iterable[T]) -> tuple[T, ...]:
    """Take a list; a single text is no list of its letters."""
    if isinstance(values, str):
        raise TypeError(f"{values!r} is text where a list is wanted")
    return tuple(values)


# One for each kind: mypy takes no generic converter, and would refuse every caller's list.
def _windows(values: Iterable[Window]) -> tuple[Window, ...]:
    return _listed(values)


def _parcels(values: Iterable[Parcels]) -> tuple[Parcels, ...]:
    return _listed(values)


def _shipments(values: Iterable[str]) -> tuple[str, ...]:
    return _listed(values)


@frozen(kw_only=True)
class PickupRequest:
    """One pickup to quote or book.

    ``parcels`` count and weigh what is to be carried; ``shipments`` or ``batch`` name labels that
    the provider already made. A request may hold both: each provider says through `validate` which
    half it needs. ``carrier``, ``service`` and ``carrier_account`` are the provider's own words.
    ``reference`` is the caller's label. ``max_price`` bounds what may be bought. ``extra`` holds
    fields of one provider alone. What a provider cannot carry is reported, never dropped.
    """

    address: Address
    windows: tuple[Window, ...] = field(converter=_windows)
    parcels: tuple[Parcels, ...] = field(default=(), converter=_parcels)
    shipments: tuple[str, ...] = field(default=(), converter=_shipments)
    batch: str | None = None
    carrier: str | None = None
    service: str | None = None
    carrier_account: str | None = None
    spot: Spot | None = None
    reference: str | None = None
    max_price: Money | None = None
    extra: Mapping[str, Any] = field(factory=dict)

    def __repr__(self) -> str:
        return f"PickupRequest(carrier={self.carrier!r}, reference={self.reference!r}, …)"
