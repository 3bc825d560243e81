"""The tables, and how an older journal becomes a newer one."""

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    inspect,
    select,
    text,
    update,
)

from pickupkit.errors import JournalError

metadata = MetaData()

schema = Table("pickupkit_schema", metadata, Column("version", Integer, nullable=False))

attempts = Table(
    "pickupkit_attempt",
    metadata,
    Column("key", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("request_hash", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reference", Text),
    Column("carrier", Text),
    Column("country", Text),
    Column("windows", Text, nullable=False),
    Column("shipments", Text, nullable=False, server_default="[]"),
    Column("planned_at", Float, nullable=False),
    Column("sent_at", Float),
    Column("settled_at", Float),
    Column("tries", Integer, nullable=False),
    Column("owner", Text),
    Column("accepted", Boolean, nullable=False),
    Column("facts", Text, nullable=False),
    Column("pickup_id", Text),
    Column("pickup", Text),
    Column("reason", Text),
    Column("origin", Text),
)

cancels = Table(
    "pickupkit_cancel",
    metadata,
    Column("account", Text, primary_key=True),
    Column("pickup_id", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("asked_at", Float, nullable=False),
)


def _create(connection: Connection) -> None:
    """Version 1: attempts, still without the labels that a request names."""
    for statement in (
        "CREATE TABLE pickupkit_schema (version INTEGER NOT NULL)",
        """CREATE TABLE pickupkit_attempt (
            key TEXT NOT NULL PRIMARY KEY, account TEXT NOT NULL, provider TEXT NOT NULL,
            request_hash TEXT NOT NULL, state TEXT NOT NULL, reference TEXT, carrier TEXT,
            country TEXT, windows TEXT NOT NULL, planned_at DOUBLE PRECISION NOT NULL,
            sent_at DOUBLE PRECISION, settled_at DOUBLE PRECISION, tries INTEGER NOT NULL,
            owner TEXT, accepted BOOLEAN NOT NULL, facts TEXT NOT NULL, pickup_id TEXT,
            pickup TEXT, reason TEXT)""",
        "CREATE INDEX pickupkit_attempt_state ON pickupkit_attempt (state, sent_at)",
    ):
        connection.execute(text(statement))
    connection.execute(insert(schema).values(version=0))


def _add_shipments(connection: Connection) -> None:
    """Version 2: the labels, by which a provider's "already scheduled" finds its attempt."""
    connection.execute(
        text("ALTER TABLE pickupkit_attempt ADD COLUMN shipments TEXT DEFAULT '[]' NOT NULL")
    )


def _add_cancels(connection: Connection) -> None:
    """Version 3: the cancels that were sent, without which a refused one looks like a failure."""
    connection.execute(
        text(
            """CREATE TABLE pickupkit_cancel (
            account TEXT NOT NULL, pickup_id TEXT NOT NULL, status TEXT NOT NULL,
            asked_at DOUBLE PRECISION NOT NULL, PRIMARY KEY (account, pickup_id))"""
        )
    )


def _add_origin(connection: Connection) -> None:
    """Version 4: where an attempt was sent and as whom, so that nobody else is asked about it."""
    connection.execute(text("ALTER TABLE pickupkit_attempt ADD COLUMN origin TEXT"))


MIGRATIONS: Final[Sequence[Callable[[Connection], None]]] = (
    _create,
    _add_shipments,
    _add_cancels,
    _add_origin,
)
"""Each makes the next version; one that was released is never changed."""


def version(connection: Connection) -> int:
    """Give the version of the journal's tables; 0 if there are none yet."""
    if not inspect(connection).has_table(schema.name):
        return 0
    found: int | None = connection.execute(select(schema.c.version)).scalar()
    return found or 0


def migrate(connection: Connection, migrations: Sequence[Callable[[Connection], None]]) -> None:
    """Bring the tables up to date; the caller holds the lock that lets one process do it."""
    have = version(connection)
    if have > len(migrations):
        raise JournalError(
            f"the journal was written by a newer pickupkit (version {have}, this one knows "
            f"{len(migrations)}); nothing was sent"
        )
    for step in migrations[have:]:
        step(connection)
    if have < len(migrations):
        connection.execute(update(schema).values(version=len(migrations)))
