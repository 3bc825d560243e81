"""The journal itself: each method is one durable transaction."""

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from attrs import asdict, evolve
from sqlalchemy import Connection, Engine, RowMapping, and_, delete, insert, select, update

from pickupkit.errors import JournalError

from ._engine import explained, open_engine
from ._entry import Entry, State, Taken
from ._owner import FileOwner, ServerOwner, new_owner
from ._schema import attempts

_log: Final = logging.getLogger("pickupkit")
_JSON: Final = ("windows", "shipments", "facts", "pickup")
_LIVE: Final = (State.SENDING, State.UNKNOWN)

FENCE: Final = 5.0
"""Seconds between writing an intent and sending it; a process held up for longer must not send."""


class Journal:
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

    def plan(self, entry: Entry) -> Entry:
        """Write an attempt down, or give the one that has its key already."""
        with self._transaction() as connection:
            found = self._find(connection, entry.key)
            if found is not None:
                return self._adopted(connection, found)
            planned = evolve(entry, planned_at=self._now())
            connection.execute(insert(attempts).values(_values(planned)))
            return planned

    def begin(self, key: str, facts: Mapping[str, str]) -> Entry:
        """Write the intent to send; `Taken` if somebody else has.

        The caller sends only after this returns, and only within `FENCE` seconds of calling it.
        """
        with self._transaction() as connection:
            mine = self._owner()
            if not mine.holds():
                self._open = None
                raise JournalError("the journal's server let us go; nothing was sent")
            found = self._need(connection, key)
            if not (found.state is State.PLANNED or self._is_mine(found)):
                raise Taken(self._adopted(connection, found))
            began = evolve(
                found,
                state=State.SENDING,
                owner=mine.name,
                sent_at=self._now(),
                tries=found.tries + 1,
                facts=dict(facts),
            )
            self._write(connection, began)
        self._active.add(key)
        return began

    def note(self, key: str, facts: Mapping[str, str]) -> None:
        """Keep facts with an attempt."""
        with self._transaction() as connection:
            connection.execute(
                update(attempts).where(attempts.c.key == key).values(facts=json.dumps(dict(facts)))
            )

    def settle(self, entry: Entry) -> bool:
        """Write how an attempt that we sent ended; false if it was taken from us meanwhile."""
        self._active.discard(entry.key)
        ended = evolve(entry, settled_at=self._now())
        with self._transaction() as connection:
            done = connection.execute(
                update(attempts)
                .where(
                    attempts.c.key == entry.key,
                    attempts.c.state == State.SENDING,
                    attempts.c.owner == entry.owner,
                    attempts.c.tries == entry.tries,
                )
                .values(_values(ended))
            )
        if done.rowcount != 1:
            _log.error("attempt %s was taken from us before it ended as %s", entry.key, entry.state)
        return bool(done.rowcount == 1)

    def resolve(self, entry: Entry, was: State) -> bool:
        """Write what was found out of an attempt; false if it is no longer in state ``was``."""
        with self._transaction() as connection:
            done = connection.execute(
                update(attempts)
                .where(attempts.c.key == entry.key, attempts.c.state == was)
                .values(_values(evolve(entry, settled_at=self._now())))
            )
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
        self._write(connection, unknown)
        return unknown

    def _is_alive(self, entry: Entry) -> bool:
        if entry.owner == self._owner().name:
            return entry.key in self._active
        return entry.owner is not None and self._owner().lives(entry.owner)

    def _is_mine(self, entry: Entry) -> bool:
        return entry.owner == self._owner().name and entry.key in self._active

    def _write(self, connection: Connection, entry: Entry) -> None:
        connection.execute(
            update(attempts).where(attempts.c.key == entry.key).values(_values(entry))
        )

    def _need(self, connection: Connection, key: str) -> Entry:
        found = self._find(connection, key)
        if found is None:
            raise JournalError(f"attempt {key} is gone from the journal; nothing was sent")
        return found

    def _find(self, connection: Connection, key: str) -> Entry | None:
        return next(iter(self._select(connection, attempts.c.key == key)), None)

    def _select(self, connection: Connection, wanted: Any) -> Sequence[Entry]:
        query = select(attempts).where(wanted).order_by(attempts.c.planned_at, attempts.c.key)
        if connection.dialect.name != "sqlite":
            query = query.with_for_update()
        return [_entry(row) for row in connection.execute(query).mappings()]

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with explained():
            engine = self._ready()[1]
            with engine.begin() as connection:
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
    values = asdict(entry, recurse=False)
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
