"""The parts of one operation, wherever the description keeps them."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from .documents import METHODS, Place, resolve
from .errors import SpecError

Json: TypeAlias = Any

# An overlay gives an operation whose id makes a poor function name another one by this key.
PYTHON_NAME = "x-python-name"


def name_of(operation: dict[str, Json]) -> str:
    """Give the name that the operation has as a Python function."""
    return str(operation.get(PYTHON_NAME) or operation["operationId"])


def tag_of(operation: dict[str, Json]) -> str:
    """Give the first tag, which is the only one that counts."""
    return str((operation.get("tags") or ["default"])[0])


def opened(
    document: dict[str, Json], part: dict[str, Json], ends: set[str] | None = None
) -> dict[str, Json]:
    """Follow references to a parameter, body or response.

    ``ends`` are references known to lead somewhere, which are not followed again.
    """
    seen: set[str] = set()
    while "$ref" in part and part["$ref"] not in (ends or ()):
        if part["$ref"] in seen:
            raise SpecError(f"reference {part['$ref']!r} leads round to itself")
        seen.add(part["$ref"])
        part = resolve(document, part["$ref"])
    if ends is not None:
        ends |= seen
    return part


def parameters_of(
    document: dict[str, Json], item: dict[str, Json], operation: dict[str, Json]
) -> list[dict[str, Json]]:
    """Give the path's parameters and the operation's; of two alike the operation's wins."""
    return [part for _, part in placed_parameters(document, item, operation)]


def placed_parameters(
    document: dict[str, Json], item: dict[str, Json], operation: dict[str, Json]
) -> list[tuple[Place, dict[str, Json]]]:
    """Give the parameters with where each stands, from the path on."""
    method = next((m for m in METHODS if item.get(m) is operation), "")
    listed = [
        *((("parameters", n), part) for n, part in enumerate(item.get("parameters", ()))),
        *(((method, "parameters", n), p) for n, p in enumerate(operation.get("parameters", ()))),
    ]
    parts = [(place, opened(document, part)) for place, part in listed]
    unique = {(part["name"], part["in"]): (place, part) for place, part in parts}
    return list(unique.values())


def body_of(document: dict[str, Json], operation: dict[str, Json]) -> dict[str, Json] | None:
    """Give the request body, none where there is none."""
    body = operation.get("requestBody")
    return opened(document, body) if body else None


def successes_of(
    document: dict[str, Json], operation: dict[str, Json]
) -> Iterator[tuple[bool, str, dict[str, Json]]]:
    """Give the answers that document a success: whether it is the first, status, answer."""
    good = [status for status in sorted(operation.get("responses", {})) if status.startswith("2")]
    for status in good:
        yield status == good[0], status, opened(document, operation["responses"][status])
