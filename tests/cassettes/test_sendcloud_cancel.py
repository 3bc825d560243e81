"""What Sendcloud's API v3 and its carriers make of a cancel, as the library tells it."""

import pytest

from pickupkit import CancelOutcome, NotFound, PickupStatus

from ._asked import AT_SENDCLOUD, NOW, staged
from ._stage import losing

pytestmark = pytest.mark.vcr


def cancelled(kit, scene):
    """Book, let the carrier accept, and cancel in a scene."""
    booked = kit.create("shop", staged(AT_SENDCLOUD, scene))
    assert kit.get("shop", booked.id).status is PickupStatus.CONFIRMED
    return kit.cancel("shop", booked)


def test_cancel_that_the_carrier_grants(kit):
    """200: cancelled."""
    done = cancelled(kit, "cancel=200")

    assert (done.outcome, done.message) == (CancelOutcome.CANCELLED, None)
    assert done.pickup.status is PickupStatus.CANCELLED
    assert done.pickup.cancelled_at > NOW


@pytest.mark.staged
def test_cancel_by_hand(kit):
    """202: somebody works on it; a later look finds it granted."""
    done = cancelled(kit, "cancel=202")

    assert done.outcome is CancelOutcome.REQUESTED
    assert done.pickup.status is PickupStatus.CANCEL_REQUESTED
    assert kit.get("shop", done.pickup.id).status is PickupStatus.CANCELLED


@pytest.mark.staged
def test_cancel_by_hand_that_fails(kit):
    """202, and a later look finds that it failed: the van may come."""
    done = cancelled(kit, "cancel=202-failed")

    later = kit.get("shop", done.pickup.id)

    assert later.status is PickupStatus.CANCEL_REFUSED
    assert later.raw_status == "CANCELLATION_FAILED"


@pytest.mark.staged
def test_cancel_by_hand_that_is_rejected(kit):
    """202, and a later look finds that the carrier would not: the van may come."""
    done = cancelled(kit, "cancel=202-rejected")

    later = kit.refresh("shop", done.pickup)

    assert later.status is PickupStatus.CANCEL_REFUSED
    assert later.raw_status == "CANCELLATION_REJECTED"


@pytest.mark.staged
def test_cancel_that_the_carrier_refuses(kit):
    """409 and FAILED: the cancel failed, not the pickup, and the van may come."""
    done = cancelled(kit, "cancel=409-failed")

    assert done.outcome is CancelOutcome.REFUSED
    assert (done.pickup.status, done.pickup.raw_status) == (PickupStatus.CANCEL_REFUSED, "FAILED")
    assert done.message == "The pickup was not cancelled, it is FAILED."


@pytest.mark.staged
def test_cancel_that_is_refused_with_the_pickup(kit):
    """409 with the pickup as body says the same."""
    done = cancelled(kit, "cancel=409-failed-data")

    assert done.outcome is CancelOutcome.REFUSED
    assert done.message == "the carrier or Sendcloud refused; the driver may come"


@pytest.mark.staged
def test_cancel_that_is_not_possible(kit):
    """409 and nothing changed: the pickup stands."""
    done = cancelled(kit, "cancel=409")

    assert done.outcome is CancelOutcome.REFUSED
    assert done.pickup.raw_status == "CREATED"
    assert done.message == "The pickup was not cancelled, it is CREATED."


@pytest.mark.staged
def test_cancel_that_is_not_possible_with_the_pickup(kit):
    """409 with the pickup as body, which has not changed: the pickup stands."""
    done = cancelled(kit, "cancel=409-data")

    assert done.outcome is CancelOutcome.REFUSED
    assert done.pickup.raw_status == "CREATED"
    assert done.message == "the carrier or Sendcloud refused; the driver may come"


@pytest.mark.staged
def test_cancel_that_failed_before_is_no_failed_booking(kit):
    """FAILED has two meanings; what was known before tells that it is the cancel which failed."""
    done = cancelled(kit, "cancel=409-failed")

    later = kit.refresh("shop", done.pickup)

    assert (later.status, later.raw_status) == (PickupStatus.CANCEL_REFUSED, "FAILED")


def test_cancel_whose_answer_is_lost(kit, open_kit):
    """The pickup itself tells that it is cancelled."""
    booked = kit.create("shop", AT_SENDCLOUD)

    done = open_kit(wrap=losing("/cancel")).cancel("shop", booked)

    assert done.outcome is CancelOutcome.CANCELLED
    assert done.pickup.raw_status == "CANCELLED"


def test_cancel_that_never_arrives(kit, open_kit):
    """The pickup stands, but the cancel may still be on its way: nobody knows."""
    booked = kit.create("shop", AT_SENDCLOUD)

    done = open_kit(wrap=losing("/cancel", arrives=False)).cancel("shop", booked)

    assert done.outcome is CancelOutcome.UNKNOWN
    assert (done.pickup.raw_status, done.message) == ("CREATED", "the connection broke")


@pytest.mark.staged
def test_cancel_twice(kit):
    """A second cancel is 409; the pickup itself tells that it is cancelled."""
    done = cancelled(kit, "cancel=200")

    again = kit.cancel("shop", done.pickup)

    assert again.pickup.raw_status == "CANCELLED"
    assert again.outcome is CancelOutcome.CANCELLED


def test_cancel_of_an_unknown_id(kit):
    """There is nothing to cancel: not found."""
    with pytest.raises(NotFound) as caught:
        kit.cancel("shop", "7")

    assert caught.value.operation == "cancel"
