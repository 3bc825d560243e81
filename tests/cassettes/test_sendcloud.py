"""Sendcloud's answers as the library tells them."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from pickupkit import (
    AuthenticationFailed,
    Door,
    NotFound,
    OutcomeUnknown,
    Parcels,
    PickupStatus,
    RateLimited,
    Refused,
    Spot,
    Unavailable,
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
def test_create_that_is_refused_with_one_object(kit):
    """The description allows one error in the place of the list; it is read alike."""
    error = refusal_of(kit, staged(AT_SENDCLOUD, "create=announcement-object"))

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


@pytest.mark.staged
def test_create_without_totals_that_are_needed(open_kit):
    """Where they are demanded, leaving them out is a 400 that names both."""
    error = refusal_of(open_kit(send_totals=False), staged(AT_SENDCLOUD, "totals=required"))

    assert error.messages == (
        "/data/quantity: This field is required.",
        "/data/total_weight: This field is required.",
    )


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


@pytest.mark.staged
def test_create_under_the_rate_limit_in_words(kit):
    """A 429 that says so, with its status as a number."""
    with pytest.raises(RateLimited) as caught:
        kit.create("shop", staged(AT_SENDCLOUD, "create=429-told"))

    error = caught.value
    assert (error.http_status, error.vendor_code) == (429, "hit_rate_limit")
    assert error.messages == ("The limit of requests was reached.",)


@pytest.mark.staged
def test_create_behind_a_gateway_that_fails(kit, fail):
    """A gateway's page of HTML proves nothing: it may be booked."""
    fail("status", operation="create", status=502, body="html")

    with pytest.raises(OutcomeUnknown) as caught:
        kit.create("shop", AT_SENDCLOUD)

    assert (caught.value.http_status, caught.value.messages) == (502, ())


@pytest.mark.staged
def test_get_behind_a_gateway_that_fails(kit, fail):
    """A read is tried three times."""
    fail("status", operation="get", status=503, body="html")

    with pytest.raises(Unavailable) as caught:
        kit.get("shop", "7")

    assert caught.value.http_status == 503


@pytest.mark.staged
def test_refresh_until_the_carrier_has_answered(kit):
    """A carrier that takes its time is asked again."""
    booked = kit.create("shop", staged(AT_SENDCLOUD, "announce=slow"))

    pickup = kit.refresh("shop", booked, every=0.01)

    assert (booked.status, pickup.status) == (PickupStatus.REQUESTED, PickupStatus.CONFIRMED)


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


def test_list_with_a_page_too_large(open_kit):
    """A 400 to a read is a refusal that names the parameter."""
    with pytest.raises(Refused) as caught:
        list(open_kit(page_size=500).list("shop"))

    assert (caught.value.operation, caught.value.http_status) == ("list", 400)
    assert caught.value.messages == ("page_size: page_size must be 1 to 100.",)


def test_check(kit):
    """Good keys say whose they are."""
    assert kit.check("shop") == "the keys are accepted (integration 1)"


def test_check_with_wrong_keys(open_kit):
    """A wrong pair is 401."""
    with pytest.raises(AuthenticationFailed) as caught:
        open_kit(public_key="sandbox-inactive").check("shop")

    assert (caught.value.http_status, caught.value.vendor_code) == (401, "authentication_failed")
    assert caught.value.messages == ("/data: Invalid username/password.",)


def test_check_without_keys(open_kit):
    """No credentials are 401 in another form, with a title."""
    with pytest.raises(AuthenticationFailed) as caught:
        open_kit(wrap=Stripping).check("shop")

    assert caught.value.messages == ("Authentication credentials were not provided.",)
