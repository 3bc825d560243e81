"""What became of bookings at Sendcloud whose answers were lost: the listing and details tell.

Staged as a whole: the library's clock stands still, and a vendor's does not.
"""

import pytest
from attrs import evolve

from pickupkit import OutcomeUnknown, PickupStatus
from pickupkit.journal import State

from ._asked import AT_SENDCLOUD

pytestmark = [pytest.mark.vcr, pytest.mark.staged]
ANOTHER = evolve(AT_SENDCLOUD, reference="order-1002")
UNNAMED = evolve(AT_SENDCLOUD, reference=None)


def test_found(kit, lose, look):
    """Of two for one window, the detail tells by the reference which one is ours."""
    lost = lose(AT_SENDCLOUD, "/pickups")
    kit.create("shop", ANOTHER)

    found = look()

    assert (lost.attempt.reference, lost.attempt.accepted) == ("order-1001", False)
    assert (found.key, found.state, found.message) == ("books-7", State.BOOKED, "found: booked")
    assert (found.pickup.id, found.pickup.status) == ("294247", PickupStatus.CONFIRMED)


def test_found_by_the_key(lose, look):
    """Without a reference of the caller's, the key travels in its place."""
    lost = lose(UNNAMED, "/pickups")

    assert lost.attempt.reference == "books-7"
    assert look().pickup.reference == "books-7"


def test_found_behind_a_gateway(open_kit, journal, fail, look):
    """What a gateway called a failure was booked."""
    fail("status", operation="create", status=502, body="html", effect="done", times=1)
    with pytest.raises(OutcomeUnknown):
        open_kit(journal=journal).create("shop", AT_SENDCLOUD, key="books-7")

    assert look().state is State.BOOKED


def test_found_and_cancelled_since(kit, lose, look):
    """Somebody has cancelled it: it is booked no longer, and not booked again."""
    lose(AT_SENDCLOUD, "/pickups")
    [there] = kit.list("shop")
    kit.cancel("shop", there)

    found = look()

    assert (found.state, found.pickup.status) == (State.DEAD, PickupStatus.CANCELLED)


def test_not_there(kit, lose, look):
    """A request that never arrived is not in the whole listing: not booked."""
    lose(AT_SENDCLOUD, "/pickups", arrives=False)
    kit.create("shop", ANOTHER)

    found = look()

    assert (found.state, found.pickup) == (State.ABSENT, None)
    assert found.message == "looked for and not there: not booked"


def test_not_there_and_booked_again(open_kit, journal, lose, look):
    """What is proven absent may be sent again under its key."""
    lose(AT_SENDCLOUD, "/pickups", arrives=False)
    look()

    kit = open_kit(journal=journal)
    booked = kit.create("shop", AT_SENDCLOUD, key="books-7", rebook=True)

    assert [pickup.id for pickup in kit.list("shop")] == [booked.id]


def test_found_at_v2(open_kit, lose, look):
    """API v2 lists and shows enough to tell."""
    lose(AT_SENDCLOUD, "/pickups", api="v2")
    open_kit(api="v2").create("shop", ANOTHER)

    found = look(api="v2")

    assert (found.state, found.pickup.id) == (State.BOOKED, "294247")
    assert found.pickup.raw_status == "Created"


def test_not_there_at_v2(open_kit, lose, look):
    """A request that never arrived is not in the whole listing: not booked."""
    lose(AT_SENDCLOUD, "/pickups", arrives=False, api="v2")
    open_kit(api="v2").create("shop", ANOTHER)

    assert look(api="v2").state is State.ABSENT
