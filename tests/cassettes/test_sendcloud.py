"""Sendcloud's answers as the library tells them."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from pickupkit import (
    AuthenticationFailed,
    CancelOutcome,
    Door,
    NotFound,
    Parcels,
    PickupStatus,
    RateLimited,
    Refused,
    Spot,
    Weight,
    Window,
)

from ._asked import AT_SENDCLOUD, NOW, UTRECHT, staged
from ._stage import Stripping

pytestmark = pytest.mark.vcr
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
IN_UTC = Window(datetime(2031, 5, 6, 11, tzinfo=UTC), datetime(2031, 5, 6, 15, tzinfo=UTC))


def refusal_of(kit, request):
    with pytest.raises(Refused) as caught:
        kit.create("shop", request)
    return caught.value


def cancelled(kit, scene):
    """Book, let the carrier accept, and cancel in a scene."""
    booked = kit.create("shop", staged(AT_SENDCLOUD, scene))
    assert kit.get("shop", booked.id).status is PickupStatus.CONFIRMED
    return kit.cancel("shop", booked)


def test_create_at_dhl_express(kit):
    """What is handed over is requested, not confirmed; the window stays on the site's clock."""
    pickup = kit.create("shop", AT_SENDCLOUD)

    assert (pickup.status, pickup.raw_status) == (PickupStatus.REQUESTED, "ANNOUNCING")
    assert (pickup.id, pickup.carrier, pickup.country) == ("294247", "dhl_express", "NL")
    assert pickup.requested == AT_SENDCLOUD.windows
    assert pickup.requested[0].start.tzinfo == AMSTERDAM
    assert (pickup.tracking_number, pickup.confirmation, pickup.price) == (None, None, None)
    assert (pickup.address, pickup.reference) == (UTRECHT, "order-1001")
    assert pickup.created_at == NOW + timedelta(seconds=1)
    assert pickup.raw["items"][0]["total_weight"] == {"value": "31.5", "unit": "kg"}


def test_create_of_pallets_at_dhl(kit):
    """DHL takes pallets beside parcels."""
    goods = [
        Parcels(quantity=2, weight=Weight("14")),
        Parcels(quantity=1, weight=Weight("180"), container="pallet"),
    ]
    pickup = kit.create("shop", evolve(AT_SENDCLOUD, carrier="dhl", parcels=goods))

    assert pickup.carrier == "dhl"
    assert [item["container_type"] for item in pickup.raw["items"]] == ["parcel", "pallet"]


def test_create_at_ups(kit):
    """UPS wants to know where the parcels go, and takes floor and room."""
    goods = [
        Parcels(quantity=3, weight=Weight("9"), destination_country="DE", service="standard"),
    ]
    spot = Spot(floor="2", room="14")
    pickup = kit.create("shop", evolve(AT_SENDCLOUD, carrier="ups", parcels=goods, spot=spot))

    assert (pickup.carrier, pickup.status) == ("ups", PickupStatus.REQUESTED)
    assert pickup.raw["items"][0]["destination_country_code"] == "DE"


@pytest.mark.staged
def test_create_at_fedex(kit):
    """FedEx's answer has neither status nor times; the 201 itself says that it is handed over."""
    spot = Spot(door=Door.SIDE_DOOR, building_part="building", closes_at=time(18))
    request = staged(AT_SENDCLOUD, "answer=sparse", carrier="fedex", spot=spot)

    pickup = kit.create("shop", request)

    assert (pickup.status, pickup.raw_status) == (PickupStatus.REQUESTED, None)
    assert (pickup.requested, pickup.created_at, pickup.tracking_number) == ((), None, None)
    assert pickup.raw["origin_detail"]["company_close_time"] == "18:00:00"


@pytest.mark.staged
def test_create_that_the_carrier_refuses(kit):
    """A refused announcement is a 400 with its code."""
    error = refusal_of(kit, staged(AT_SENDCLOUD, "create=announcement"))

    assert (error.http_status, error.vendor_code) == (400, "parcel_announcement_error")
    assert error.messages == ("The carrier refused the announcement.",)


@pytest.mark.staged
def test_create_with_fields_not_wanted(kit):
    """Every fault of a body is told with its place."""
    error = refusal_of(kit, staged(AT_SENDCLOUD, "totals=refused"))

    assert (error.http_status, error.vendor_code) == (400, "unknown_field")
    assert error.messages == (
        "/data/quantity: This field is not known.",
        "/data/total_weight: This field is not known.",
    )


@pytest.mark.staged
def test_create_without_totals(open_kit):
    """An account may leave the totals out."""
    kit = open_kit(send_totals=False)

    assert kit.create("shop", staged(AT_SENDCLOUD, "totals=refused")).id == "294247"


def test_create_too_late(open_kit):
    """A window that is past by Sendcloud's clock is a 400 that points at it."""
    april = Window.local("2031-04-22", "13:00", "17:00", tz="Europe/Amsterdam")
    kit = open_kit(now=NOW - timedelta(days=30))

    error = refusal_of(kit, evolve(AT_SENDCLOUD, windows=[april]))

    assert error.http_status == 400
    assert error.messages == ("/data/time_slots/0/start_at: The time slot is not in the future.",)


@pytest.mark.staged
def test_create_under_the_rate_limit(kit):
    """A 429 with an empty body: nothing was booked."""
    with pytest.raises(RateLimited) as caught:
        kit.create("shop", staged(AT_SENDCLOUD, "create=429"))

    assert (caught.value.http_status, caught.value.messages) == (429, ())


def test_get_moves_on(kit):
    """Later the carrier has accepted, and there is a tracking number."""
    booked = kit.create("shop", AT_SENDCLOUD)

    pickup = kit.get("shop", booked.id)

    assert (pickup.status, pickup.raw_status) == (PickupStatus.CONFIRMED, "CREATED")
    assert re.fullmatch(r"PRG\d{9}", pickup.tracking_number)
    assert pickup.requested == (IN_UTC,)


@pytest.mark.staged
def test_get_of_a_failed_announcement(kit):
    """A carrier that does not accept shows later, as FAILED."""
    booked = kit.create("shop", staged(AT_SENDCLOUD, "announce=failed"))

    pickup = kit.get("shop", booked.id)

    assert (pickup.status, pickup.tracking_number) == (PickupStatus.FAILED, None)


def test_get_of_an_unknown_id(kit):
    """A 404 is its own error."""
    with pytest.raises(NotFound) as caught:
        kit.get("shop", "7")

    assert (caught.value.http_status, caught.value.vendor_code) == (404, "not_found")
    assert caught.value.messages == ("No Pickup matches the given query.",)


def test_list_over_pages(open_kit):
    """The links lead through all pages, newest first; items have a country and no address."""
    kit = open_kit(page_size=2)
    booked = [kit.create("shop", AT_SENDCLOUD) for _ in range(5)]

    listing = kit.list("shop")
    found = list(listing)

    assert [pickup.id for pickup in found] == [pickup.id for pickup in reversed(booked)]
    assert {pickup.status for pickup in found} == {PickupStatus.CONFIRMED}
    assert {(pickup.country, pickup.address) for pickup in found} == {("NL", None)}
    assert found[0].requested == (IN_UTC,)
    assert len({pickup.tracking_number for pickup in found}) == 5
    assert listing.faults == []


def test_list_of_nothing(kit):
    """An empty account is an empty list, not an error."""
    assert list(kit.list("shop")) == []


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
    done = cancelled(kit, "cancel=202-rejected")

    later = kit.get("shop", done.pickup.id)

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


def test_check(kit):
    """Good keys say whose they are."""
    assert kit.check("shop") == "the keys are accepted (integration 1)"


def test_check_with_wrong_keys(open_kit):
    """A wrong pair is 401."""
    with pytest.raises(AuthenticationFailed) as caught:
        open_kit(public_key="", secret_key="").check("shop")

    assert (caught.value.http_status, caught.value.vendor_code) == (401, "authentication_failed")
    assert caught.value.messages == ("/data: Invalid username/password.",)


def test_check_without_keys(open_kit):
    """No credentials are 401 in another form, with a title."""
    with pytest.raises(AuthenticationFailed) as caught:
        open_kit(wrap=Stripping).check("shop")

    assert caught.value.messages == ("Authentication credentials were not provided.",)
