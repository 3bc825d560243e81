"""The journal: what was about to be sent, written down before it is, and what came of it.

A SQLite file by default, or PostgreSQL by URL when workers on several machines share it. SQLAlchemy
is imported when a journal is opened, which is when the first booking is made.
"""

from ._entry import Entry, Kept, State, Taken
from ._journal import Journal
from ._place import OFF, as_url, default_url

__all__ = ["OFF", "Entry", "Journal", "Kept", "State", "Taken", "as_url", "default_url"]
