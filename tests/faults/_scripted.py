"""An exchanger without sockets and without waiting: answers by script, time by arithmetic."""

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from pickupkit.calls import Answer, Blocking, Effect, Sleep, adrive, drive
from pickupkit.clock import Clock
from pickupkit.transport import Send, SendFault

T = TypeVar("T")
NOON: Final = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)

Step = Answer | BaseException | tuple[float, "Answer | BaseException"]
"""What comes of one request, after so many seconds if it says so."""


class Scripted:
    """Gives ``steps`` in turn, the last one again and again; notes what was asked of it.

    ``clock`` runs by what exchanges and waits take; its chance is always the longest wait.
    """

    def __init__(self, *steps: Step) -> None:
        self._steps = list(steps)
        self._time = 0.0
        self.sends: list[Send] = []
        self.waits: list[float] = []
        self.asked_of_chance: list[tuple[float, float]] = []

    @property
    def clock(self) -> Clock:
        """The clock that this exchanger moves."""
        return Clock(
            monotonic=lambda: self._time,
            boot_time=lambda: self._time,
            now=lambda: NOON + timedelta(seconds=self._time),
            uniform=self._uniform,
        )

    def run(self, work: Awaitable[T], kind: str = "blocking") -> T:
        """Drive ``work`` by one of the two drivers."""
        if kind == "blocking":
            return drive(work, self.perform)
        return asyncio.run(self._arun(work))

    def perform(self, effect: Effect[Any]) -> object:
        """Perform what an operation, or the library on its behalf, awaits."""
        if isinstance(effect, Sleep):
            self.waits.append(effect.seconds)
            self._time += effect.seconds
            return None
        if isinstance(effect, Blocking):
            return effect.work()
        assert isinstance(effect, Send)
        self.sends.append(effect)
        return self._answer(self._steps.pop(0) if len(self._steps) > 1 else self._steps[0])

    async def aperform(self, effect: Effect[Any]) -> object:
        """Perform for the asyncio driver."""
        return self.perform(effect)

    async def _arun(self, work: Awaitable[T]) -> T:
        return await adrive(work, self.aperform)

    def _answer(self, step: Step) -> object:
        took, result = step if isinstance(step, tuple) else (0.0, step)
        self._time += took
        if isinstance(result, BaseException):
            raise result
        return result

    def _uniform(self, least: float, most: float) -> float:
        self.asked_of_chance.append((least, most))
        return most


def told(status: int, body: bytes = b"{}", **headers: str) -> Answer:
    """Make an answer; underscores in header names stand for dashes."""
    return Answer(status, {k.replace("_", "-"): v for k, v in headers.items()}, body)


def lost(stage: Any, status: int | None = None, **headers: str) -> SendFault:
    """Make the fault of an exchange that was cut off."""
    named = {k.replace("_", "-"): v for k, v in headers.items()}
    return SendFault(stage, "the connection broke", status=status, headers=named)
