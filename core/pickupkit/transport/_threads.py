"""Threads of a kit's own, beside those that an application's work may all have taken."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context

from pickupkit.calls import Blocking
from pickupkit.locks import Lock


class Threads:
    """Runs `Blocking` work for event loops: the library's own apart from others'."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pools: dict[tuple[int, bool], ThreadPoolExecutor] = {}

    async def run(self, effect: Blocking[object]) -> object:
        """Run it to its end even if the task is cancelled: it cannot be taken back."""
        # A future and no task: a loop that comes to its end would cancel that by itself.
        loop, work = asyncio.get_running_loop(), copy_context().run
        running = loop.run_in_executor(self._pool(effect), work, effect.work)
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

    def _pool(self, effect: Blocking[object]) -> ThreadPoolExecutor:
        which = os.getpid(), effect.foreign  # a forked child has none of its parent's threads
        with self._lock:
            if which not in self._pools:
                self._pools[which] = ThreadPoolExecutor(thread_name_prefix="pickupkit")
            return self._pools[which]


async def _ended(running: "asyncio.Future[object]") -> None:
    while not running.done():
        # However often: what the thread writes must be known before anyone goes on.
        with suppress(asyncio.CancelledError):
            await asyncio.wait({running})
    running.exception()
