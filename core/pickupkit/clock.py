"""Where time and chance come from; tests bring their own."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from attrs import frozen

from pickupkit.transport import boot_time


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _uniform(least: float, most: float) -> float:
    # Needed only before another try, and slow to import.
    from random import uniform

    return uniform(least, most)  # noqa: S311 - a wait, no secret


@frozen
class Clock:
    """``monotonic`` and ``boot_time`` in seconds, ``now`` in UTC, ``uniform`` between two."""

    monotonic: Callable[[], float] = time.monotonic
    boot_time: Callable[[], float] = boot_time
    now: Callable[[], datetime] = _utc_now
    uniform: Callable[[float, float], float] = _uniform
