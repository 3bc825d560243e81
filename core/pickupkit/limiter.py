"""Stay within what a provider lets one account send, for all threads and tasks of a client."""

import threading
from collections import deque
from collections.abc import Iterable

from attrs import define, field

from pickupkit.clock import Clock
from pickupkit.plugin import RateLimit


@define
class _Span:
    """One limit, and when the last calls that it allows at once went or will go."""

    limit: RateLimit
    times: deque[float] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.times = deque(maxlen=self.limit.count)

    def concerns(self, *, reads: bool) -> bool:
        return self.limit.reads in (None, reads)

    def free(self) -> float:
        """Give the moment from which one more may go."""
        full = len(self.times) == self.limit.count
        return self.times[0] + self.limit.seconds if full else float("-inf")


class Limiter:
    """Gives each call its turn: never more than a limit's count in any span of its length.

    A bucket that fills up again would let nearly twice the count pass within one span. What other
    processes send with the same credentials is not seen.
    """

    def __init__(self, limits: Iterable[RateLimit], clock: Clock) -> None:
        self._spans = tuple(_Span(limit) for limit in limits)
        self._paused = {True: float("-inf"), False: float("-inf")}
        self._clock = clock
        self._lock = threading.Lock()

    def turn(self, *, reads: bool, patience: float) -> tuple[float, bool]:
        """Take a turn; give the seconds to wait for it, and whether it was taken.

        One that is further away than ``patience`` is not taken.
        """
        concerned = [span for span in self._spans if span.concerns(reads=reads)]
        with self._lock:
            now = self._clock.monotonic()
            moment = max([now, self._paused[reads], *(span.free() for span in concerned)])
            wait = moment - now
            if wait and wait >= patience:
                return wait, False
            for span in concerned:
                span.times.append(moment)
        return wait, True

    def pause(self, *, reads: bool, seconds: float) -> None:
        """Let no more reads, or writes, go for a while: the provider has said "too many"."""
        with self._lock:
            self._paused[reads] = max(self._paused[reads], self._clock.monotonic() + seconds)
