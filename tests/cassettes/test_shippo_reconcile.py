"""What can be known of bookings at Shippo whose answers were lost: nothing can be asked."""

import pytest
from attrs import evolve

from pickupkit import Refused
from pickupkit.journal import State

from ._asked import AT_SHIPPO

pytestmark = [pytest.mark.vcr, pytest.mark.staged]


def test_nobody_can_be_asked(lose, look):
    """Shippo shows no pickups: it stays unknown, and a person is told what to do."""
    lose(AT_SHIPPO, "/pickups")

    found = look()

    assert found.state is State.UNKNOWN
    assert found.message.startswith("Shippo cannot be asked; wait for the carrier's mail")


def test_a_duplicate_tells(open_kit, journal, lose):
    """A later booking of its label is refused as a duplicate: the lost one is probably booked."""
    lose(AT_SHIPPO, "/pickups")

    kit = open_kit(journal=journal)
    with pytest.raises(Refused, match="attempt books-7 is probably booked"):
        kit.create("shop", evolve(AT_SHIPPO, reference="order 1009"), key="books-8")

    assert {entry.key: entry.state for entry in kit.attempts("shop")} == {
        "books-7": State.UNKNOWN,
        "books-8": State.REFUSED,
    }
