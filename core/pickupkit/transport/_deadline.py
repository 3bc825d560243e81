"""A total deadline for blocking exchanges, kept beneath the HTTP client at its sockets.

The client's own timeouts hold for each socket operation, so that a server which drips bytes could
hold a call for ever. Here each operation gets only what is left of the whole.
"""

import socket
import ssl
import time
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

ends: ContextVar[float | None] = ContextVar("ends", default=None)
"""When the exchange under way must be over, on the monotonic clock."""

_PIECE = 64 * 1024


def install(client: httpx.Client) -> None:
    """Put the deadline under each connection pool of ``client``, those for proxies included."""
    for transport in (client._transport, *client._mounts.values()):  # noqa: SLF001
        if isinstance(transport, httpx.HTTPTransport):
            transport._pool._network_backend = _Backend()  # noqa: SLF001


def left(timeout: float | None, error: type[Exception]) -> float | None:
    """Give what is left of ``timeout`` and of the whole, or raise ``error``."""
    end = ends.get()
    if end is None:
        return timeout
    rest = end - time.monotonic()
    if rest <= 0:
        raise error("the deadline has passed")
    return rest if timeout is None else min(rest, timeout)


class _Backend(httpcore.SyncBackend):
    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *args: Any, **kw: Any
    ) -> "_Stream":
        addresses = _addresses(host, port)
        # One by one: the system's own loop would give each address of a host the whole time.
        for address in addresses:
            try:
                rest = left(timeout, httpcore.ConnectTimeout)
                return _Stream(super().connect_tcp(address, port, rest, *args, **kw))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                # Raised later, it would be told by what the caller was handling, not by its cause.
                if address == addresses[-1]:
                    raise
        raise httpcore.ConnectError("no address")


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError("no address") from error
    return [*dict.fromkeys(str(place[0]) for *_, place in found)]


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for at in range(0, len(buffer), _PIECE):
            self._inner.write(buffer[at : at + _PIECE], left(timeout, httpcore.WriteTimeout))

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> "_Stream":
        rest = left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, rest))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    def close(self) -> None:
        self._inner.close()
