"""uvicorn, told to listen on this machine and to stop when asked."""

import socket
from collections.abc import Callable
from threading import Event

try:
    import uvicorn
except ModuleNotFoundError as missing:
    raise ImportError(
        "A sandbox needs uvicorn: pip install 'pickupkit[sandbox]'", name=missing.name
    ) from missing

from pickupkit.plugin.sandbox import ASGIApp

from ._connection import Protocol

_PATIENCE = 5.0  # seconds for requests under way when the server stops


class Server(uvicorn.Server):
    """Serves ``app``; ``on_stop`` is called in its loop before it waits for what is under way."""

    def __init__(self, app: ASGIApp, on_stop: Callable[[], None]) -> None:
        super().__init__(_config(app))
        self.settled = Event()
        self._on_stop = on_stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell who waits that it now answers."""
        await super().startup(sockets)
        self.settled.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what would never end by itself, then all the rest."""
        self._on_stop()
        await super().shutdown(sockets)

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to stop; who waits is released even when it never starts."""
        try:
            super().run(sockets)
        finally:
            self.settled.set()


def listen(host: str, port: int) -> socket.socket:
    """Take a port; `OSError` when another has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def url(host: str, listener: socket.socket) -> str:
    """Give the root of what listens, without a final slash."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listener.getsockname()[1]}"


def _config(app: ASGIApp) -> uvicorn.Config:
    # Nothing that differs from machine to machine: no date, no optional event loop or parser.
    return uvicorn.Config(
        app,
        loop="asyncio",
        http=Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=int(_PATIENCE),
    )
