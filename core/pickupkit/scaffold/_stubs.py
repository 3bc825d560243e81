"""Write the operations: each wired to its call, those with a role registered as unfinished."""

from collections.abc import Iterable, Iterator
from typing import Final

from ._client import Client, Operation
from ._roles import Placed, Role

_OPERATION: Final = '''

@{name}.{role}
@{name}.unfinished
async def {signature}:
    """{says}: {request}."""
'''
_ANSWERED: Final = "    return mapping.to_{what}(account, await {{call}})\n"
_PAGE: Final = """\
    answer = await {call}
    # The first page alone: go on from here where there are more.
    yield page(account, {items}, mapping.to_pickup)
"""
_UNTOLD: Final = """\
    await {call}
    return Cancellation(outcome=CancelOutcome.CANCELLED)
"""
_ROLES: Final[dict[Role, tuple[str, str, str]]] = {
    "create": (
        "create(account: Account[Settings], request: PickupRequest) -> Pickup",
        "Book one",
        _ANSWERED.format(what="pickup"),
    ),
    "get": (
        "get(account: Account[Settings], pickup_id: str) -> Pickup",
        "Look one up",
        _ANSWERED.format(what="pickup"),
    ),
    "list": (
        "pickups(account: Account[Settings]) -> AsyncGenerator[Page, None]",
        "List them",
        _PAGE,
    ),
    "cancel": (
        "cancel(account: Account[Settings], pickup_id: str) -> Cancellation",
        "Cancel one",
        _ANSWERED.format(what="cancellation"),
    ),
}
_BODIES: Final[dict[Role, str]] = {
    "create": "mapping.to_wire(request)",
    "cancel": "mapping.to_cancel(pickup_id)",
}
_OTHER: Final = '''

async def {function}({arguments}) -> {gives}:
    """{says}."""
    return await {call}
'''
_TAKEN: Final = {"api", "models"}


def operations(name: str, client: Client, placed: Iterable[Placed]) -> str:
    """Write the operations that have a role."""
    return "".join(_operation(name, client, each) for each in placed)


def _operation(name: str, client: Client, placed: Placed) -> str:
    signature, says, body = _ROLES[placed.role]
    operation = placed.operation
    head = _OPERATION.format(
        name=name,
        role=placed.role,
        signature=signature,
        says=says,
        request=_quoted(operation.request),
    )
    if placed.role == "cancel" and operation.gives == "None":
        body = _UNTOLD
    call = operation.call(dict(_values(placed)))
    place, _ = listed(client, operation) or ("mapping.items(answer)", "")
    return head + body.format(call=call, items=place)


def _values(placed: Placed) -> Iterator[tuple[str, str]]:
    """Give the expression for each input."""
    yield from ((each.name, f"account.settings.{each.name}") for each in placed.settings)
    if placed.pickup_id is not None:
        given = "mapping.number(pickup_id)" if placed.pickup_id.kind == "int" else "pickup_id"
        yield placed.pickup_id.name, given
    if writes_body(placed):
        yield "body", _BODIES[placed.role]


def writes_body(placed: Placed) -> bool:
    """Tell whether the body has to be written; a cancel whose path says it all does without."""
    body = placed.operation.body
    return body is not None and (
        placed.role == "create" or body.required or placed.pickup_id is None
    )


def listed(client: Client, operation: Operation) -> tuple[str, str] | None:
    """Find the list in an answer, if it is the answer or its one field that lists objects."""
    fields = client.models.get(operation.gives.removeprefix("models."), {})
    places = {"answer": operation.gives, **{f"answer.{n}": kind for n, kind in fields.items()}}
    lists = [(place, kind) for place, kind in places.items() if kind.startswith("list[models.")]
    return lists[0] if len(lists) == 1 else None


def other(operation: Operation) -> str:
    """Write a function for an operation that has no evident role."""
    arguments = (f"{each.name}: {each.kind}" for each in operation.inputs)
    function = f"{operation.name}_" if operation.name in _TAKEN else operation.name
    return _OTHER.format(
        function=function,
        arguments=", ".join(("_account: Account[Settings]", *arguments)),
        gives=operation.gives,
        says=_quoted(operation.says),
        call=operation.call({each.name: each.name for each in operation.inputs}),
    )


def _quoted(text: str) -> str:
    """Give text that may stand in a docstring."""
    return text.replace("\\", "\\\\").replace('"', "'")
