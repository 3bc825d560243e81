"""The kit at a sandbox, which keeps what is booked: what no table of answers can show."""

import pytest

from pickupkit.testing import ProviderContract, score
from pickupkit.testing._contract import breaches
from tests.conformance._acme import build
from tests.conformance._yard import YardContract

CAUGHT = {
    "a booking repeated before a notice": "a_booking_is_sent_once",
    "a booking denied after its notice": "a_booking_is_sent_once",
    "a booking looked at again that is forgotten": "reconcile_tells_the_truth",
    "a cancel that only looks": "a_cancel_is_not_claimed",
    "two pages and no more": "every_page_is_read",
    "a reconcile of one page": "reconcile_tells_the_truth",
    "a reconcile of one long page": "reconcile_tells_the_truth",
    "a reconcile that finds anything": "reconcile_tells_the_truth",
    "a reconcile that takes the newest": "reconcile_tells_the_truth",
    "a reconcile that takes an error for a no": "reconcile_tells_the_truth",
}
"""Ways to be wrong that show where more than one is booked, and the rule that each breaks."""


GOOD = (
    "", "a login of its own", "an account without cancels", "items in envelopes",
    "items by their ids", "pages with an offset", "a booking looked at again",
    "a booking of many requests",
)  # fmt: skip
"""Ways to be otherwise, none of them wrong."""


def contract(broken: str = "") -> type[ProviderContract]:
    paging = {"size": 2} if "long page" in broken else {}
    return type("TestYard", (YardContract,), {"provider": build(broken), "paging": paging})


@pytest.mark.parametrize("how", GOOD)
def test_a_good_plugin_passes(how):
    """No rule is too strict for the provider that all the others are made from."""
    card = score(contract(how))

    assert {line.rule: line.why for line in card.lines if line.state == "missing"}.keys() == {
        "it_is_installed", "it_is_typed",
    }  # fmt: skip


@pytest.mark.parametrize("broken", CAUGHT)
def test_a_bad_plugin_is_caught(broken):
    """Each way to be wrong breaks the rule that is meant for it."""
    assert breaches(contract(broken), CAUGHT[broken])
