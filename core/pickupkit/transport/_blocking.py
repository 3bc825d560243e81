"""Exchanges for blocking callers."""

import os
import threading
import time
from contextlib import suppress
from typing import cast

import httpx

from pickupkit.calls import Answer, Blocking, Effect, Sleep

from . import _deadline, _http
from ._exchange import Send
from ._limits import Limits


class Exchanger:
    """Performs `Send` and `Sleep`; safe to share between threads, and never across a fork."""

    def __init__(self, limits: Limits, transport: httpx.BaseTransport | None = None) -> None:
        self._limits = limits
        self._transport = transport
        self._lock = threading.Lock()
        self._client: httpx.Client | None = None
        self._slots = threading.Semaphore(limits.connections)
        self._pid = 0

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
        """Close the connections."""
        if self._client is not None and self._pid == os.getpid():
            self._client.close()
        self._client = None

    def _open(self) -> tuple[httpx.Client, threading.Semaphore]:
        with self._lock:
            if self._client is None or self._pid != os.getpid():
                # A forked child must not use its parent's connections: answers would cross.
                _http.refuse_sharing(self._client, self._transport)
                self._client, self._pid = self._make(), os.getpid()
                self._slots = threading.Semaphore(self._limits.connections)
            return self._client, self._slots

    def _make(self) -> httpx.Client:
        try:
            client = httpx.Client(transport=self._transport, **_http.client_settings(self._limits))
        except _http.CANNOT_START as error:
            raise _http.misconfigured(error) from None
        _deadline.install(client)
        return client

    def _exchange(self, send: Send) -> Answer:
        client, slots = self._open()
        watch = _http.Watch(send)
        token = _deadline.ends.set(time.monotonic() + send.timeout)
        try:
            if not slots.acquire(timeout=min(self._limits.pool, send.timeout)):
                raise _http.crowded()
            try:
                return self._exchange_by(client, send, watch)
            finally:
                slots.release()
        finally:
            _deadline.ends.reset(token)

    def _exchange_by(self, client: httpx.Client, send: Send, watch: _http.Watch) -> Answer:
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
            raise _http.fault(error, watch, response) from None
        finally:
            if response is not None:
                with suppress(Exception):  # what closing trips over says nothing of the answer
                    response.close()
