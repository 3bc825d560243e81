"""Pickups of the API v2: nine carriers, flat bodies, URLs of neighbouring pages in the body.

Documented: paths, fields, what is required of each carrier, codes, the forms of answers and errors.
Ours: that both generations show the same pickups; that times need a zone; that ``limit`` has no
upper bound; that a carrier which API v2 does not know is left out of its lists.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from pickupkit.plugin.sandbox import (
    JSONResponse,
    RefusedError,
    Request,
    Response,
    triggers,
)

from ._pages import cut, size_of, url
from ._records import Record
from ._rules import Problem, moment
from ._store import Store
from ._v2_forms import CARRIERS
from ._v2_rewrite import flat, to_new, to_old
from ._who import Desk, json_of

PICKUPS: Final = "/api/v2/pickups"


class PickupsV2:
    """The three endpoints."""

    def __init__(self, desk: Desk, store: Store, known: Mapping[str, Collection[str]]) -> None:
        self._desk = desk
        self._store = store
        self._triggers = known

    async def create(self, request: Request) -> Response:
        """Take a pickup in; 201 with the flat pickup."""
        owner = self._desk.owner(request)
        body = await json_of(request, refused(request, 400, "JSON parse error"))
        plan = triggers(body.get("reference") if isinstance(body, dict) else None, self._triggers)
        _play(request, plan.get("create", ""))
        self._check(request, body)
        record = self._store.add(owner, to_new(body), plan)
        record.flat = flat(body)
        return JSONResponse(_whole(record), 201)

    def _check(self, request: Request, body: Any) -> None:
        carrier = CARRIERS.get(str(body.get("carrier"))) if isinstance(body, dict) else None
        if carrier is None:
            raise refused(request, 400, 'carrier: "This is not a valid choice."')
        problems = [*carrier(body, ""), *_times(body, self._store)]
        if problems:
            said = ", ".join(f'{p.pointer[1:].replace("/", ".")}: "{p.detail}"' for p in problems)
            raise refused(request, 400, said)

    async def list(self, request: Request) -> Response:
        """Give a page, newest first."""
        owned = self._store.of(self._desk.owner(request), request)
        shown = [each for each in owned if each.body["carrier_code"] in CARRIERS]
        size = size_of(request, "limit", None, lambda said: refused(request, 400, said))
        cursor, wrong = request.query_params.get("cursor"), refused(request, 404, "Invalid cursor")
        page = cut(shown, lambda each: each.number, size, cursor, wrong)
        pickups = [self._listed(record) for record in page.items]
        links = {"next": page.next, "previous": page.previous}
        told = {k: url(request, f"{PICKUPS}/", c) if c else None for k, c in links.items()}
        return JSONResponse({**told, "pickups": pickups})

    def _listed(self, record: Record) -> dict[str, Any]:
        record.read(self._store.world)
        whole = _whole(record)
        return {name: whole[name] for name in _LISTED if name in whole}

    async def get(self, request: Request) -> Response:
        """Give one as it is now."""
        missing = refused(request, 404, "No Pickup matches the given query.")
        record = self._store.find(self._desk.owner(request), request, missing)
        record.read(self._store.world)
        return JSONResponse(_whole(record))

    @staticmethod
    def nowhere(request: Request) -> RefusedError:
        """Make the answer to a path or method that is not there."""
        return refused(request, 404, "Not found.")

    @staticmethod
    def stranger(request: Request) -> RefusedError:
        """Make the answer to a wrong credential."""
        return refused(request, 401, "Invalid username/password.")


_LISTED: Final = (
    "id", "pickup_from", "pickup_until", "country", "carrier", "tracking_number", "pickup_status",
    "created_at", "cancelled_at", "contract",
)  # fmt: skip


def _whole(record: Record) -> dict[str, Any]:
    return to_old({"items": [record.total], **record.body}) | dict(record.flat)


def _play(request: Request, scene: str) -> None:
    """Play a scene of a refused create; this API tells all of them in its one form."""
    if scene == "429":
        raise RefusedError(Response(status_code=429))
    if scene == "429-told":
        raise refused(request, 429, "The limit of requests was reached.")
    if scene:
        raise refused(request, 400, "The carrier refused the announcement.")


def refused(request: Request, status: int, said: str) -> RefusedError:
    """Make an error answer; several faults share its one text."""
    root = request.scope.get("root_path", "")
    path = request.url.path.removeprefix(root).lstrip("/")
    return RefusedError(
        JSONResponse({"error": {"code": status, "request": path, "message": said}}, status)
    )


def _times(body: Mapping[str, Any], store: Store) -> list[Problem]:
    start, end = moment(body.get("pickup_from")), moment(body.get("pickup_until"))
    if start is not None and start <= store.world.now():
        return [Problem("/pickup_from", "invalid", "The pickup is not in the future.")]
    if start is not None and end is not None and end <= start:
        return [Problem("/pickup_until", "invalid", "The pickup ends before it starts.")]
    return []
