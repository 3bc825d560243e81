"""``Retry-After`` is read where it is valid, and nothing in it can hurt."""

import math
from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pickupkit.delivery._retry_after import retry_after
from tests.faults import NOON


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("0", 0),
        ("7", 7),
        (" 120 ", 120),
        ("999999999", 999999999),
        ("Tue, 01 Dec 2026 12:00:30 GMT", 30),
        ("Tue, 01 Dec 2026 12:00:30 -0000", 30),
        ("Tuesday, 01-Dec-26 12:00:30 GMT", 30),
        ("Tue Dec  1 12:00:30 2026", 30),
        ("Tue, 01 Dec 2026 11:00:00 GMT", 0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Tue, 01 Dec 2026 13:00:30 +0100", 30),
    ],
)
def test_valid_forms_are_read(value: str, wait: float) -> None:
    """Whole seconds, and three forms of a date; a past one asks for no wait."""
    assert retry_after(value, NOON) == wait


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        " ",
        "1.5",
        "-5",
        "+5",
        "1e3",
        "inf",
        "nan",
        "0x10",
        "1_000",
        "5 seconds",
        "9999999999",
        "\u0663\u0660",
        "\uff13\uff10",
        "10, 20",
        "2026-12-01T12:00:30Z",
        "Tue, 99 Dec 2026 12:00:30 GMT",
        "Mon,",
        "Mon",
        ",",
        "Sun, 01 Jan 99999 00:00:00 GMT",
    ],
)
def test_odd_values_are_ignored(value: str | None) -> None:
    """What is no valid header is as if it were not there."""
    assert retry_after(value, NOON) is None


@given(st.text() | st.from_regex(r"(Mon|Tue),? [0-9A-Za-z:,+\- ]*", fullmatch=True))
def test_no_text_raises_or_asks_for_less_than_nothing(value: str) -> None:
    """The wait is finite and not negative, or there is none."""
    wait = retry_after(value, NOON)
    assert wait is None or (wait >= 0 and math.isfinite(wait))


@given(st.integers(0, 10**6))
def test_a_date_and_its_seconds_say_the_same(seconds: int) -> None:
    """Both forms agree to the second."""
    date = format_datetime(NOON + timedelta(seconds=seconds), usegmt=True)
    assert retry_after(date, NOON) == retry_after(str(seconds), NOON) == seconds
