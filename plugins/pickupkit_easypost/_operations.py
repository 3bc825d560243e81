"""What EasyPost can do, each as a coroutine that awaits calls."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from attrs import evolve

from pickupkit.plugin import (
    Account,
    Attempt,
    Cancellation,
    CancelOutcome,
    InvalidRequest,
    OutcomeUnknown,
    Page,
    Pickup,
    PickupRequest,
    PickupStatus,
    Provider,
    ProviderError,
    Quotation,
    RateLimit,
    RateLimited,
    Refused,
    Trail,
    Unreadable,
    demand,
    flag,
    note,
    page,
    repeatable,
    segment,
    sleep,
    text,
)
from pickupkit_clients.easypost_pickups import api, models

from . import _mapping as mapping
from ._failure import read_failure
from ._rates import choose
from ._requirements import REQUIREMENTS, find_problems
from ._settings import Settings, connect

if TYPE_CHECKING:
    from pickupkit.plugin.sandbox import ASGIApp, World

easypost = Provider(
    "easypost",
    title="EasyPost",
    settings=Settings,
    connect=connect,
    requirements=REQUIREMENTS,
    # Five a second are documented, for lists alone; not all go out equally late after their turns.
    limits=(RateLimit(count=5, seconds=1.1, reads=True, path="/pickups"),),
    # An engineer of theirs named 90 seconds as the server's own limit for a buy.
    settle=120.0,
)
easypost.failure(read_failure)
easypost.problems(find_problems)


@easypost.create
async def create(account: Account[Settings], request: PickupRequest) -> Pickup:
    """Quote, choose the carrier and service asked for or else the cheapest, and buy it."""
    quoted = await _quoted(request)
    pickup_id = _id_of(quoted)
    refusals = mapping.messages(quoted)
    rate = choose(mapping.rates(quoted), request, refusals)
    await note(pickup_id=pickup_id, carrier=rate.carrier, service=rate.service)
    buy = models.BuyPickupRequest(carrier=rate.carrier, service=rate.service)
    answer = await _bought(pickup_id, buy)
    zone = request.windows[0].start.tzinfo
    bought = _of(pickup_id, mapping.to_pickup(account, answer, rate=rate, zone=zone))
    if mapping.is_bought(bought) is False:
        raise Unreadable("the buy was taken, and the pickup shows as not bought")
    # Only the first answer has what other carriers said.
    return evolve(bought, messages=tuple(dict.fromkeys((*refusals, *bought.messages))))


async def _bought(pickup_id: str, buy: models.BuyPickupRequest) -> models.Pickup:
    """Buy; after a 429, which invites to begin anew, first look whether it was bought after all."""
    try:
        return await api.buy_pickup(pickup_id, body=buy)
    except RateLimited:
        with suppress(ProviderError):
            shown = await api.retrieve_pickup(pickup_id)
            if shown.confirmation:
                return shown
        raise


@easypost.quote
async def quote(account: Account[Settings], request: PickupRequest) -> Quotation:
    """Ask every carrier for its offer; the unbought record stays listed at EasyPost."""
    return mapping.to_quotation(account, await _quoted(request))


async def _quoted(request: PickupRequest) -> models.Pickup:
    """Create the record that holds the offers; it books nothing, so it may be repeated.

    Offers arrive up to two seconds after the record does, hence the second look at one that has
    neither offers nor refusals.
    """
    quoted = await repeatable(api.create_pickup(body=mapping.to_wire(request)))
    for _ in range(2):
        if quoted.pickup_rates or mapping.messages(quoted):
            break
        await sleep(1)
        quoted = await api.retrieve_pickup(_id_of(quoted))
    return quoted


def _id_of(quoted: models.Pickup) -> str:
    """Read the id of a new record; one that cannot be asked for is no fault of the request."""
    found = demand(quoted.id, "id")
    try:
        return segment("id", found)
    except ValueError:
        raise Unreadable("id is none that can be asked for") from None


@easypost.get
async def get(account: Account[Settings], pickup_id: str) -> Pickup:
    """Look one up by its id; a reference is not unique and not taken."""
    return _of(pickup_id, mapping.to_pickup(account, await api.retrieve_pickup(_id(pickup_id))))


def _of(pickup_id: str, answered: Pickup) -> Pickup:
    """Take no other pickup for it, such as one with a reference that looks like an id."""
    if answered.id != pickup_id:
        raise Unreadable(f"it is about another pickup, {answered.id[:64]}")
    return answered


def _id(text: str) -> str:
    """Read an id: EasyPost takes a reference in its place, of which another pickup may be newer."""
    if not text.startswith("pickup_"):
        raise InvalidRequest.at("/id", f"{text[:40]!r} is no id of a pickup, such as pickup_1a2b…")
    return text


@easypost.list
async def list_pickups(account: Account[Settings]) -> AsyncGenerator[Page, None]:
    """List newest first, those that were only quoted included."""
    trail, size = Trail(), account.settings.page_size
    answer = await api.list_pickups(page_size=size)
    while True:
        yield page(account, answer.pickups, mapping.to_pickup)
        more = flag(answer.has_more)
        if more is None:
            raise Unreadable("has_more is missing")
        if not more:
            return
        last = trail.step(_last_id(answer.pickups or ()))
        answer = await api.list_pickups(before_id=last, page_size=size)


def _last_id(listed: Iterable[models.Pickup]) -> str:
    """Give the last id that can be read: an item without one hides no later page."""
    ids = [found for pickup in listed if (found := text(pickup.id))]
    return demand(ids[-1] if ids else None, "id")


@easypost.cancel
async def cancel(account: Account[Settings], pickup_id: str) -> Cancellation:
    """Cancel by id; where the answer is a refusal or lost, the pickup itself tells."""
    try:
        answer = await api.cancel_pickup(_id(pickup_id))
    except Refused as refusal:
        return await _refused(account, pickup_id, " ".join(refusal.messages))
    except OutcomeUnknown as lost:
        return _settled(await get(account, pickup_id), CancelOutcome.UNKNOWN, lost.said)
    cancelled = _of(pickup_id, mapping.to_pickup(account, answer))
    return _settled(cancelled, CancelOutcome.UNKNOWN, None)


async def _refused(account: Account[Settings], pickup_id: str, message: str) -> Cancellation:
    """Look whether it was cancelled already; who cannot be asked keeps nobody's words back."""
    try:
        pickup = await get(account, pickup_id)
    except ProviderError as error:
        said = f"{message}; {error.summary}".removeprefix("; ")
        return Cancellation(outcome=CancelOutcome.UNKNOWN, message=said)
    return _settled(pickup, CancelOutcome.REFUSED, message)


def _settled(pickup: Pickup, otherwise: CancelOutcome, message: str | None) -> Cancellation:
    if pickup.status is PickupStatus.CANCELLED:
        return Cancellation(outcome=CancelOutcome.CANCELLED, pickup=pickup)
    return Cancellation(outcome=otherwise, pickup=pickup, message=message or None)


@easypost.reconcile
async def reconcile(account: Account[Settings], attempt: Attempt) -> tuple[Pickup, ...]:
    """Look at the record that was to be bought: past the server's own limit it tells.

    Whether a carrier can hold a booking that EasyPost shows as not bought is not established.
    """
    pickup = await get(account, attempt.facts["pickup_id"])
    bought = mapping.is_bought(pickup)
    if bought is None:
        raise Unreadable(f"it is {pickup.raw_status}, and has no confirmation")
    return (pickup,) if bought else ()


@easypost.check
async def check(_account: Account[Settings]) -> str:
    """Ask for one pickup: the cheapest call that needs the key."""
    await api.list_pickups(page_size=1)
    return "the key is accepted"


@easypost.sandbox
def sandbox(world: "World") -> "ASGIApp":
    """Stand in for EasyPost's API."""
    from .sandbox import create_app

    return create_app(world)
