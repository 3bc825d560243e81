"""A process killed at any point leaves a journal from which the next one finds the truth."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import create_engine

from pickupkit.errors import OutcomeUnknown
from pickupkit.journal import Journal, State, _engine, _schema
from pickupkit.sandbox import Fault
from tests.proof import FULL
from tests.proof._street import Street
from tests.proof._victim import KEY, open_kit
from tests.proof._worker import request

HOUR: Final = timedelta(hours=1)
STORES: Final = ("sqlite", "postgresql") if FULL else ("sqlite",)


def die_at(point: str, street: Street, journal: str) -> None:
    """Let a process run until it kills itself."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.proof._victim", point, street.sandbox.url, journal],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def state(journal: str) -> State | None:
    opened = Journal(journal)
    try:
        found = opened.get(KEY)
        return found.state if found else None
    finally:
        opened.close()


def at_once(street: Street, journal: str) -> object:
    """Ask for the same booking at once."""
    with open_kit(street.sandbox.url, journal) as kit:
        return kit.create("utrecht", request(1), key=KEY)


def afterwards(street: Street, journal: str) -> None:
    """Settle, book if it is proven absent, and find one van whatever had happened."""
    with open_kit(street.sandbox.url, journal, HOUR) as kit:
        kit.reconcile()
        pickup = kit.create("utrecht", request(1), key=KEY, rebook=True)
    assert street.ids == [pickup.id]
    assert state(journal) is State.BOOKED


BOOKING: Final = {
    "while planning": None,
    "after the intent": State.UNKNOWN,
    "after connecting": State.UNKNOWN,
    "within the request": State.UNKNOWN,
    "after the request": State.UNKNOWN,
    "after the answer": State.UNKNOWN,
    "while settling": State.UNKNOWN,
    "after settling": State.BOOKED,
}
AT_BOTH: Final = BOOKING if FULL else {"after the intent": None, "while settling": None}
CASES: Final = [("sqlite", point) for point in BOOKING] + [("postgresql", p) for p in AT_BOTH]


@pytest.mark.parametrize(("journal_url", "point"), CASES, indirect=["journal_url"])
def test_a_kill_while_booking_is_recovered_from(
    point: str, street: Street, journal_url: str
) -> None:
    """Whatever had been sent, the next process neither books again nor forgets."""
    left = BOOKING[point]
    die_at(point, street, journal_url)
    assert state(journal_url) is left
    if left is State.UNKNOWN:
        with pytest.raises(OutcomeUnknown):
            at_once(street, journal_url)
    afterwards(street, journal_url)


@pytest.mark.parametrize("journal_url", STORES, indirect=True)
@pytest.mark.parametrize("point", ["while reconciling", "after reconciling"])
@pytest.mark.parametrize("effect", ["none", "done"])
def test_a_kill_while_reconciling_is_recovered_from(
    point: str, effect: str, street: Street, journal_url: str
) -> None:
    """What was found out is found out again."""
    kind = "reset" if effect == "none" else "close"
    fault = Fault(kind=kind, operation="create", effect=effect, times=1)  # type: ignore[arg-type]
    street.sandbox.faults.append([fault])
    with pytest.raises(OutcomeUnknown):
        at_once(street, journal_url)
    die_at(point, street, journal_url)
    found = State.BOOKED if effect == "done" else State.ABSENT
    assert state(journal_url) is (State.UNKNOWN if point.startswith("while") else found)
    afterwards(street, journal_url)


def test_a_kill_while_migrating_is_recovered_from(street: Street, journal_url: str) -> None:
    """An old journal is still the old one, or the new one; never something between."""
    old_journal(journal_url)
    die_at("while migrating", street, journal_url)
    assert version(journal_url) == 1
    afterwards(street, journal_url)
    assert version(journal_url) == len(_schema.MIGRATIONS)


def old_journal(url: str) -> None:
    """Make a journal of version 1."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_engine, "MIGRATIONS", _schema.MIGRATIONS[:1])
        _engine.open_engine(url).dispose()


def version(url: str) -> int:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        found = _schema.version(connection)
    engine.dispose()
    return found
