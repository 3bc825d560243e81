"""A stand-in for Vanline, from memory: one account, two collections on a page."""

from typing import Any
from urllib.parse import parse_qsl

from pickupkit.plugin.sandbox import (
    ASGIApp, JSONResponse, Request, Response, Route, World, build, stamp,
)  # fmt: skip


def create_app(world: World) -> ASGIApp:
    """Make the application."""
    held: dict[str, dict[str, Any]] = {}

    async def token(_: Request) -> Response:
        return JSONResponse({"token": world.hex()})

    async def book(request: Request) -> Response:
        asked = dict(parse_qsl((await request.body()).decode()))
        number = f"C{world.digits(6)}"
        told = {key: asked[key] for key in ("from", "until", "label") if key in asked}
        held[number] = {"number": number, "state": "OPEN", "created": stamp(world.now()), **told}
        return JSONResponse(held[number], status_code=201)

    async def listed(request: Request) -> Response:
        start = 2 * (int(request.query_params["page"]) - 1)
        items = list(held.values())[start : start + 2]
        return JSONResponse({"collections": items, "pages": (len(held) + 1) // 2})

    async def one(request: Request) -> Response:
        found = held.get(request.path_params["number"])
        if found is None:
            return await missing(request)
        if request.method == "DELETE":
            found["state"] = "CANCELLED"
        return JSONResponse(found)

    async def missing(_: Request) -> Response:
        return JSONResponse({"fault": {"text": "not found"}}, status_code=404)

    routes = [
        Route("/token", token, methods=["POST"]),
        Route("/collections", book, methods=["POST"]),
        Route("/collections", listed),
        Route("/collections/{number}", one, methods=["GET", "DELETE"]),
    ]
    return build(routes, list, missing, provider="vanline", world=world)
