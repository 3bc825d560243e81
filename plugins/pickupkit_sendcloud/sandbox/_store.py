"""The pickups that this Sendcloud holds, for both generations of its API."""

from collections.abc import Mapping
from typing import Any, Final

from pickupkit.plugin.sandbox import RefusedError, Request, World, hidden

from ._records import Record, new_record

_FIRST: Final = 294247  # ids are whole numbers that rise


class Store:
    """Every account's pickups, in order of arrival."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.records: list[Record] = []

    def add(self, owner: str, wanted: dict[str, Any], plan: Mapping[str, str]) -> Record:
        """Take a pickup in."""
        record = new_record(self.world, owner, _FIRST + len(self.records), wanted, plan)
        self.records.append(record)
        if record.line()["booked"]:
            self.world.record(record.event("booked"))
        return record

    def of(self, owner: str, request: Request) -> list[Record]:
        """Give an account's pickups that it may see by now, newest first."""
        unseen = hidden(request)
        return [
            record
            for record in reversed(self.records)
            if record.owner == owner and not (unseen and str(record.number) in unseen)
        ]

    def find(self, owner: str, request: Request, missing: RefusedError) -> Record:
        """Give the pickup whose id is in the path."""
        wanted = request.path_params["id"]
        for record in self.records:
            number = str(record.number)
            if record.owner == owner and number == wanted and number not in hidden(request):
                return record
        raise missing
