"""Write the mapping: a typed function for each thing that nobody but the author can know."""

from collections.abc import Iterable, Iterator
from typing import Final

from ._client import Client
from ._roles import Placed, Role
from ._stubs import listed, writes_body

_FUNCTION: Final = '''

def {function}({arguments}) -> {gives}:
    """{says}."""
{fields}    raise NotImplementedError("{function}")
'''
_NUMBER: Final = '''

def number(pickup_id: str) -> int:
    """Read an id, which is a number here."""
    if not (pickup_id.isascii() and pickup_id.isdecimal() and len(pickup_id) < 19):
        raise InvalidRequest.at("/id", f"{pickup_id!r} is no number, as an id is here")
    return int(pickup_id)
'''
_ACCOUNT: Final = "account: Account[Settings]"


def mapping(client: Client, placed: Iterable[Placed]) -> str:
    """Write what the operations that have a role call; none if there are none."""
    roles = {each.role: each for each in placed}
    return "".join(_functions(client, roles))


def _functions(client: Client, roles: dict[Role, Placed]) -> Iterator[str]:
    if any(each.pickup_id and each.pickup_id.kind == "int" for each in roles.values()):
        yield _NUMBER
    if "create" in roles and (body := roles["create"].operation.body):
        yield _written(client, "to_wire", "request: PickupRequest", body.kind, "Write a request")
    kinds = list(dict.fromkeys(_pickups(client, roles)))
    if "list" in roles and not listed(client, roles["list"].operation):
        answer = f"answer: {roles['list'].operation.gives}"
        yield _written(client, "items", answer, "list[View] | None", "Find the pickups in a page")
    if kinds:
        answer = f"{_ACCOUNT}, answer: {' | '.join(kinds)}"
        yield _written(client, "to_pickup", answer, "Pickup", "Read a pickup", *kinds)
    if "cancel" in roles:
        yield from _cancelling(client, roles["cancel"])


def _cancelling(client: Client, placed: Placed) -> Iterator[str]:
    operation = placed.operation
    if operation.body and writes_body(placed):
        kind, says = operation.body.kind, "Say which pickup is to be cancelled"
        yield _written(client, "to_cancel", "pickup_id: str", kind, says)
    if operation.gives != "None":
        answer, says = f"{_ACCOUNT}, answer: {operation.gives}", "Read what became of a cancel"
        yield _written(client, "to_cancellation", answer, "Cancellation", says)


def _pickups(client: Client, roles: dict[Role, Placed]) -> Iterator[str]:
    """Give the kinds of answers that are a pickup."""
    yield from (roles[role].operation.gives for role in ("create", "get") if role in roles)
    if "list" in roles:
        _, kind = listed(client, roles["list"].operation) or ("", "list[View]")
        yield kind.removesuffix(" | None")[len("list[") : -1]


def _written(
    client: Client, function: str, arguments: str, gives: str, says: str, *reads: str
) -> str:
    """Write one function; the fields that it writes or reads stand in it as a comment."""
    shown = (_fields(client, kind) for kind in (*reads, gives) if kind.startswith("models."))
    return _FUNCTION.format(
        function=function, arguments=arguments, gives=gives, says=says, fields="".join(shown)
    )


def _fields(client: Client, kind: str) -> str:
    fields = client.models.get(kind.removeprefix("models."), {})
    lines = (f"    #   {name}: {kind}\n" for name, kind in fields.items())
    return f"    # {kind} has\n{''.join(lines)}"
