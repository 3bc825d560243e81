"""Answers of Sendcloud's API v2 as the library tells them."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from attrs import evolve

from pickupkit import (
    AuthenticationFailed,
    CancelOutcome,
    Door,
    NotFound,
    OutcomeUnknown,
    Parcels,
    PickupStatus,
    RateLimited,
    Refused,
    Spot,
    Weight,
    Window,
)

from ._asked import AT_SENDCLOUD, MADRID, NOW, UTRECHT, on_tuesday, staged
from ._stage import Stripping

pytestmark = pytest.mark.vcr
IN_UTC = Window(datetime(2031, 5, 6, 11, tzinfo=UTC), datetime(2031, 5, 6, 15, tzinfo=UTC))


@pytest.fixture
def kit(open_kit):
    return open_kit(api="v2")


def refusal_of(kit, request):
    with pytest.raises(Refused) as caught:
        kit.create("shop", request)
    return caught.value


def test_create_at_dhl_express(kit):
    """One flat object: the number of the house stands in the street's line."""
    pickup = kit.create("shop", AT_SENDCLOUD)

    assert (pickup.status, pickup.raw_status) == (PickupStatus.REQUESTED, "Announcing")
    assert (pickup.id, pickup.carrier, pickup.country) == ("294247", "dhl_express", "NL")
    assert pickup.requested == AT_SENDCLOUD.windows
    assert pickup.address == evolve(UTRECHT, line1="Stationsplein 1", house_number=None)
    assert (pickup.tracking_number, pickup.reference) == (None, "order-1001")
    assert pickup.created_at == NOW + timedelta(seconds=1)
    assert (pickup.raw["quantity"], pickup.raw["total_weight"]) == (12, "31.50")


def test_create_of_pallets_at_dhl(kit):
    """DHL counts pallets apart from parcels; the weight is of all."""
    goods = [
        Parcels(quantity=2, weight=Weight("14")),
        Parcels(quantity=1, weight=Weight("180"), container="pallet"),
    ]
    pickup = kit.create("shop", evolve(AT_SENDCLOUD, carrier="dhl", parcels=goods))

    assert (pickup.raw["quantity"], pickup.raw["pallet_quantity"]) == (2, 1)
    assert pickup.raw["total_weight"] == "194.00"


def test_create_at_ups(kit):
    """UPS takes items, whose services and containers are codes, and gives back its own fields."""
    goods = [
        Parcels(quantity=3, weight=Weight("9"), destination_country="DE", service="standard"),
        Parcels(quantity=1, weight=Weight("90"), container="pallet", service="express"),
    ]
    home = evolve(UTRECHT, residential=True)
    request = evolve(AT_SENDCLOUD, carrier="ups", parcels=goods, address=home)

    pickup = kit.create("shop", evolve(request, spot=Spot(floor="2", room="14")))

    codes = [(i["container_code"], i["shipping_method"]) for i in pickup.raw["items"]]
    assert codes == [("01", "011"), ("03", "007")]
    assert (pickup.raw["quantity"], pickup.address.residential) == (4, True)
    assert (pickup.raw["floor"], pickup.raw["room"]) == ("2", "14")


def test_create_at_fedex(kit):
    """FedEx wants to know where the parcels stand, and until when."""
    spot = Spot(door=Door.SIDE_DOOR, building_part="building", closes_at=time(18))

    pickup = kit.create("shop", evolve(AT_SENDCLOUD, carrier="fedex", spot=spot))

    assert pickup.raw["origin_detail"] == {
        "package_location": "side",
        "building_part": "building",
        "company_close_time": "18:00:00",
    }


def test_create_at_correos(kit):
    """Correos has a code for the size, and times on a Spanish wall."""
    shift = on_tuesday("15:00", "19:00", "Europe/Madrid")
    goods = [Parcels(quantity=10, weight=Weight("20"), size_class="small")]
    request = evolve(
        AT_SENDCLOUD, carrier="correos", address=MADRID, windows=[shift], parcels=goods
    )

    pickup = kit.create("shop", request)

    assert (pickup.country, pickup.requested) == ("ES", (shift,))
    assert pickup.raw["total_volume_weight"] == "20"
    assert pickup.address.state == "ES-MD"


def test_create_too_late(open_kit):
    """A refusal is one text, which begins with the field."""
    april = Window.local("2031-04-22", "13:00", "17:00", tz="Europe/Amsterdam")
    kit = open_kit(now=NOW - timedelta(days=30), api="v2")

    error = refusal_of(kit, evolve(AT_SENDCLOUD, windows=[april]))

    assert (error.http_status, error.vendor_code) == (400, "400")
    assert error.messages == ('pickup_from: "The pickup is not in the future."',)


@pytest.mark.staged
def test_create_that_the_carrier_refuses(kit):
    """A refused announcement has no code of its own."""
    error = refusal_of(kit, staged(AT_SENDCLOUD, "create=announcement"))

    assert (error.http_status, error.vendor_code) == (400, "400")
    assert error.messages == ("The carrier refused the announcement.",)


@pytest.mark.staged
def test_create_under_the_rate_limit(kit):
    """A 429 with an empty body: nothing was booked."""
    with pytest.raises(RateLimited) as caught:
        kit.create("shop", staged(AT_SENDCLOUD, "create=429"))

    assert (caught.value.http_status, caught.value.messages) == (429, ())


@pytest.mark.staged
def test_create_behind_a_gateway_that_fails(kit, fail):
    """A gateway's page of HTML proves nothing: it may be booked."""
    fail("status", operation="create", status=502, body="html")

    with pytest.raises(OutcomeUnknown) as caught:
        kit.create("shop", AT_SENDCLOUD)

    assert (caught.value.http_status, caught.value.messages) == (502, ())


def test_get_moves_on(kit):
    """Later the carrier has accepted, and there is a tracking number."""
    booked = kit.create("shop", AT_SENDCLOUD)

    pickup = kit.get("shop", booked.id)

    assert (pickup.status, pickup.raw_status) == (PickupStatus.CONFIRMED, "Created")
    assert re.fullmatch(r"PRG\d{9}", pickup.tracking_number)
    assert pickup.requested == (IN_UTC,)


@pytest.mark.staged
def test_get_of_a_failed_announcement(kit):
    """A carrier that does not accept shows later, as Failed."""
    booked = kit.create("shop", staged(AT_SENDCLOUD, "announce=failed"))

    pickup = kit.get("shop", booked.id)

    assert (pickup.status, pickup.raw_status) == (PickupStatus.FAILED, "Failed")


def test_get_of_an_unknown_id(kit):
    """A 404 is its own error, though its code is a number."""
    with pytest.raises(NotFound) as caught:
        kit.get("shop", "7")

    assert (caught.value.http_status, caught.value.vendor_code) == (404, "404")
    assert caught.value.messages == ("No Pickup matches the given query.",)


def test_list_over_pages(open_kit):
    """The body's links lead through all pages, newest first; items have no address."""
    kit = open_kit(api="v2", page_size=2)
    booked = [kit.create("shop", AT_SENDCLOUD) for _ in range(5)]

    listing = kit.list("shop")
    found = list(listing)

    assert [pickup.id for pickup in found] == [pickup.id for pickup in reversed(booked)]
    assert {pickup.status for pickup in found} == {PickupStatus.CONFIRMED}
    assert {(pickup.country, pickup.address) for pickup in found} == {("NL", None)}
    assert found[0].requested == (IN_UTC,)
    assert listing.faults == []


def test_list_of_nothing(kit):
    """An empty account is an empty list, not an error."""
    assert list(kit.list("shop")) == []


def test_cancel_sends_nothing(kit):
    """This API cannot cancel: who can is told with the id, and nothing is sent."""
    booked = kit.create("shop", AT_SENDCLOUD)

    advice = kit.cancel("shop", booked)

    assert advice.outcome is CancelOutcome.UNSUPPORTED
    assert advice.how == (
        "cancel it in the Sendcloud panel, or ask Sendcloud Support with pickup 294247"
    )


@pytest.mark.staged
def test_cancel_through_v3(open_kit):
    """An account may ask for the other API's cancel; this one shows what came of it."""
    kit = open_kit(api="v2", cancel_by_v3=True)
    booked = kit.create("shop", staged(AT_SENDCLOUD, "cancel=200"))

    done = kit.cancel("shop", booked)

    assert (done.outcome, done.pickup.raw_status) == (CancelOutcome.CANCELLED, "CANCELLED")
    later = kit.get("shop", booked.id)
    assert (later.status, later.raw_status) == (PickupStatus.CANCELLED, "Cancelled")
    assert later.cancelled_at == done.pickup.cancelled_at


@pytest.mark.staged
def test_cancel_through_v3_by_hand(open_kit):
    """This API has no word for a cancel under way: what was known before tells it."""
    kit = open_kit(api="v2", cancel_by_v3=True)
    booked = kit.create("shop", staged(AT_SENDCLOUD, "cancel=202-rejected"))

    done = kit.cancel("shop", booked)
    later = kit.refresh("shop", done.pickup, within=0)

    assert done.outcome is CancelOutcome.REQUESTED
    assert (later.status, later.raw_status) == (PickupStatus.CANCEL_REQUESTED, "Created")


@pytest.mark.staged
def test_cancel_through_v3_that_the_carrier_refuses(open_kit):
    """Failed means here that the cancel failed: what was known before tells it."""
    kit = open_kit(api="v2", cancel_by_v3=True)
    booked = kit.create("shop", staged(AT_SENDCLOUD, "cancel=409-failed"))

    done = kit.cancel("shop", booked)
    later = kit.refresh("shop", done.pickup)

    assert done.outcome is CancelOutcome.REFUSED
    assert (later.status, later.raw_status) == (PickupStatus.CANCEL_REFUSED, "Failed")


def test_check(kit):
    """Good keys say so; who they are is not told."""
    assert kit.check("shop") == "the keys are accepted (API v2)"


def test_check_with_wrong_keys(open_kit):
    """A wrong pair is 401."""
    with pytest.raises(AuthenticationFailed) as caught:
        open_kit(api="v2", public_key="sandbox-inactive").check("shop")

    assert (caught.value.http_status, caught.value.vendor_code) == (401, "401")
    assert caught.value.messages == ("Invalid username/password.",)


def test_check_without_keys(open_kit):
    """No credentials are 401."""
    with pytest.raises(AuthenticationFailed) as caught:
        open_kit(wrap=Stripping, api="v2").check("shop")

    assert caught.value.http_status == 401
