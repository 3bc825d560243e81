"""Whatever a plugin gives for a booking, the journal knows that it is booked, and no more."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import evolve

from pickupkit import Pickup, PickupKit, PickupStatus
from pickupkit.calls import repeatable
from pickupkit.journal import State
from pickupkit.registry import Registry
from tests.core._vans import KEYS, POST, REQUEST, pickup, vans


def opened(path: Path, booked: Pickup, call: Any = POST) -> PickupKit:
    """Open an account whose plugin gives this for a booking."""

    async def create(*_: Any) -> Pickup:
        await call
        return booked

    answers = httpx.MockTransport(lambda _: httpx.Response(200, content=b"{}"))
    registry = Registry(loaded={"vans": vans(create=create)})
    journal = path / "j.sqlite"
    return PickupKit({"shop": KEYS}, registry=registry, transport=answers, journal=journal)


@pytest.mark.parametrize("odd", [{"created_at": "soon"}, {"messages": (7,)}])
def test_a_pickup_that_cannot_be_kept_is_known_by_its_id(
    odd: dict[str, Any], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Its key books no second one, and gives what is certain of the first."""
    with opened(tmp_path, pickup("7", **odd)) as kit:
        kit.create("shop", REQUEST, key="k")
        again = kit.create("shop", REQUEST, key="k")
    assert (again.id, again.status, again.source) == ("7", PickupStatus.UNKNOWN, "journal")
    assert "pickup 7 is kept by its id alone" in caplog.text


@pytest.mark.parametrize("status", [PickupStatus.CANCELLED, PickupStatus.FAILED])
def test_what_is_over_when_it_is_booked_is_kept_as_dead(
    status: PickupStatus, tmp_path: Path
) -> None:
    """As what is found to be over later."""
    with opened(tmp_path, evolve(pickup("7"), status=status)) as kit:
        kit.create("shop", REQUEST, key="k")
        assert [(entry.state, entry.pickup_id) for entry in kit.attempts()] == [(State.DEAD, "7")]


def test_a_booking_that_may_be_repeated_is_no_attempt(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing of it was written down that could have been taken from us."""
    with opened(tmp_path, pickup("7"), repeatable(POST)) as kit:
        assert kit.create("shop", REQUEST, key="k").id == "7"
        assert (kit.attempts(), caplog.messages) == ([], [])
