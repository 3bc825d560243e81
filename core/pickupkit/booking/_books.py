"""What can be asked of the journal, whoever booked."""

from collections.abc import Mapping

from attrs import evolve

from pickupkit.calls import Blocking
from pickupkit.errors import InvalidRequest, Unsupported
from pickupkit.journal import Entry, Journal, State
from pickupkit.models import Pickup, PickupStatus, Window

from ._reconciling import Settlement, settle_by_hand
from ._records import attempt_of, restore


class Books:
    """The journal, if there is one."""

    def __init__(self, journal: Journal | None) -> None:
        self._journal = journal

    @property
    def kept(self) -> bool:
        """Whether there is a journal."""
        return self._journal is not None

    @property
    def journal(self) -> Journal:
        """The journal; `Unsupported` where it is switched off."""
        if self._journal is None:
            raise Unsupported("there is no journal: it is switched off")
        return self._journal

    def close(self) -> None:
        """Close it; the next use would open it again."""
        if self._journal is not None:
            self._journal.close()

    async def attempts(self, name: str | None) -> list[Entry]:
        """Give what it holds, newest first."""
        journal = self.journal
        return await Blocking(lambda: journal.entries(name))

    async def in_doubt(self) -> tuple[str, ...]:
        """Name the accounts with attempts that nobody knows the end of, configured or not."""
        found = await Blocking(self.journal.unknown)
        return tuple(sorted({entry.account for entry in found}))

    async def prune(self, before: float) -> int:
        """Forget attempts that ended before a moment."""
        journal = self.journal
        return await Blocking(lambda: journal.prune(before))

    async def settle(
        self, key: str, *, booked: bool, pickup_id: str | None, confirmation: str | None
    ) -> Settlement:
        """Write down what a person has found out of an attempt."""
        known = {"/id": pickup_id, "/confirmation": confirmation}
        _check(booked, {at: text for at, text in known.items() if text is not None})
        journal = self.journal
        entry = await Blocking(lambda: journal.get(key))
        pickup = None
        if booked and entry is not None:
            told = pickup_id or entry.facts.get("pickup_id")
            found = told or confirmation or entry.reference or key
            pickup = evolve(_pickup(entry, found), confirmation=confirmation)
        return await settle_by_hand(journal, key, pickup)

    async def booked(self, name: str) -> tuple[Pickup, ...]:
        """Give what was booked through us at an account, newest first."""
        return tuple(
            restore(entry.pickup)
            for entry in await self.attempts(name)
            if entry.pickup is not None and entry.state in (State.BOOKED, State.DEAD)
        )

    async def recorded(self, name: str, pickup_id: str) -> Pickup | None:
        """Give one of them by its id, if there is a journal to look it up in."""
        if not self.kept:
            return None
        found = await Blocking(lambda: self.journal.became(name, pickup_id))
        return restore(found.pickup) if found and found.pickup else None


def _check(booked: bool, known: Mapping[str, str]) -> None:
    """Refuse what a booked pickup alone has, and ids that no provider or carrier gives."""
    for at, text in known.items():
        if not booked:
            raise InvalidRequest.at(at, "is that of a pickup, and none is said to be booked")
        if not text.strip() or not text.isprintable():
            raise InvalidRequest.at(at, "is blank, or holds what cannot be printed")


def _pickup(entry: Entry, pickup_id: str) -> Pickup:
    """Give what an attempt asked for as the pickup that it became."""
    return Pickup(
        provider=entry.provider,
        account=entry.account,
        id=pickup_id,
        status=PickupStatus.CONFIRMED,
        requested=tuple(Window.reported(*span) for span in attempt_of(entry).windows),
        reference=entry.reference,
    )
