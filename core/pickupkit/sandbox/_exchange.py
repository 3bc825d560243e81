"""One exchange taken out of the server's hands: the request read, the answer kept."""

from collections.abc import Callable, Iterable
from typing import Any

from attrs import define

from pickupkit.plugin.sandbox import ASGIApp

from ._connection import close, connection_of, reset
from ._fault import End

Scope = Any
Header = tuple[bytes, bytes]


@define
class Kept:
    """An application's answer that nobody has seen yet."""

    status: int = 500
    headers: tuple[Header, ...] = ()
    body: bytes = b""

    async def take(self, message: Any) -> None:
        """Play the part of ASGI's ``send``."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], tuple(message.get("headers", ()))
        else:
            self.body += message.get("body", b"")


@define
class Exchange:
    """A request that is answered by hand, over the connection it came on."""

    app: ASGIApp
    scope: Scope
    receive: Callable[[], Any]
    send: Callable[[Any], Any]
    body: bytes = b""

    async def read(self) -> bool:
        """Read the whole request; false when the client leaves before its end."""
        more = True
        while more:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                return False
            self.body += message.get("body", b"")
            more = message.get("more_body", False)
        return True

    async def carry_out(self) -> Kept:
        """Let the application handle the request that was read, whether or not someone waits."""
        messages = [{"type": "http.request", "body": self.body, "more_body": False}]

        async def replay() -> Any:
            return messages.pop() if messages else {"type": "http.disconnect"}

        kept = Kept()
        await self.app(self.scope, replay, kept.take)
        return kept

    async def answer(self, kept: Kept) -> None:
        """Send an answer, whole."""
        await self._start(kept.status, kept.headers)
        await self.send({"type": "http.response.body", "body": kept.body})

    async def answer_half(self, kept: Kept) -> None:
        """Send the head and half of the body, as if the rest were to follow."""
        await self._start(kept.status, kept.headers)
        half = kept.body[: len(kept.body) // 2]
        await self.send({"type": "http.response.body", "body": half, "more_body": True})

    async def end(self, how: End) -> None:
        """Cut the connection, or wait until the client does."""
        if how == "reset":
            reset(connection_of(self.scope))
        elif how == "close":
            close(connection_of(self.scope))
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def _start(self, status: int, headers: Iterable[Header]) -> None:
        await self.send({"type": "http.response.start", "status": status, "headers": list(headers)})
