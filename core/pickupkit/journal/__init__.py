"""The journal: what was about to be sent, written down before it is, and what came of it.

A SQLite file by default, or PostgreSQL by URL when workers on several machines share it. SQLAlchemy
is imported when a journal is opened, which is when the first booking is made.
"""

from typing import TYPE_CHECKING

from ._entry import Entry, State, Taken
from ._place import OFF, default_url

if TYPE_CHECKING:
    from ._store import Journal

__all__ = ["OFF", "Entry", "State", "Taken", "default_url", "open_journal"]


def open_journal(url: str | None = None) -> "Journal":
    """Open the journal at ``url``, or the user's own; nothing is read or written yet."""
    from ._store import Journal

    return Journal(url or default_url())
