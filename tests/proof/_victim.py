"""A process that books one pickup and kills itself at a point that is named.

Usage: ``python -m tests.proof._victim POINT URL JOURNAL``.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine, event

from pickupkit import PickupKit
from pickupkit.clock import Clock
from pickupkit.journal import _engine, _schema, _store
from pickupkit.transport import _deadline
from tests.proof._worker import accounts, request, unlimited

KEY: Final = "order-1"


def die(*_: object) -> None:
    """End as by a power cut."""
    os.kill(os.getpid(), signal.SIGKILL)


def after(place: Any, name: str, count: int = 1) -> None:
    """Die when a function has returned for the ``count``-th time."""
    real, left = getattr(place, name), [count]

    def wrapped(*args: Any, **kw: Any) -> Any:
        result = real(*args, **kw)
        left[0] -= 1
        if left[0] == 0:
            die()
        return result

    setattr(place, name, wrapped)


def before(place: Any, name: str, do: Callable[[], object] = die) -> None:
    """Die, or do something else, when a function is called."""
    real = getattr(place, name)

    def wrapped(*args: Any, **kw: Any) -> Any:
        do()
        return real(*args, **kw)

    setattr(place, name, wrapped)


def at_commit() -> None:
    """Die when all is written and nothing committed."""
    event.listen(Engine, "commit", die)


def while_migrating() -> None:
    """Die between the last migration and its commit."""
    *first, last = _schema.MIGRATIONS

    def dying(connection: Any) -> None:
        last(connection)
        die()

    _engine.MIGRATIONS = (*first, dying)  # type: ignore[misc]


POINTS: Final[dict[str, Callable[[], None]]] = {
    "while migrating": while_migrating,
    "while planning": lambda: before(_store.Store, "_write", at_commit),
    "after the intent": lambda: after(_store.Store, "begin"),
    "after connecting": lambda: after(_deadline._Backend, "connect_tcp"),
    "within the request": lambda: after(_deadline._Stream, "write"),
    "after the request": lambda: after(_deadline._Stream, "write", count=2),
    "after the answer": lambda: before(_store.Store, "settle"),
    "while settling": lambda: before(_store.Store, "settle", at_commit),
    "after settling": lambda: after(_store.Store, "settle"),
    "while reconciling": lambda: before(_store.Store, "resolve", at_commit),
    "after reconciling": lambda: after(_store.Store, "resolve"),
}


def open_kit(url: str, journal: str, later: timedelta = timedelta()) -> PickupKit:
    """Open a kit whose clock shows a later time, so that what was sent is due."""
    clock = Clock(now=lambda: datetime.now(UTC) + later)
    return PickupKit(accounts(url), journal=journal, registry=unlimited(), clock=clock)


def main(point: str, url: str, journal: str) -> None:
    """Book, or reconcile where that is the point."""
    POINTS[point]()
    if "reconciling" in point:
        with open_kit(url, journal, timedelta(hours=1)) as kit:
            kit.reconcile()
    else:
        with open_kit(url, journal) as kit:
            kit.create("utrecht", request(1), key=KEY)


if __name__ == "__main__":
    main(*sys.argv[1:])
