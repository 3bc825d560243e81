"""What an operation may await: a request to whoever drives it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
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

    It is the library's own: an operation has no use for it.
    """

    work: Callable[[], T_co] = field(repr=False)


def sleep(seconds: float) -> Sleep:
    """Wait ``seconds`` without blocking an event loop."""
    return Sleep(seconds)


def note(**facts: str) -> Note:
    """Keep facts of a booking under way, such as an id that a later look-up needs."""
    return Note(facts)
