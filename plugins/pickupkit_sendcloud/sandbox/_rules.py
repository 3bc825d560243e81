"""Checks that compose: each looks at one value and tells its faults with their JSON pointers.

The codes are the vendor's; most of the words are ours, as few are documented.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from attrs import frozen

_DECIMAL: Final = re.compile(r"\d+(\.\d+)?")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ?")


@frozen
class Problem:
    """One fault: where, the vendor's code, and words."""

    pointer: str
    code: str
    detail: str


Check = Callable[[Any, str], Iterator[Problem]]


@frozen
class Rule:
    """What an object says of one of its fields."""

    check: Check
    required: bool = False
    nullable: bool = False


def needed(check: Check) -> Rule:
    """Demand the field."""
    return Rule(check, required=True)


def nullable(check: Check) -> Rule:
    """Let the field be absent or null."""
    return Rule(check, nullable=True)


def obj(fields: Mapping[str, Rule]) -> Check:
    """Check an object; fields it does not name pass."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(pointer, "invalid", "Input should be an object.")
            return
        for name, rule in fields.items():
            yield from _field(value, name, rule, f"{pointer}/{name}")

    return check


def _field(value: Mapping[str, Any], name: str, rule: Rule, pointer: str) -> Iterator[Problem]:
    if name not in value:
        if rule.required:
            yield Problem(pointer, "required", "This field is required.")
    elif value[name] is None:
        if not rule.nullable:
            yield Problem(pointer, "null", "This field may not be null.")
    else:
        yield from rule.check(value[name], pointer)


def many(check_item: Check, most: int | None = None) -> Check:
    """Check a list of at least one item."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(pointer, "not_a_list", "Input should be a list.")
            return
        if not value or (most is not None and len(value) > most):
            yield Problem(pointer, "invalid", f"Expected 1 to {most or 'any number of'} items.")
        for place, item in enumerate(value):
            yield from check_item(item, f"{pointer}/{place}")

    return check


def _simple(passes: Callable[[Any], bool], code: str, detail: str) -> Check:
    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if not passes(value):
            yield Problem(pointer, code, detail)

    return check


def moment(value: object) -> datetime | None:
    """Read a ``date-time`` of the description as UTC; ``None`` when it is none."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def choice(*values: str) -> Check:
    """Check for one of some words."""
    listed = ", ".join(values)
    return _simple(lambda value: value in values, "invalid_choice", f"Choose one of: {listed}.")


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def count(value: Any, pointer: str) -> Iterator[Problem]:
    """Check a whole number of at least 1."""
    if not _is_count(value):
        yield Problem(pointer, "invalid", "Input should be an integer.")
    elif value < 1:
        yield Problem(pointer, "min_value", "Ensure this value is greater than or equal to 1.")


def _str(value: Any) -> bool:
    return isinstance(value, str)


text: Final = _simple(_str, "invalid", "Input should be a string.")
word: Final = _simple(
    lambda value: _str(value) and value.strip() != "", "invalid", "Input should not be blank."
)
flag: Final = _simple(lambda value: isinstance(value, bool), "invalid", "Input should be a bool.")
whole: Final = _simple(_is_count, "invalid", "Input should be an integer.")
email: Final = _simple(
    lambda value: _str(value) and "@" in value, "invalid", "Enter a valid email address."
)
country: Final = _simple(
    lambda value: _str(value) and re.fullmatch("[A-Z]{2}", value) is not None,
    "invalid_choice",
    "Expected the two capital letters of a country.",
)
decimal: Final = _simple(
    lambda value: _str(value) and _DECIMAL.fullmatch(value) is not None,
    "invalid",
    "Expected a decimal number as a string.",
)
clock: Final = _simple(
    lambda value: _str(value) and _CLOCK.fullmatch(value) is not None,
    "invalid",
    "Expected a time of day such as 17:00:00.",
)
instant: Final = _simple(
    lambda value: moment(value) is not None,
    "invalid",
    "Expected a date and time with its offset from UTC.",
)
