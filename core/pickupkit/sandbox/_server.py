"""Serving an application on this machine, from a thread or until Ctrl-C."""

import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Self

from pickupkit.plugin.sandbox import ASGIApp

from ._mount import combine

try:
    import uvicorn
except ModuleNotFoundError as missing:
    raise ImportError(
        "A sandbox needs uvicorn: pip install 'pickupkit[sandbox]'", name=missing.name
    ) from missing

_PATIENCE = 5.0  # seconds for requests under way when the server stops
_TICK = 0.5  # seconds; an endless wait could not be interrupted on Windows


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.settled = Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.settled.set()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            super().run(sockets)
        finally:
            self.settled.set()


class Sandbox:
    """One or more applications on a port of this machine, while the ``with`` block runs.

    ``apps`` is an ASGI application, or a mapping of provider names to applications as for
    `combine`. Port 0 takes a free one. `OSError` on entering when the port is taken.
    """

    def __init__(
        self, apps: Mapping[str, ASGIApp] | ASGIApp, port: int = 0, host: str = "127.0.0.1"
    ) -> None:
        self._app = combine(apps) if isinstance(apps, Mapping) else apps
        self._address = (host, port)
        self._running: tuple[_Server, Thread, str] | None = None

    @property
    def url(self) -> str:
        """The root, without a final slash; under it, a mapping's names."""
        if self._running is None:
            raise RuntimeError("the sandbox is not running: enter it with 'with' first")
        return self._running[2]

    def __enter__(self) -> Self:
        if self._running is not None:
            raise RuntimeError("the sandbox is running already")
        listener = _listen(*self._address)
        server = _Server(_config(self._app))
        thread = Thread(target=server.run, args=([listener],), name="sandbox", daemon=True)
        self._running = server, thread, _url(self._address[0], listener)
        try:
            thread.start()
            server.settled.wait()
        except BaseException:  # an interrupt must not leave the thread behind
            self._stop()
            raise
        if not server.started:
            self._stop()
            raise RuntimeError("the sandbox did not start; its thread has printed the reason")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def wait(self) -> None:
        """Block until the server ends; an interrupt comes through."""
        if self._running is not None:
            while self._running[1].is_alive():
                self._running[1].join(_TICK)

    def _stop(self) -> None:
        if self._running is not None:
            server, thread, _ = self._running
            server.should_exit = True
            thread.join()
            self._running = None


def serve(
    app: Mapping[str, ASGIApp] | ASGIApp, port: int, announce: Callable[[str], object]
) -> None:
    """Serve on the loopback interface until Ctrl-C; ``announce`` gets the URL once it answers."""
    with suppress(KeyboardInterrupt), Sandbox(app, port) as sandbox:
        announce(sandbox.url)
        sandbox.wait()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def _url(host: str, listener: socket.socket) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listener.getsockname()[1]}"


def _config(app: ASGIApp) -> uvicorn.Config:
    # Nothing that differs from machine to machine: no date, no optional event loop or parser.
    return uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=int(_PATIENCE),
    )
