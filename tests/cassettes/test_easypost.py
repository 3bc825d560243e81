"""EasyPost's answers as the library tells them."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from pickupkit import (
    AuthenticationFailed,
    CancelOutcome,
    Forbidden,
    Money,
    NotFound,
    OutcomeUnknown,
    PickupStatus,
    RateLimited,
    Refused,
    Unavailable,
    Window,
)

from ._asked import AT_EASYPOST, NOW, SPRINGFIELD, staged
from ._stage import losing

pytestmark = pytest.mark.vcr
FREE = Money(Decimal("0.00"), "USD")
IN_UTC = Window(datetime(2031, 5, 6, 14, tzinfo=UTC), datetime(2031, 5, 6, 18, tzinfo=UTC))


def test_create_buys_the_cheapest(kit):
    """A create is a quote and a buy; the window stays on the site's wall clock."""
    pickup = kit.create("shop", AT_EASYPOST)

    assert (pickup.status, pickup.raw_status) == (PickupStatus.CONFIRMED, "scheduled")
    assert (pickup.carrier, pickup.service, pickup.price) == ("USPS", "NextDay", FREE)
    assert re.fullmatch(r"WTC\d{8}", pickup.confirmation)
    assert pickup.requested == AT_EASYPOST.windows
    assert pickup.requested[0].start.tzinfo == ZoneInfo("America/Chicago")
    assert (pickup.provider, pickup.account, pickup.reference) == ("easypost", "shop", "order-1003")
    assert pickup.id == pickup.raw["id"]
    assert pickup.messages == ()


def test_create_at_the_carrier_named(kit):
    """The carrier asked for is bought though another is cheaper."""
    pickup = kit.create("shop", evolve(AT_EASYPOST, carrier="ups"))

    assert (pickup.carrier, pickup.service) == ("UPS", "Future-day Pickup")
    assert pickup.price == Money(Decimal("10.52"), "USD")
    assert pickup.confirmation == "2929602E9CP"


@pytest.mark.staged
def test_create_without_offers(kit):
    """A 200 without rates is a refusal; the carrier's reason is kept, nothing is bought."""
    with pytest.raises(Refused, match="no carrier offers this pickup") as caught:
        kit.create("shop", staged(AT_EASYPOST, "rates=none"))

    assert caught.value.http_status is None
    [message] = caught.value.messages
    assert message.startswith("USPS: An unexpected system error has occurred.")
    assert message.endswith("System Administrator.")


def test_create_at_a_carrier_that_does_not_offer(kit):
    """A carrier without an offer is refused before anything is bought."""
    with pytest.raises(Refused, match="FedEx is not offered; offered are USPS NextDay, UPS Fut"):
        kit.create("shop", evolve(AT_EASYPOST, carrier="FedEx"))


def test_create_over_the_highest_price(kit):
    """What costs more than the bound is not bought."""
    bound = Money(Decimal(5), "USD")
    with pytest.raises(Refused, match=r"10\.52 USD, is over max_price, 5 USD"):
        kit.create("shop", evolve(AT_EASYPOST, carrier="UPS", max_price=bound))


@pytest.mark.staged
def test_create_that_the_carrier_fails(kit):
    """A 400 to the buy proves nothing: the outcome is unknown, and the id to look up is told."""
    with pytest.raises(OutcomeUnknown) as caught:
        kit.create("shop", staged(AT_EASYPOST, "buy=400"))

    error = caught.value
    assert (error.http_status, error.vendor_code) == (400, "PICKUP.BUY.FAILED")
    assert error.messages[0].startswith("Service availability unknown.ServerCode=500")
    assert error.request_id is not None
    assert error.attempt.facts.keys() == {"pickup_id", "carrier", "service"}
    assert error.attempt.facts["pickup_id"].startswith("pickup_")
    assert (error.attempt.sent_at, error.attempt.accepted) == (NOW, False)
    assert "Run reconcile once the provider has had time" in error.advice


@pytest.mark.staged
def test_create_of_inconsistent_shipments(kit):
    """A 422 to the quote is a refusal with EasyPost's own code."""
    with pytest.raises(Refused) as caught:
        kit.create("shop", staged(AT_EASYPOST, "create=inconsistent"))

    assert caught.value.http_status == 422
    assert caught.value.vendor_code == "PICKUP.BATCH_CARRIER.INCONSISTENT"
    assert caught.value.messages == ("The shipments have no common carrier.",)


FORMS = {
    "fields": "shipment: cannot be blank",
    "suggestion": "street1: Missing street",
    "keyed": "to_address: Required and missing.",
    "texts": "The address is not complete.",
}


@pytest.mark.staged
def test_create_refused_with_details(kit):
    """Details come as objects of three forms and as plain texts; each is told in words."""
    for form, said in FORMS.items():
        with pytest.raises(Refused) as caught:
            kit.create("shop", staged(AT_EASYPOST, f"create={form}"))

        assert (caught.value.http_status, caught.value.vendor_code) == (422, "PARAMETER.REQUIRED")
        assert caught.value.messages == ("Missing required parameter.", said)


@pytest.mark.staged
def test_create_refused_with_a_list_for_a_message(kit):
    """A message may be a list, of texts and of details."""
    with pytest.raises(Refused) as caught:
        kit.create("shop", staged(AT_EASYPOST, "create=listed"))

    assert caught.value.messages == ("Missing one parameter.", "shipment: cannot be blank")


@pytest.mark.staged
def test_create_refused_with_a_bare_text(kit):
    """An error may be a text alone."""
    with pytest.raises(Refused) as caught:
        kit.create("shop", staged(AT_EASYPOST, "create=bare"))

    assert (caught.value.vendor_code, caught.value.request_id is None) == (None, False)
    assert caught.value.messages == ("The request was not understood.",)


@pytest.mark.staged
def test_create_of_a_rate_that_is_gone(kit):
    """A 422 to the buy is definite: nothing was booked."""
    with pytest.raises(Refused) as caught:
        kit.create("shop", staged(AT_EASYPOST, "buy=422"))

    assert caught.value.vendor_code == "PICKUP.BUY.NO_MATCHING_RATES"
    assert caught.value.messages[0].startswith("Unable to purchase pickup, no rates matching")


@pytest.mark.staged
def test_create_behind_a_gateway_that_fails(kit, fail):
    """A gateway's page of HTML to the buy proves nothing; the id to look up is told."""
    fail("status", operation="buy", status=502, body="html")

    with pytest.raises(OutcomeUnknown) as caught:
        kit.create("shop", AT_EASYPOST)

    assert (caught.value.http_status, caught.value.messages) == (502, ())
    assert caught.value.attempt.facts["pickup_id"].startswith("pickup_")


@pytest.mark.staged
def test_create_under_the_rate_limit(kit):
    """The quote books nothing, so it is tried three times."""
    with pytest.raises(RateLimited) as caught:
        kit.create("shop", staged(AT_EASYPOST, "create=429"))

    assert (caught.value.http_status, caught.value.retry_after) == (429, None)


@pytest.mark.staged
def test_buy_under_the_rate_limit(kit):
    """The buy is tried once; after a 429 a look at the pickup shows that nothing was booked."""
    with pytest.raises(RateLimited) as caught:
        kit.create("shop", staged(AT_EASYPOST, "buy=429"))

    assert (caught.value.operation, caught.value.http_status) == ("create", 429)


@pytest.mark.staged
def test_create_while_the_server_fails(kit):
    """A 500 to the quote, three times, means unavailable and certainly nothing booked."""
    with pytest.raises(Unavailable) as caught:
        kit.create("shop", staged(AT_EASYPOST, "create=500"))

    assert (caught.value.http_status, caught.value.vendor_code) == (500, "INTERNAL_SERVER_ERROR")


@pytest.mark.staged
def test_create_while_the_server_fails_without_a_code(kit):
    """A 500 may have no code; its words are kept."""
    with pytest.raises(Unavailable) as caught:
        kit.create("shop", staged(AT_EASYPOST, "create=codeless"))

    assert (caught.value.http_status, caught.value.vendor_code) == (500, None)
    assert caught.value.messages == ("The server failed.",)


def test_quote(kit):
    """A quote gives every offer and buys none."""
    quotation = kit.quote("shop", AT_EASYPOST)

    assert [(rate.carrier, rate.service, str(rate.price)) for rate in quotation.rates] == [
        ("USPS", "NextDay", "0.00 USD"),
        ("UPS", "Future-day Pickup", "10.52 USD"),
    ]
    assert quotation.messages == ()
    assert quotation.raw["status"] == "unknown"


@pytest.mark.staged
def test_quote_that_one_carrier_refuses(kit):
    """One carrier's refusal stands beside the other's offer."""
    quotation = kit.quote("shop", staged(AT_EASYPOST, "rates=mixed"))

    assert [rate.carrier for rate in quotation.rates] == ["UPS"]
    assert quotation.messages[0].startswith("USPS: An unexpected system error")


def test_get(kit):
    """A pickup that is read knows UTC alone, and no price when two carriers had offered."""
    booked = kit.create("shop", AT_EASYPOST)

    pickup = kit.get("shop", booked.id)

    assert pickup.status is PickupStatus.CONFIRMED
    assert pickup.requested == (IN_UTC,)
    assert (pickup.confirmation, pickup.reference) == (booked.confirmation, "order-1003")
    assert (pickup.carrier, pickup.price) == (None, None)
    assert pickup.address == evolve(SPRINGFIELD, phone="12175550100")
    assert pickup.country == "US"


def test_get_of_one_offer(kit):
    """Where one carrier offered, its rate is the one that was bought."""
    booked = kit.create("shop", evolve(AT_EASYPOST, carrier_account="ca_ups_1"))

    pickup = kit.get("shop", booked.id)

    assert (pickup.carrier, pickup.service) == ("UPS", "Future-day Pickup")
    assert pickup.price == Money(Decimal("10.52"), "USD")


def test_get_of_an_unknown_id(kit):
    """A 404 is its own error, with the id of the request for EasyPost's support."""
    with pytest.raises(NotFound) as caught:
        kit.get("shop", "pickup_00000000000000000000000000000000")

    error = caught.value
    assert (error.operation, error.http_status, error.vendor_code) == ("get", 404, "NOT_FOUND")
    assert error.messages == ("The requested resource could not be found.",)
    assert len(error.request_id) == 32


def test_list_over_pages(open_kit):
    """Three pages, newest first: a cancelled one, one that was only quoted, booked ones."""
    kit = open_kit(page_size=2)
    booked = [kit.create("shop", AT_EASYPOST) for _ in range(3)]
    quoted = kit.quote("shop", evolve(AT_EASYPOST, reference="order-1004"))
    last = kit.create("shop", AT_EASYPOST)
    kit.cancel("shop", last)

    listing = kit.list("shop")
    found = list(listing)

    assert [p.id for p in found] == [last.id, quoted.id, *(p.id for p in reversed(booked))]
    assert [p.status for p in found] == [
        PickupStatus.CANCELLED,
        PickupStatus.QUOTED,
        *[PickupStatus.CONFIRMED] * 3,
    ]
    assert (found[1].raw_status, found[1].reference) == ("unknown", "order-1004")
    assert (found[1].confirmation, found[1].price) == (None, None)
    assert listing.faults == []


def test_list_of_nothing(kit):
    """An empty account is an empty list, not an error."""
    assert list(kit.list("shop")) == []


def test_list_with_a_page_too_large(open_kit):
    """A 422 to a read is a refusal with EasyPost's words."""
    with pytest.raises(Refused) as caught:
        list(open_kit(page_size=500).list("shop"))

    assert (caught.value.operation, caught.value.http_status) == ("list", 422)
    assert caught.value.messages == ("page_size must be 1 to 100.",)


def test_cancel(kit):
    """A cancelled pickup keeps its code, and when it was cancelled is told."""
    booked = kit.create("shop", AT_EASYPOST)

    done = kit.cancel("shop", booked)

    assert done.outcome is CancelOutcome.CANCELLED
    assert done.pickup.status is PickupStatus.CANCELLED
    assert done.pickup.confirmation == booked.confirmation
    assert done.pickup.cancelled_at > booked.created_at


def test_cancel_twice(kit):
    """A second cancel is refused by EasyPost; the pickup itself tells that it is cancelled."""
    booked = kit.create("shop", AT_EASYPOST)
    kit.cancel("shop", booked)

    again = kit.cancel("shop", booked.id)

    assert again.outcome is CancelOutcome.CANCELLED
    assert again.message is None


@pytest.mark.staged
def test_cancel_that_the_carrier_refuses(kit):
    """A refused cancel leaves the pickup booked, and says why."""
    booked = kit.create("shop", staged(AT_EASYPOST, "cancel=failed"))

    done = kit.cancel("shop", booked)

    assert done.outcome is CancelOutcome.REFUSED
    assert done.pickup.status is PickupStatus.CONFIRMED
    assert done.message == "The carrier did not cancel the pickup."


def test_cancel_whose_answer_is_lost(kit, open_kit):
    """The pickup itself tells that it is cancelled."""
    booked = kit.create("shop", AT_EASYPOST)

    done = open_kit(wrap=losing("/cancel")).cancel("shop", booked)

    assert done.outcome is CancelOutcome.CANCELLED
    assert done.pickup.raw_status == "canceled"


def test_cancel_that_never_arrives(kit, open_kit):
    """The pickup stands, but the cancel may still be on its way: nobody knows."""
    booked = kit.create("shop", AT_EASYPOST)

    done = open_kit(wrap=losing("/cancel", arrives=False)).cancel("shop", booked)

    assert done.outcome is CancelOutcome.UNKNOWN
    assert (done.pickup.raw_status, done.message) == ("scheduled", "the connection broke")


def test_cancel_of_an_unknown_id(kit):
    """There is nothing to cancel: not found, never a silent success."""
    with pytest.raises(NotFound) as caught:
        kit.cancel("shop", "pickup_00000000000000000000000000000000")

    assert caught.value.operation == "cancel"


def test_check(kit):
    """A good key says so."""
    assert kit.check("shop") == "the key is accepted"


def test_check_without_a_key(open_kit):
    """What cannot be one is none: 401."""
    with pytest.raises(AuthenticationFailed) as caught:
        open_kit(api_key="no:key").check("shop")

    assert (caught.value.http_status, caught.value.vendor_code) == (401, "UNAUTHORIZED")


@pytest.mark.staged
def test_check_with_an_inactive_key(open_kit):
    """A key that was switched off is 403, in EasyPost's words."""
    with pytest.raises(Forbidden) as caught:
        open_kit(api_key="sandbox-inactive").check("shop")

    assert (caught.value.http_status, caught.value.vendor_code) == (403, "APIKEY.INACTIVE")
    assert caught.value.messages[0].startswith("This api key is no longer active.")
