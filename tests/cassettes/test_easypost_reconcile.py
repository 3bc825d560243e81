"""What became of bookings at EasyPost whose answers were lost: the record to be bought tells.

Staged as a whole: the library's clock stands still, and a vendor's does not.
"""

import pytest

from pickupkit import OutcomeUnknown, PickupStatus
from pickupkit.journal import State

from ._asked import AT_EASYPOST, staged

pytestmark = [pytest.mark.vcr, pytest.mark.staged]


def test_found(lose, look):
    """A record that has been bought is the booking."""
    lost = lose(AT_EASYPOST, "/buy")

    found = look()

    assert (found.key, found.state, found.message) == ("books-7", State.BOOKED, "found: booked")
    assert found.pickup.id == lost.attempt.facts["pickup_id"]
    assert (found.pickup.status, found.pickup.reference) == (PickupStatus.CONFIRMED, "order-1003")
    assert found.pickup.confirmation.startswith("WTC")


def test_found_and_cancelled_since(kit, lose, look):
    """Somebody has cancelled it: it is booked no longer, and not booked again."""
    lost = lose(AT_EASYPOST, "/buy")
    kit.cancel("shop", lost.attempt.facts["pickup_id"])

    assert look().state is State.DEAD


def test_not_bought(lose, look):
    """A buy that never arrived has left the record as it was: not booked."""
    lose(AT_EASYPOST, "/buy", arrives=False)

    found = look()

    assert (found.state, found.pickup) == (State.ABSENT, None)
    assert found.message == "looked for and not there: not booked"


def test_not_bought_and_booked_again(open_kit, journal, lose, look):
    """What is proven absent may be sent again under its key, as another record."""
    lost = lose(AT_EASYPOST, "/buy", arrives=False)
    look()

    kit = open_kit(journal=journal)
    booked = kit.create("shop", AT_EASYPOST, key="books-7", rebook=True)

    assert booked.id != lost.attempt.facts["pickup_id"]
    assert kit.get("shop", booked.id).status is PickupStatus.CONFIRMED


def test_not_bought_as_the_carrier_failed(open_kit, journal, look):
    """A 400 to the buy proves nothing; past the server's own limit the record does."""
    with pytest.raises(OutcomeUnknown):
        open_kit(journal=journal).create("shop", staged(AT_EASYPOST, "buy=400"), key="books-7")

    assert look().state is State.ABSENT
