"""A stand-in for the made-up vendor that keeps what is booked, two vans on a page."""

from typing import Any

from pickupkit.plugin.sandbox import (
    ASGIApp,
    JSONResponse,
    Request,
    Response,
    Route,
    World,
    build,
    stamp,
)  # fmt: skip
from tests.conformance._acme import Contract

_PAGE = 2
_ROOT = "https://api.acme.example"


def create_app(world: World) -> ASGIApp:
    """Make the application."""
    held: dict[str, dict[str, Any]] = {}

    async def book(request: Request) -> Response:
        asked = await request.json()
        told = {key: asked[key] for key in ("from", "until", "ref") if key in asked}
        van = {"id": f"van_{world.digits(6)}", "code": f"A{world.digits(3)}", "state": "planned"}
        held[van["id"]] = {**van, "made": stamp(world.now()), "fragile": False, **told}
        return JSONResponse(held[van["id"]], status_code=201)

    async def listed(request: Request) -> Response:
        asked = request.query_params
        size = int(asked.get("size", _PAGE))
        return JSONResponse(_page([*held.values()], int(asked["page"]), size, asked.get("shape")))

    async def one(request: Request) -> Response:
        found = held.get(request.path_params["van"])
        if found is None:
            return await missing(request)
        if request.method == "DELETE":
            found["state"] = "gone"
        return JSONResponse(found)

    async def me(_: Request) -> Response:
        return JSONResponse({"name": "Example Books"})

    async def token(_: Request) -> Response:
        return JSONResponse({"token": world.hex()})

    async def missing(_: Request) -> Response:
        return JSONResponse({"error": "no such van"}, status_code=404)

    routes = [
        Route("/vans", book, methods=["POST"]),
        Route("/vans", listed),
        Route("/vans/{van}", one, methods=["GET", "DELETE"]),
        Route("/vans/{van}/notice", one, methods=["POST"]),
        Route("/token", token, methods=["POST"]),
        Route("/me", me),
    ]
    return build(routes, list, missing, provider="acme", world=world)


def _page(vans: list[Any], number: int, size: int, shape: str | None) -> dict[str, Any]:
    """Give a page, in the usual shape or another."""
    if shape == "with an offset":
        return {"vans": vans[number - 1 :][:size], "total": len(vans)}
    following = f"{_ROOT}/vans?page={number + 1}" if len(vans) > number * size else None
    some = vans[(number - 1) * size : number * size]
    shaped: dict[str | None, Any] = {
        "in envelopes": [{"at": n, "van": van} for n, van in enumerate(some)],
        "by their ids": {van["id"]: van for van in some},
    }
    return {"vans": shaped.get(shape, some), "next": following}


class YardContract(Contract):
    """The same promises at the sandbox, which has a memory."""

    __test__ = False

    expects = {"status": "confirmed", "reference": "order-1"}
    replies = ()
    absent = ()
