"""A clock that also runs while the machine sleeps, where the system has one."""

import time
from typing import Final

_CLOCK: Final = getattr(time, "CLOCK_BOOTTIME", None)


def boot_time() -> float:
    """Give its seconds."""
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)
