from __future__ import annotations

from pickupkit.calls import wire


class Message(wire.View):
    """A carrier's refusal to quote, in the carrier's own words."""

    __slots__ = ()

    @property
    def carrier(self) -> str | None:
        return self._get("carrier")

    @property
    def carrier_account_id(self) -> str | None:
        return self._get("carrier_account_id")

    @property
    def message(self) -> str | None:
        return self._get("message")

    @property
    def type_(self) -> str | None:
        """rate_error in all answers seen"""
        return self._get("type")
