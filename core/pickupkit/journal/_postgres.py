"""A journal at a server: every letter kept, every commit too, and nothing waited for for ever."""

from typing import Any, Final

from sqlalchemy import Engine, create_engine, event

from pickupkit.errors import JournalError

from ._fork import silence_at_fork
from ._url import parsed

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


def open_server(url: str) -> Engine:
    """Open a database, with whatever tables it has."""
    full = parsed(url)
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
