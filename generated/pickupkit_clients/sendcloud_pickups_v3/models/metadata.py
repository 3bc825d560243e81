from __future__ import annotations

from pickupkit.calls import wire


class Metadata(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def integration_id(self) -> int | None:
        return self._get("integration_id")

    @property
    def user_id(self) -> int | None:
        return self._get("user_id")
