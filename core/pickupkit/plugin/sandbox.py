"""What the sandboxes of several providers share: a clock, ids, strict reading of requests.

A provider's sandbox is a function ``create_app(world)`` that gives an ASGI application with the
paths of the vendor's real host. Import this module only where a sandbox is made: it needs the
extra ``sandbox``. It hands on the few names of Starlette that a sandbox uses, so that a missing
extra is reported here, once and readably.
"""

import asyncio
import json
import random
from base64 import b64decode
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypedDict

from attrs import frozen

try:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
    from starlette.routing import Mount, Route
    from starlette.types import ASGIApp
except ModuleNotFoundError as missing:
    raise ImportError(
        "A sandbox needs Starlette and uvicorn: pip install 'pickupkit[sandbox]'",
        name=missing.name,
    ) from missing

JSON_UTF8 = "application/json; charset=utf-8"
HIDDEN = "pickupkit.hidden"
_MARK = "sandbox:"
_SHOWN = 60

Endpoint = Callable[[Request], Awaitable[Response]]


@frozen
class Event:
    """What has truly happened at a carrier, whatever the caller was told."""

    kind: Literal["booked", "cancelled"]
    provider: str
    id: str
    reference: str


class Clock:
    """A clock that moves only when told, for tests and recordings that come out the same."""

    def __init__(self, start: datetime, step: timedelta = timedelta()) -> None:
        """Begin at ``start`` (aware); each look moves the clock on by ``step``."""
        if start.tzinfo is None:
            raise ValueError("a clock starts at an aware time")
        self._now = start
        self._step = step

    def __call__(self) -> datetime:
        """Give the time, then take the step."""
        now = self._now
        self._now += self._step
        return now

    def advance(self, by: timedelta) -> None:
        """Move the clock on."""
        self._now += by


class World:
    """What a sandbox may not take from the machine directly: time, chance and waiting.

    With a fixed ``clock`` and a ``seed``, the same requests get the same answers, byte for byte.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] | None = None,
        seed: int | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._clock = clock or (lambda: datetime.now(UTC))
        self._random = random.Random(seed)  # noqa: S311 - made-up ids, no secrets
        self.sleep = sleep
        self.observers: list[Callable[[Event], object]] = []

    def record(self, event: Event) -> None:
        """Tell the observers; to be called at once where a carrier takes or drops a pickup."""
        for observer in self.observers:
            observer(event)

    def now(self) -> datetime:
        """Give the time, aware and in UTC."""
        return self._clock().astimezone(UTC)

    def hex(self, length: int = 32) -> str:
        """Give lower-case hexadecimal digits."""
        return "".join(self._random.choices("0123456789abcdef", k=length))

    def digits(self, length: int) -> str:
        """Give decimal digits; the first is no zero."""
        rest = "".join(self._random.choices("0123456789", k=length - 1))
        return self._random.choice("123456789") + rest


class Booking(TypedDict):
    """One line of ``/_sandbox/state``: what the vendor and its carrier hold, in our own words."""

    id: str
    carrier: str
    status: str
    reference: str
    booked: bool
    cancelled: bool
    confirmation: str | None
    created_at: str


class RefusedError(Exception):
    """Ends the handling of a request with the vendor's own error answer."""

    def __init__(self, answer: Response) -> None:
        super().__init__(f"answered with {answer.status_code}")
        self.answer = answer


class UnknownTriggerError(ValueError):
    """A word of the caller starts as a trigger does, but no such trigger exists."""


def stamp(moment: datetime, timespec: str = "seconds") -> str:
    """Write a time in UTC with ``Z``; ``timespec`` as in `datetime.isoformat`."""
    return moment.astimezone(UTC).isoformat(timespec=timespec).replace("+00:00", "Z")


def triggers(text: object, known: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Read the words ``sandbox:name=value`` of a free text; ``known`` lists the values of each."""
    words = text.split() if isinstance(text, str) else []
    found = {}
    for word in (word.removeprefix(_MARK) for word in words if word.startswith(_MARK)):
        name, _, value = word.partition("=")
        if value not in known.get(name, ()):
            listed = ", ".join(f"{name}={value}" for name in known for value in known[name])
            shown = word if len(word) <= _SHOWN else f"{word[:_SHOWN]}…"
            raise UnknownTriggerError(f"no trigger {_MARK}{shown}; there are {listed}")
        found[name] = value
    return found


def credential(request: Request) -> tuple[str, str]:
    """Give the scheme (lower case) and the rest of ``Authorization``; empty where absent."""
    scheme, _, rest = request.headers.get("authorization", "").strip().partition(" ")
    return scheme.lower(), rest.strip()


def basic(value: str) -> tuple[str, str] | None:
    """Decode the user and password of a Basic credential; ``None`` when it is not one."""
    try:
        user, colon, password = b64decode(value, validate=True).decode().partition(":")
    except ValueError:
        return None
    return (user, password) if colon else None


async def read_json(request: Request) -> Any:
    """Read the body as JSON: UTF-8, no NaN, no lone surrogates. `ValueError` when it is not."""
    try:
        value = json.loads((await request.body()).decode(), parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


def hidden(request: Request) -> Collection[str]:
    """Give the ids of pickups that this list or get does not know of yet."""
    unseen: Collection[str] = request.scope.get("state", {}).get(HIDDEN, ())
    return unseen


def with_and_without_slash(
    path: str, endpoint: Endpoint, method: str, name: str | None = None
) -> list[Route]:
    """Route a path and the same with a final slash; a redirect could lose a POST's body."""
    return [Route(each, endpoint, methods=[method], name=name) for each in (path, f"{path}/")]


def build(
    routes: Iterable[Route],
    bookings: Callable[[], Iterable[Booking]],
    missing: Endpoint,
    *,
    provider: str = "",
    world: World | None = None,
    worded: Callable[[str], Mapping[str, Any]] = lambda _: {},
) -> Starlette:
    """Make the application, with ``GET /_sandbox/state``; ``missing`` answers all other paths.

    A route's name, which is its endpoint's unless given, is the operation in orders for faults.
    ``provider`` is the name in its events, and ``world`` where it records them. ``worded`` puts
    what the sandbox itself has to say into the vendor's form of an error, for its plugin to read.
    """

    async def state(_: Request) -> Response:
        return JSONResponse({"bookings": list(bookings())})

    async def nowhere(request: Request, _: Exception) -> Response:
        return await missing(request)

    async def unknown_trigger(_: Request, error: Exception) -> Response:
        said = str(error)
        return JSONResponse({"sandbox": said, **worded(said)}, status_code=400)

    app = Starlette(
        routes=[*routes, Route("/_sandbox/state", state)],
        exception_handlers={
            404: nowhere,
            405: nowhere,
            RefusedError: _refused,
            UnknownTriggerError: unknown_trigger,
        },
    )
    app.router.redirect_slashes = False
    app.state.provider, app.state.world = provider, world
    return app


async def _refused(_: Request, error: Exception) -> Response:
    if not isinstance(error, RefusedError):
        raise error
    return error.answer


__all__ = [
    "HIDDEN",
    "JSON_UTF8",
    "ASGIApp",
    "Booking",
    "Clock",
    "Endpoint",
    "Event",
    "HTMLResponse",
    "JSONResponse",
    "Mount",
    "PlainTextResponse",
    "RefusedError",
    "Request",
    "Response",
    "Route",
    "Starlette",
    "UnknownTriggerError",
    "World",
    "basic",
    "build",
    "credential",
    "hidden",
    "read_json",
    "stamp",
    "triggers",
    "with_and_without_slash",
]
