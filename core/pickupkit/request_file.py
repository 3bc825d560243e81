"""Read a pickup request from a TOML or JSON file."""

import errno
import json
import os
import re
import reprlib
import sys
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final

from attrs import evolve

from pickupkit.errors import InvalidRequest, Problem
from pickupkit.models import Money, PickupRequest, Weight, Window
from pickupkit.models._window import zone
from pickupkit.structure import Misfit, Structurer, step

_AHEAD: Final = re.compile(r"\+([1-9][0-9]?) working days?")
_AMOUNT: Final = re.compile(r"\s*(\S+)\s+([A-Za-z]{1,3})\s*")
_STDIN: Final = Path("-")
_MOST: Final = 1024 * 1024
_PLAIN: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FORMS: Final = "date, from, until and tz; or start and end with their offsets"
_BY_THE_CLOCK: Final = {"/start": "/from", "/end": "/until"}
"""What a window's ends are called where they are on the site's wall clock."""


def load_request(path: str | Path, now: datetime | None = None) -> PickupRequest:
    """Read a request file; what is wrong with it is an `InvalidRequest` with JSON pointers.

    A file ending in ``.json`` is JSON, any other TOML; ``-`` is standard input, in either. A
    megabyte is the most that is read. ``now`` is what working days count from.
    """
    return read_request(_parse(Path(path)), now)


def read_request(data: Mapping[str, Any], now: datetime | None = None) -> PickupRequest:
    """Read a request from data such as JSON gives; see `load_request`."""
    readers = {
        Window: lambda value: _window(value, now or datetime.now(UTC)),
        Weight: _weight,
        Money: _money,
        Mapping[str, Any]: _extra,
    }
    return Structurer(readers).build(PickupRequest, data)


def _parse(path: Path) -> Mapping[str, Any]:
    text = _text(path)
    is_json = text.lstrip().startswith("{") if path == _STDIN else path.suffix.lower() == ".json"
    try:
        data = (
            json.loads(text, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_once)
            if is_json
            else tomllib.loads(text, parse_float=Decimal)
        )
    except (ValueError, RecursionError) as error:
        raise InvalidRequest.at("", f"{path} cannot be understood: {error}") from None
    if not isinstance(data, dict):
        raise InvalidRequest.at("", f"{path} holds no table of fields")
    return data


def _text(path: Path) -> str:
    try:
        with _standard_input() if path == _STDIN else path.open("rb") as file:
            content = file.read(_MOST + 1)
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest.at("", f"{path} cannot be read: {_why(error)}") from None
    if len(content) > _MOST:
        raise InvalidRequest.at("", f"{path} is larger than a megabyte, as no request is")
    if not text.strip():
        raise InvalidRequest.at("", f"{path} is empty")
    return text


def _standard_input() -> BinaryIO:
    if sys.stdin is None:  # it was closed before Python began
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdin.buffer


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that comes twice, of which JSON would keep the last without a word."""
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError(f"the keys {', '.join(key for key, _ in pairs)} hold one twice")
    return data


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


def _why(error: Exception) -> str:
    return (error.strerror or "an error") if isinstance(error, OSError) else "it is not UTF-8"


def _window(value: object, now: datetime) -> Window:
    if not isinstance(value, Mapping):
        raise Misfit("is not a table: date, from, until, tz; or start, end")
    if value.keys() & {"start", "end"} and not value.keys() & {"date", "from", "until", "tz"}:
        _check(value, needed=("start",), more="end")
        end = value.get("end")
        last = None if end is None else _moment(end, "/end")
        return Window(_moment(value["start"], "/start"), last)
    _check(value, needed=("date", "from", "tz"), more="until")
    tz = str(value["tz"])
    try:
        return Window.local(_day(value["date"], tz, now), value["from"], value.get("until"), tz=tz)
    except InvalidRequest as error:
        told = [evolve(p, pointer=_BY_THE_CLOCK.get(p.pointer, p.pointer)) for p in error.problems]
        raise InvalidRequest(told) from None


def _check(window: Mapping[str, Any], *, needed: tuple[str, ...], more: str) -> None:
    """Tell each key of a window that is too many or missing."""
    surplus = sorted(str(key) for key in window if key not in (*needed, more))
    missing = [key for key in needed if key not in window]
    problems = [Problem(step(key), f"is no field here; a window has {_FORMS}") for key in surplus]
    problems += [Problem(f"/{key}", f"is required; a window has {_FORMS}") for key in missing]
    if problems:
        raise InvalidRequest(problems)


def _moment(value: object, pointer: str) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        raise InvalidRequest.at(
            pointer, "is no time with offset, such as 2026-12-01T09:00:00+01:00"
        ) from None


def _day(value: object, tz: str, now: datetime) -> date | str:
    if isinstance(value, date):
        return value
    ahead = _AHEAD.fullmatch(str(value))
    if ahead is None:
        return str(value)
    day = now.astimezone(zone(tz)).date()
    for _ in range(int(ahead[1])):
        day += timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
    return day


def _weight(value: object) -> Weight:
    number, unit = _measure(value, "value", "a weight such as '2.5 kg'")
    if unit not in ("kg", "g", "lb", "oz"):
        raise Misfit("has none of the units kg, g, lb, oz")
    return Weight(number, unit)  # type: ignore[arg-type]


def _money(value: object) -> Money:
    number, unit = _measure(value, "amount", "an amount such as '12.50 EUR'")
    if not re.fullmatch("[A-Z]{3}", unit):
        raise Misfit("has no currency of three capitals, such as EUR")
    return Money(number, unit)


def _extra(value: object) -> object:
    """Take a provider's own fields as JSON has them, numbers with a fraction included."""
    if not isinstance(value, Mapping):
        raise Misfit("is not a table of fields")
    try:
        return json.loads(json.dumps(value, default=float, allow_nan=False))
    except (TypeError, ValueError, RecursionError):
        raise Misfit("holds what JSON cannot, such as a date; write it as text") from None


def _measure(value: object, key: str, wanted: str) -> tuple[Decimal, str]:
    unit_key = "unit" if key == "value" else "currency"
    given, number, unit = value, None, ""
    if isinstance(value, Mapping) and value.keys() == {key, unit_key}:
        given = value[key]
        number, unit = _number(given), str(value[unit_key])
    elif isinstance(value, str) and (match := _AMOUNT.fullmatch(value)):
        number, unit = _number(match[1]), match[2]
    if number is None:
        shown = f"{reprlib.repr(given)} " if isinstance(given, str) else ""
        raise Misfit(f"{shown}is not {wanted}")
    return number, unit


def _number(value: object) -> Decimal | None:
    """Read a number; of text plain decimals alone, where Python knows underscores and more."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        return None
    number = Decimal(str(value) if isinstance(value, float) else value)
    return number if number.is_finite() else None
