"""What a forked child must not share with its parent: open files and sessions of the stores."""

import contextlib
import os
import threading
from typing import IO, Any, Final
from weakref import WeakSet

from sqlalchemy import Engine

WRITING: Final = threading.RLock()
"""Held while a thread uses a SQLite file, so that no fork happens meanwhile."""

_FILES: Final[WeakSet[Engine]] = WeakSet()
_LOCKS: Final[WeakSet[IO[bytes]]] = WeakSet()
_SESSIONS: Final[WeakSet[Any]] = WeakSet()


def close_at_fork(engine: Engine) -> None:
    """Let no connection to a SQLite file pass a fork: SQLite takes the parent's locks for its own.

    Whoever closes last would take the log away from under the other, with what it had written.
    """
    with WRITING:
        _FILES.add(engine)


def silence_at_fork(session: Any) -> None:
    """Let a child not keep its parent's session at a server, where a dead parent would live on."""
    _SESSIONS.add(session)


def close_in_child(lock: IO[bytes]) -> None:
    """Let a child not keep the lock of its parent's file, which it would after the parent's death.

    One that was left meanwhile is forgotten: a process may open and leave a journal for ever.
    """
    with WRITING:
        _LOCKS.add(lock)


def _before() -> None:
    WRITING.acquire()
    for engine in tuple(_FILES):
        engine.dispose()


def _in_child() -> None:
    WRITING.release()
    for lock in tuple(_LOCKS):
        lock.close()
    for session in tuple(_SESSIONS):
        with contextlib.suppress(Exception):  # it is closed already
            shared, null = session.fileno(), os.open(os.devnull, os.O_RDWR)
            os.dup2(null, shared)
            os.close(null)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before, after_in_parent=WRITING.release, after_in_child=_in_child)
