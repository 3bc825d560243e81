"""The endpoints: pickups of both generations, orders, tokens, and who a key is."""

from typing import Final

from pickupkit.plugin.sandbox import (
    Endpoint,
    JSONResponse,
    RefusedError,
    Request,
    Response,
    Starlette,
    World,
    build,
    triggers,
    with_and_without_slash,
)

from ._errors import error, not_found, unauthorized
from ._orders import Orders
from ._pages import cut, link, size_of
from ._request import check
from ._store import Store
from ._v2 import PICKUPS as PICKUPS_V2
from ._v2 import PickupsV2
from ._who import Desk, StrangerError, json_of

_PICKUPS: Final = "/api/v3/pickups"
_ORDERS: Final = "/api/v3/orders"
_TOO_MANY: Final = {
    "status": 429,
    "code": "hit_rate_limit",
    "title": "Too many requests",
    "detail": "The limit of requests was reached.",
}

TRIGGERS: Final = {
    "create": ("429", "429-told", "announcement", "announcement-object"),
    "answer": ("sparse",),
    "announce": ("failed", "slow"),
    "cancel": (
        "200", "202", "202-failed", "202-rejected", "409", "409-failed", "409-data",
        "409-failed-data",
    ),
    "totals": ("required", "refused"),
}  # fmt: skip


def create_app(world: World, orders: int = 250) -> Starlette:
    """Make a Sendcloud with no pickups, and with so many orders in each account."""
    desk, store = Desk(world), Store(world)
    v3, v2 = _Pickups(desk, store), PickupsV2(desk, store, TRIGGERS)
    shop = Orders(desk, orders)
    # A name is what faults are ordered by, where two endpoints do not share one.
    table: list[tuple[str, str, Endpoint, str | None]] = [
        ("POST", _PICKUPS, v3.create, None),
        ("GET", _PICKUPS, v3.list, None),
        ("GET", f"{_PICKUPS}/{{id}}", v3.get, None),
        ("POST", f"{_PICKUPS}/{{id}}/cancel", v3.cancel, None),
        ("GET", "/api/v3/user/auth/metadata", v3.metadata, None),
        ("POST", PICKUPS_V2, v2.create, None),
        ("GET", PICKUPS_V2, v2.list, None),
        ("GET", f"{PICKUPS_V2}/{{id}}", v2.get, None),
        ("GET", _ORDERS, shop.list, "orders"),
        ("GET", f"{_ORDERS}/{{id}}", shop.get, "order"),
        ("POST", "/oauth2/token", desk.token, None),
    ]
    routes = [
        route
        for method, path, endpoint, name in table
        for route in with_and_without_slash(path, endpoint, method, name)
    ]
    app = build(
        routes,
        lambda: [record.line() for record in store.records],
        _nowhere,
        provider="sendcloud",
        world=world,
        # In the forms of both generations.
        worded=lambda said: {"errors": [{"detail": said}], "error": {"message": said}},
    )
    app.add_exception_handler(StrangerError, _stranger)
    app.state.store = store
    return app


class _Pickups:
    def __init__(self, desk: Desk, store: Store) -> None:
        self.desk = desk
        self.store = store

    async def create(self, request: Request) -> Response:
        owner = self.desk.owner(request)
        body = await json_of(request, error(400, "invalid", "The body is not JSON."))
        plan = triggers(body.get("reference") if isinstance(body, dict) else None, TRIGGERS)
        _play(plan.get("create"))
        wanted = check(body, self.store.world.now(), plan)
        return JSONResponse({"data": self.store.add(owner, wanted, plan).created_answer}, 201)

    async def list(self, request: Request) -> Response:
        owned = self.store.of(self.desk.owner(request), request)
        size = size_of(request, "page_size", 100, _bad_size)
        page = cut(owned, lambda each: each.number, size, request.query_params.get("cursor"))
        for record in page.items:
            record.read(self.store.world)
        data = [record.listed for record in page.items]
        return JSONResponse({"data": data}, headers=link(page, request, f"{_PICKUPS}/"))

    async def get(self, request: Request) -> Response:
        record = self.store.find(self.desk.owner(request), request, not_found())
        return JSONResponse({"data": record.read(self.store.world)})

    async def cancel(self, request: Request) -> Response:
        record = self.store.find(self.desk.owner(request), request, not_found())
        status = record.cancel(self.store.world)
        if status == 409 and not record.plan.get("cancel", "").endswith("-data"):
            detail = f"The pickup was not cancelled, it is {record.body['status']}."
            raise error(409, "invalid", detail)
        return JSONResponse({"data": record.body}, status)

    async def metadata(self, request: Request) -> Response:
        self.desk.owner(request)
        return JSONResponse({"data": {"user_id": 1, "integration_id": 1}})


def _bad_size(said: str) -> RefusedError:
    return error(400, "invalid", said, source={"parameter": "page_size"})


def _play(scene: str | None) -> None:
    if scene == "429":
        raise RefusedError(Response(status_code=429))
    if scene == "429-told":
        raise RefusedError(JSONResponse({"errors": [_TOO_MANY]}, 429))
    if scene is not None:
        listed = scene == "announcement"
        detail = "The carrier refused the announcement."
        raise error(400, "parcel_announcement_error", detail, listed=listed)


async def _stranger(request: Request, stranger: Exception) -> Response:
    given = isinstance(stranger, StrangerError) and stranger.given
    old = _is_old(request)
    return (PickupsV2.stranger(request) if old else unauthorized(given=given)).answer


async def _nowhere(request: Request) -> Response:
    old = _is_old(request)
    return (PickupsV2.nowhere(request) if old else error(404, "not_found", "Not found.")).answer


def _is_old(request: Request) -> bool:
    return PICKUPS_V2 in request.url.path
