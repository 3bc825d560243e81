"""The two faces of the library: `PickupKit` for blocking callers, `AsyncPickupKit` for asyncio."""

from ._asyncio import AsyncPickupKit
from ._blocking import PickupKit

__all__ = ["AsyncPickupKit", "PickupKit"]
