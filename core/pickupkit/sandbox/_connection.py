"""Cutting the connection beneath an application, which ASGI has no word for."""

import asyncio
import os
import socket
import struct
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

_KEY: Final = "pickupkit.connection"
_NO_LINGER: Final = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


class Protocol(H11Protocol):
    """Hands the connection to the application, in the scope's ``state``."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Note the connection of all requests that will come on it."""
        super().connection_made(transport)
        # asyncio forgets it for a listener of ours; else each answer takes 40 ms.
        raw = transport.get_extra_info("socket")
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.app_state = {**self.app_state, _KEY: transport}


def connection_of(scope: Any) -> asyncio.Transport:
    """Give a request's connection; `RuntimeError` when our own server does not serve it."""
    found = scope.get("state", {}).get(_KEY)
    if not isinstance(found, asyncio.Transport):
        raise RuntimeError("only a Sandbox can cut connections")  # noqa: TRY004 - of the caller
    return found


def reset(connection: asyncio.Transport) -> None:
    """End it with a RST; what was not sent yet is lost."""
    raw = connection.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    connection.abort()


def close(connection: asyncio.Transport) -> None:
    """Send what was written, then end it in order."""
    connection.close()
