"""Shippo's answers as the library tells them."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from pickupkit import (
    AuthenticationFailed,
    CancelOutcome,
    Door,
    Forbidden,
    OutcomeUnknown,
    PickupStatus,
    RateLimited,
    Refused,
    Spot,
    Window,
)

from ._asked import AT_SHIPPO, NOW, staged
from ._stage import Stripping

pytestmark = pytest.mark.vcr
PACIFIC = ZoneInfo("US/Pacific")


def refusal_of(kit, request):
    with pytest.raises(Refused) as caught:
        kit.create("shop", request)
    return caught.value


def test_create_confirmed(kit):
    """Confirmed times are the site's wall clock in spite of their Z; the door is echoed oddly."""
    pickup = kit.create("shop", AT_SHIPPO)

    assert (pickup.status, pickup.raw_status) == (PickupStatus.CONFIRMED, "CONFIRMED")
    [confirmed] = pickup.confirmed
    assert confirmed == Window(
        datetime(2031, 5, 6, 12, tzinfo=PACIFIC),
        datetime(2031, 5, 6, 23, 59, 59, 999000, tzinfo=PACIFIC),
    )
    assert confirmed.start.utcoffset() == timedelta(hours=-7)
    assert pickup.raw["confirmed_start_time"] == "2031-05-06T12:00:00Z"
    assert pickup.raw["location"]["building_location_type"] == "Knock on door"
    assert re.fullmatch(r"WTC\d{9}", pickup.confirmation)
    assert pickup.requested == AT_SHIPPO.windows
    assert (pickup.carrier, pickup.reference) == ("usps", "order 1002")
    assert pickup.address == AT_SHIPPO.address
    assert pickup.created_at == NOW + timedelta(seconds=1)
    assert pickup.price is None


def test_create_gives_the_safer_deadline(kit):
    """Until when one can cancel is read both ways, and the earlier one is told."""
    pickup = kit.create("shop", AT_SHIPPO)

    assert pickup.cancel_by == datetime(2031, 5, 6, 8, tzinfo=UTC)
    assert f"{pickup.cancel_by:%H:%M %Z}" == "01:00 PDT"


def test_create_at_dhl_express(kit):
    """The carrier account decides who comes; DHL Express has doors of its own."""
    dock = Spot(door=Door.SHIPPING_DOCK, building_part="building", instructions="Bay 7")
    request = evolve(AT_SHIPPO, carrier="dhl_express", carrier_account="dhl_1", spot=dock)

    pickup = kit.create("shop", request)

    assert (pickup.status, pickup.carrier) == (PickupStatus.CONFIRMED, "dhl_express")
    assert pickup.confirmation.startswith("PRG")
    assert pickup.raw["location"]["building_type"] == "building"


@pytest.mark.staged
def test_create_pending(kit):
    """A pickup that no carrier has confirmed yet is requested, without times or code."""
    pickup = kit.create("shop", staged(AT_SHIPPO, "answer=pending"))

    assert (pickup.status, pickup.raw_status) == (PickupStatus.REQUESTED, "PENDING")
    assert (pickup.confirmed, pickup.confirmation, pickup.cancel_by) == ((), None, None)
    assert pickup.messages == ()


@pytest.mark.staged
def test_create_answered_with_an_error(kit):
    """A 201 with status ERROR is a refusal, though Shippo gives no reason."""
    error = refusal_of(kit, staged(AT_SHIPPO, "answer=error"))

    assert (error.vendor_code, error.http_status, error.messages) == ("ERROR", None, ())
    assert "did not confirm" in str(error)


def test_create_twice_for_one_label(kit):
    """A label that has a pickup cannot get another; the message names the field."""
    kit.create("shop", AT_SHIPPO)

    error = refusal_of(kit, AT_SHIPPO)

    assert error.http_status == 400
    [label] = AT_SHIPPO.shipments
    assert error.messages == (f"transactions: Transaction {label} already has a pickup scheduled.",)


def test_create_twice_for_one_day(kit):
    """USPS comes once a day; the second request is refused in its own words."""
    kit.create("shop", AT_SHIPPO)

    error = refusal_of(kit, evolve(AT_SHIPPO, shipments=["0d3c5a7e9b1f4826a4c6e8f0b2d41735"]))

    assert error.http_status == 400
    assert error.messages[0].startswith("You have already requested a USPS pickup for today.")


@pytest.mark.staged
def test_create_refused_as_a_duplicate(kit):
    """The carrier may know of a pickup that nobody booked here."""
    error = refusal_of(kit, staged(AT_SHIPPO, "answer=duplicate"))

    assert error.messages[0].startswith("You have already requested a USPS pickup for today.")


@pytest.mark.staged
def test_create_refused_in_the_older_form(kit):
    """A status beside the messages changes nothing."""
    error = refusal_of(kit, staged(AT_SHIPPO, "answer=duplicate-old"))

    assert len(error.messages) == 1
    assert error.messages[0].startswith("You have already requested a USPS pickup for today.")


@pytest.mark.staged
def test_create_for_a_service_not_collected(kit):
    """A refusal in a list of messages."""
    error = refusal_of(kit, staged(AT_SHIPPO, "answer=service"))

    assert error.messages[0].startswith("A USPS pickup requires at least one transaction")


@pytest.mark.staged
def test_create_for_an_odd_company(kit):
    """The complaint is kept, and the company's name is not in it."""
    error = refusal_of(kit, staged(AT_SHIPPO, "answer=company"))

    assert error.messages[0].startswith("The company name of the pickup address is invalid")


@pytest.mark.staged
def test_create_at_another_version(kit):
    """A refusal in a bare error text."""
    error = refusal_of(kit, staged(AT_SHIPPO, "answer=version"))

    assert error.messages == ("The requested version is not available for this resource",)


def test_create_at_a_carrier_that_never_comes(kit):
    """A refusal in a detail text: an account of a carrier that Shippo has no pickups with."""
    error = refusal_of(kit, evolve(AT_SHIPPO, carrier=None, carrier_account="ups_1"))

    assert error.messages == ("Carrier does not support pickups.",)


def test_create_too_late(open_kit):
    """Faults of fields come all at once, each with its field."""
    april = Window.local("2031-04-22", "09:00", "16:00", tz="America/Los_Angeles")
    kit = open_kit(now=NOW - timedelta(days=30))

    error = refusal_of(kit, evolve(AT_SHIPPO, windows=[april]))

    assert error.http_status == 400
    assert error.messages == (
        "requested_start_time: requested_start_time is not a future date.",
        "requested_end_time: requested_end_time is not a future date.",
    )


@pytest.mark.staged
def test_create_that_takes_too_long(kit):
    """A 400 of a carrier that took too long proves nothing: it may have booked."""
    with pytest.raises(OutcomeUnknown) as caught:
        kit.create("shop", staged(AT_SHIPPO, "answer=slow"))

    error = caught.value
    assert error.http_status == 400
    assert error.messages[0].startswith("The carrier is taking too long")
    assert error.attempt.reference == "order 1002 sandbox:answer=slow"
    assert "Shippo cannot be asked from here" in error.advice
    assert (error.attempt.sent_at, error.attempt.facts) == (NOW, {})


@pytest.mark.staged
def test_create_behind_a_gateway_that_fails(kit, fail):
    """A gateway's page of HTML proves nothing: it may be booked."""
    fail("status", status=502, body="html")

    with pytest.raises(OutcomeUnknown) as caught:
        kit.create("shop", AT_SHIPPO)

    assert (caught.value.http_status, caught.value.messages) == (502, ())


@pytest.mark.staged
def test_create_under_the_rate_limit(kit):
    """A 429 in plain text: nothing was booked, and nothing is tried again by itself."""
    with pytest.raises(RateLimited) as caught:
        kit.create("shop", staged(AT_SHIPPO, "answer=429"))

    assert (caught.value.http_status, caught.value.messages) == (429, ())


def test_create_with_an_oauth_token(open_kit):
    """A platform logs in by Bearer, and is answered alike."""
    pickup = open_kit(scheme="Bearer").create("shop", AT_SHIPPO)

    assert pickup.status is PickupStatus.CONFIRMED


def test_create_with_a_foreign_account(kit):
    """Somebody else's carrier account is 403."""
    with pytest.raises(Forbidden) as caught:
        kit.create("shop", evolve(AT_SHIPPO, carrier_account="foreign_1"))

    assert caught.value.messages == ("You do not have permission to perform this action.",)


def test_create_without_a_token(open_kit):
    """No token is 401."""
    with pytest.raises(AuthenticationFailed) as caught:
        open_kit(wrap=Stripping).create("shop", AT_SHIPPO)

    assert caught.value.messages == ("Authentication credentials were not provided.",)


def test_create_with_a_wrong_token(open_kit):
    """A wrong token is 401 in other words."""
    with pytest.raises(AuthenticationFailed) as caught:
        open_kit(api_token="no_token_of_theirs").create("shop", AT_SHIPPO)

    assert (caught.value.http_status, caught.value.messages) == (401, ("Token does not exist",))


def test_cancel_sends_nothing(kit):
    """Shippo cannot cancel: who can is told with the code and the deadline, and nothing is sent."""
    booked = kit.create("shop", AT_SHIPPO)

    advice = kit.cancel("shop", booked)

    assert advice.outcome is CancelOutcome.UNSUPPORTED
    assert advice.how == f"ask USPS directly; the confirmation code is {booked.confirmation}"
    assert advice.deadline == booked.cancel_by
