from __future__ import annotations

from typing import ClassVar

from attrs import frozen
from pickupkit.calls import wire


@frozen(kw_only=True, repr=False)
class BuyPickupRequest(wire.Body):
    """Names the rate by carrier and service, exactly as quoted. There is no rate id here."""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("carrier", "carrier"),
        ("service", "service"),
    )

    carrier: str
    service: str
