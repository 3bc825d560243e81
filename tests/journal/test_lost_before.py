"""Which attempt a refusal as a duplicate names: the one that is left, and none on a mere chance."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from pickupkit.booking._duplicate import lost_before
from pickupkit.journal import Entry, Journal, State

DAY = (("2031-05-12T09:00:00-05:00", "2031-05-12T12:00:00-05:00"),)
LATER = (("2031-05-12T14:00:00-05:00", None),)
NEXT = (("2031-05-13T09:00:00-05:00", None),)
PLAIN = ("You have already requested a USPS pickup for today.",)
NAMED = ("Transaction b81e already has a pickup scheduled.",)
REFUSED = Entry(
    key="refused",
    account="shop",
    provider="shippo",
    request_hash="h",
    carrier="usps",
    windows=DAY,
    shipments=("b81e", "c04f"),
)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    kept = Journal(f"sqlite:///{tmp_path / 'j.sqlite'}")
    add(kept, "lost", shipments=("b81e",))
    yield kept
    kept.close()


def add(journal: Journal, key: str, state: State = State.UNKNOWN, **changes: Any) -> None:
    """Keep an attempt that ended so."""
    fields: dict[str, Any] = {"key": key, "shipments": (), **changes}
    journal.settle(evolve(journal.begin(evolve(REFUSED, **fields), {}), state=state))


def named(journal: Journal, said: tuple[str, ...] = PLAIN) -> str | None:
    """Give the key of the attempt that is named, which the journal then keeps as accepted."""
    found = lost_before(journal, REFUSED, said)
    kept = {entry.key for entry in journal.entries() if entry.accepted}
    assert kept == ({found.key} if found else set())
    return found.key if found else None


def test_the_attempt_with_one_of_the_labels_is_named(journal: Journal) -> None:
    """One label in common is enough."""
    assert named(journal) == "lost"


@pytest.mark.parametrize("state", [State.BOOKED, State.DEAD])
@pytest.mark.parametrize("said", [PLAIN, NAMED])
def test_a_label_that_is_known_to_be_booked_names_no_lost_attempt(
    journal: Journal, state: State, said: tuple[str, ...]
) -> None:
    """The refusal is that booking's, were it cancelled since."""
    add(journal, "known", state, shipments=("b81e",), windows=NEXT)
    assert named(journal, said) is None


@pytest.mark.parametrize("state", [State.BOOKED, State.UNKNOWN])
@pytest.mark.parametrize("windows", [DAY, LATER])
def test_another_pickup_of_the_day_may_be_meant(
    journal: Journal, state: State, windows: tuple[tuple[str, str | None], ...]
) -> None:
    """Unless the words name the label."""
    add(journal, "other", state, windows=windows)
    assert named(journal) is None
    assert named(journal, NAMED) == "lost"


@pytest.mark.parametrize(
    ("state", "changes"),
    [
        (State.REFUSED, {}),
        (State.PLANNED, {}),
        (State.DEAD, {}),
        (State.BOOKED, {"windows": NEXT}),
        (State.BOOKED, {"carrier": "dhl_express"}),
        (State.BOOKED, {"account": "elsewhere"}),
    ],
)
def test_what_cannot_be_meant_leaves_the_lost_attempt(
    journal: Journal, state: State, changes: dict[str, Any]
) -> None:
    """No van comes by it, or it is of another day, carrier or account."""
    add(journal, "other", state, **changes)
    assert named(journal) == "lost"


def test_a_lost_attempt_of_another_account_is_not_named(tmp_path: Path) -> None:
    """Its labels are somebody else's."""
    journal = Journal(f"sqlite:///{tmp_path / 'j.sqlite'}")
    add(journal, "theirs", shipments=("b81e",), account="elsewhere")
    assert named(journal) is None
    journal.close()
