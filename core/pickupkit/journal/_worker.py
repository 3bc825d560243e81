"""One worker at a journal: its connections and its name, opened on first use, anew after a fork."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, text

from pickupkit.locks import Lock

from ._engine import open_engine
from ._owner import Owner, new_owner
from ._sqlite import alone
from ._url import explained

_INHERITED: Final[list[object]] = []
"""What a forked child has of its parent: never used, and not closed by being forgotten either."""


class Worker:
    """Whoever uses a journal in one process; others know by its `owner` whether it lives."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = Lock()
        self._open: tuple[int, Engine, Owner] | None = None

    def close(self) -> None:
        """Leave the journal; what this worker has under way becomes unknown to others."""
        with alone(self._url), self._lock:
            if self._open is not None and self._open[0] == os.getpid():
                self._open[2].close()
                self._open[1].dispose()
            elif self._open is not None:
                _INHERITED.append(self._open)
            self._open = None

    @contextmanager
    def transaction(self, key: str | None = None) -> Iterator[Connection]:
        """Read and write at once; of those who name one ``key``, one after the other."""
        with explained(), alone(self._url):
            engine = self._ready()[1]
            with engine.begin() as connection:
                if key is not None and engine.dialect.name != "sqlite":
                    # A row that is not there yet cannot be locked; its key can.
                    lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
                    connection.execute(lock, {"key": key})
                yield connection

    def owner(self) -> Owner:
        """Give its name, and the means to tell whether others live."""
        return self._ready()[2]

    def renew(self) -> None:
        """Become a new worker if the old one is at no journal; what that one sent is unknown."""
        with explained(), alone(self._url), self._lock:
            if not self.owner().holds():
                self.close()
                self._ready()

    def _ready(self) -> tuple[int, Engine, Owner]:
        with self._lock:
            if self._open is not None and self._open[0] != os.getpid():
                _INHERITED.append(self._open)
                self._open = None
            if self._open is None:
                self._open = (os.getpid(), *_opened(self._url))
            return self._open


def _opened(url: str) -> tuple[Engine, Owner]:
    engine = open_engine(url)
    try:
        with explained():
            return engine, new_owner(engine, url)
    except BaseException:
        engine.dispose()
        raise
