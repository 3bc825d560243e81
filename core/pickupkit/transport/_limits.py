"""How long, how much and how many."""

from attrs import frozen


@frozen(kw_only=True)
class Limits:
    """Bounds on every exchange; times in seconds, sizes in bytes.

    ``reading`` and ``booking`` are totals over all tries of an operation, waits included; the
    others bound one step of one exchange and never exceed what is left of the total. ``settle``
    replaces a provider's own time after which a booking must show.
    """

    connect: float = 5.0
    read: float = 60.0
    write: float = 10.0
    pool: float = 5.0
    reading: float = 30.0
    booking: float = 60.0
    tries: int = 3
    longest_wait: float = 60.0
    settle: float | None = None
    body: int = 8 * 1024 * 1024
    connections: int = 10
    keepalive: float = 30.0
