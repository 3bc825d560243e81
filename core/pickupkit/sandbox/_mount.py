"""Several sandboxes as one application."""

from collections.abc import Mapping

from pickupkit.plugin.sandbox import (
    ASGIApp,
    JSONResponse,
    Mount,
    Request,
    Response,
    Route,
    Starlette,
)


def combine(apps: Mapping[str, ASGIApp]) -> ASGIApp:
    """Mount each application under ``/<provider>``; ``GET /`` lists where to find what."""

    async def index(request: Request) -> Response:
        base = str(request.base_url).rstrip("/")
        return JSONResponse({"providers": {name: _places(f"{base}/{name}") for name in apps}})

    mounts = [Mount(f"/{name}", app=app) for name, app in apps.items()]
    app = Starlette(routes=[Route("/", index), *mounts])
    app.router.redirect_slashes = False
    return app


def _places(url: str) -> dict[str, str]:
    return {"url": url, "state": f"{url}/_sandbox/state"}
