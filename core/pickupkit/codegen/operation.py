"""The parts of one operation, wherever the description keeps them."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from .documents import resolve

Json: TypeAlias = Any

# An overlay gives an operation whose id makes a poor function name another one by this key.
PYTHON_NAME = "x-python-name"


def name_of(operation: dict[str, Json]) -> str:
    """Give the name that the operation has as a Python function."""
    return str(operation.get(PYTHON_NAME) or operation["operationId"])


def opened(document: dict[str, Json], part: dict[str, Json]) -> dict[str, Json]:
    """Follow references to a parameter, body or response."""
    while "$ref" in part:
        part = resolve(document, part["$ref"])
    return part


def parameters_of(
    document: dict[str, Json], item: dict[str, Json], operation: dict[str, Json]
) -> list[dict[str, Json]]:
    """Give the path's parameters and the operation's; of two alike the operation's wins."""
    listed = [*item.get("parameters", ()), *operation.get("parameters", ())]
    parts = [opened(document, part) for part in listed]
    unique = {(part["name"], part["in"]): part for part in parts}
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
