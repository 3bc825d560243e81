"""The two stores: how each is opened so that what is committed stays committed."""

import contextlib
import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from pickupkit.errors import ConfigError, JournalError

from ._fork import WRITING, close_at_fork, silence_at_fork
from ._schema import MIGRATIONS, migrate, version

_APPLICATION: Final = 0x70_6B_69_74
"""SQLite's mark of whose file it is: "pkit"."""

_MIGRATING: Final = 0x706B_6974_6D69
"""The PostgreSQL advisory lock under which one process migrates."""

PATIENCE = 30.0
"""Seconds to wait for whoever else writes to the file."""


def is_sqlite(url: str) -> bool:
    """Tell the file from the server."""
    return url.startswith(("sqlite:", "sqlite+"))


def open_engine(url: str) -> Engine:
    """Open a store and bring its tables up to date."""
    try:
        engine = _sqlite(url) if is_sqlite(url) else _postgres(url)
    except ImportError as error:
        needed = "PostgreSQL needs the extra `postgres` of pickupkit"
        raise ConfigError(f"the journal's URL cannot be used: {_short(error)}; {needed}") from None
    except ArgumentError as error:
        raise ConfigError(f"the journal's URL cannot be used: {_short(error)}") from None
    try:
        with explained(), alone(url):
            _bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


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


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Turn what a store raises into a `JournalError` that shows no value of a row."""
    try:
        yield
    except (SQLAlchemyError, OSError, UnicodeError) as error:
        raise JournalError(f"the journal cannot be used: {_short(error)}") from None


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ValueError:  # its text would show the "port", which may be part of a password
        problem = "what follows the host's colon is no port"
        raise ConfigError(f"the journal's URL cannot be used: {problem}") from None


def _short(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return (str(cause).splitlines() or [type(cause).__name__])[0][:200]


def file_of(url: str) -> Path:
    """Give the file that a SQLite URL names."""
    path = Path(_parsed(url).database or "")
    if not path.is_absolute() or "\0" in str(path):
        # In memory, or in another folder, it would be another journal: the same key books twice.
        form = "sqlite:////var/lib/pickupkit/journal.sqlite"
        raise ConfigError(f"the journal's URL names no whole path of a file, such as {form}")
    return path


def linked(path: Path) -> Path:
    """Give the file that a path leads to; a link that leads to itself is left to who opens it."""
    return Path(os.path.realpath(path))


def _sqlite(url: str) -> Engine:
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


def _use_wal(engine: Engine) -> None:
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


_SESSION: Final = {
    # Of a database that leaves texts as they come, the driver would give bytes.
    "client_encoding": "utf8",
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""How texts travel, and how long a server may be silent before it counts as gone."""


def _postgres(url: str) -> Engine:
    full = _parsed(url)
    if full.drivername in ("postgresql", "postgres"):
        full = full.set(drivername="postgresql+psycopg")
    # Whoever waited for another's lock has to see what that one wrote; a server may default to not.
    level = "READ COMMITTED"
    engine = create_engine(full, pool_pre_ping=True, connect_args=_SESSION, isolation_level=level)
    event.listen(engine, "connect", _prepare_postgres)
    return engine


_BOUNDED: Final = """
    SELECT set_config(name, '30s', false) FROM pg_settings
    WHERE name IN ('lock_timeout', 'statement_timeout') AND setting = '0'
"""
"""No statement waits for ever: a van is on its way, and whoever ordered it waits to hear so."""


def _prepare_postgres(driver: Any, _record: object) -> None:
    """Have every letter kept, and every commit: a server may default to forgetting."""
    with driver.cursor() as cursor:
        _check_encoding(driver.info.parameter_status("server_encoding"))
        cursor.execute("SHOW synchronous_commit")
        [setting] = cursor.fetchone()
        if setting == "off":
            cursor.execute("SET synchronous_commit TO on")
        cursor.execute(_BOUNDED)
    driver.commit()
    silence_at_fork(driver)


def _check_encoding(name: str) -> None:
    """Refuse a database in which the words of a refusal could not be written down."""
    if name not in ("UTF8", "SQL_ASCII"):
        raise JournalError(f"the journal's database is in {name}, and has to be in UTF8")


def _bring_up_to_date(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            _check_owner(connection)
        _use_wal(engine)
    with engine.begin() as connection:
        if version(connection) == len(MIGRATIONS):
            return
    with engine.begin() as connection:
        if engine.dialect.name != "sqlite":
            lock = text("SELECT pg_advisory_xact_lock(:key)")
            connection.execute(lock, {"key": _MIGRATING})
        migrate(connection, MIGRATIONS)


def _check_owner(connection: Connection) -> None:
    """Refuse a database of another program; take an empty one."""
    mark = connection.execute(text("PRAGMA application_id")).scalar()
    tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar()
    if mark != _APPLICATION and tables:
        raise JournalError("the journal's file is another program's database; nothing was sent")
    if mark != _APPLICATION:
        connection.execute(text(f"PRAGMA application_id = {_APPLICATION}"))
