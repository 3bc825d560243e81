"""Whoever answers a provider's requests; here, a sandbox application."""

from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import unquote, urlsplit

from pickupkit.calls import Answer
from pickupkit.secret import Secret
from pickupkit.transport import Send

if TYPE_CHECKING:
    from pickupkit.plugin.sandbox import ASGIApp

Vendor: TypeAlias = Callable[[Send], Answer]
"""Answers a request; it may keep a state, and a new one is made for each test."""


class AppVendor:
    """An ASGI application, called in process: no socket, no HTTP library."""

    def __init__(self, app: "ASGIApp", root: str) -> None:
        self._app = app
        self._root = urlsplit(root)

    def __call__(self, send: Send) -> Answer:
        """Hand the request to the application."""
        return _finished(self._answer(send))

    async def _answer(self, send: Send) -> Answer:
        told: list[Mapping[str, Any]] = []
        body = [{"type": "http.request", "body": send.body or b"", "more_body": False}]

        async def receive() -> Mapping[str, Any]:
            return body.pop() if body else {"type": "http.disconnect"}

        async def keep(message: Mapping[str, Any]) -> None:
            told.append(message)

        await self._app(_scope(send), receive, keep)  # type: ignore[arg-type]
        headers = {k.decode().lower(): v.decode() for k, v in told[0].get("headers", ())}
        content = b"".join(message.get("body", b"") for message in told[1:])
        return Answer(told[0]["status"], headers, content)


def _scope(send: Send) -> dict[str, Any]:
    parts = urlsplit(send.url)
    plain = ((k, v.reveal() if isinstance(v, Secret) else v) for k, v in send.headers)
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": send.method,
        "scheme": parts.scheme,
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "root_path": "",
        "query_string": parts.query.encode(),
        "headers": [
            (b"host", parts.netloc.encode()),
            *((name.lower().encode(), value.encode()) for name, value in plain),
        ],
        "client": ("127.0.0.1", 1),
        "server": (parts.hostname, parts.port),
    }


def _finished(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Run a coroutine that waits for nothing to its end; no event loop is needed for that."""
    try:
        work.send(None)
    except StopIteration as end:
        found: Answer = end.value
        return found
    work.close()
    raise RuntimeError("the sandbox awaits something else than its request and world.sleep")
