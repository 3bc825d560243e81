from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .metadata import Metadata


class MetadataAnswer(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def data(self) -> Metadata | None:
        from .metadata import Metadata

        return wire.view(Metadata, self._at("data"))
