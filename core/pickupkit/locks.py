"""Locks that nobody holds in a forked child, whichever thread held them when the process forked."""

import os
import threading
from typing import Final
from weakref import WeakSet


class Lock:
    """A lock that its thread may take again; a copy has its own."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        _ALL.add(self)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def __reduce__(self) -> "tuple[type[Lock], tuple[()]]":
        return Lock, ()

    def renew(self) -> None:
        """Forget who holds it: in the child that thread is not there to let it go."""
        self._lock = threading.RLock()


_ALL: Final[WeakSet[Lock]] = WeakSet()


def _renew() -> None:
    for lock in tuple(_ALL):
        lock.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)
