"""Exchanges for asyncio."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TypeAlias, cast

import httpx
from attrs import define

from pickupkit.calls import Answer, Blocking, Effect, Sleep
from pickupkit.locks import Lock

from . import _http
from ._exchange import Send
from ._fault import Watch, crowded, fault
from ._limits import Limits
from ._threads import Threads

_Home: TypeAlias = tuple[int, asyncio.AbstractEventLoop]
"""A process and an event loop in it."""


@define
class _Pool:
    """A client and who uses it; one that is given up is closed when its last exchange has ended."""

    client: httpx.AsyncClient
    slots: asyncio.Semaphore
    busy: int = 0
    given_up: bool = False

    async def close_if_over(self) -> None:
        if self.given_up and not self.busy:
            await self.client.aclose()


class AsyncExchanger:
    """Performs `Send` and `Sleep`; connections stay in the loop and process that made them."""

    def __init__(self, limits: Limits, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._limits = limits
        self._transport = transport
        self._threads = Threads()
        self._lock = Lock()
        self._pools: dict[_Home, _Pool] = {}

    async def perform(self, effect: Effect[object]) -> object:
        """Perform one effect."""
        if isinstance(effect, Send):
            return await self._exchange(effect)
        if isinstance(effect, Sleep):
            await asyncio.sleep(effect.seconds)
            return None
        if isinstance(effect, Blocking):
            return await self._threads.run(effect)
        raise TypeError(f"{type(effect).__name__} is no exchange")

    async def close(self) -> None:
        """Close this loop's connections; an exchange under way ends as it would have."""
        self._threads.close()
        with self._lock:
            pool = self._pools.pop(_here(), None)
        if pool is not None:
            pool.given_up = True
            await pool.close_if_over()

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[_Pool]:
        pool = self._current()
        pool.busy += 1
        try:
            yield pool
        finally:
            pool.busy -= 1
            await pool.close_if_over()

    def _current(self) -> _Pool:
        here = _here()
        with self._lock:
            if here not in self._pools:
                # A forked child must not use its parent's connections: answers would cross.
                _http.refuse_sharing(next(iter(self._pools), None), self._transport)
                made = _Pool(self._make(), asyncio.Semaphore(self._limits.connections))
                living = {home: pool for home, pool in self._pools.items() if _lives(home)}
                self._pools = {**living, here: made}
            return self._pools[here]

    def _make(self) -> httpx.AsyncClient:
        try:
            return httpx.AsyncClient(
                transport=self._transport, **_http.client_settings(self._limits)
            )
        except _http.CANNOT_START as error:
            raise _http.misconfigured(error) from None

    async def _exchange(self, send: Send) -> Answer:
        # Before anything that takes time: others may count on what is not sent by then.
        end, watch = asyncio.get_running_loop().time() + send.timeout, Watch(send)
        async with self._opened() as pool:
            try:
                async with asyncio.timeout(min(self._limits.pool, send.timeout)):
                    await pool.slots.acquire()
            except TimeoutError:
                raise crowded() from None
            try:
                return await self._exchange_by(pool.client, send, watch, end)
            finally:
                pool.slots.release()

    async def _exchange_by(
        self, client: httpx.AsyncClient, send: Send, watch: Watch, end: float
    ) -> Answer:
        response = None
        try:
            request = _http.build(client, send, self._limits)
            request.extensions["trace"] = watch.acall
            async with asyncio.timeout_at(end):
                response = await client.send(request, stream=True)
                body = _http.new_body(response, self._limits)
                # Not `aiter_raw`, which refuses what a stand-in transport gives already read.
                async for chunk in cast("httpx.AsyncByteStream", response.stream):
                    body.feed(chunk)
            return _http.answer(response, body)
        except TimeoutError:
            raise fault(self._late(watch), watch, response) from None
        except Exception as error:  # noqa: BLE001 - whatever it is, the request may have left
            raise fault(error, watch, response) from None
        finally:
            if response is not None:
                with suppress(Exception):  # what closing trips over says nothing of the answer
                    await response.aclose()

    def _late(self, watch: Watch) -> httpx.TimeoutException:
        """Tell a deadline while connecting, which our own transport knows, from a later one."""
        connecting = self._transport is None and not watch.started
        return httpx.ConnectTimeout("deadline") if connecting else httpx.ReadTimeout("deadline")


def _here() -> _Home:
    return os.getpid(), asyncio.get_running_loop()


def _lives(home: _Home) -> bool:
    pid, loop = home
    return pid == os.getpid() and not loop.is_closed()
