"""What the journal does, in SQL; see `Journal` for what each method promises."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import evolve
from sqlalchemy import Connection, and_, delete, func, true

from pickupkit.log import log
from pickupkit.models import PickupStatus

from . import _sql as sql
from ._entry import Entry, Kept, State, Taken
from ._row import entry_of, values_of
from ._schema import attempts
from ._worker import Worker

_OWN: Final = ("state", "owner", "planned_at", "sent_at", "tries", "facts")
"""What an attempt has from the journal, and not from who goes on with it."""


class Store:
    """The attempts and cancels of a journal; each method is one durable transaction."""

    def __init__(self, url: str, now: Callable[[], float] = time.time) -> None:
        self._worker = Worker(url)
        self._now = now
        self._active: set[tuple[str, int]] = set()

    def close(self) -> None:
        """Leave the journal; what this worker has under way becomes unknown to others."""
        self._worker.close()

    def begin(self, entry: Entry, facts: Mapping[str, str], dating: Callable[[], object]) -> Entry:
        """Write the intent to send; `Taken` if the key is somebody else's or has an end already.

        The caller sends only after this returns, and soon after ``dating``.
        """
        self._worker.renew()
        token = (entry.key, 0)
        try:
            with self._worker.transaction(entry.key) as connection:
                found = self._planned(connection, entry)
                dating()
                began = evolve(
                    found,
                    state=State.SENDING,
                    owner=self._worker.owner().name,
                    sent_at=self._now(),
                    tries=found.tries + 1,
                    facts=dict(facts),
                )
                self._write(connection, began)
                token = (began.key, began.tries)
                self._active.add(token)
        except BaseException:
            # Whether it was committed is not known; nobody is at it in any case.
            self._active.discard(token)
            raise
        self._active.discard((entry.key, entry.tries))
        return began

    def note(self, entry: Entry, facts: Mapping[str, str]) -> None:
        """Keep facts with an attempt that is not sent yet, or is being sent by this worker."""
        with self._worker.transaction(entry.key) as connection:
            found = self._planned(connection, entry)
            self._write(connection, evolve(found, facts=dict(facts)))

    def _planned(self, connection: Connection, entry: Entry) -> Entry:
        """Give an entry that this worker may go on with, written down if it is new."""
        found = self._find(connection, entry.key, sql.CLAIM)
        if found is None:
            planned = evolve(entry, planned_at=self._now())
            connection.execute(sql.INSERT, values_of(planned))
            return planned
        same = (found.account, found.request_hash) == (entry.account, entry.request_hash)
        mine = found.owner is not None and (found.owner, found.tries) == (entry.owner, entry.tries)
        if same and (found.state is State.PLANNED or (found.state is State.SENDING and mine)):
            # What is sent is what the caller has now: another reference than was planned, perhaps.
            own = {name: getattr(found, name) for name in _OWN}
            return evolve(entry, **own)
        raise Taken(self._adopted(connection, found))

    def settle(self, entry: Entry) -> bool:
        """Write how an attempt that we sent ended; false if others have gone on with it."""
        ended = evolve(entry, settled_at=self._now())
        mine = {"of": entry.key, "by": entry.owner, "nth": entry.tries}
        try:
            with self._worker.transaction() as connection:
                done = connection.execute(sql.SETTLE, {**values_of(ended), **mine})
        finally:
            # Not sooner: another thread would take it for an attempt that nobody is at.
            self._active.discard((entry.key, entry.tries))
        if done.rowcount != 1:
            log.error("attempt %s was taken from us before it ended as %s", entry.key, entry.state)
        return bool(done.rowcount == 1)

    def resolve(self, entry: Entry, was: State) -> bool:
        """Write what was found out of a try; false if it is no longer in state ``was``."""
        with self._worker.transaction() as connection:
            return self._resolved(connection, evolve(entry, settled_at=self._now()), was)

    def get(self, key: str) -> Entry | None:
        """Look an attempt up."""
        with self._worker.transaction() as connection:
            found = self._find(connection, key)
            return found and self._adopted(connection, found)

    def unknown(self, account: str | None = None) -> list[Entry]:
        """Give the attempts that nobody knows the end of, of an account or all, oldest first."""
        return self._looked_up(account, attempts.c.state == State.UNKNOWN)

    def found(self, account: str, request_hash: str) -> list[Entry]:
        """Give the attempts of an equal request that were in doubt and found booked since."""
        equal = {"account": account, "request_hash": request_hash}
        with self._worker.transaction() as connection:
            return [entry_of(row) for row in connection.execute(sql.FOUND, equal).mappings()]

    def entries(self, account: str | None = None) -> list[Entry]:
        """Give all attempts, newest first."""
        return self._looked_up(account, true())[::-1]

    def _looked_up(self, account: str | None, wanted: Any) -> list[Entry]:
        """Give attempts as they are once nobody counts as sending who has ended.

        Of many, reading takes its time: that is done when whoever writes is let in again.
        """
        mine = true() if account is None else attempts.c.account == account
        with self._worker.transaction() as connection:
            for entry in self._rows(connection, sql.SENDING.where(mine), {}):
                self._adopted(connection, entry)
            rows = connection.execute(sql.SELECT.where(mine, wanted)).mappings().all()
        return [entry_of(row) for row in rows]

    def pickups(self, provider: str) -> list[tuple[str, str]]:
        """Give the account and the id of each pickup that an attempt at a provider became."""
        with self._worker.transaction() as connection:
            rows = connection.execute(sql.PICKUPS, {"at": provider})
            return [(row.account, row.pickup_id) for row in rows]

    def became(self, account: str, pickup_id: str) -> Entry | None:
        """Give the last attempt at an account that became this pickup."""
        which = {"account": account, "pickup_id": pickup_id}
        with self._worker.transaction() as connection:
            found = self._rows(connection, sql.BECAME, which)
        return found[-1] if found else None

    def prune(self, before: float) -> int:
        """Forget what ended before a moment; attempts and cancels that are open stay.

        Give how many attempts.
        """
        last = func.coalesce(attempts.c.settled_at, attempts.c.planned_at)
        old = and_(attempts.c.state.not_in(sql.LIVE), last < before)
        with self._worker.transaction() as connection:
            connection.execute(sql.PRUNE_CANCELS, {"before": before})
            return int(connection.execute(delete(attempts).where(old)).rowcount)

    def keep_cancel(self, account: str, pickup_id: str, status: str) -> Kept:
        """Keep what is known of a cancel, and give what was kept before.

        What is cancelled stays so, whatever comes of cancelling it once more.
        """
        which = {"account": account, "pickup_id": pickup_id}
        written = {**which, "status": str(status), "asked_at": self._now()}
        self._worker.renew()
        with self._worker.transaction(f"{account} {pickup_id}") as connection:
            before = connection.execute(sql.FIND_CANCEL, which).mappings().first()
            if before is not None and before["status"] == PickupStatus.CANCELLED:
                return Kept(dict(before), dict(before))
            connection.execute(sql.DROP_CANCEL, which)
            connection.execute(sql.KEEP_CANCEL, written)
        return Kept(written, dict(before) if before else None)

    def undo_cancel(self, account: str, pickup_id: str, kept: Kept) -> None:
        """Put back what was kept before, unless somebody has written since."""
        which = {"account": account, "pickup_id": pickup_id}
        with self._worker.transaction(f"{account} {pickup_id}") as connection:
            found = connection.execute(sql.FIND_CANCEL, which).mappings().first()
            if found is not None and dict(found) == kept.written:
                connection.execute(sql.DROP_CANCEL, which)
                if kept.before is not None:
                    connection.execute(sql.KEEP_CANCEL, kept.before)

    def cancels(self, account: str) -> dict[str, str]:
        """Give the status that each cancel of an account had when it was last told, by pickup."""
        with self._worker.transaction() as connection:
            rows = connection.execute(sql.CANCELS, {"account": account})
            return {row.pickup_id: row.status for row in rows}

    def _adopted(self, connection: Connection, entry: Entry) -> Entry:
        """Call unknown what is being sent by nobody any more."""
        if entry.state is not State.SENDING or self._is_alive(connection, entry):
            return entry
        unknown = evolve(entry, state=State.UNKNOWN, reason="the process that sent it ended")
        if self._resolved(connection, unknown, State.SENDING):
            return unknown
        return self._find(connection, entry.key) or unknown

    def _is_alive(self, connection: Connection, entry: Entry) -> bool:
        if entry.owner == self._worker.owner().name:
            return (entry.key, entry.tries) in self._active
        return entry.owner is not None and self._worker.owner().lives(entry.owner, connection)

    def _resolved(self, connection: Connection, entry: Entry, was: State) -> bool:
        same = {"of": entry.key, "nth": entry.tries, "was": was}
        return bool(connection.execute(sql.RESOLVE, {**values_of(entry), **same}).rowcount == 1)

    def _write(self, connection: Connection, entry: Entry) -> None:
        connection.execute(sql.UPDATE, {**values_of(entry), "of": entry.key})

    def _find(self, connection: Connection, key: str, query: Any = sql.FIND) -> Entry | None:
        return next(iter(self._rows(connection, query, {"of": key})), None)

    def _rows(self, connection: Connection, query: Any, values: dict[str, Any]) -> list[Entry]:
        return [entry_of(row) for row in connection.execute(query, values).mappings()]
