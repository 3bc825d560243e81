"""Threads of a kit's own, beside those that an application's work may all have taken."""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context

from pickupkit.calls import Blocking
from pickupkit.locks import Lock
from pickupkit.log import log


class Threads:
    """Runs `Blocking` work for event loops: the library's own apart from others'."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pools: dict[tuple[int, bool], ThreadPoolExecutor] = {}

    async def run(self, effect: Blocking[object]) -> object:
        """Run it to its end even if the task is cancelled: it cannot be taken back."""
        # A future and no task: a loop that comes to its end would cancel that by itself.
        running = asyncio.wrap_future(self._begun(effect))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            if not effect.foreign:
                await _ended(running)
            raise

    def close(self) -> None:
        """Let the threads go, each when it has done what was given to it."""
        with self._lock:
            self._pools.clear()

    def _begun(self, effect: Blocking[object]) -> Future[object]:
        once, done, context = threading.Lock(), Future[object](), copy_context()

        def do(work: Callable[[], object]) -> None:
            if once.acquire(blocking=False):
                try:
                    done.set_result(context.run(work))
                except BaseException as error:  # noqa: BLE001 - for whoever waits
                    done.set_exception(error)

        try:
            self._pool(effect).submit(do, effect.work)
        except RuntimeError:
            # The interpreter ends, or has no thread left; it may be in the queue all the same.
            # Foreign code may wait for the very loop that would stand still for it.
            do(_left_out if effect.foreign else effect.work)
        return done

    def _pool(self, effect: Blocking[object]) -> ThreadPoolExecutor:
        which = os.getpid(), effect.foreign  # a forked child has none of its parent's threads
        with self._lock:
            if which not in self._pools:
                self._pools[which] = ThreadPoolExecutor(thread_name_prefix="pickupkit")
            return self._pools[which]


def _left_out() -> None:
    log.error("observers cannot be told: there is no thread for them")


async def _ended(running: "asyncio.Future[object]") -> None:
    while not running.done():
        # However often: what the thread writes must be known before anyone goes on.
        with suppress(asyncio.CancelledError):
            await asyncio.wait({running})
    running.exception()
