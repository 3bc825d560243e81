"""EasyPost: create quotes, buy books; list, get and cancel by id.

EasyPost publishes no description of its API; ``specs/easypost_pickups`` is this project's own.
"""

from collections.abc import Iterable
from typing import Any

from pickupkit.plugin import Provider, hookimpl

from ._operations import easypost

__all__ = ["easypost", "pickupkit_providers"]


@hookimpl
def pickupkit_providers() -> Iterable[Provider[Any]]:
    """Bring EasyPost."""
    return (easypost,)
