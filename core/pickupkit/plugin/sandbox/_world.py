"""What a sandbox may not take from the machine: time, chance, waiting; and what truly happens."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Literal

from attrs import frozen


@frozen
class Event:
    """What has truly happened at a carrier, whatever the caller was told."""

    kind: Literal["booked", "cancelled"]
    provider: str
    id: str
    reference: str


class Clock:
    """A clock that moves only when told, for tests and recordings that come out the same."""

    def __init__(self, start: datetime, step: timedelta = timedelta()) -> None:
        """Begin at ``start`` (aware); each look moves the clock on by ``step``."""
        if start.tzinfo is None:
            raise ValueError("a clock starts at an aware time")
        self._now = start
        self._step = step

    def __call__(self) -> datetime:
        """Give the time, then take the step."""
        now = self._now
        self._now += self._step
        return now

    def advance(self, by: timedelta) -> None:
        """Move the clock on."""
        self._now += by


class World:
    """What a sandbox may not take from the machine directly: time, chance and waiting.

    With a fixed ``clock`` and a ``seed``, the same requests get the same answers, byte for byte.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] | None = None,
        seed: int | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._clock = clock or (lambda: datetime.now(UTC))
        self._random = random.Random(seed)  # noqa: S311 - made-up ids, no secrets
        self.sleep = sleep
        self.observers: list[Callable[[Event], object]] = []

    def record(self, event: Event) -> None:
        """Tell the observers; to be called at once where a carrier takes or drops a pickup."""
        for observer in self.observers:
            observer(event)

    def now(self) -> datetime:
        """Give the time, aware and in UTC."""
        return self._clock().astimezone(UTC)

    def hex(self, length: int = 32) -> str:
        """Give lower-case hexadecimal digits."""
        return "".join(self._random.choices("0123456789abcdef", k=length))

    def digits(self, length: int) -> str:
        """Give decimal digits; the first is no zero."""
        rest = "".join(self._random.choices("0123456789", k=length - 1))
        return self._random.choice("123456789") + rest


def stamp(moment: datetime, timespec: str = "seconds") -> str:
    """Write a time in UTC with ``Z``; ``timespec`` as in `datetime.isoformat`."""
    return moment.astimezone(UTC).isoformat(timespec=timespec).replace("+00:00", "Z")
