"""Every fault, through the whole library: what the caller is told and what the journal says.

The short form takes every third fault for the harmless operations; `make proof-faults` takes all.
"""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import frozen

from pickupkit.errors import OutcomeUnknown, Refused
from pickupkit.journal import State
from pickupkit.kit import AsyncPickupKit, PickupKit
from pickupkit.models import (
    Address,
    Cancellation,
    CancelOutcome,
    Page,
    Pickup,
    PickupRequest,
    PickupStatus,
    Window,
)
from pickupkit.plugin import Account, Connection, Provider, repeatable
from pickupkit.registry import Registry
from tests.faults import BOTH, call, steady
from tests.faults.test_matrix import FAULTS, Fault, _standing
from tests.proof import FULL
from tests.proof._model import START, timedelta

SOME: Final = FAULTS if FULL else FAULTS[::3]


@frozen
class Settings:
    """No settings."""


def acme(fault: Fault) -> Provider[Settings]:
    """Make a provider whose every operation is one call."""
    provider = Provider(
        "acme",
        title="Acme",
        settings=Settings,
        connect=lambda account: Connection(account.root("https://api.example.com")),
    )
    booking = call("POST", body=fault.body)
    reading = repeatable(booking) if len(fault.body) > 100 else call()

    def pickup(account: Account[Settings], found: Any) -> Pickup:
        return Pickup(
            provider="acme",
            account=account.name,
            id=found["id"],
            status=PickupStatus.CONFIRMED,
        )

    @provider.create
    async def create(account: Account[Settings], request: PickupRequest) -> Pickup:
        return pickup(account, await booking)

    @provider.get
    async def get(account: Account[Settings], pickup_id: str) -> Pickup:
        return pickup(account, await reading)

    @provider.list
    async def pages(account: Account[Settings]) -> AsyncGenerator[Page, None]:
        yield Page((pickup(account, await reading),))

    @provider.cancel
    async def cancel(account: Account[Settings], pickup_id: str) -> Cancellation:
        return Cancellation(outcome=CancelOutcome.CANCELLED, pickup=pickup(account, await booking))

    return provider


REQUEST: Final = PickupRequest(
    address=Address(), windows=[Window(START + timedelta(days=2000))], reference=None
)


async def _alisted(kit: AsyncPickupKit) -> list[Pickup]:
    return [pickup async for pickup in kit.list("a")]


def outcome(kind: str, operation: str, fault: Fault, url: str, folder: Path) -> tuple[Any, Any]:
    """Run an operation by one of the faces; give what came of it, and the journal's entries."""
    arguments: dict[str, Any] = {
        "accounts": {"a": {"provider": "acme", "url": url}},
        "limits": fault.limits,
        "registry": Registry(loaded={"acme": acme(fault)}),
        "clock": steady(),
        "journal": folder / "j.sqlite",
    }
    subject = {"create": ("a", REQUEST), "list": ("a",)}.get(operation, ("a", "pk_1"))
    if kind == "asyncio":
        return asyncio.run(_aoutcome(operation, subject, arguments))
    with PickupKit(**arguments) as kit:
        try:
            found = getattr(kit, operation)(*subject)
            result = list(found) if operation == "list" else found
        except Exception as error:  # noqa: BLE001 - every error is an outcome here
            result = error
        return result, kit.attempts()


async def _aoutcome(operation: str, subject: Any, arguments: dict[str, Any]) -> tuple[Any, Any]:
    async with AsyncPickupKit(**arguments) as kit:
        result: Any
        try:
            if operation == "list":
                result = await _alisted(kit)
            else:
                result = await getattr(kit, operation)(*subject)
        except Exception as error:  # noqa: BLE001 - every error is an outcome here
            result = error
        return result, await kit.attempts()


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_booking_ends_by_its_row_and_the_journal_says_so(
    fault: Fault, kind: str, tmp_path: Path
) -> None:
    """Unknown is unknown, refused is refused, and what never left may be sent again."""
    with _standing(fault) as (_, url):
        error, [entry] = outcome(kind, "create", fault, url, tmp_path)
    assert type(error) is fault.post
    state = {OutcomeUnknown: State.UNKNOWN, Refused: State.REFUSED}.get(fault.post, State.PLANNED)
    assert entry.state is state
    accepted = fault.post is OutcomeUnknown and fault.name.startswith("20")
    assert entry.accepted is accepted
    assert entry.tries == fault.posts
    if fault.post is OutcomeUnknown:
        assert (error.attempt.key, error.attempt.accepted) == (entry.key, accepted)


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("operation", ["get", "list"])
@pytest.mark.parametrize("fault", SOME, ids=str)
def test_a_read_fails_by_its_row_and_leaves_no_entry(
    fault: Fault, operation: str, kind: str, tmp_path: Path
) -> None:
    """No fault becomes an empty success, and the journal is for bookings."""
    with _standing(fault) as (_, url):
        error, entries = outcome(kind, operation, fault, url, tmp_path)
    assert type(error) is fault.get
    assert entries == []


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("fault", SOME, ids=str)
def test_a_cancel_whose_answer_is_lost_is_unknown(fault: Fault, kind: str, tmp_path: Path) -> None:
    """It is sent once; where nobody knows what came of it, that is the outcome and no error."""
    with _standing(fault) as (server, url):
        result, _ = outcome(kind, "cancel", fault, url, tmp_path)
    if fault.post is OutcomeUnknown:
        assert result.outcome is CancelOutcome.UNKNOWN
        assert "cancel it again if it still stands" in result.message
    else:
        assert type(result) is fault.post
    assert server is None or server.exchanges == fault.posts
