"""Run a coroutine that awaits effects: once for blocking callers, once for asyncio."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from ._effects import Effect

T = TypeVar("T")


def drive(work: Awaitable[T], perform: Callable[[Effect[Any]], object]) -> T:
    """Run ``work`` to its end; ``perform`` turns each effect into its result.

    What ``perform`` raises is raised inside ``work``, at the ``await`` that asked for it.
    """
    steps = work.__await__()
    try:
        effect = next(steps)
        while True:
            try:
                result = perform(_known(effect))
            except BaseException as error:  # noqa: BLE001 - handed in, so that `work` may clean up
                effect = steps.throw(error)
            else:
                effect = steps.send(result)
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        steps.close()


async def adrive(work: Awaitable[T], perform: Callable[[Effect[Any]], Awaitable[object]]) -> T:
    """Run ``work`` like `drive` does, where ``perform`` is a coroutine function."""
    steps = work.__await__()
    try:
        effect = next(steps)
        while True:
            try:
                result = await perform(_known(effect))
            except BaseException as error:  # noqa: BLE001 - handed in, so that `work` may clean up
                effect = steps.throw(error)
            else:
                effect = steps.send(result)
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        steps.close()


def _known(effect: object) -> Effect[Any]:
    if isinstance(effect, Effect):
        return effect
    raise TypeError(
        f"an operation awaited {type(effect).__name__}; it may await calls and effects only, "
        "one after another (no asyncio, no gather)"
    )
