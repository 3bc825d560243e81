"""Shippo says "already scheduled": after a lost answer that is news, otherwise a plain no."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from pickupkit import PickupKit
from pickupkit.demo import request
from pickupkit.errors import OutcomeUnknown, Refused
from pickupkit.journal import State
from pickupkit.sandbox import Fault
from tests.proof._street import Street


def shippo(street: Street, folder: Path) -> PickupKit:
    account: dict[str, Any] = {
        "provider": "shippo",
        "url": f"{street.sandbox.url}/shippo",
        "api_token": "shippo_test_x",
    }
    return PickupKit({"springfield": account}, journal=folder / "j.sqlite")


@contextmanager
def beside_another(street: Street, folder: Path) -> Iterator[PickupKit]:
    """Give a kit by which one was booked and another, of that day too, was lost on its way."""
    first = evolve(request("shippo"), shipments=["shippo-transaction-other"])
    fault = Fault(kind="close", provider="shippo", operation="create", effect="none", times=1)
    with shippo(street, folder) as kit:
        kit.create("springfield", first, key="first")
        street.sandbox.faults.append([fault])
        with pytest.raises(OutcomeUnknown):
            kit.create("springfield", request("shippo"), key="lost")
        yield kit


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
    with beside_another(street, tmp_path) as kit:
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


def test_a_damaged_attempt_does_not_hide_a_refusal(street: Street, tmp_path: Path) -> None:
    """The words are the provider's then; which attempt they tell of is not known."""
    with beside_another(street, tmp_path) as kit:
        damage = "UPDATE pickupkit_attempt SET windows = ? WHERE key = 'first'"
        with closing(sqlite3.connect(tmp_path / "j.sqlite")) as other, other:
            other.execute(damage, ('[["2?31", null]]',))
        with pytest.raises(Refused, match="already requested a USPS pickup") as raised:
            kit.create("springfield", request("shippo"), key="second")
    assert "probably" not in str(raised.value)
