"""``/_sandbox/faults``: order faults while the sandbox runs, from any process on this machine."""

from typing import Any, Final

from pickupkit.errors import InvalidRequest
from pickupkit.plugin.sandbox import ASGIApp, JSONResponse, Request, Response, Route, read_json

from ._exchange import Scope
from ._faults import Faults
from ._read import read_order

PATH: Final = "/_sandbox/faults"


def controlled(app: ASGIApp, faults: Faults) -> ASGIApp:
    """Answer the one path here, and let ``app`` answer all others."""

    async def control(request: Request) -> Response:
        try:
            if request.method == "POST":
                _change(faults, await read_json(request))
            elif request.method == "DELETE":
                faults.clear()
        except ValueError as error:
            return JSONResponse({"sandbox": _reason(error)}, 400)
        return JSONResponse(faults.shown())

    route = Route(PATH, control, methods=["GET", "POST", "DELETE"])

    async def serve(scope: Scope, receive: Any, send: Any) -> None:
        chosen = route.handle if scope.get("path") == PATH else app
        await chosen(scope, receive, send)

    return serve


def _change(faults: Faults, data: Any) -> None:
    order = read_order(data)
    if order.append:
        faults.append(order.faults)
    else:
        faults.replace(order.faults, order.seed)


def _reason(error: ValueError) -> str:
    return str(error) if isinstance(error, InvalidRequest) else f"the body is not JSON: {error}"
