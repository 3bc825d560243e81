"""A window says exactly when, or is refused with the reason."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from attrs.exceptions import FrozenInstanceError

from pickupkit import InvalidRequest, Window

MADRID = ZoneInfo("Europe/Madrid")
NINE = datetime(2026, 12, 1, 9, tzinfo=MADRID)


def problem_of(make):
    """Give the one problem that making something raises."""
    with pytest.raises(InvalidRequest) as caught:
        make()
    [problem] = caught.value.problems
    return problem


def test_a_window_holds_aware_times():
    """Both ends keep the zone that they were given in."""
    window = Window(NINE, NINE + timedelta(hours=3))

    assert (window.start.isoformat(), window.end.isoformat()) == (
        "2026-12-01T09:00:00+01:00",
        "2026-12-01T12:00:00+01:00",
    )


def test_an_end_may_be_left_open():
    """Some providers want a start alone."""
    assert Window(NINE).end is None


def test_a_window_is_frozen():
    """What was validated cannot change afterwards."""
    with pytest.raises(FrozenInstanceError):
        Window(NINE).start = NINE


@pytest.mark.parametrize("name", ["start", "end"])
def test_a_naive_time_is_refused(name):
    """Without a zone nobody could know when."""
    ends = {"start": NINE, "end": NINE + timedelta(hours=1), name: datetime(2026, 12, 1, 10)}  # noqa: DTZ001

    problem = problem_of(lambda: Window(**ends))

    assert (problem.pointer, "no time zone" in problem.reason) == (f"/{name}", True)


@pytest.mark.parametrize("end", [NINE, NINE - timedelta(minutes=1)])
def test_an_end_that_is_not_after_the_start_is_refused(end):
    """An inverted or empty window has no time for a van in it."""
    problem = problem_of(lambda: Window(NINE, end))

    assert (problem.pointer, problem.reason.endswith("is not after the start")) == ("/end", True)


def test_ends_are_compared_as_moments_not_as_digits():
    """09:00 in New York is after 10:00 in Madrid."""
    new_york = datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("America/New_York"))

    assert Window(NINE.replace(hour=10), new_york).end == new_york


@pytest.mark.parametrize("year", [1, 9999])
def test_a_year_at_the_edge_of_the_calendar_is_refused(year):
    """Such a time cannot be told in every zone."""
    problem = problem_of(lambda: Window(datetime(year, 1, 1, tzinfo=UTC)))

    assert problem.reason == f"the year {year} is out of reach"


def test_local_reads_the_wall_clock_of_the_site():
    """Texts and objects mean the same."""
    written = Window.local("2026-12-01", "09:00", "12:00", tz="Europe/Madrid")

    assert written == Window.local(date(2026, 12, 1), time(9), time(12), tz="Europe/Madrid")
    assert written == Window(NINE, NINE.replace(hour=12))
    assert written.start.tzinfo == MADRID


def test_local_may_leave_the_end_open():
    """No end is no end."""
    assert Window.local("2026-12-01", "09:00", None, tz="Europe/Madrid").end is None


@pytest.mark.parametrize(
    ("changes", "pointer", "reason"),
    [
        ({"tz": "Mars/Base"}, "/tz", "'Mars/Base' is no time zone; one is Europe/Madrid"),
        ({"tz": "../../etc/passwd"}, "/tz", "is no time zone"),
        ({"tz": "Europe"}, "/tz", "is no time zone"),
        ({"tz": ""}, "/tz", "is no time zone"),
        ({"day": "01.12.2026"}, "/date", "'01.12.2026' is no date such as 2026-12-01"),
        ({"day": datetime(2026, 12, 1, 9, tzinfo=UTC)}, "/date", "is no date such as 2026-12-01"),
        ({"day": 20261201}, "/date", "is no date"),
        ({"start": "9am"}, "/start", "'9am' is no time such as 09:00"),
        ({"start": "09.30"}, "/start", "'09.30' is no time such as 09:00"),
        ({"start": 9}, "/start", "'9' is no time such as 09:00"),
        ({"end": NINE}, "/end", "is no time such as 09:00"),
        ({"end": "12:00Z"}, "/end", "has a zone of its own, where none is wanted"),
        ({"end": time(12, tzinfo=UTC)}, "/end", "has a zone of its own"),
        ({"end": "09:00"}, "/end", "is not after the start"),
    ],
)
def test_local_refuses_what_names_no_moment(changes, pointer, reason):
    """Each refusal points at the part and says what would do."""
    given = {"day": "2026-12-01", "start": "09:00", "end": "12:00", "tz": "Europe/Madrid"}

    problem = problem_of(lambda: Window.local(**{**given, **changes}))

    assert problem.pointer == pointer
    assert reason in problem.reason


@pytest.mark.parametrize(
    ("tz", "day", "clock"),
    [("Europe/Madrid", "2027-03-28", "02:30"), ("America/Chicago", "2027-03-14", "02:00")],
)
def test_a_time_that_the_clocks_skip_is_refused(tz, day, clock):
    """In spring an hour does not exist; it is not moved to another."""
    problem = problem_of(lambda: Window.local(day, clock, None, tz=tz))

    assert problem.reason == f"{clock} does not exist on {day} in {tz}, where the clocks change"


@pytest.mark.parametrize(
    ("tz", "day", "clock"),
    [("Europe/Madrid", "2026-10-25", "02:30"), ("America/Chicago", "2026-11-01", "01:15")],
)
def test_a_time_that_comes_twice_is_refused(tz, day, clock):
    """In autumn an hour repeats; which one is meant is not guessed."""
    problem = problem_of(lambda: Window.local(day, "00:30", clock, tz=tz))

    assert (problem.pointer, problem.reason) == (
        "/end",
        f"{clock} comes twice on {day} in {tz}, where the clocks change",
    )


def test_the_hours_around_a_change_are_taken():
    """A window over the change has the length that the clock does not show."""
    window = Window.local("2027-03-28", "01:30", "03:30", tz="Europe/Madrid")

    assert window.end.timestamp() - window.start.timestamp() == 3600


def test_a_machine_without_time_zones_is_told_so(monkeypatch):
    """Where neither the system nor `tzdata` brings any, no name is at fault."""

    def missing(name):
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr("pickupkit.models._window.ZoneInfo", missing)
    problem = problem_of(lambda: Window.local("2031-05-12", "09:00", "12:00", tz="Europe/Madrid"))

    said = "'Europe/Madrid' is not known here, as no time zone is: install tzdata"
    assert (problem.pointer, problem.reason) == ("/tz", said)


def test_in_zone_shows_the_same_moments_on_another_wall_clock():
    """Only the digits change."""
    window = Window(NINE, NINE + timedelta(hours=3))

    shown = window.in_zone("America/Chicago")

    assert shown == window
    assert shown.start.isoformat() == "2026-12-01T02:00:00-06:00"
    assert Window(NINE).in_zone("UTC").end is None


def test_in_zone_refuses_a_zone_that_is_none():
    """The reason is the same as for a request."""
    assert problem_of(lambda: Window(NINE).in_zone("Nowhere")).pointer == "/tz"


def test_reported_keeps_what_a_provider_told():
    """An answer is shown even if it makes no sense: an inverted window is no reason to lose it."""
    before = NINE.astimezone(timezone(timedelta(hours=5))) - timedelta(hours=2)

    window = Window.reported(NINE, before)

    assert (window.start, window.end) == (NINE, before)
