"""Turn data of a file into typed objects, and say all that is wrong with it at once."""

from collections.abc import Callable, Mapping, MutableMapping
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from math import inf, isfinite
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin

from attrs import NOTHING, Attribute, fields, has, resolve_types

from pickupkit.errors import InvalidRequest, Problem
from pickupkit.models._window import clock_time

T = TypeVar("T")
Reader = Callable[[Any], object]


NAMES: Final[Mapping[Any, str]] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    float: "a number",
    Decimal: "an exact number",
    Mapping: "a table of fields",
    time: "a time of day",
    datetime: "a time with its zone",
}
"""How plain kinds are called."""


class Misfit(ValueError):
    """A value that is not what it should be; the text says what it should be."""


def _as_decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise Misfit("is no exact number; write it as text, such as '2.50'")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise Misfit("is no number such as '2.50'") from None
    if not number.is_finite():
        raise Misfit("is no finite number")
    return number


def _as_float(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Misfit(f"is not {NAMES[float]}")
    try:
        number = float(value)
    except OverflowError:
        number = inf
    if not isfinite(number):
        raise Misfit("is no finite number")
    return number


def _exactly(kind: type) -> Reader:
    def read(value: object) -> object:
        if type(value) is not kind:
            raise Misfit(f"is not {NAMES[kind]}")
        return value

    return read


READERS: Final[Mapping[Any, Reader]] = {
    str: _exactly(str),
    int: _exactly(int),
    bool: _exactly(bool),
    float: _as_float,
    Decimal: _as_decimal,
    time: clock_time,
    Any: lambda value: value,
}
"""How plain kinds are read."""


UNIONS: Final = (Union, UnionType)
LISTS: Final = (tuple, list)
TABLES: Final = (Mapping, MutableMapping, dict)


def options(kind: Any) -> tuple[Any, ...]:
    """Give what a union may be beside ``None``."""
    return tuple(option for option in get_args(kind) if option is not NoneType)


def keys_of(kind: Any) -> dict[str, "Attribute[Any]"]:
    """Give the fields that data can set, by the key of each."""
    return {each.alias: each for each in fields(resolve_types(kind)) if each.init}


class Structurer:
    """Builds attrs objects from mappings; ``readers`` add or replace kinds."""

    def __init__(self, readers: Mapping[Any, Reader]) -> None:
        self._readers = {**READERS, **readers}

    def build(self, kind: type[T], data: object, pointer: str = "") -> T:
        """Build a ``kind``; what does not fit is an `InvalidRequest` with every problem."""
        problems: list[Problem] = []
        result = self._read(kind, data, pointer, problems)
        if problems:
            raise InvalidRequest(problems)
        built: T = result
        return built

    def _read(self, kind: Any, data: object, at: str, problems: list[Problem]) -> Any:
        try:
            if kind in self._readers:
                return self._readers[kind](data)
            return self._read_composed(kind, data, at, problems)
        except InvalidRequest as error:
            problems += [Problem(at + p.pointer, p.reason, p.source) for p in error.problems]
        except Misfit as error:
            problems.append(Problem(at, str(error)))
        return None

    def _read_composed(self, kind: Any, data: object, at: str, problems: list[Problem]) -> Any:
        origin = get_origin(kind)
        if origin in UNIONS:
            return None if data is None else self._read(options(kind)[0], data, at, problems)
        if origin is Literal:
            return _choice(get_args(kind), data)
        if origin in LISTS:
            return origin(self._read_items(get_args(kind)[0], data, at, problems))
        if has(kind):
            return self._read_fields(kind, data, at, problems)
        return self._read_table((get_args(kind) or (str, Any))[-1], data, at, problems)

    def _read_items(self, kind: Any, data: object, at: str, problems: list[Problem]) -> Any:
        if not isinstance(data, list | tuple):
            raise Misfit("is not a list")
        return tuple(self._read(kind, v, f"{at}/{n}", problems) for n, v in enumerate(data))

    def _read_table(self, kind: Any, data: object, at: str, problems: list[Problem]) -> Any:
        return {
            key: self._read(kind, value, at + step(str(key)), problems)
            for key, value in _table(data).items()
        }

    def _read_fields(self, kind: Any, data: object, at: str, problems: list[Problem]) -> Any:
        given, known = _table(data), keys_of(kind)
        wrong = len(problems)
        for key in sorted(str(key) for key in given if key not in known):
            listed = ", ".join(known)
            problems.append(Problem(at + step(key), f"is no field; the fields are {listed}"))
        values = {
            name: self._read(known[name].type, value, f"{at}/{name}", problems)
            for name, value in given.items()
            if name in known
        }
        problems += [Problem(f"{at}/{n}", "is required") for n in _missing(known, values)]
        return None if len(problems) > wrong else kind(**values)


def step(key: str) -> str:
    """Write one step of a JSON pointer."""
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _missing(known: Mapping[str, "Attribute[Any]"], values: Mapping[str, object]) -> list[str]:
    return [n for n, field in known.items() if field.default is NOTHING and n not in values]


def _table(data: object) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise Misfit(f"is not {NAMES[Mapping]}")
    return data


def _choice(options: tuple[object, ...], data: object) -> object:
    if data not in options:
        raise Misfit(f"is none of {', '.join(map(str, options))}")
    return data
