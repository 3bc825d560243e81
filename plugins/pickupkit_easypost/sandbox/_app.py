"""The five endpoints."""

from collections.abc import Awaitable, Callable
from typing import Any

from pickupkit.plugin.sandbox import (
    JSON_UTF8,
    Endpoint,
    JSONResponse,
    RefusedError,
    Request,
    Response,
    Route,
    Starlette,
    World,
    basic,
    build,
    credential,
    hidden,
    read_json,
)

from ._errors import FORMS, error, in_form
from ._listing import page
from ._records import Record, confirmation, new_address, new_record, quote
from ._request import read_pickup, read_purchase

_PAUSE = 2.0  # seconds that a late rate or a slow buy takes
_INACTIVE = "sandbox-inactive"

Action = Callable[[Request, str], Awaitable[dict[str, Any]]]


def create_app(world: World) -> Starlette:
    """Make an EasyPost with no pickups."""
    vendor = _EasyPost(world)
    one = "/v2/pickups/{id}"
    routes = [
        Route("/v2/pickups", vendor.endpoint(vendor.create), methods=["POST"], name="quote"),
        Route("/v2/pickups", vendor.endpoint(vendor.list), methods=["GET"], name="list"),
        Route(one, vendor.endpoint(vendor.retrieve), methods=["GET"], name="get"),
        Route(f"{one}/buy", vendor.endpoint(vendor.buy), methods=["POST"], name="buy"),
        Route(f"{one}/cancel", vendor.endpoint(vendor.cancel), methods=["POST"], name="cancel"),
    ]
    return build(
        routes,
        lambda: [record.line() for record in vendor.records],
        vendor.endpoint(vendor.nowhere),
        provider="easypost",
        world=world,
        worded=lambda said: {"error": {"message": said}},
    )


class _EasyPost:
    def __init__(self, world: World) -> None:
        self.world = world
        self.records: list[Record] = []
        self.addresses: dict[str, dict[str, Any]] = {}

    def endpoint(self, action: Action) -> Endpoint:
        """Give an endpoint that checks the key and adds EasyPost's headers to any answer."""

        async def answer(request: Request) -> Response:
            began = self.world.now()
            try:
                content = await action(request, _key(request))
                response: Response = JSONResponse(content, media_type=JSON_UTF8)
            except RefusedError as refused:
                response = refused.answer
            response.headers["x-ep-request-uuid"] = self.world.hex()
            response.headers["x-runtime"] = f"{(self.world.now() - began).total_seconds():.6f}"
            return response

        return answer

    async def create(self, request: Request, key: str) -> dict[str, Any]:
        wanted = read_pickup(await _json(request))
        _play(wanted.plan.get("create"))
        record = new_record(self.world, key, wanted, self._address(wanted.address))
        self.records.append(record)
        if wanted.plan.get("rates") == "late":
            await self.world.sleep(_PAUSE)
        messages = quote(self.world, wanted, record)
        return record.body | {"messages": messages}

    async def list(self, request: Request, key: str) -> dict[str, Any]:
        unseen = hidden(request)
        owned = [each for each in self.records if each.owner == key]
        shown = [each for each in owned if each.body["id"] not in unseen]
        return page(shown, request.query_params)

    async def retrieve(self, request: Request, key: str) -> dict[str, Any]:
        return self._find(request, key).body

    async def buy(self, request: Request, key: str) -> dict[str, Any]:
        record = self._find(request, key, by_reference=False)
        carrier, service = read_purchase(await _json(request))
        if record.body["status"] != "unknown" or record.buying:
            raise error("PICKUP.STATUS.INVALID")
        bought = _match(record, carrier, service)
        if record.plan.get("buy") == "422":
            raise error("PICKUP.BUY.NO_MATCHING_RATES")
        if record.plan.get("buy") == "429":
            raise error("RATE_LIMITED")
        await self._order(record, bought)
        return record.body

    async def cancel(self, request: Request, key: str) -> dict[str, Any]:
        record = self._find(request, key)
        if record.body["status"] != "scheduled":
            raise error("PICKUP.STATUS.INVALID")
        if "cancel" in record.plan:
            raise error("PICKUP.CANCEL.FAILED")
        record.touch(self.world.now(), status="canceled")
        self.world.record(record.event("cancelled"))
        return record.body

    async def nowhere(self, _: Request, __: str) -> dict[str, Any]:
        raise error("NOT_FOUND")

    async def _order(self, record: Record, carrier: str) -> None:
        record.touch(self.world.now())
        if record.plan.get("buy") == "400":
            raise error("PICKUP.BUY.FAILED")
        if record.plan.get("buy") == "slow":
            record.buying = True
            await self.world.sleep(_PAUSE)
            record.buying = False
        taken = (each.body["confirmation"] for each in self.records)
        number = confirmation(self.world, carrier, taken)
        record.carrier = carrier
        record.touch(self.world.now(), status="scheduled", confirmation=number)
        self.world.record(record.event("booked"))

    def _address(self, wanted: Any) -> dict[str, Any]:
        known = self.addresses.get(wanted.get("id", ""))
        address = known or new_address(self.world, wanted)
        return self.addresses.setdefault(address["id"], address)

    def _find(self, request: Request, key: str, *, by_reference: bool = True) -> Record:
        """Find by id, else the newest with that reference: documented, but for buy unknown."""
        wanted, unseen = request.path_params["id"], hidden(request)
        owned = [each for each in reversed(self.records) if each.owner == key]
        for field in ("id", "reference") if by_reference else ("id",):
            for record in owned:
                if record.body[field] == wanted and record.body["id"] not in unseen:
                    return record
        raise error("NOT_FOUND")


def _key(request: Request) -> str:
    scheme, value = credential(request)
    if scheme == "basic":
        user, password = basic(value) or ("", "")
        value = "" if password else user
    if scheme not in ("basic", "bearer") or not value:
        raise error("UNAUTHORIZED")
    if value == _INACTIVE:
        raise error("APIKEY.INACTIVE")
    return value


async def _json(request: Request) -> Any:
    try:
        return await read_json(request)
    except ValueError:
        raise error("BAD_REQUEST") from None


def _play(scene: str | None) -> None:
    if scene in FORMS:
        raise in_form(scene)
    if scene == "inconsistent":
        raise error("PICKUP.BATCH_CARRIER.INCONSISTENT")
    if scene is not None:
        raise error({"429": "RATE_LIMITED", "500": "INTERNAL_SERVER_ERROR"}[scene])


def _match(record: Record, carrier: str, service: str) -> str:
    for rate in record.body["pickup_rates"]:
        if (rate["carrier"].lower(), rate["service"].lower()) == (carrier.lower(), service.lower()):
            return str(rate["carrier"])
    raise error("PICKUP.BUY.NO_MATCHING_RATES")
