"""Book one pickup: say yes, no, or that nobody knows; at most once for a key."""

from collections.abc import Awaitable, Callable

from pickupkit.delivery import Delivery, Verdict
from pickupkit.errors import Attempt, OutcomeUnknown, PluginError, Refused, noted
from pickupkit.journal import Taken
from pickupkit.models import Pickup, PickupRequest
from pickupkit.results import fit

from ._precedent import advice
from ._ticket import Ticket

Start = Callable[[], Awaitable[Pickup]]


async def book(
    delivery: Delivery, start: Start, request: PickupRequest, ticket: Ticket | None
) -> Pickup:
    """Run a create under its key; the first result stands, whoever asks again.

    Without a ticket nothing is written down, and only this call knows of the booking.
    """
    if ticket is None:
        return await _certain(delivery, start(), request, None)
    first = await ticket.precedent.known()
    if first is not None:
        return first
    delivery.ledger = ticket
    try:
        pickup = await _certain(delivery, start(), request, ticket)
    except Taken as taken:
        other = await ticket.precedent.outcome(taken.entry)
        return other or await book(delivery, start, request, ticket)
    except BaseException as error:
        await ticket.failed(error)
        raise
    with noted(f"Pickup {pickup.id} is booked, with the key {ticket.entry.key!r}."):
        await ticket.booked(pickup)
    return pickup


async def _certain(
    delivery: Delivery, work: Awaitable[Pickup], request: PickupRequest, ticket: Ticket | None
) -> Pickup:
    """Run a create; once the provider has accepted, no failure of ours hides the booking.

    Whatever goes wrong after a success answer is `OutcomeUnknown`: there is a pickup, and its
    particulars are lost. So is what goes wrong after a lost answer that the operation went on from.
    Only the operation's own `Refused` is definite, as it has read the answer. Being cancelled or
    interrupted stays what it is, with a note where the pickup may be booked.
    """
    trace = delivery.trace
    try:
        return _whole(await delivery.run(work), delivery.tell.provider.name)
    except OutcomeUnknown as error:
        raise _explained(error, delivery, request, ticket)  # noqa: B904 - the same error
    except Exception as error:
        if not trace.in_doubt or (isinstance(error, Refused) and error.http_status is None):
            raise
        said = getattr(error, "summary", type(error).__name__)
        before = "accepted, but" if trace.accepted else "no clear answer, and then"
        lost = delivery.tell.error(Verdict(OutcomeUnknown, f"{before} {said}"))
        assert isinstance(lost, OutcomeUnknown)  # noqa: S101 - the verdict says so
        error.args = tuple(delivery.tell.mask(str(arg)) for arg in error.args)
        raise _explained(lost, delivery, request, ticket) from error
    except BaseException as stopped:
        if trace.in_doubt:
            stopped.add_note(f"The pickup may be booked. {advice(delivery)}")
        raise


def _whole(pickup: Pickup, provider: str) -> Pickup:
    """Refuse what a plugin gives in a pickup's place, or without its id."""
    given: object = fit("create", provider, pickup).id
    if not isinstance(given, str) or not given.strip():
        raise PluginError(f"create of {provider!r} gives a Pickup without an id")
    return pickup


def _explained(
    error: OutcomeUnknown, delivery: Delivery, request: PickupRequest, ticket: Ticket | None
) -> OutcomeUnknown:
    trace = delivery.trace
    error.advice = advice(delivery)
    error.attempt = Attempt(
        key=ticket.entry.key if ticket else None,
        provider=delivery.tell.provider.name,
        account=delivery.tell.account.name,
        reference=request.reference,
        sent_at=trace.sent_at or delivery.clock.now(),
        reason=error.summary,
        accepted=trace.accepted,
        facts=trace.evidence(delivery.tell.mask),
        carrier=request.carrier,
        country=request.address.country,
        windows=tuple((window.start, window.end) for window in request.windows),
        shipments=request.shipments,
    )
    return error
