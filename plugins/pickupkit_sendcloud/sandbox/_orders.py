"""Orders of made-up shops, of which every account has the same.

Documented: paths, parameters and their errors, the form of an order, ``Link``, 1 to 200 a page with
100 by default. Ours: what the orders hold, and that the dates of filters are UTC's.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final

from pickupkit.plugin.sandbox import JSONResponse, RefusedError, Request, Response

from ._errors import error
from ._order_data import INTEGRATIONS, make
from ._pages import cut_by_place, link, size_of
from ._who import Desk

_PATH: Final = "/api/v3/orders/"
_KEYS: Final[dict[str, Callable[[dict[str, Any]], Any]]] = {
    "integration": lambda order: order["order_details"]["integration"]["id"],
    "order_number": lambda order: order["order_number"],
    "order_created_at": lambda order: order["order_details"]["order_created_at"],
    "order_updated_at": lambda order: order["order_details"]["order_updated_at"],
    "pk": lambda order: int(order["id"]),
}


class Orders:
    """The two endpoints; the application's ``state`` may tell another count, and a seed."""

    def __init__(self, desk: Desk, count: int) -> None:
        self._desk = desk
        self._count = count
        self._made: list[dict[str, Any]] | None = None

    def _all(self, request: Request) -> list[dict[str, Any]]:
        if self._made is None:
            state = request.app.state
            count, seed = getattr(state, "orders", self._count), getattr(state, "order_seed", 0)
            self._made = [make(number, seed) for number in range(1, count + 1)]
        return self._made

    async def list(self, request: Request) -> Response:
        """Give a page of what the query asks for."""
        self._desk.owner(request)
        found = _sorted(_chosen(self._all(request), request), request.query_params.get("sort", ""))
        size = size_of(request, "page_size", 200, _bad_size)
        page = cut_by_place(found, size, request.query_params.get("cursor"))
        return JSONResponse({"data": page.items}, headers=link(page, request, _PATH))

    async def get(self, request: Request) -> Response:
        """Give one by Sendcloud's number."""
        self._desk.owner(request)
        for order in self._all(request):
            if order["id"] == request.path_params["id"]:
                return JSONResponse({"data": order})
        words = "The order could not be found with the search criteria given"
        raise error(404, "not_found", words, title="Not found")


def _bad_size(said: str) -> RefusedError:
    return error(400, "invalid", said, source={"parameter": "page_size"})


def _chosen(orders: Iterable[dict[str, Any]], request: Request) -> Sequence[dict[str, Any]]:
    wanted = request.query_params
    tests = [_integration(wanted["integration"])] if "integration" in wanted else []
    tests += [_same(name, wanted[name]) for name in ("order_number", "order_id") if name in wanted]
    if "status" in wanted:
        tests.append(_status(wanted["status"]))
    for name in ("order_created_at", "order_updated_at"):
        tests += _dates(name, request)
    return [order for order in orders if all(test(order) for test in tests)]


Test = Callable[[dict[str, Any]], bool]


def _integration(text: str) -> Test:
    numbers = text.split(",")
    for number in numbers:
        if number not in map(str, INTEGRATIONS):
            words = f"Select a valid choice. {number} is not one of the available choices."
            raise error(400, "invalid_choice", words, source={"parameter": "integration"})
    return lambda order: str(_KEYS["integration"](order)) in numbers


def _same(name: str, text: str) -> Test:
    return lambda order: str(order[name]).lower() == text.lower()


def _status(text: str) -> Test:
    return lambda order: order["order_details"]["status"]["code"].lower() == text.lower()


def _dates(name: str, request: Request) -> list[Test]:
    compare: dict[str, Callable[[str, str], bool]] = {
        name: lambda day, asked: day == asked,
        f"{name}_min": lambda day, asked: day >= asked,
        f"{name}_max": lambda day, asked: day <= asked,
    }
    return [
        _dated(name, _day(parameter, request.query_params[parameter]), test)
        for parameter, test in compare.items()
        if parameter in request.query_params
    ]


def _dated(name: str, asked: str, test: Callable[[str, str], bool]) -> Test:
    return lambda order: test(order["order_details"][name][:10], asked)


def _day(parameter: str, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise error(
            400, "invalid", "Enter a valid date.", source={"parameter": parameter}
        ) from None


def _sorted(orders: Sequence[dict[str, Any]], text: str) -> Sequence[dict[str, Any]]:
    """Sort by known keys; an unknown one means the default for all, as documented."""
    keys = [key for key in text.split(",") if key]
    if not keys or any(key.removeprefix("-") not in _KEYS for key in keys):
        keys = ["-pk"]
    found = sorted(orders, key=_KEYS["pk"], reverse=True)
    for key in reversed(keys):
        found.sort(key=_KEYS[key.removeprefix("-")], reverse=key.startswith("-"))
    return found
