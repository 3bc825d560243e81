"""The token of an account: got once, shared by threads and tasks, renewed before it ends."""

import os
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Final

from attrs import frozen

from pickupkit.calls import Sleep
from pickupkit.clock import Clock
from pickupkit.locks import Lock
from pickupkit.plugin import Grant
from pickupkit.plugin._account import Headers
from pickupkit.secret import Secret

_POLL: Final = 0.05
_MARGIN: Final = 60.0  # seconds by which a token is renewed early, at most a tenth of its life
_ENDLESS: Final = 1e9  # seconds: as good as no end, and no number is too large to add
_REMEMBERED: Final = 16  # secrets of tokens, of which few are in use at once
_CLAIM: Final = 60.0  # seconds after which one who went for a token and never came back is given up


@frozen
class _Held:
    """The headers of a token: when to get the next ones, and until when these are good."""

    headers: Headers
    renew: float
    ends: float


class Authority:
    """Keeps an account's `Grant`; no lock is held while one is fetched.

    Who comes while another fetches uses the last one as long as it is good; else he looks again
    every moment, which works alike for threads and for tasks of one event loop.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._held: _Held | None = None
        self._claimed: tuple[int, float] | None = None
        self._told: deque[str] = deque(maxlen=_REMEMBERED)

    async def headers(
        self, fetch: Callable[[], Awaitable[Grant]], still: Callable[[], None]
    ) -> Headers:
        """Give the headers that are good now; ``fetch`` is run where there are none.

        ``still`` raises when there is no time left to wait for those that another fetches.
        """
        while True:
            if (fresh := self._fresh()) is not None:
                return fresh.headers
            if self._claim():
                return await self._renewed(fetch)
            if (held := self._good()) is not None:
                return held.headers
            still()
            await Sleep(_POLL)

    def refuse(self, headers: Headers) -> None:
        """Forget headers that were refused, unless others have taken their place."""
        with self._lock:
            if self._held is not None and self._held.headers is headers:
                self._held = None

    def secrets(self) -> Iterable[str]:
        """Give what must not be shown: an answer may repeat a token that was replaced meanwhile."""
        with self._lock:
            return tuple(self._told)

    def _good(self) -> _Held | None:
        with self._lock:
            held = self._held
        return held if held is not None and self._clock.monotonic() < held.ends else None

    def _fresh(self) -> _Held | None:
        held = self._good()
        return held if held is not None and self._clock.monotonic() < held.renew else None

    def _claim(self) -> bool:
        with self._lock:
            pid, now = os.getpid(), self._clock.monotonic()
            # A forked child has none of the threads that went for it before.
            if self._claimed and self._claimed[0] == pid and now - self._claimed[1] < _CLAIM:
                return False
            self._claimed = pid, now
            return True

    async def _renewed(self, fetch: Callable[[], Awaitable[Grant]]) -> Headers:
        try:
            return await self._fetched(fetch)
        except Exception:
            held = self._good()
            if held is None:
                raise
            return held.headers  # good for a while yet: the next call tries again

    async def _fetched(self, fetch: Callable[[], Awaitable[Grant]]) -> Headers:
        try:
            # Another may have come back with one just before it was this one's turn to go.
            if (fresh := self._fresh()) is not None:
                return fresh.headers
            grant = await fetch()
            life = _ENDLESS if grant.seconds is None else min(grant.seconds, _ENDLESS)
            ends = self._clock.monotonic() + life
            with self._lock:
                self._held = _Held(grant.headers, ends - min(_MARGIN, life / 10), ends)
                self._told += _secrets(grant.headers)
            return grant.headers
        finally:
            with self._lock:
                self._claimed = None


def _secrets(headers: Headers) -> Iterator[str]:
    for secret in (value.reveal() for value in headers.values() if isinstance(value, Secret)):
        yield from (secret, secret.split()[-1])
