"""The two stores: how each is opened so that what is committed stays committed."""

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from pickupkit.errors import ConfigError, JournalError

from ._schema import MIGRATIONS, migrate, version

_APPLICATION: Final = 0x70_6B_69_74
"""SQLite's mark of whose file it is: "pkit"."""

_MIGRATING: Final = 0x706B_6974_6D69
"""The PostgreSQL advisory lock under which one process migrates."""


def is_sqlite(url: str) -> bool:
    """Tell the file from the server."""
    return url.startswith("sqlite:")


def open_engine(url: str) -> Engine:
    """Open a store and bring its tables up to date."""
    try:
        engine = _sqlite(url) if is_sqlite(url) else _postgres(url)
    except (ArgumentError, ImportError) as error:
        raise ConfigError(f"the journal's URL cannot be used: {_short(error)}") from None
    with explained():
        _bring_up_to_date(engine)
    return engine


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Turn what a store raises into a `JournalError` that shows no value of a row."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise JournalError(f"the journal cannot be used: {_short(error)}") from None


def _short(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return (str(cause).splitlines() or [type(cause).__name__])[0][:200]


def _sqlite(url: str) -> Engine:
    path = Path(make_url(url).database or "")
    with explained():
        _make_private(path)
    # Each transaction begins as a writer; one that became it later could fail late.
    engine = create_engine(url, connect_args={"isolation_level": None, "timeout": 30.0})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _make_private(path: Path) -> None:
    path.parent.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, stat.S_IRUSR | stat.S_IWUSR))


def _prepare_sqlite(driver: Any, _record: object) -> None:
    cursor = driver.cursor()
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _postgres(url: str) -> Engine:
    full = make_url(url)
    if full.drivername in ("postgresql", "postgres"):
        full = full.set(drivername="postgresql+psycopg")
    engine = create_engine(full, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    event.listen(engine, "connect", _prepare_postgres)
    return engine


def _prepare_postgres(driver: Any, _record: object) -> None:
    """Refuse a server that forgets commits; a server may default to that."""
    with driver.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        [setting] = cursor.fetchone()
        if setting == "off":
            cursor.execute("SET synchronous_commit TO on")
    driver.commit()


def _bring_up_to_date(engine: Engine) -> None:
    with engine.connect() as connection, connection.begin():
        if version(connection) == len(MIGRATIONS):
            return
    with engine.connect() as connection, connection.begin():
        if engine.dialect.name == "sqlite":
            _check_owner(connection)
        else:
            lock = text("SELECT pg_advisory_xact_lock(:key)")
            connection.execute(lock, {"key": _MIGRATING})
        migrate(connection, MIGRATIONS)


def _check_owner(connection: Connection) -> None:
    """Refuse a database of another program; take an empty one."""
    mark = connection.execute(text("PRAGMA application_id")).scalar()
    tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar()
    if mark != _APPLICATION and tables:
        raise JournalError("the journal's file is another program's database; nothing was sent")
    connection.execute(text(f"PRAGMA application_id = {_APPLICATION}"))
