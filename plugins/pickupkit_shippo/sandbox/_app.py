"""The one endpoint."""

import html
from typing import Any, Final

from attrs import frozen

from pickupkit.plugin.sandbox import (
    JSON_UTF8,
    Booking,
    Event,
    HTMLResponse,
    JSONResponse,
    Request,
    Response,
    Starlette,
    World,
    build,
    credential,
    read_json,
    triggers,
    with_and_without_slash,
)

from ._answer import answer
from ._fields import faults, moment
from ._rules import REFUSALS, Asked, carrier_of, check, refuse, too_many
from ._zones import zone_of

_VERSION: Final = "2018-02-08"
_STATUSES: Final = {"error": "ERROR", "pending": "PENDING"}
TRIGGERS: Final = {"answer": (*_STATUSES, *REFUSALS, "429")}


def create_app(world: World) -> Starlette:
    """Make a Shippo with no pickups."""
    vendor = _Shippo(world)
    return build(
        with_and_without_slash("/pickups", vendor.create, "POST"),
        lambda: [each.line() for each in vendor.held],
        _nowhere,
        provider="shippo",
        world=world,
    )


@frozen
class _Held:
    asked: Asked
    body: dict[str, Any]

    def line(self) -> Booking:
        return {
            "id": self.body["object_id"],
            "carrier": self.asked.carrier,
            "status": self.body["status"],
            "reference": self.body["metadata"],
            "booked": self.body["status"] != "ERROR",
            "cancelled": False,
            "confirmation": self.body["confirmation_code"],
            "created_at": self.body["object_created"],
        }


class _Shippo:
    def __init__(self, world: World) -> None:
        self.world = world
        self.held: list[_Held] = []

    async def create(self, request: Request) -> Response:
        owner = _token(request)
        if request.headers.get("shippo-api-version", _VERSION) != _VERSION:
            raise refuse(*REFUSALS["version"])
        asked = self._read(owner, await _json(request))
        scene = triggers(asked.body.get("metadata"), TRIGGERS).get("answer", "")
        _refuse_first(scene)
        check(asked, [each.asked for each in self.held if each.body["status"] != "ERROR"])
        body = answer(self.world, asked, _STATUSES.get(scene, "CONFIRMED"))
        self._hold(_Held(asked, body))
        if scene == "slow":
            raise refuse(*REFUSALS[scene])
        return JSONResponse(body, 201, media_type=JSON_UTF8)

    def _hold(self, held: _Held) -> None:
        self.held.append(held)
        line = held.line()
        if line["booked"]:
            self.world.record(Event("booked", "shippo", line["id"], line["reference"]))

    def _read(self, owner: str, body: dict[str, Any]) -> Asked:
        if found := faults(body, self.world.now()):
            raise refuse(400, found)
        address = body["location"]["address"]
        start = moment(body["requested_start_time"]) or self.world.now()
        day = start.astimezone(zone_of(address["country"], address["state"])).date()
        return Asked(owner=owner, carrier=carrier_of(body["carrier_account"]), body=body, day=day)


def _refuse_first(scene: str) -> None:
    """Refuse as the scene says, before anything is booked; the slow carrier books all the same."""
    if scene == "429":
        raise too_many()
    if scene in REFUSALS and scene != "slow":
        raise refuse(*REFUSALS[scene])


def _token(request: Request) -> str:
    scheme, value = credential(request)
    if scheme not in ("shippotoken", "bearer", "jwt") or not value:
        raise refuse(401, {"detail": "Authentication credentials were not provided."})
    ours = value.startswith(("shippo_test_", "shippo_live_")) or scheme != "shippotoken"
    if not ours or value.endswith("sandbox-inactive"):
        raise refuse(401, {"detail": "Token does not exist"})
    return value


async def _json(request: Request) -> dict[str, Any]:
    try:
        body = await read_json(request)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise refuse(400, {"detail": "The body is no JSON object."})  # ours
    return body


async def _nowhere(request: Request) -> Response:
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    text = f"The requested URL /v1{html.escape(path)} was not found on this server."
    return HTMLResponse(f"<h1>Not Found</h1><p>{text}</p>", 404)
