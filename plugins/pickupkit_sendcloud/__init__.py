"""Sendcloud: pickups by many European carriers, through API v3."""

from collections.abc import Iterable
from typing import Any

from pickupkit.plugin import Provider, hookimpl

from ._operations import sendcloud

__all__ = ["pickupkit_providers", "sendcloud"]


@hookimpl
def pickupkit_providers() -> Iterable[Provider[Any]]:
    """Bring Sendcloud."""
    return (sendcloud,)
