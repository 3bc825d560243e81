"""Where time and chance come from; tests bring their own."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime

from attrs import frozen


def _utc_now() -> datetime:
    return datetime.now(UTC)


@frozen
class Clock:
    """``monotonic`` in seconds, ``now`` in UTC, ``uniform`` a random number between two."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _utc_now
    uniform: Callable[[float, float], float] = random.uniform
