"""Stay within what a provider lets one account send, for all threads and tasks of a client."""

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator

from attrs import define, field

from pickupkit.clock import Clock
from pickupkit.locks import Lock
from pickupkit.plugin import RateLimit


@define
class _Span:
    """One limit, and when the calls that still matter to it went or will go, in order."""

    limit: RateLimit
    times: list[float] = field(factory=list, init=False)

    def concerns(self, path: str, *, reads: bool) -> bool:
        return self.limit.reads in (None, reads) and self.limit.path in (None, path)

    def free(self, moment: float) -> float:
        """Give the first moment, from the given one on, at which one more may go."""
        while ends := [*self._ends(moment)]:
            moment = max(ends)
        return moment

    def _ends(self, moment: float) -> Iterator[float]:
        """Give until when each full group of calls keeps one more from going at the moment.

        Those that go later count as well: a call that is held back takes its turn in advance.
        """
        count, seconds = self.limit.count, self.limit.seconds
        place = bisect_right(self.times, moment)
        near = self.times[max(place - count, 0) : place + count]
        for first, last in zip(near, near[count - 1 :], strict=False):
            if max(last, moment) < min(first, moment) + seconds:
                yield first + seconds

    def take(self, moment: float, now: float) -> None:
        """Let one more go at the moment, and forget those that are past."""
        del self.times[: bisect_right(self.times, now, key=lambda time: time + self.limit.seconds)]
        insort(self.times, moment)


def _free(spans: Iterable[_Span], moment: float) -> float:
    """Give the first moment, from the given one on, at which all of them let one more go."""
    while (later := max([moment, *(span.free(moment) for span in spans)])) > moment:
        moment = later
    return moment


class Limiter:
    """Gives each call its turn: never more than a limit's count in any span of its length.

    A bucket that fills up again would let nearly twice the count pass within one span. What other
    processes send with the same credentials is not seen.
    """

    def __init__(self, limits: Iterable[RateLimit], clock: Clock) -> None:
        self._spans = tuple(_Span(limit) for limit in limits)
        self._paused = {True: float("-inf"), False: float("-inf")}
        self._clock = clock
        self._lock = Lock()

    def turn(self, path: str, *, reads: bool, patience: float) -> tuple[float, bool]:
        """Take a turn; give the seconds to wait for it, and whether it was taken.

        One that is further away than ``patience`` is not taken.
        """
        concerned = [span for span in self._spans if span.concerns(path, reads=reads)]
        with self._lock:
            now = self._clock.monotonic()
            moment = _free(concerned, max(now, self._paused[reads]))
            wait = moment - now
            if wait and wait >= patience:
                return wait, False
            for span in concerned:
                span.take(moment, now)
        return wait, True

    def pause(self, *, reads: bool, seconds: float) -> None:
        """Let no more reads, or writes, go for a while: the provider has said "too many"."""
        with self._lock:
            self._paused[reads] = max(self._paused[reads], self._clock.monotonic() + seconds)
