"""How long, how much and how many."""

from attrs import asdict, frozen

from pickupkit.errors import ConfigError


@frozen(kw_only=True)
class Limits:
    """Bounds on every exchange; times in seconds, sizes in bytes.

    ``reading`` and ``booking`` are totals over all tries of an operation, waits included; the
    others bound one step of one exchange and never exceed what is left of the total.
    ``connections`` are exchanges at once, ``pool`` the wait for one of them to end. ``settle``
    replaces a provider's own time, after ``booking`` has passed, in which a booking must show.
    ``reconciling`` is the total of looking for one attempt. What is not above zero is a
    `ConfigError`.
    """

    connect: float = 5.0
    read: float = 60.0
    write: float = 10.0
    pool: float = 5.0
    reading: float = 30.0
    reconciling: float = 300.0
    booking: float = 60.0
    tries: int = 3
    longest_wait: float = 60.0
    settle: float | None = None
    body: int = 8 * 1024 * 1024
    connections: int = 10
    keepalive: float = 30.0

    def __attrs_post_init__(self) -> None:
        for name, value in asdict(self).items():
            if value is not None and not value > 0:
                raise ConfigError(f"the limit {name!r} is not above zero")
