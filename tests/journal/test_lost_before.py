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
NIGHT = (("2031-05-13T00:30:00+00:00", "2031-05-13T01:00:00+00:00"),)  # of that day, in UTC
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
    add(kept, "refused", State.SENDING, shipments=REFUSED.shipments)
    add(kept, "lost", shipments=("b81e",))
    yield kept
    kept.close()


def add(journal: Journal, key: str, state: State = State.UNKNOWN, **changes: Any) -> None:
    """Keep an attempt that ended so, or is under way."""
    fields: dict[str, Any] = {"key": key, "shipments": (), **changes}
    began = journal.begin(evolve(REFUSED, **fields), {})
    if state is not State.SENDING:
        journal.settle(evolve(began, state=state))


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


@pytest.mark.parametrize("state", [State.SENDING, State.BOOKED, State.UNKNOWN])
@pytest.mark.parametrize(
    "changes",
    [{"windows": DAY}, {"windows": LATER}, {"windows": NIGHT}, {"carrier": None}],
)
def test_another_pickup_of_the_day_may_be_meant(
    journal: Journal, state: State, changes: dict[str, Any]
) -> None:
    """In whatever zone its window is told, and where no carrier is; unless the words name it."""
    add(journal, "other", state, **changes)
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


def test_the_attempt_with_the_label_that_is_named_is_meant(journal: Journal) -> None:
    """Not one that shares another label with what was refused."""
    said = ("Transaction c04f already has a pickup scheduled.",)
    assert named(journal, said) is None
    add(journal, "second", shipments=("c04f",))
    assert named(journal, said) == "second"
