"""What the journal does, in SQL; see `Journal` for what each method promises."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from attrs import evolve
from sqlalchemy import (
    Connection,
    Engine,
    RowMapping,
    and_,
    bindparam,
    delete,
    insert,
    select,
    text,
    update,
)

from pickupkit.errors import JournalError
from pickupkit.log import log

from ._engine import explained, open_engine
from ._entry import Entry, State, Taken
from ._owner import FileOwner, ServerOwner, new_owner
from ._schema import attempts

_JSON: Final = ("windows", "shipments", "facts", "pickup")
_COLUMNS: Final = tuple(column.name for column in attempts.columns)
_LIVE: Final = (State.SENDING, State.UNKNOWN)

_INSERT: Final = insert(attempts)
_BY_KEY: Final = attempts.c.key == bindparam("of")
_SELECT: Final = select(attempts).order_by(attempts.c.planned_at, attempts.c.key)
_FIND: Final = _SELECT.where(_BY_KEY)
_UPDATE: Final = update(attempts).where(_BY_KEY)
_RESOLVE: Final = _UPDATE.where(attempts.c.state == bindparam("was"))
_SETTLE: Final = _RESOLVE.where(
    attempts.c.owner == bindparam("by"), attempts.c.tries == bindparam("nth")
)

FENCE: Final = 5.0
"""Seconds between writing an intent and sending it; a process held up for longer must not send."""


class Store:
    """A journal that is opened on first use, and anew in a forked child."""

    def __init__(self, url: str, now: Callable[[], float] = time.time) -> None:
        self.url = url
        self._now = now
        self._lock = threading.RLock()
        self._open: tuple[int, Engine, FileOwner | ServerOwner] | None = None
        self._active: set[str] = set()

    def close(self) -> None:
        """Leave the journal; what this worker has under way becomes unknown to others."""
        with self._lock:
            if self._open is not None and self._open[0] == os.getpid():
                self._open[2].close()
                self._open[1].dispose()
            self._open = None

    def begin(self, entry: Entry, facts: Mapping[str, str]) -> Entry:
        """Write the intent to send; `Taken` if the key is somebody else's or has an end already.

        The caller sends only after this returns, and only within `FENCE` seconds of calling it.
        """
        with self._transaction(entry.key) as connection:
            owner = self._owner()
            if not owner.holds():
                self._open = None
                raise JournalError("the journal's server let this worker go; nothing was sent")
            found = self._planned(connection, entry)
            began = evolve(
                found,
                state=State.SENDING,
                owner=owner.name,
                sent_at=self._now(),
                tries=found.tries + 1,
                facts=dict(facts),
            )
            self._write(connection, began)
            self._active.add(entry.key)
        return began

    def note(self, entry: Entry, facts: Mapping[str, str]) -> None:
        """Keep facts with an attempt that is not sent yet, or is being sent by this worker."""
        with self._transaction(entry.key) as connection:
            found = self._planned(connection, entry)
            self._write(connection, evolve(found, facts=dict(facts)))

    def _planned(self, connection: Connection, entry: Entry) -> Entry:
        """Give an entry that this worker may go on with, written down if it is new."""
        found = self._find(connection, entry.key)
        if found is None:
            planned = evolve(entry, planned_at=self._now())
            connection.execute(_INSERT, _values(planned))
            return planned
        mine = found.owner is not None and (found.owner, found.tries) == (entry.owner, entry.tries)
        if found.state is State.PLANNED or (found.state is State.SENDING and mine):
            return found
        raise Taken(self._adopted(connection, found))

    def settle(self, entry: Entry) -> bool:
        """Write how an attempt that we sent ended; false if it was taken from us meanwhile."""
        ended = evolve(entry, settled_at=self._now())
        with self._transaction() as connection:
            mine = {"of": entry.key, "was": State.SENDING, "by": entry.owner, "nth": entry.tries}
            done = connection.execute(_SETTLE, {**_values(ended), **mine})
        # Not sooner: another thread would take it for an attempt that nobody is at.
        self._active.discard(entry.key)
        if done.rowcount != 1:
            log.error("attempt %s was taken from us before it ended as %s", entry.key, entry.state)
        return bool(done.rowcount == 1)

    def resolve(self, entry: Entry, was: State) -> bool:
        """Write what was found out of an attempt; false if it is no longer in state ``was``."""
        with self._transaction() as connection:
            ended = evolve(entry, settled_at=self._now())
            done = connection.execute(_RESOLVE, {**_values(ended), "of": entry.key, "was": was})
        return bool(done.rowcount == 1)

    def get(self, key: str) -> Entry | None:
        """Look an attempt up."""
        with self._transaction() as connection:
            found = self._find(connection, key)
            return found and self._adopted(connection, found)

    def unknown(self, account: str) -> list[Entry]:
        """Give the attempts of an account that nobody knows the end of, oldest first."""
        with self._transaction() as connection:
            live = and_(attempts.c.account == account, attempts.c.state.in_(_LIVE))
            found = [self._adopted(connection, e) for e in self._select(connection, live)]
        return [entry for entry in found if entry.state is State.UNKNOWN]

    def entries(self, account: str | None = None) -> list[Entry]:
        """Give all attempts, newest first."""
        with self._transaction() as connection:
            wanted = attempts.c.account == account if account else attempts.c.key.is_not(None)
            found = [self._adopted(connection, e) for e in self._select(connection, wanted)]
        return found[::-1]

    def prune(self, before: float) -> int:
        """Forget attempts that ended before a moment; what is not settled stays. Give how many."""
        with self._transaction() as connection:
            ended = attempts.c.state.not_in((*_LIVE, State.PLANNED))
            done = connection.execute(delete(attempts).where(ended, attempts.c.planned_at < before))
            stale = and_(attempts.c.state == State.PLANNED, attempts.c.planned_at < before)
            more = connection.execute(delete(attempts).where(stale))
        return int(done.rowcount + more.rowcount)

    def _adopted(self, connection: Connection, entry: Entry) -> Entry:
        """Call unknown what is being sent by nobody any more."""
        if entry.state is not State.SENDING or self._is_alive(entry):
            return entry
        unknown = evolve(entry, state=State.UNKNOWN, reason="the process that sent it ended")
        found = {"of": entry.key, "was": State.SENDING}
        if connection.execute(_RESOLVE, {**_values(unknown), **found}).rowcount == 1:
            return unknown
        return self._find(connection, entry.key) or unknown

    def _is_alive(self, entry: Entry) -> bool:
        if entry.owner == self._owner().name:
            return entry.key in self._active
        return entry.owner is not None and self._owner().lives(entry.owner)

    def _write(self, connection: Connection, entry: Entry) -> None:
        connection.execute(_UPDATE, {**_values(entry), "of": entry.key})

    def _find(self, connection: Connection, key: str) -> Entry | None:
        return next(iter(self._rows(connection, _FIND, {"of": key})), None)

    def _select(self, connection: Connection, wanted: Any) -> Sequence[Entry]:
        return self._rows(connection, _SELECT.where(wanted), {})

    def _rows(self, connection: Connection, query: Any, values: dict[str, Any]) -> list[Entry]:
        return [_entry(row) for row in connection.execute(query, values).mappings()]

    @contextmanager
    def _transaction(self, key: str | None = None) -> Iterator[Connection]:
        with explained():
            engine = self._ready()[1]
            with engine.begin() as connection:
                if key is not None and engine.dialect.name != "sqlite":
                    # A row that is not there yet cannot be locked; its key can.
                    lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
                    connection.execute(lock, {"key": key})
                yield connection

    def _owner(self) -> FileOwner | ServerOwner:
        return self._ready()[2]

    def _ready(self) -> tuple[int, Engine, FileOwner | ServerOwner]:
        with self._lock:
            if self._open is None or self._open[0] != os.getpid():
                if self._open is not None:
                    # The parent's connections stay the parent's: they are dropped, not closed.
                    self._open[1].dispose(close=False)
                    self._active = set()
                engine = open_engine(self.url)
                with explained():
                    self._open = (os.getpid(), engine, new_owner(engine, self.url))
            return self._open


def _values(entry: Entry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in _COLUMNS}
    for name in _JSON:
        value = values[name]
        values[name] = None if value is None else json.dumps(value, ensure_ascii=False)
    return values


def _entry(row: RowMapping) -> Entry:
    values: dict[str, Any] = dict(row)
    for name in _JSON:
        values[name] = None if values[name] is None else json.loads(values[name])
    values["state"] = State(values["state"])
    values["windows"] = tuple((start, end) for start, end in values["windows"])
    values["shipments"] = tuple(values["shipments"])
    return Entry(**values)
