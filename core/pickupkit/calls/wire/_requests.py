"""Encode requests, each value in one way: path, query, headers and body."""

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from pickupkit.calls._unset import UNSET

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class InvalidSegment(ValueError):
    """A value that must not become part of a path; ``field`` names the parameter."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(f"{field} {value[:80]!r} is no id: 1 to 64 letters, digits, '_' or '-'")
        self.field = field


def segment(name: str, value: object) -> str:
    """Give an id as a path segment; refuse whatever could address another resource."""
    text = str(value)
    if _ID.fullmatch(text) is None or value is None or isinstance(value, bool):
        raise InvalidSegment(name, text)
    return text


def pairs(values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Flatten query parameters or headers as they go on the wire; what is `UNSET` stays out."""
    return tuple(
        (name, _plain(item))
        for name, value in values.items()
        if value is not UNSET and value is not None
        for item in (value if isinstance(value, list | tuple) else (value,))
    )


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class Body:
    """A generated request model: keyword-only attrs fields and their names on the wire."""

    __slots__ = ()
    _WIRE: ClassVar[tuple[tuple[str, str], ...]] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object; fields that are `UNSET` stay out, ``None`` is sent as null."""
        return {
            key: _json(value)
            for name, key in self._WIRE
            if (value := getattr(self, name)) is not UNSET
        }

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self.to_dict())})"


def _json(value: object) -> object:
    if isinstance(value, Body):
        return value.to_dict()
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _json(item) for key, item in value.items()}
    return value


def encode(body: object) -> bytes | None:
    """Encode a JSON body, always to the same bytes; none for a body that was left out."""
    if body is UNSET:
        return None
    text = json.dumps(_json(body), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()
