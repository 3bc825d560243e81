from __future__ import annotations

from typing import ClassVar

from attrs import frozen
from pickupkit.calls import wire


@frozen(kw_only=True, repr=False)
class ObjectRef(wire.Body):
    """An object that already exists at EasyPost, named by its id."""

    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = (("id", "id"),)

    id: str
