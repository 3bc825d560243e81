"""Times: aware, right across zones and clock changes, and whatever zone the process is in."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
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
HOURS: Final = {**dict.fromkeys(ZONES, ("13:00", "17:00")), "Pacific/Auckland": ("09:30", "13:30")}
"""Wall clocks by their zones; in the last one, the day is not that of UTC."""

DAYS: Final = ("2031-01-14", "2031-03-28", "2031-07-15", "2031-10-31")
"""Weekdays in winter and summer, near both changes of the clocks."""

_DAY: Final = re.compile(r"\d{4}\D\d\d?\D\d|\d\d?\D\d\d?\D\d{4}|\d{8}")
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
    """Each window goes out as its instant or as its site's day and hour, summer and winter."""
    for name in HOURS:
        for day in DAYS:
            request = _at(bench.request, day, name)
            start, end = request.windows[0].start, request.windows[0].end
            outcome = bench.create(request, now=start - timedelta(days=3))
            values = list(wire(outcome.sends).values())
            for moment in (start, end) if values else ():
                if moment is not None and not _is_sent(moment, values):
                    yield f"{moment.isoformat()} ({name}) is nowhere on the wire"


def _at(request: PickupRequest, day: str, name: str) -> PickupRequest:
    start, end = HOURS[name]
    asked = Window.local(day, start, end if request.windows[0].end else None, tz=name)
    moved: PickupRequest = with_value(request, "/windows", (asked,))
    return moved


def _is_sent(moment: datetime, values: list[str]) -> bool:
    """Whether an instant is told, or else the hour and the day of the site."""
    if any(_instant(value) == moment for value in values):
        return True
    clocks = (f"{moment:%H:%M}", f"{moment:%H%M}")
    local = [value for value in values if _instant(value) is None]
    told = [value for value in local if any(clock in value for clock in clocks)]
    # One that has a day of its own is not put right by another.
    dated = [value for value in told if _DAY.search(value)]
    return bool(told) and any(_names(value, moment) for value in dated or values)


def _instant(value: str) -> datetime | None:
    if value.isdigit() and len(value) in (10, 13):
        return datetime.fromtimestamp(int(value[:10]), UTC)
    return aware(value)


def _names(value: str, day: datetime) -> bool:
    """Whether a text has the day in it: in numbers, or with the month by its name."""
    numbers = {int(number) for number in re.findall(r"\d+", value)}
    month = day.month in numbers or f"{day:%b}".lower() in value.lower()
    year = day.year in numbers or day.year % 100 in numbers
    return (month and year and day.day in numbers) or f"{day:%Y%m%d}" in value


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
            told = at(found.document, path)
            said = _instant(str(told)) if type(told) is int else aware(told)
            if said is None or path[-1] in bench.contract.wall_clocks:
                continue
            read = [m for n in names for _, m in _moments(getattr(found.thing, n, None))]
            # A number is compared by its seconds.
            if read and said not in (*read, *(m.replace(microsecond=0) for m in read)):
                yield f"{found.operation}: {shown(path)} says {said.isoformat()}, read is {read[0]}"
