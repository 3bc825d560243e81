"""Exchanges for blocking callers."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import cast

import httpx
from attrs import define, field

from pickupkit.calls import Answer, Blocking, Effect, Sleep
from pickupkit.locks import Lock

from . import _deadline, _http
from ._exchange import Send
from ._fault import Watch, crowded, fault
from ._limits import Limits


@define
class _Pool:
    """A client and who uses it; one that is given up is closed when its last exchange has ended."""

    client: httpx.Client
    slots: threading.Semaphore
    pid: int = field(factory=os.getpid)
    busy: int = 0
    given_up: bool = False

    @property
    def is_over(self) -> bool:
        return self.given_up and not self.busy


class Exchanger:
    """Performs `Send` and `Sleep`; safe to share between threads, and never across a fork."""

    def __init__(self, limits: Limits, transport: httpx.BaseTransport | None = None) -> None:
        self._limits = limits
        self._transport = transport
        self._lock = Lock()
        self._pool: _Pool | None = None

    def perform(self, effect: Effect[object]) -> object:
        """Perform one effect."""
        if isinstance(effect, Send):
            return self._exchange(effect)
        if isinstance(effect, Sleep):
            time.sleep(effect.seconds)
            return None
        if isinstance(effect, Blocking):
            return effect.work()
        raise TypeError(f"{type(effect).__name__} is no exchange")

    def close(self) -> None:
        """Close the connections; an exchange under way ends as it would have."""
        with self._lock:
            pool, self._pool = self._pool, None
            if pool is None or pool.pid != os.getpid():
                return
            pool.given_up = True
            over = pool.is_over
        if over:
            pool.client.close()

    @contextmanager
    def _opened(self) -> Iterator[_Pool]:
        with self._lock:
            pool = self._current()
            pool.busy += 1
        try:
            yield pool
        finally:
            with self._lock:
                pool.busy -= 1
                over = pool.is_over
            if over:
                pool.client.close()

    def _current(self) -> _Pool:
        if self._pool is None or self._pool.pid != os.getpid():
            # A forked child must not use its parent's connections: answers would cross.
            _http.refuse_sharing(self._pool, self._transport)
            self._pool = _Pool(self._make(), threading.Semaphore(self._limits.connections))
        return self._pool

    def _make(self) -> httpx.Client:
        try:
            client = httpx.Client(transport=self._transport, **_http.client_settings(self._limits))
        except _http.CANNOT_START as error:
            raise _http.misconfigured(error) from None
        _deadline.install(client)
        return client

    def _exchange(self, send: Send) -> Answer:
        # Before anything that takes time: others may count on what is not sent by then.
        watch, token = Watch(send), _deadline.ends.set(time.monotonic() + send.timeout)
        try:
            with self._opened() as pool:
                if not pool.slots.acquire(timeout=min(self._limits.pool, send.timeout)):
                    raise crowded()
                try:
                    return self._exchange_by(pool.client, send, watch)
                finally:
                    pool.slots.release()
        finally:
            _deadline.ends.reset(token)

    def _exchange_by(self, client: httpx.Client, send: Send, watch: Watch) -> Answer:
        response = None
        try:
            request = _http.build(client, send, self._limits)
            request.extensions["trace"] = watch
            response = client.send(request, stream=True)
            body = _http.new_body(response, self._limits)
            # Not `iter_raw`, which refuses what a stand-in transport gives already read.
            for chunk in cast("httpx.SyncByteStream", response.stream):
                body.feed(chunk)
                _deadline.left(None, httpx.ReadTimeout)
            return _http.answer(response, body)
        except Exception as error:  # noqa: BLE001 - whatever it is, the request may have left
            raise fault(error, watch, response) from None
        finally:
            if response is not None:
                with suppress(Exception):  # what closing trips over says nothing of the answer
                    response.close()
