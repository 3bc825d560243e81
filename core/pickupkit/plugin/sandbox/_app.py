"""The application of a sandbox: the vendor's routes, its errors, and what it holds."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, TypedDict

from ._reading import UnknownTriggerError
from ._starlette import JSONResponse, Request, Response, Route, Starlette
from ._world import World

JSON_UTF8 = "application/json; charset=utf-8"

Endpoint = Callable[[Request], Awaitable[Response]]


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
