"""Who is at an attempt and whether he lives: a fact of the kernel or the server, no timer."""

import contextlib
import errno
import os
import secrets
import threading
import time
import weakref
from pathlib import Path
from typing import IO, Final, Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from ._fork import close_in_child
from ._lock import try_lock
from ._sqlite import file_of, is_sqlite, linked

_YOUNG: Final = 60.0
"""Seconds in which a lock file may still be about to be locked for the first time."""


class Owner(Protocol):
    """A worker at a journal, which lives as long as its process."""

    name: str

    def holds(self) -> bool:
        """Whether this worker still counts as alive to others."""

    def lives(self, name: str, connection: Connection) -> bool:
        """Whether a worker is alive; ``connection`` is in a transaction."""

    def close(self) -> None:
        """Leave."""


class FileOwner:
    """A worker beside a SQLite file: a lock file that the kernel unlocks when the process ends."""

    def __init__(self, journal: Path) -> None:
        self._folder = linked(journal).parent
        _sweep(self._folder)
        self.name = secrets.token_hex(8)
        self._lock = _open(self._path(self.name), os.O_CREAT | os.O_EXCL)
        try:
            _take(self._lock)
        except OSError:
            self.close()
            raise
        self._files = {path: _identity(path) for path in (journal, self._path(self.name))}
        close_in_child(self._lock)
        weakref.finalize(self, self._lock.close)  # a journal that is dropped unclosed is left too

    def holds(self) -> bool:
        """Whether this worker still counts as alive, at the journal that others open.

        What is written into a file that was replaced, by a backup perhaps, nobody will ever read.
        """
        return all(_identity(path) == known for path, known in self._files.items())

    def lives(self, name: str, connection: Connection | None = None) -> bool:  # noqa: ARG002
        """Whether a worker is alive: it holds its lock."""
        return _is_held(self._path(name))

    def close(self) -> None:
        """Leave."""
        self._lock.close()
        _remove(self._path(self.name))

    def _path(self, name: str) -> Path:
        return self._folder / f"owner-{name}.lock"


def _take(lock: IO[bytes]) -> None:
    """Lock one's own file; a worker that cannot would count as dead while it sends."""
    if not try_lock(lock):
        raise BlockingIOError(errno.EAGAIN, "its lock file cannot be locked")


def _identity(path: Path) -> tuple[int, int] | None:
    """Tell a file from another of its name."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _sweep(folder: Path) -> None:
    """Remove what workers left behind that were killed."""
    for path in folder.glob("owner-*.lock"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _YOUNG:
                _is_held(path)


def _is_held(path: Path) -> bool:
    """Tell whether somebody holds a lock file; one that nobody holds is removed."""
    try:
        other = _open(path, 0)
    except FileNotFoundError:
        return False
    with other:
        if not try_lock(other, shared=True):
            return True
    _remove(path)
    return False


def _open(path: Path, flags: int) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | flags, 0o600), "r+b")


def _remove(path: Path) -> None:
    # Windows keeps what is open, here or elsewhere.
    with contextlib.suppress(OSError):
        path.unlink()


class ServerOwner:
    """A worker at PostgreSQL: an advisory lock of a session of its own, gone when that ends."""

    def __init__(self, engine: Engine) -> None:
        self.name = str(secrets.randbits(62))
        self._guard = threading.Lock()
        self._session = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        lock = text("SELECT pg_backend_pid() FROM pg_advisory_lock(:key)")
        self._backend = self._session.execute(lock, {"key": int(self.name)}).scalar()

    def holds(self) -> bool:
        """Whether the session still stands; when it dropped, this worker owns nothing."""
        try:
            with self._guard:
                now = self._session.execute(text("SELECT pg_backend_pid()")).scalar()
        except SQLAlchemyError:
            return False
        return bool(now == self._backend)

    def lives(self, name: str, connection: Connection) -> bool:
        """Whether a worker is alive: its lock cannot be had."""
        # Shared: two who look at once would each take the other for the owner. Until the
        # transaction ends, and not by a session more: a pool of them has an end.
        mine = text("SELECT pg_try_advisory_xact_lock_shared(:key)")
        return not connection.execute(mine, {"key": int(name)}).scalar()

    def close(self) -> None:
        """Leave."""
        with contextlib.suppress(SQLAlchemyError):
            # Not back to the pool, where the lock would live on.
            self._session.invalidate()
            self._session.close()


def new_owner(engine: Engine, url: str) -> Owner:
    """Become a worker at a journal."""
    if is_sqlite(url):
        return FileOwner(file_of(url))
    return ServerOwner(engine)
