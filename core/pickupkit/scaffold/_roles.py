"""Which operations of an API book, show, list and cancel pickups, where that is evident."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias

from attrs import frozen

from ._client import Input, Operation

Role: TypeAlias = Literal["create", "get", "list", "cancel"]
ROLES: Final[tuple[Role, ...]] = ("create", "get", "list", "cancel")

_THING: Final = r"(?:pick[_-]?ups?|collections?)(?:[_-]?(?:requests?|orders?|bookings?))?"
# The first group is the place where all pickups are.
_PATHS: Final[tuple[tuple[Role, str], ...]] = (
    ("create", rf"POST (.*/(?:[a-z]+[_-])*{_THING})"),
    ("list", rf"GET (.*/(?:[a-z]+[_-])*{_THING})"),
    ("get", rf"GET (.*/(?:[a-z]+[_-])*{_THING})/{{}}"),
    ("cancel", rf"DELETE (.*/(?:[a-z]+[_-])*{_THING})/{{}}"),
    ("cancel", rf"(?:DELETE|PATCH|POST|PUT) (.*/(?:[a-z]+[_-])*{_THING})(?:/{{}})?/cancel[a-z]*"),
)
_NAMES: Final[tuple[tuple[Role, str], ...]] = (
    ("create", rf"POST (?:book|create|order|request|schedule)_(?:a_)?{_THING}"),
    ("list", rf"GET list_(?:all_)?{_THING}"),
    ("get", rf"GET (?:fetch|find|get|retrieve|show)_(?:a_)?{_THING}(?:_by_id)?"),
    ("cancel", rf"(?:DELETE|PATCH|POST|PUT) (?:cancel|delete|void)_(?:a_)?{_THING}(?:_by_id)?"),
)
_CONSTANT: Final = {"bool", "float", "int", "str"}


@frozen
class Placed:
    """An operation in its role; ``settings`` is what it needs that an account has to say."""

    role: Role
    operation: Operation
    pickup_id: Input | None
    settings: tuple[Input, ...]


def placed(operations: Iterable[Operation], taken: Iterable[str]) -> tuple[Placed, ...]:
    """Give each role to one operation: in the fullest place by its path, else by its name.

    Of equally full places the last counts, the newest version. ``taken`` names are no settings.
    """
    places: dict[str, dict[Role, Placed]] = defaultdict(dict)
    for operation in operations:
        for place, role in _evident(operation):
            if (fit := _fitted(role, operation, set(taken))) is not None:
                places[place].setdefault(role, fit)
    named = places.pop("", {})
    fullest = max(places, key=lambda place: (len(places[place]), place), default="")
    found = named | places.get(fullest, {})
    return tuple(found[role] for role in ROLES if role in found)


def _evident(operation: Operation) -> Iterator[tuple[str, Role]]:
    """Give the roles that the path makes evident, each with its place, or else the name."""
    shape = f"{operation.method} {_shape(operation)}"
    by_path = [(m[1], role) for role, p in _PATHS if (m := re.fullmatch(p, shape))]
    called = f"{operation.method} {operation.name}"
    yield from by_path or (("", role) for role, p in _NAMES if re.fullmatch(p, called))


def _shape(operation: Operation) -> str:
    return re.sub(r"\{[^}]*\}", "{}", operation.path).lower().rstrip("/")


def _fitted(role: Role, operation: Operation, taken: set[str]) -> Placed | None:
    """Leave out what cannot play its role with a request, an id and the account alone."""
    in_path = [each for each in operation.inputs if each.in_path]
    ends = re.search(r"\{\}(/[a-z_-]+)?$", _shape(operation))
    own = in_path[-1] if role in ("get", "cancel") and in_path and ends else None
    settings = tuple(i for i in operation.inputs if i is not own and i.name != "body")
    constant = all(_is_constant(each) and each.name not in taken for each in settings)
    if not constant or not _told(role, operation, own):
        return None
    return Placed(role, operation, own, settings)


def _is_constant(found: Input) -> bool:
    """Tell what an account may say for all its calls; one key would make all bookings the first."""
    return found.kind in _CONSTANT and "idempotency" not in found.name


def _told(role: Role, operation: Operation, pickup_id: Input | None) -> bool:
    """Tell whether the call can say which pickup is meant, and its answer which one it was."""
    if role == "cancel":
        return pickup_id is not None or operation.body is not None
    if role == "get":
        return pickup_id is not None and operation.body is None
    return operation.gives != "None" and (operation.body is not None) is (role == "create")
