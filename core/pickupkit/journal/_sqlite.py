"""A journal in a file: for its owner alone, written through, one thread of a process at a time."""

import contextlib
import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text

from pickupkit.errors import ConfigError, JournalError

from ._fork import WRITING, close_at_fork
from ._url import explained, parsed

_APPLICATION: Final = 0x70_6B_69_74
"""SQLite's mark of whose file it is: "pkit"."""

PATIENCE = 30.0
"""Seconds to wait for whoever else writes to the file."""


def is_sqlite(url: str) -> bool:
    """Tell the file from the server."""
    return url.startswith(("sqlite:", "sqlite+"))


@contextlib.contextmanager
def alone(url: str) -> Iterator[None]:
    """Let one thread at a time open, use or leave a file; a server sees to that itself."""
    if not is_sqlite(url):
        yield
        return
    if not WRITING.acquire(timeout=PATIENCE):
        raise JournalError("the journal cannot be used: another thread does not let it go")
    try:
        yield
    finally:
        WRITING.release()


def file_of(url: str) -> Path:
    """Give the file that a SQLite URL names."""
    path = Path(parsed(url).database or "")
    if not path.is_absolute() or "\0" in str(path):
        # In memory, or in another folder, it would be another journal: the same key books twice.
        form = "sqlite:////var/lib/pickupkit/journal.sqlite"
        raise ConfigError(f"the journal's URL names no whole path of a file, such as {form}")
    return path


def linked(path: Path) -> Path:
    """Give the file that a path leads to; a link that leads to itself is left to who opens it."""
    return Path(os.path.realpath(path))


def open_file(url: str) -> Engine:
    """Open a file, made if there is none, with whatever tables it has."""
    path = file_of(url)
    with explained(), WRITING:
        _make_private(linked(path))
    # Each transaction begins as a writer; one that became it later could fail late.
    engine = create_engine(url, connect_args={"isolation_level": None, "timeout": PATIENCE})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    close_at_fork(engine)
    return engine


def _make_private(path: Path) -> None:
    """Make the file, if there is none.

    One that is there is not even opened: closing it again would drop the locks which other
    connections of this process have on it.
    """
    _make_folder(path.parent)
    with contextlib.suppress(FileExistsError):
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
        os.close(os.open(path, flags, stat.S_IRUSR | stat.S_IWUSR))


def _make_folder(folder: Path) -> None:
    """Make a folder, and those above that are missing, each of them for its owner alone.

    Whoever may write into one above could put another journal in this one's place.
    """
    if not folder.exists():
        _make_folder(folder.parent)
        folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)


def _prepare_sqlite(driver: Any, _record: object) -> None:
    cursor = driver.cursor()
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def use_wal(engine: Engine) -> None:
    """Let readers and a writer work at once; SQLite does not wait for others by itself here."""
    ends = time.monotonic() + PATIENCE
    with contextlib.closing(engine.raw_connection()) as pooled:
        while True:
            try:
                pooled.cursor().execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if time.monotonic() > ends:
                    raise JournalError(f"the journal cannot be used: {error}") from None
                time.sleep(0.02)


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def check_owner(connection: Connection) -> None:
    """Refuse a database of another program; take an empty one."""
    mark = connection.execute(text("PRAGMA application_id")).scalar()
    tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar()
    if mark != _APPLICATION and tables:
        raise JournalError("the journal's file is another program's database; nothing was sent")
    if mark != _APPLICATION:
        connection.execute(text(f"PRAGMA application_id = {_APPLICATION}"))
