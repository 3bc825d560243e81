"""The names of Starlette that a sandbox uses; that the extra is missing is told here, once."""

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

__all__ = [
    "ASGIApp",
    "HTMLResponse",
    "JSONResponse",
    "Mount",
    "PlainTextResponse",
    "Request",
    "Response",
    "Route",
    "Starlette",
]
