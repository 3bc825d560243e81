"""The endpoints of the pickups API v3, and the one that tells who a key is."""

from typing import Any, Final

from pickupkit.plugin.sandbox import (
    Endpoint,
    JSONResponse,
    RefusedError,
    Request,
    Response,
    Starlette,
    World,
    basic,
    build,
    credential,
    hidden,
    read_json,
    triggers,
    with_and_without_slash,
)

from ._errors import error, not_found, unauthorized
from ._pages import cut, link
from ._records import Record, new_record
from ._request import check

_PICKUPS: Final = "/api/v3/pickups"
_FIRST: Final = 294247  # ids are whole numbers that rise
_INACTIVE: Final = "sandbox-inactive"

TRIGGERS: Final = {
    "create": ("429", "announcement"),
    "answer": ("sparse",),
    "announce": ("failed", "slow"),
    "cancel": (
        "200", "202", "202-failed", "202-rejected", "409", "409-failed", "409-data",
        "409-failed-data",
    ),
    "totals": ("required", "refused"),
}  # fmt: skip


def create_app(world: World) -> Starlette:
    """Make a Sendcloud with no pickups."""
    vendor = _Sendcloud(world)
    table: list[tuple[str, str, Endpoint]] = [
        ("POST", _PICKUPS, vendor.create),
        ("GET", _PICKUPS, vendor.list),
        ("GET", f"{_PICKUPS}/{{id}}", vendor.get),
        ("POST", f"{_PICKUPS}/{{id}}/cancel", vendor.cancel),
        ("GET", "/api/v3/user/auth/metadata", vendor.metadata),
    ]
    routes = [
        route
        for method, path, endpoint in table
        for route in with_and_without_slash(path, endpoint, method)
    ]
    return build(
        routes,
        lambda: [record.line() for record in vendor.records],
        _nowhere,
        provider="sendcloud",
        world=world,
    )


class _Sendcloud:
    def __init__(self, world: World) -> None:
        self.world = world
        self.records: list[Record] = []

    async def create(self, request: Request) -> Response:
        owner, body = _owner(request), await _json(request)
        reference = body.get("reference") if isinstance(body, dict) else None
        plan = triggers(reference, TRIGGERS)
        _play(plan.get("create"))
        wanted = check(body, self.world.now(), plan)
        record = new_record(self.world, owner, _FIRST + len(self.records), wanted, plan)
        self.records.append(record)
        if record.line()["booked"]:
            self.world.record(record.event("booked"))
        return JSONResponse({"data": record.created_answer}, 201)

    async def list(self, request: Request) -> Response:
        owner, unseen = _owner(request), hidden(request)
        owned = [record for record in self.records if record.owner == owner]
        page = cut([each for each in owned if str(each.body["id"]) not in unseen], request)
        for record in page.records:
            record.read(self.world)
        data = [record.listed for record in page.records]
        return JSONResponse({"data": data}, headers=link(page, request, f"{_PICKUPS}/"))

    async def get(self, request: Request) -> Response:
        return JSONResponse({"data": self._find(request).read(self.world)})

    async def cancel(self, request: Request) -> Response:
        record = self._find(request)
        status = record.cancel(self.world)
        if status == 409 and not record.plan.get("cancel", "").endswith("-data"):
            detail = f"The pickup was not cancelled, it is {record.body['status']}."
            raise error(409, "invalid", detail)
        return JSONResponse({"data": record.body}, status)

    async def metadata(self, request: Request) -> Response:
        _owner(request)
        return JSONResponse({"data": {"user_id": 1, "integration_id": 1}})

    def _find(self, request: Request) -> Record:
        owner, wanted = _owner(request), request.path_params["id"]
        for record in self.records:
            number = str(record.body["id"])
            if record.owner == owner and number == wanted and number not in hidden(request):
                return record
        raise not_found()


def _owner(request: Request) -> str:
    """Give whose pickups these are: the public key, or the token of OAuth2."""
    scheme, value = credential(request)
    if not scheme:
        raise unauthorized(given=False)
    public, secret = (basic(value) or ("", "")) if scheme == "basic" else (value, value)
    if scheme not in ("basic", "bearer") or not (public and secret) or public == _INACTIVE:
        raise unauthorized(given=True)
    return public


async def _json(request: Request) -> Any:
    try:
        return await read_json(request)
    except ValueError:
        raise error(400, "invalid", "The body is not JSON.") from None


def _play(scene: str | None) -> None:
    if scene == "429":
        raise RefusedError(Response(status_code=429))
    if scene == "announcement":
        raise error(400, "parcel_announcement_error", "The carrier refused the announcement.")


async def _nowhere(_: Request) -> Response:
    return error(404, "not_found", "Not found.").answer
