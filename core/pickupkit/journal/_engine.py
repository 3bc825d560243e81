"""Open either store, so that what is committed stays committed, and bring its tables up to date."""

from typing import Final

from sqlalchemy import Engine, text
from sqlalchemy.exc import ArgumentError

from pickupkit.errors import ConfigError

from ._postgres import open_server
from ._schema import MIGRATIONS, migrate, version
from ._sqlite import alone, check_owner, is_sqlite, open_file, use_wal
from ._url import explained, short

_MIGRATING: Final = 0x706B_6974_6D69
"""The PostgreSQL advisory lock under which one process migrates."""


def open_engine(url: str) -> Engine:
    """Open a store and bring its tables up to date."""
    try:
        engine = open_file(url) if is_sqlite(url) else open_server(url)
    except ImportError as error:
        needed = "PostgreSQL needs the extra `postgres` of pickupkit"
        raise ConfigError(f"the journal's URL cannot be used: {short(error)}; {needed}") from None
    except ArgumentError as error:
        raise ConfigError(f"the journal's URL cannot be used: {short(error)}") from None
    try:
        with explained(), alone(url):
            _bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _bring_up_to_date(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            check_owner(connection)
        use_wal(engine)
    with engine.begin() as connection:
        if version(connection) == len(MIGRATIONS):
            return
    with engine.begin() as connection:
        if engine.dialect.name != "sqlite":
            lock = text("SELECT pg_advisory_xact_lock(:key)")
            connection.execute(lock, {"key": _MIGRATING})
        migrate(connection, MIGRATIONS)
