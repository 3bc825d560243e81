"""Who is at an attempt and whether he lives: a fact of the kernel or the server, no timer."""

import contextlib
import os
import secrets
import threading
import time
import weakref
from pathlib import Path
from typing import IO, Final, Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from ._engine import is_sqlite
from ._fork import close_in_child
from ._lock import try_lock

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

    def __init__(self, folder: Path) -> None:
        _sweep(folder)
        self._folder = folder
        self.name = secrets.token_hex(8)
        self._lock = _open(self._path(self.name), os.O_CREAT | os.O_EXCL)
        try:
            try_lock(self._lock)  # nobody else has it: nobody else knows the name
        except OSError:
            self.close()
            raise
        close_in_child(self._lock)
        weakref.finalize(self, self._lock.close)  # a journal that is dropped unclosed is left too

    def holds(self) -> bool:
        """Whether this worker still counts as alive; the kernel sees to it."""
        return True

    def lives(self, name: str, connection: Connection | None = None) -> bool:  # noqa: ARG002
        """Whether a worker is alive: it holds its lock."""
        return name == self.name or _is_held(self._path(name))

    def close(self) -> None:
        """Leave."""
        _remove(self._path(self.name))
        self._lock.close()

    def _path(self, name: str) -> Path:
        return self._folder / f"owner-{name}.lock"


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
    # Windows keeps what is open.
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
        if name == self.name:
            return self.holds()
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
        return FileOwner(Path(make_url(url).database or "").parent)
    return ServerOwner(engine)
