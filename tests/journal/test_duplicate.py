"""Shippo says "already scheduled": after a lost answer that is news, otherwise a plain no."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve

from pickupkit import PickupKit
from pickupkit.booking._duplicate import lost_before
from pickupkit.demo import request
from pickupkit.errors import OutcomeUnknown, Refused
from pickupkit.journal import Entry, Journal, State, as_url
from pickupkit.sandbox import Fault
from tests.proof._street import Street


def shippo(street: Street, folder: Path) -> PickupKit:
    account: dict[str, Any] = {
        "provider": "shippo",
        "url": f"{street.sandbox.url}/shippo",
        "api_token": "shippo_test_x",
    }
    return PickupKit({"springfield": account}, journal=folder / "j.sqlite")


def test_after_a_lost_answer_the_first_is_probably_booked(street: Street, tmp_path: Path) -> None:
    """The error and the journal name the attempt; its confirmation code stays unknown."""
    fault = Fault(kind="close", provider="shippo", operation="create", effect="done", times=1)
    street.sandbox.faults.append([fault])
    with shippo(street, tmp_path) as kit:
        with pytest.raises(OutcomeUnknown):
            kit.create("springfield", request("shippo"), key="first")
        with pytest.raises(Refused, match="attempt first is probably booked") as raised:
            kit.create("springfield", request("shippo"), key="second")
        second, first = kit.attempts()
    assert raised.value.failure.duplicate
    assert (first.state, first.accepted, second.state) == (State.UNKNOWN, True, State.REFUSED)
    assert "probably booked" in (first.reason or "")
    assert len(street.ids) == 1


def test_without_a_lost_answer_it_is_a_refusal(street: Street, tmp_path: Path) -> None:
    """A second pickup for labels that have one is refused, and that is all."""
    with shippo(street, tmp_path) as kit:
        kit.create("springfield", request("shippo"))
        with pytest.raises(Refused) as raised:
            kit.create("springfield", request("shippo"), key="second")
    assert "probably" not in str(raised.value)
    assert len(street.ids) == 1


def test_a_lost_answer_for_other_labels_is_not_named(street: Street, tmp_path: Path) -> None:
    """What stands in the way of these is booked elsewhere; of the lost one nothing is learnt."""
    fault = Fault(kind="close", provider="shippo", operation="create", effect="none", times=1)
    street.sandbox.faults.append([fault])
    other = evolve(request("shippo"), shipments=["shippo-transaction-other"])
    with shippo(street, tmp_path / "elsewhere") as kit, shippo(street, tmp_path) as own:
        with pytest.raises(OutcomeUnknown):
            own.create("springfield", other, key="lost")
        kit.create("springfield", request("shippo"))
        with pytest.raises(Refused) as raised:
            own.create("springfield", request("shippo"), key="second")
        _, lost = own.attempts()
    assert raised.value.failure.duplicate
    assert "probably" not in str(raised.value)
    assert (lost.key, lost.state, lost.accepted) == ("lost", State.UNKNOWN, False)


def test_a_refusal_for_the_day_may_mean_another_pickup(street: Street, tmp_path: Path) -> None:
    """USPS comes once a day: what it comes for is not the lost attempt, where another is booked."""
    first = evolve(request("shippo"), shipments=["shippo-transaction-other"])
    fault = Fault(kind="close", provider="shippo", operation="create", effect="none", times=1)
    with shippo(street, tmp_path) as kit:
        kit.create("springfield", first, key="first")
        street.sandbox.faults.append([fault])
        with pytest.raises(OutcomeUnknown):
            kit.create("springfield", request("shippo"), key="lost")
        with pytest.raises(Refused, match="already requested a USPS pickup") as raised:
            kit.create("springfield", request("shippo"), key="second")
        _, lost, _ = kit.attempts()
    assert "probably" not in str(raised.value)
    assert (lost.key, lost.state, lost.accepted) == ("lost", State.UNKNOWN, False)


def test_a_refusal_that_names_the_label_means_the_lost_attempt(
    street: Street, tmp_path: Path
) -> None:
    """Whatever else is booked for that day."""
    first = evolve(request("shippo"), shipments=["shippo-transaction-other"])
    elsewhere = evolve(first.address, line1="7 Other St", postal_code="94118")
    fault = Fault(kind="close", provider="shippo", operation="create", effect="done", times=1)
    with shippo(street, tmp_path) as kit:
        kit.create("springfield", evolve(first, address=elsewhere), key="first")
        street.sandbox.faults.append([fault])
        with pytest.raises(OutcomeUnknown):
            kit.create("springfield", request("shippo"), key="lost")
        with pytest.raises(Refused, match="attempt lost is probably booked"):
            kit.create("springfield", request("shippo"), key="second")


REFUSED: Final = Entry(
    key="refused",
    account="springfield",
    provider="shippo",
    request_hash="r",
    carrier="usps",
    windows=(("2026-12-01T13:00:00-08:00", "2026-12-01T17:00:00-08:00"),),
    shipments=("one", "two"),
)
UTC_NIGHT: Final = (("2026-12-02T00:30:00+00:00", "2026-12-02T01:00:00+00:00"),)
NEXT_DAY: Final = (("2026-12-02T13:00:00-08:00", "2026-12-02T17:00:00-08:00"),)


def told(folder: Path, said: str, lost: Entry, *others: tuple[Entry, State]) -> str | None:
    """Give the key of the attempt that a refusal of ``REFUSED`` is tied to."""
    journal = Journal(as_url(str(folder / "j.sqlite")))
    for entry, state in ((lost, State.UNKNOWN), *others, (REFUSED, State.SENDING)):
        began = journal.begin(entry, {}, lambda: None)
        if state is not State.SENDING:
            journal.settle(evolve(began, state=state))
    found = lost_before(journal, REFUSED, [said])
    journal.close()
    return found.key if found else None


@pytest.mark.parametrize(
    ("change", "state", "tied"),
    [
        ({}, State.SENDING, None),
        ({"windows": UTC_NIGHT}, State.BOOKED, None),
        ({"carrier": None}, State.BOOKED, None),
        ({"windows": NEXT_DAY}, State.BOOKED, "lost"),
        ({"carrier": "dhl_express"}, State.BOOKED, "lost"),
        ({}, State.REFUSED, "lost"),
    ],
)
def test_a_refusal_for_the_day_may_mean_what_may_stand_for_it(
    change: dict[str, Any], state: State, tied: str | None, tmp_path: Path
) -> None:
    """Also one under way, in whatever zone its window is told, or of a carrier not named."""
    lost = evolve(REFUSED, key="lost")
    other = (evolve(REFUSED, key="other", shipments=("three",), **change), state)
    said = "You have already requested a USPS pickup for today."
    assert told(tmp_path, said, lost, other) == tied


def test_a_refusal_means_the_attempt_with_the_label_it_names(tmp_path: Path) -> None:
    """Not one that shares another label with what was refused."""
    said = "Transaction two already has a pickup scheduled."
    first = evolve(REFUSED, key="first", shipments=("one",))
    second = evolve(REFUSED, key="second", shipments=("two",))
    for name in ("alone", "both"):
        (tmp_path / name).mkdir()
    assert told(tmp_path / "alone", said, first) is None
    assert told(tmp_path / "both", said, first, (second, State.UNKNOWN)) == "second"


def test_a_damaged_attempt_does_not_hide_a_refusal(street: Street, tmp_path: Path) -> None:
    """The words are the provider's then; which attempt they tell of is not known."""
    first = evolve(request("shippo"), shipments=["shippo-transaction-other"])
    fault = Fault(kind="close", provider="shippo", operation="create", effect="none", times=1)
    with shippo(street, tmp_path) as kit:
        kit.create("springfield", first, key="first")
        street.sandbox.faults.append([fault])
        with pytest.raises(OutcomeUnknown):
            kit.create("springfield", request("shippo"), key="lost")
        damage = "UPDATE pickupkit_attempt SET windows = ? WHERE key = 'first'"
        with closing(sqlite3.connect(tmp_path / "j.sqlite")) as other, other:
            other.execute(damage, ('[["2?31", null]]',))
        with pytest.raises(Refused, match="already requested a USPS pickup") as raised:
            kit.create("springfield", request("shippo"), key="second")
    assert "probably" not in str(raised.value)
