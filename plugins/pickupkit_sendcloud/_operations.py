"""What Sendcloud can do; each account's pickups go by the generation of the API that it chose."""

from collections.abc import AsyncGenerator, Iterable
from typing import TYPE_CHECKING, Final

from attrs import evolve

from pickupkit.plugin import (
    Account,
    Attempt,
    Cancellation,
    CancelOutcome,
    Order,
    OrderPage,
    OrderQuery,
    Page,
    Pickup,
    PickupRequest,
    PickupStatus,
    Problem,
    Provider,
    RateLimit,
    Requirement,
    Unreadable,
)
from pickupkit_clients.sendcloud_pickups_v2 import api as api_v2
from pickupkit_clients.sendcloud_pickups_v3 import api as api_v3

from . import _pickups_v3 as v3
from . import _requirements as rules_v3
from ._candidates import chosen, may_be
from ._carriers import CARRIERS
from ._failure import read_failure
from ._settings import Settings, connect
from .orders import _operations as by_shop
from .v2 import _operations as v2
from .v2 import _requirements as rules_v2

if TYPE_CHECKING:
    from pickupkit.plugin.sandbox import ASGIApp, World

LIMITS: Final = (
    RateLimit(count=1000, seconds=60, reads=True),
    RateLimit(count=100, seconds=60, reads=False),
    RateLimit(count=15, seconds=2, reads=False),
)
"""What Sendcloud documents: reads, writes, and how many writes may come in a second, which is two
here: a kit's first calls go out later after their turns than those that follow."""


def _is_v2(account: Account[Settings] | None) -> bool:
    return account is not None and account.settings.api == "v2"


def _requirements(account: Account[Settings] | None) -> Iterable[Requirement]:
    return rules_v2.REQUIREMENTS if _is_v2(account) else rules_v3.REQUIREMENTS


sendcloud = Provider(
    "sendcloud",
    title="Sendcloud",
    settings=Settings,
    connect=connect,
    requirements=_requirements,
    carriers=CARRIERS,
    limits=LIMITS,
)
sendcloud.failure(read_failure)


@sendcloud.problems
def find_problems(account: Account[Settings], request: PickupRequest) -> Iterable[Problem]:
    """Find what the tables of requirements cannot say."""
    if _is_v2(account):
        return rules_v2.find_problems(account, request)
    return rules_v3.find_problems(account, request)


@sendcloud.create
async def create(account: Account[Settings], request: PickupRequest) -> Pickup:
    """Hand a pickup to the carrier; whether it accepts shows when it is looked up later."""
    return await (v2.create if _is_v2(account) else v3.create)(account, request)


@sendcloud.get
async def get(account: Account[Settings], pickup_id: str) -> Pickup:
    """Look one up by its id."""
    return await (v2.get if _is_v2(account) else v3.get)(account, pickup_id)


@sendcloud.list
def list_pickups(account: Account[Settings]) -> AsyncGenerator[Page, None]:
    """List all; items have no address, no parcels and no reference."""
    return (v2.list_pickups if _is_v2(account) else v3.list_pickups)(account)


@sendcloud.cancel
async def cancel(account: Account[Settings], pickup_id: str) -> Cancellation:
    """Cancel by id, which API v3 alone can."""
    return await v3.cancel(account, pickup_id)


@sendcloud.lacks
def lacks(account: Account[Settings]) -> Iterable[str]:
    """Name what API v2 cannot do, unless the account asks for v3's cancel there."""
    return ("cancel",) if _is_v2(account) and not account.settings.cancel_by_v3 else ()


@sendcloud.uncancellable
def cancel_advice(pickup: Pickup | None) -> Cancellation:
    """Say who cancels what was booked through API v2."""
    known = f" with pickup {pickup.id}" if pickup else ""
    number = (
        f", tracking number {pickup.tracking_number}" if pickup and pickup.tracking_number else ""
    )
    return Cancellation(
        outcome=CancelOutcome.UNSUPPORTED,
        pickup=pickup,
        message="Sendcloud's API v2 cannot cancel pickups",
        how=f"cancel it in the Sendcloud panel, or ask Sendcloud Support{known}{number}",
    )


@sendcloud.retell
def retell(known: PickupStatus, found: Pickup) -> Pickup:
    """Tell a refused cancel from a failed booking, which have the same word at Sendcloud."""
    if known not in (PickupStatus.CANCEL_REQUESTED, PickupStatus.CANCEL_REFUSED):
        return found
    if found.status is PickupStatus.FAILED:
        return evolve(found, status=PickupStatus.CANCEL_REFUSED)
    if found.raw_status == "Created":
        # API v2 has no words for what becomes of a cancel before it is done.
        return evolve(found, status=known)
    if found.raw_status == "CREATED" and known is PickupStatus.CANCEL_REQUESTED:
        # Nor have all answers of API v3; a refusal has two words there, and this is neither.
        return evolve(found, status=known)
    return found


@sendcloud.orders
def orders(account: Account[Settings], query: OrderQuery) -> AsyncGenerator[OrderPage, None]:
    """List the orders of the account's shops, through API v3 whatever the account chose."""
    return by_shop.list_orders(account, query)


@sendcloud.order
async def order(account: Account[Settings], order_id: str) -> Order:
    """Look one up by Sendcloud's number of it."""
    return await by_shop.get_order(account, order_id)


@sendcloud.reconcile
async def reconcile(account: Account[Settings], attempt: Attempt) -> tuple[Pickup, ...]:
    """Read the whole listing, then each candidate's detail, which alone has the reference."""
    if not (attempt.reference or "").strip():
        raise Unreadable("the reference: none was sent, so that nothing tells which one is ours")
    candidates: list[str] = []
    async for listed in list_pickups(account):
        if listed.faults:
            raise Unreadable("an item of the listing; it might be the one")
        candidates += [p.id for p in listed.pickups if may_be(p, attempt)]
    found = [await get(account, pickup_id) for pickup_id in candidates]
    return chosen(found, attempt)


@sendcloud.check
async def check(account: Account[Settings]) -> str:
    """Ask for one pickup or, at API v3, who we are: the cheapest calls that need the keys."""
    if _is_v2(account):
        await api_v2.list_pickups(limit=1)
        return "the keys are accepted (API v2)"
    found = await api_v3.get_metadata()
    integration = found.data.integration_id if found.data else None
    return f"the keys are accepted (integration {integration})"


@sendcloud.sandbox
def sandbox(world: "World") -> "ASGIApp":
    """Stand in for Sendcloud's API."""
    from .sandbox import create_app

    return create_app(world)
