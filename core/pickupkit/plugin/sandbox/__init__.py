"""What the sandboxes of several providers share: a clock, ids, strict reading of requests.

A provider's sandbox is a function ``create_app(world)`` that gives an ASGI application with the
paths of the vendor's real host. Import this module only where a sandbox is made: it needs the
extra ``sandbox``. It hands on the few names of Starlette that a sandbox uses, so that a missing
extra is reported here, once and readably.
"""

from ._app import JSON_UTF8, Booking, Endpoint, RefusedError, build, with_and_without_slash
from ._reading import (
    HIDDEN,
    UnknownTriggerError,
    basic,
    credential,
    hidden,
    read_json,
    triggers,
)
from ._starlette import (
    ASGIApp,
    HTMLResponse,
    JSONResponse,
    Mount,
    PlainTextResponse,
    Request,
    Response,
    Route,
    Starlette,
)
from ._world import Clock, Event, World, stamp

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
