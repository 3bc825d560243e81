"""The life of a booking: made at most once, written down, found again, settled, cancelled."""

from ._book import book
from ._books import Books
from ._cancelling import Cancels, advice
from ._reconciling import Settlement, reconcile
from ._records import entry_of
from ._ticket import Ticket

__all__ = ["Books", "Cancels", "Settlement", "Ticket", "advice", "book", "entry_of", "reconcile"]
