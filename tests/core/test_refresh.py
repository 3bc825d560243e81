"""Looking again until the carrier has answered, and what was known before still counts."""

import asyncio

import httpx
import pytest

from pickupkit import AsyncPickupKit, PickupKit, PickupStatus
from pickupkit.calls import Sleep, drive
from pickupkit.clock import Clock

KEYS = {"provider": "sendcloud", "public_key": "public", "secret_key": "secret"}
OLD = KEYS | {"api": "v2", "cancel_by_v3": True}


class Vendor:
    """Tells one status after another; the last stays."""

    def __init__(self, *statuses):
        self.statuses = list(statuses)
        self.asked = 0

    def __call__(self, request):
        self.asked += 1
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        if "/v2/" in request.url.path:
            return httpx.Response(200, json={"id": 1, "pickup_status": status})
        return httpx.Response(200, json={"data": {"id": 1, "status": status}})


def kit_of(vendor, keys=KEYS):
    return PickupKit({"one": keys}, transport=httpx.MockTransport(vendor), journal="off")


def refreshed(before, *statuses, keys=KEYS, **more):
    """Get one with the first status, then refresh it through the others."""
    vendor = Vendor(*before, *statuses)
    with kit_of(vendor, keys) as kit:
        known = kit.cancel("one", "1").pickup if before else "1"
        return kit.refresh("one", known, every=0.01, **more)


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (["ANNOUNCING", "ANNOUNCING", "CREATED"], PickupStatus.CONFIRMED),
        (["ANNOUNCING", "FAILED"], PickupStatus.FAILED),
        (["CANCELLATION_REQUESTED", "CANCELLED"], PickupStatus.CANCELLED),
        (["CANCELLATION_REQUESTED", "CANCELLATION_REJECTED"], PickupStatus.CANCEL_REFUSED),
        (["NEWER_WORD"], PickupStatus.UNKNOWN),
    ],
)
def test_it_looks_again_while_somebody_owes_an_answer(statuses, status):
    """By id alone, from the booking or from the cancel on."""
    assert refreshed([], *statuses).status is status


def test_failed_after_a_cancel_is_no_failed_booking():
    """The carrier refused the cancel, and the driver may come."""
    pickup = refreshed(["CANCELLATION_REQUESTED"], "CANCELLATION_REQUESTED", "FAILED")

    assert (pickup.status, pickup.raw_status) == (PickupStatus.CANCEL_REFUSED, "FAILED")


def test_what_api_v2_says_of_a_cancel_under_way_is_no_answer():
    """It has no word for one; what was asked for stays asked for until it is done."""
    asked = ["CANCELLATION_REQUESTED"]

    done = refreshed(asked, "Created", "Created", "Cancelled", keys=OLD)
    open_ = refreshed(asked, "Created", keys=OLD, within=0.05)

    assert done.status is PickupStatus.CANCELLED
    assert open_.status is PickupStatus.CANCEL_REQUESTED


def test_it_ends_in_time_with_what_is_known_by_then():
    """A carrier that never answers leaves it as it is."""
    vendor, now = Vendor("ANNOUNCING"), iter(range(0, 1000, 3))
    clock = Clock(monotonic=lambda: float(next(now)))
    transport = httpx.MockTransport(vendor)
    with PickupKit({"one": KEYS}, transport=transport, clock=clock, journal="off") as kit:
        pickup = kit.refresh("one", "1", every=0.001, within=50)

    assert pickup.status is PickupStatus.REQUESTED
    assert 1 < vendor.asked < 20


def test_it_waits_between_two_looks_and_never_beyond_its_time():
    """The provider is not asked without a pause; the last look is at the end."""
    vendor, now, slept = Vendor("ANNOUNCING"), [0.0], []
    clock = Clock(monotonic=lambda: now[0])
    transport = httpx.MockTransport(vendor)

    def perform(effect):
        if not isinstance(effect, Sleep):
            return exchange(effect)
        slept.append(effect.seconds)
        now[0] += effect.seconds
        return None

    with PickupKit({"one": KEYS}, transport=transport, clock=clock, journal="off") as kit:
        kit.get("one", "1")
        exchange = kit._exchanger.perform
        drive(kit._desk.refresh("one", "1", 20, 50), perform)

    assert slept == [20, 20, 10]
    assert vendor.asked == 1 + 4


def test_a_provider_whose_words_are_plain_is_looked_at_all_the_same():
    """What was known before tells nothing more of its pickups."""
    bought = {"id": "pickup_1", "status": "scheduled", "confirmation": "C1"}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=bought))
    keys = {"provider": "easypost", "api_key": "EZTKexample"}
    with PickupKit({"one": keys}, transport=transport, journal="off") as kit:
        known = kit.get("one", "pickup_1")
        assert kit.refresh("one", known).status is PickupStatus.CONFIRMED


def test_it_is_the_same_for_asyncio():
    """By the same coroutine."""

    async def look():
        transport = httpx.MockTransport(Vendor("ANNOUNCING", "CREATED"))
        async with AsyncPickupKit({"one": KEYS}, transport=transport, journal="off") as kit:
            return await kit.refresh("one", "1", every=0.01)

    assert asyncio.run(look()).status is PickupStatus.CONFIRMED
