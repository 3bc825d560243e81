"""Times: aware, right across zones and clock changes, and whatever zone the process is in."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from attrs import fields, has

from pickupkit.models import PickupRequest, Window
from pickupkit.testing._bench import Bench
from pickupkit.testing._documents import at, shown
from pickupkit.testing._requests import with_value
from pickupkit.testing._rules import rule

from ._told import TOLD, aware, changed_at, looked_at
from .outward import wire

ZONES: Final = ("Europe/Amsterdam", "America/New_York", "Asia/Kolkata")
DAYS: Final = ("2031-01-14", "2031-03-28", "2031-07-15", "2031-10-31")
"""Weekdays in winter and summer, near both changes of the clocks."""

_NAIVE: Final = re.compile(r"(Z|[+-]\d\d:?\d\d)$")


@contextmanager
def process_zone(name: str) -> Iterator[None]:
    """Let the process live in another time zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


@rule(2)
def the_process_zone_changes_nothing(bench: Bench) -> Iterator[str]:
    """What is sent and what is read does not depend on where the process runs."""
    for operation in bench.operations:
        base = bench.run(operation)
        for name in ZONES:
            with process_zone(name):
                other = bench.run(operation)
            if wire(base.sends) != wire(other.sends):
                yield f"{operation} sends other times in a process in {name}"
            if base.value != other.value or repr(base.value) != repr(other.value):
                yield f"{operation} reads other times in a process in {name}"


@rule(2, "create")
def windows_are_sent_as_they_are(bench: Bench) -> Iterator[str]:
    """Each window goes out as its instant or as its site's wall clock, summer and winter."""
    for name in ZONES:
        for day in DAYS:
            request = _at(bench.request, day, name)
            start, end = request.windows[0].start, request.windows[0].end
            now = start - timedelta(days=3)
            outcome = bench.create(request, now=now)
            if not outcome.sends:
                continue
            values = list(wire(outcome.sends).values())
            for moment in (start, end):
                if moment is not None and not any(_tells(v, moment) for v in values):
                    yield f"{moment.isoformat()} ({name}) is nowhere on the wire"


def _at(request: PickupRequest, day: str, name: str) -> PickupRequest:
    asked = request.windows[0]
    end = None if asked.end is None else "17:00"
    moved: PickupRequest = with_value(
        request, "/windows", (Window.local(day, "13:00", end, tz=name),)
    )
    return moved


def _tells(value: str, moment: datetime) -> bool:
    said = aware(value)
    if said is not None:
        return said == moment
    if value.isdigit() and len(value) in (10, 13):
        return int(value[:10]) == int(moment.timestamp())
    return f"{moment:%H:%M}" in value or f"{moment:%H%M}" in value


def _moments(value: Any, name: str = "") -> Iterator[tuple[str, datetime]]:
    if isinstance(value, datetime):
        yield name, value
    elif isinstance(value, tuple):
        for item in value:
            yield from _moments(item, name)
    elif has(type(value)):
        for field in fields(type(value)):
            if field.name != "raw":
                yield from _moments(getattr(value, field.name), field.name)


@rule(1)
def times_are_aware(bench: Bench) -> Iterator[str]:
    """Every time that is given has a zone, also when the vendor's has none."""
    for operation in bench.operations:
        for name, moment in _moments(bench.run(operation).value):
            if moment.tzinfo is None:
                yield f"{operation}: {name} is naive"
    for found in looked_at(bench):
        for path in found.decides:
            value = at(found.document, path)
            if aware(value) is None:
                continue
            bare = _NAIVE.sub("", value)
            read = changed_at(bench, found.operation, found.number, path, bare).value
            for name, moment in _moments(read):
                if moment.tzinfo is None:
                    yield f"{found.operation}: {shown(path)} without zone makes {name} naive"


@rule(1, TOLD)
def times_are_those_of_the_answer(bench: Bench) -> Iterator[str]:
    """A time in an answer is read as the instant that it says."""
    for found in looked_at(bench):
        for path, names in found.decides.items():
            said = aware(at(found.document, path))
            if said is None or path[-1] in bench.contract.wall_clocks:
                continue
            read = [m for n in names for _, m in _moments(getattr(found.thing, n, None))]
            if read and said not in read:
                yield f"{found.operation}: {shown(path)} says {said.isoformat()}, read is {read[0]}"
