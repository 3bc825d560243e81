"""The journal as others see it: its database library is imported when it is first used."""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pickupkit.locks import Lock

from ._entry import Entry, Kept, State
from ._place import exists

if TYPE_CHECKING:
    from ._store import Store


class Journal:
    """A journal; each method is one durable transaction, or a `JournalError` and nothing done."""

    def __init__(self, url: str, now: Callable[[], float] = time.time) -> None:
        self.url = url
        self._now = now
        self._lock = Lock()
        self._store: Store | None = None

    def begin(
        self, entry: Entry, facts: Mapping[str, str], dating: Callable[[], object] = lambda: None
    ) -> Entry:
        """Write the intent to send; `Taken` if the key is somebody else's or has an end already.

        The caller sends only after this returns, and soon after ``dating``, which is called when
        `Entry.sent_at` is taken: whoever else writes may have been waited for before.
        """
        return self._opened().begin(entry, facts, dating)

    def note(self, entry: Entry, facts: Mapping[str, str]) -> None:
        """Keep facts with an attempt that is not sent yet, or is being sent by this worker."""
        self._opened().note(entry, facts)

    def settle(self, entry: Entry) -> bool:
        """Write how an attempt that we sent ended; false if it was taken from us meanwhile."""
        return self._opened().settle(entry)

    def resolve(self, entry: Entry, was: State) -> bool:
        """Write what was found out of an attempt; false if it is no longer in state ``was``."""
        return self._opened().resolve(entry, was)

    def get(self, key: str) -> Entry | None:
        """Look an attempt up."""
        return self._opened().get(key)

    def unknown(self, account: str | None = None) -> list[Entry]:
        """Give the attempts that nobody knows the end of, of an account or all, oldest first."""
        return self._opened().unknown(account)

    def pickups(self, provider: str) -> list[tuple[str, str]]:
        """Give the account and the id of each pickup that an attempt at a provider became."""
        return self._opened().pickups(provider)

    def found(self, account: str, request_hash: str) -> list[Entry]:
        """Give the attempts of an equal request that were in doubt and found booked since."""
        return self._opened().found(account, request_hash)

    def entries(self, account: str | None = None) -> list[Entry]:
        """Give all attempts, newest first."""
        return self._opened().entries(account)

    def became(self, account: str, pickup_id: str) -> Entry | None:
        """Give the last attempt at an account that became this pickup."""
        return self._opened().became(account, pickup_id)

    def prune(self, before: float) -> int:
        """Forget what ended before a moment; attempts and cancels that are open stay.

        Give how many attempts.
        """
        return self._opened().prune(before)

    def keep_cancel(self, account: str, pickup_id: str, status: str) -> Kept:
        """Keep what is known of a cancel, and give what was kept before."""
        return self._opened().keep_cancel(account, pickup_id, status)

    def undo_cancel(self, account: str, pickup_id: str, kept: Kept) -> None:
        """Put back what was kept before, unless somebody has written since."""
        self._opened().undo_cancel(account, pickup_id, kept)

    def cancels(self, account: str) -> dict[str, str]:
        """Give the last known status of each cancel of an account, by pickup; it makes no file."""
        return self._opened().cancels(account) if exists(self.url) else {}

    def close(self) -> None:
        """Leave the journal; the next use would open it again."""
        with self._lock:
            if self._store is not None:
                self._store.close()
            self._store = None

    def _opened(self) -> "Store":
        with self._lock:
            if self._store is None:
                from ._store import Store

                self._store = Store(self.url, self._now)
            return self._store
