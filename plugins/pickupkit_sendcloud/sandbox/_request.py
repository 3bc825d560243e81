"""Checking the body of a new pickup: by the carrier's table, then what compares fields.

Ours: a slot must lie in the future and end after its start; totals may be left out when there are
items (documents contradict each other: ``sandbox:totals=`` plays the other readings); fields that
no table names are let through; an address in any country is taken.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from ._carriers import CARRIERS
from ._errors import invalid
from ._rules import Problem, moment

_TOTALS: Final = ("quantity", "total_weight")


def check(body: object, now: datetime, plan: Mapping[str, str]) -> dict[str, Any]:
    """Give the body back when it is right; else refuse it with all its faults."""
    if not isinstance(body, dict):
        raise invalid([Problem("", "invalid", "Input should be an object.")])
    problems = list(_carrier(body))
    if problems:
        raise invalid(problems)
    problems = list(CARRIERS[body["carrier_code"]].body(body, ""))
    problems += _totals(body, plan.get("totals"))
    if not any(problem.pointer.startswith("/time_slots") for problem in problems):
        problems += _times(body["time_slots"], now)
    if problems:
        raise invalid(problems)
    return body


def _carrier(body: Mapping[str, Any]) -> Iterator[Problem]:
    if "carrier_code" not in body:
        yield Problem("/carrier_code", "required", "This field is required.")
    elif body["carrier_code"] not in tuple(CARRIERS):
        detail = f'"{body["carrier_code"]}" is not a valid choice.'
        yield Problem("/carrier_code", "invalid_choice", detail)


def _totals(body: Mapping[str, Any], reading: str | None) -> Iterator[Problem]:
    for name in _TOTALS:
        if reading == "refused" and name in body:
            yield Problem(f"/{name}", "unknown_field", "This field is not known.")
    needed = _TOTALS if reading == "required" or "items" not in body else ()
    for name in ("items",) if reading == "refused" else needed:
        if name not in body:
            yield Problem(f"/{name}", "required", "This field is required.")


def _times(slots: list[Mapping[str, Any]], now: datetime) -> Iterator[Problem]:
    for place, slot in enumerate(slots):
        start, end = moment(slot["start_at"]), moment(slot.get("end_at"))
        pointer = f"/time_slots/{place}"
        if start is not None and start <= now:
            yield Problem(f"{pointer}/start_at", "invalid", "The time slot is not in the future.")
        if start is not None and end is not None and end <= start:
            yield Problem(f"{pointer}/end_at", "invalid", "The time slot ends before it starts.")
