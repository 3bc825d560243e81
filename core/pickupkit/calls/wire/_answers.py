"""See answers as they came: decoded strictly, nothing converted, nothing unreadable."""

import json
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Self, TypeVar


class Number(float):
    """A number with a fraction that remembers how it was written, which a float alone does not."""

    __slots__ = ("written",)
    written: str

    def __new__(cls, written: str) -> Self:
        """Read JSON's text of a number."""
        number = super().__new__(cls, written)
        number.written = written
        return number

    def __reduce__(self) -> tuple[type[Self], tuple[str]]:
        return type(self), (self.written,)


def decode(content: bytes) -> Any:
    """Read JSON strictly: UTF-8 only, no NaN and no Infinity; fractions become `Number`."""
    return json.loads(content.decode(), parse_float=Number, parse_constant=_refuse)


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


class View:
    """A JSON object of an answer, seen through typed properties; ``raw`` is the vendor's own.

    Nothing is converted or checked when the view is made, so no answer is unreadable. A property
    gives the value as it came, ``None`` where it is absent; a nested object or list that is not one
    is ``None`` too. Whoever uses a value checks its kind. An item of a list that is no object keeps
    what it is in ``raw``, and all its properties are ``None``.
    """

    __slots__ = ("_get", "raw")

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        known: object = raw
        self._get: Callable[[str], Any | None] = raw.get if isinstance(known, dict) else _absent

    @classmethod
    def from_dict(cls, raw: object) -> Self:
        """View ``raw``; refuse what is not an object."""
        if not isinstance(raw, dict):
            raise TypeError(f"an object was expected, the answer is a {type(raw).__name__}")
        return cls(raw)

    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, Any]]]:
        return type(self), (self.raw,)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.raw == self.raw

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        raw: object = self.raw
        keys = ", ".join(raw) if isinstance(raw, dict) else type(raw).__name__
        return f"{type(self).__name__}({keys})"


def _absent(_key: str) -> None:
    return None


V = TypeVar("V", bound=View)
E = TypeVar("E", bound=StrEnum)


def view(kind: type[V], value: object) -> V | None:
    """View a nested object; ``None`` when it is absent or no object."""
    return kind(value) if isinstance(value, dict) else None


def views(kind: type[V], value: object) -> list[V] | None:
    """View each item of a list, broken ones included; ``None`` when it is absent or no list."""
    return [kind(item) for item in value] if isinstance(value, list) else None


def items(value: object) -> list[Any] | None:
    """Give a list of plain values as it came; ``None`` when it is absent or no list."""
    return value if isinstance(value, list) else None


def array(value: object) -> list[Any]:
    """Give the list that a whole answer is; refuse what is none."""
    if not isinstance(value, list):
        raise TypeError(f"a list was expected, the answer is a {type(value).__name__}")
    return value


def member(kind: type[E], value: object) -> E | None:
    """Give an open enum's member, an unlisted one too; ``None`` when it is absent or no text."""
    if not isinstance(value, str):
        return None
    # The look-up that calling an enum does, at a fifth of its price.
    return kind._value2member_map_.get(value) or kind(value)  # type: ignore[return-value]


def members(kind: type[E], value: object) -> list[E] | None:
    """Give the members in a list, what is no text left out; ``None`` when it is no list."""
    if not isinstance(value, list):
        return None
    return [kind(item) for item in value if isinstance(item, str)]


class OpenEnum(StrEnum):
    """An enum of a description that a vendor may extend: an unlisted value is kept and says so."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = "UNLISTED"
        member._value_ = value
        return member

    def __reduce_ex__(self, _protocol: object) -> tuple[type[Self], tuple[str]]:
        # By its value: Python 3.11.2 goes by the name, which an unlisted one lacks.
        return type(self), (self._value_,)

    @property
    def is_known(self) -> bool:
        """Whether the description lists this value."""
        return self._value_ in type(self)._value2member_map_
