"""What an operation may await: a request to whoever drives it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from typing import Any, Generic, TypeVar

from attrs import field, frozen

T_co = TypeVar("T_co", covariant=True)


class Effect(Generic[T_co]):
    """Something that an operation awaits and its driver performs; the result is a ``T_co``."""

    __slots__ = ()

    def __await__(self) -> Generator[Effect[Any], Any, T_co]:
        result: T_co = yield self
        return result


@frozen
class Sleep(Effect[None]):
    """Wait, on whatever clock the driver has."""

    seconds: float


@frozen
class Note(Effect[None]):
    """Keep facts with the attempt, before the next call is sent."""

    facts: Mapping[str, str] = field(repr=False)


@frozen
class Blocking(Effect[T_co]):
    """Run a function that waits for a disk or a database; under asyncio, in a thread.

    It is the library's own: an operation has no use for it. ``foreign`` is somebody else's code,
    which may take its time: a task that is cancelled does not wait for its end.
    """

    work: Callable[[], T_co] = field(repr=False)
    foreign: bool = False


async def before_going(work: Callable[[], object], stopped: BaseException) -> None:
    """Do what waits for a disk or a database, although ``stopped`` is on its way.

    Being stopped once more ends nothing: who waits is told of the first time. A coroutine that is
    closed may await nothing more.
    """
    if isinstance(stopped, GeneratorExit):
        work()
        return
    with suppress(type(stopped)):
        await Blocking(work)


def sleep(seconds: float) -> Sleep:
    """Wait ``seconds`` without blocking an event loop."""
    return Sleep(seconds)


def note(**facts: str) -> Note:
    """Keep facts of a booking under way, such as an id that a later look-up needs."""
    return Note(facts)
