"""Read requests as strictly as a vendor does: credentials, JSON, and words that trigger things."""

import json
from base64 import b64decode
from collections.abc import Collection, Mapping
from typing import Any

from ._starlette import Request

HIDDEN = "pickupkit.hidden"
_MARK = "sandbox:"
_SHOWN = 60


class UnknownTriggerError(ValueError):
    """A word of the caller starts as a trigger does, but no such trigger exists."""


def triggers(text: object, known: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Read the words ``sandbox:name=value`` of a free text; ``known`` lists the values of each."""
    words = text.split() if isinstance(text, str) else []
    found = {}
    for word in (word.removeprefix(_MARK) for word in words if word.startswith(_MARK)):
        name, _, value = word.partition("=")
        if value not in known.get(name, ()):
            listed = ", ".join(f"{name}={value}" for name in known for value in known[name])
            shown = word if len(word) <= _SHOWN else f"{word[:_SHOWN]}…"
            raise UnknownTriggerError(f"no trigger {_MARK}{shown}; there are {listed}")
        found[name] = value
    return found


def credential(request: Request) -> tuple[str, str]:
    """Give the scheme (lower case) and the rest of ``Authorization``; empty where absent."""
    scheme, _, rest = request.headers.get("authorization", "").strip().partition(" ")
    return scheme.lower(), rest.strip()


def basic(value: str) -> tuple[str, str] | None:
    """Decode the user and password of a Basic credential; ``None`` when it is not one."""
    try:
        user, colon, password = b64decode(value, validate=True).decode().partition(":")
    except ValueError:
        return None
    return (user, password) if colon else None


async def read_json(request: Request) -> Any:
    """Read the body as JSON: UTF-8, no NaN, no lone surrogates. `ValueError` when it is not."""
    try:
        value = json.loads((await request.body()).decode(), parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


def hidden(request: Request) -> Collection[str]:
    """Give the ids of pickups that this list or get does not know of yet."""
    unseen: Collection[str] = request.scope.get("state", {}).get(HIDDEN, ())
    return unseen
