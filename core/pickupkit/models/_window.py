"""When the van may come."""

from datetime import UTC, date, datetime, time
from typing import Final, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import frozen

from pickupkit.errors import InvalidRequest

_NOWHERE: Final = ("Factory", "localtime", "posixrules")
"""Files beside those of the zones; those below ``right/`` count leap seconds."""


@frozen
class Window:
    """A span of time with zone: from ``start`` until ``end``, which some providers leave open."""

    start: datetime
    end: datetime | None = None

    def __attrs_post_init__(self) -> None:
        _aware(self.start, "/start")
        if self.end is not None:
            _aware(self.end, "/end")
        if self.end is not None and self.end.timestamp() <= self.start.timestamp():
            raise InvalidRequest.at("/end", f"{self.end.isoformat()} is not after the start")

    @classmethod
    def local(cls, day: date | str, start: time | str, end: time | str | None, *, tz: str) -> Self:
        """Make a window from the site's wall clock.

        ``Window.local("2026-12-01", "09:00", "12:00", tz="Europe/Madrid")``. A wall-clock time that
        the zone skips, or has twice, on that day is refused.
        """
        site, on = zone(tz), _day(day)
        first = _moment(on, clock_time(start, "/start"), site, "/start")
        last = None if end is None else _moment(on, clock_time(end, "/end"), site, "/end")
        return cls(first, last)

    @classmethod
    def reported(cls, start: datetime, end: datetime | None) -> Self:
        """Keep a window as a provider told it, even one that ends before it starts."""
        window = cls.__new__(cls)
        object.__setattr__(window, "start", start)
        object.__setattr__(window, "end", end)
        return window

    def in_zone(self, tz: str) -> "Window":
        """Show the same span on another wall clock."""
        site = zone(tz)
        end = None if self.end is None else self.end.astimezone(site)
        return Window.reported(self.start.astimezone(site), end)


def _aware(moment: object, pointer: str) -> None:
    if not isinstance(moment, datetime):
        raise InvalidRequest.at(pointer, "is no datetime; `Window.local` takes text")
    if moment.utcoffset() is None:
        reason = f"{moment.isoformat()} has no time zone; nobody could know when"
        raise InvalidRequest.at(pointer, reason)
    if not 1 < moment.year < 9999:
        raise InvalidRequest.at(pointer, f"the year {moment.year} is out of reach")


def zone(name: str) -> ZoneInfo:
    """Give a time zone by its name; refuse what names none, or another one on each machine."""
    try:
        found = None if name.startswith("right/") or name in _NOWHERE else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        found = None
    if found is None:
        raise InvalidRequest.at("/tz", f"{name!r} is {_no_zone()}")
    return found


def _no_zone() -> str:
    try:
        ZoneInfo("UTC")
    except ZoneInfoNotFoundError:
        return "not known here, as no time zone is: install tzdata"
    return "no time zone; one is Europe/Madrid"


def _day(value: date | str) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if not isinstance(day, date) or isinstance(day, datetime):
        raise InvalidRequest.at("/date", f"{str(value)!r} is no date such as 2026-12-01")
    return day


def clock_time(value: object, pointer: str = "") -> time:
    """Read a time of day; ``09.30`` is refused, which ISO 8601 takes for a fraction of a second."""
    try:
        clock = time.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        clock = None
    if not isinstance(clock, time) or clock.microsecond:
        raise InvalidRequest.at(pointer, f"{str(value)!r} is no time such as 09:00")
    if clock.tzinfo is not None:
        raise InvalidRequest.at(pointer, f"{value} has a zone of its own, where none is wanted")
    return clock


def _moment(day: date, clock: time, zone: ZoneInfo, pointer: str) -> datetime:
    early = datetime.combine(day, clock, zone)
    late = early.replace(fold=1)
    if early.utcoffset() == late.utcoffset():
        return early
    exists = early.astimezone(UTC).astimezone(zone).replace(fold=0) == early
    reason = "comes twice" if exists else "does not exist"
    raise InvalidRequest.at(
        pointer, f"{clock:%H:%M} {reason} on {day} in {zone.key}, where the clocks change"
    )
