"""What a provider answered, in words common to all."""

import pytest
from attrs.exceptions import FrozenInstanceError

from pickupkit import Address, Cancellation, CancelOutcome, Fault, Pickup, PickupStatus

FINAL = {"collected", "partly_collected", "missed", "failed", "cancelled"}
PICKUP = Pickup(
    provider="easypost",
    account="berlin",
    id="pickup_1",
    status=PickupStatus.CONFIRMED,
    address=Address(name="Nora Example", phone="+4930123456", country="DE"),
    raw={"name": "Nora Example"},
)


@pytest.mark.parametrize("status", PickupStatus)
def test_a_status_knows_whether_it_is_final(status):
    """A cancel that was asked for or refused, and what is not known, may still move on."""
    assert status.is_final is (status.value in FINAL)


def test_a_pickup_shows_neither_address_nor_raw_answer():
    """Its repr may stand in a log."""
    assert "Nora" not in repr(PICKUP)
    assert "+49" not in repr(PICKUP)


def test_answers_are_frozen():
    """An answer is a fact."""
    fault = Fault(provider="easypost", account="berlin", reason="no id")
    cancellation = Cancellation(outcome=CancelOutcome.CANCELLED)
    for made, name in ((PICKUP, "status"), (fault, "reason"), (cancellation, "outcome")):
        with pytest.raises(FrozenInstanceError):
            setattr(made, name, "changed")


def test_words_compare_with_plain_text():
    """A status or an outcome can be written to a database and compared as it is."""
    assert PickupStatus("confirmed") == "confirmed"
    assert f"{CancelOutcome.REQUESTED}" == "requested"
