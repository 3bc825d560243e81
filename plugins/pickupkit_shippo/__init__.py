"""Shippo: books pickups of labels bought there, at USPS and DHL Express; nothing else.

Shippo's API has no list, no get and no cancel of pickups: those operations are absent here.
"""

from collections.abc import Iterable
from typing import Any

from pickupkit.plugin import Provider, hookimpl

from ._operations import shippo

__all__ = ["pickupkit_providers", "shippo"]


@hookimpl
def pickupkit_providers() -> Iterable[Provider[Any]]:
    """Bring Shippo."""
    return (shippo,)
