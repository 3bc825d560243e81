"""Exchanges for asyncio."""

import asyncio
import os
from contextlib import suppress
from typing import cast

import httpx

from pickupkit.calls import Answer, Blocking, Effect, Sleep

from . import _http
from ._exchange import Send
from ._limits import Limits


class AsyncExchanger:
    """Performs `Send` and `Sleep`; connections stay in the loop and process that made them."""

    def __init__(self, limits: Limits, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._limits = limits
        self._transport = transport
        self._client: httpx.AsyncClient | None = None
        self._slots = asyncio.Semaphore(limits.connections)
        self._home: tuple[int, asyncio.AbstractEventLoop] | None = None

    async def perform(self, effect: Effect[object]) -> object:
        """Perform one effect."""
        if isinstance(effect, Send):
            return await self._exchange(effect)
        if isinstance(effect, Sleep):
            await asyncio.sleep(effect.seconds)
            return None
        if isinstance(effect, Blocking):
            return await _in_thread(effect)
        raise TypeError(f"{type(effect).__name__} is no exchange")

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None and self._home == _here():
            await self._client.aclose()
        self._client = None

    def _open(self) -> tuple[httpx.AsyncClient, asyncio.Semaphore]:
        if self._client is None or self._home != _here():
            # A forked child must not use its parent's connections: answers would cross.
            _http.refuse_sharing(self._client, self._transport)
            self._client, self._home = self._make(), _here()
            self._slots = asyncio.Semaphore(self._limits.connections)
        return self._client, self._slots

    def _make(self) -> httpx.AsyncClient:
        try:
            return httpx.AsyncClient(
                transport=self._transport, **_http.client_settings(self._limits)
            )
        except _http.CANNOT_START as error:
            raise _http.misconfigured(error) from None

    async def _exchange(self, send: Send) -> Answer:
        client, slots = self._open()
        end, watch = asyncio.get_running_loop().time() + send.timeout, _http.Watch(send)
        try:
            async with asyncio.timeout(min(self._limits.pool, send.timeout)):
                await slots.acquire()
        except TimeoutError:
            raise _http.crowded() from None
        try:
            return await self._exchange_by(client, send, watch, end)
        finally:
            slots.release()

    async def _exchange_by(
        self, client: httpx.AsyncClient, send: Send, watch: _http.Watch, end: float
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
            raise _http.fault(self._late(watch), watch, response) from None
        except Exception as error:  # noqa: BLE001 - whatever it is, the request may have left
            raise _http.fault(error, watch, response) from None
        finally:
            if response is not None:
                with suppress(Exception):  # what closing trips over says nothing of the answer
                    await response.aclose()

    def _late(self, watch: _http.Watch) -> httpx.TimeoutException:
        """Tell a deadline while connecting, which our own transport knows, from a later one."""
        connecting = self._transport is None and not watch.started
        return httpx.ConnectTimeout("deadline") if connecting else httpx.ReadTimeout("deadline")


async def _in_thread(effect: Blocking[object]) -> object:
    """Run it to its end even if the task is cancelled: what a thread does cannot be taken back."""
    running = asyncio.ensure_future(asyncio.to_thread(effect.work))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        while not running.done():
            # However often: what the thread writes must be known before anyone goes on.
            with suppress(asyncio.CancelledError):
                await asyncio.wait({running})
        if not running.cancelled():
            running.exception()
        raise


def _here() -> tuple[int, asyncio.AbstractEventLoop]:
    return os.getpid(), asyncio.get_running_loop()
