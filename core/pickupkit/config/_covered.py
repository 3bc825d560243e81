"""Texts that may be secrets: covered until it is known that they are none."""

from collections.abc import Mapping
from typing import Any, get_origin

from pickupkit.errors import Problem
from pickupkit.secret import Secret
from pickupkit.structure import UNIONS, Structurer, options


def covered(value: Any) -> Any:
    """Cover each text in a value."""
    return Secret(value) if isinstance(value, str) else _within(value, covered)


def uncovered(value: Any) -> Any:
    """Uncover each text in a value."""
    return value.reveal() if isinstance(value, Secret) else _within(value, uncovered)


def _within(value: Any, change: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: change(each) for key, each in value.items()}
    return type(value)(map(change, value)) if type(value) in (list, tuple) else value


def is_secret(kind: Any) -> bool:
    """Whether a setting is one secret, which may have a variable of its own."""
    return kind is Secret or (get_origin(kind) in UNIONS and options(kind) == (Secret,))


class Uncovering(Structurer):
    """Builds from covered data: what is wanted as a `Secret` stays one, other texts are seen."""

    def _read(self, kind: Any, data: object, at: str, problems: list[Problem]) -> Any:
        if kind is Any:
            data = uncovered(data)
        elif isinstance(data, Secret) and not is_secret(kind):
            data = data.reveal()
        return super()._read(kind, data, at, problems)
