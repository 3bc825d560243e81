"""Who is at an attempt and whether he lives: a fact of the kernel or the server, no timer."""

import contextlib
import fcntl
import os
import secrets
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from ._engine import is_sqlite


class FileOwner:
    """A worker beside a SQLite file: a lock file that the kernel unlocks when the process ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.name = secrets.token_hex(8)
        self._lock = self._open(self.name, os.O_CREAT)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        # A forked child would keep the lock after our death.
        os.register_at_fork(after_in_child=self._lock.close)

    def _open(self, name: str, flags: int) -> IO[bytes]:
        return os.fdopen(
            os.open(self._folder / f"owner-{name}.lock", os.O_RDWR | flags, 0o600), "r+b"
        )

    def holds(self) -> bool:
        """Whether this worker still counts as alive; the kernel sees to it."""
        return True

    def lives(self, name: str) -> bool:
        """Whether another worker is alive: it holds its lock."""
        try:
            other = self._open(name, 0)
        except FileNotFoundError:
            return False
        with other:
            try:
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            with contextlib.suppress(FileNotFoundError):
                (self._folder / f"owner-{name}.lock").unlink()
            return False

    def close(self) -> None:
        """Leave."""
        with contextlib.suppress(FileNotFoundError):
            (self._folder / f"owner-{self.name}.lock").unlink()
        self._lock.close()


class ServerOwner:
    """A worker at PostgreSQL: an advisory lock of a session of its own, gone when that ends."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = str(secrets.randbits(62))
        self._session: Connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._session.execute(text("SELECT pg_advisory_lock(:key)"), {"key": int(self.name)})

    def holds(self) -> bool:
        """Whether the session still stands; when it dropped, this worker owns nothing."""
        try:
            self._session.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    def lives(self, name: str) -> bool:
        """Whether another worker is alive: its lock cannot be had."""
        if name == self.name:
            return self.holds()
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as other:
            key = {"key": int(name)}
            free = other.execute(text("SELECT pg_try_advisory_lock(:key)"), key).scalar()
            if free:
                other.execute(text("SELECT pg_advisory_unlock(:key)"), key)
            return not free

    def close(self) -> None:
        """Leave."""
        with contextlib.suppress(SQLAlchemyError):
            self._session.close()


def new_owner(engine: Engine, url: str) -> FileOwner | ServerOwner:
    """Become a worker at a journal."""
    if is_sqlite(url):
        return FileOwner(Path(make_url(url).database or "").parent)
    return ServerOwner(engine)
