"""Book one pickup: say yes, no, or that nobody knows."""

from collections.abc import Awaitable

from pickupkit.delivery import Delivery
from pickupkit.errors import Attempt, OutcomeUnknown, Refused
from pickupkit.models import Pickup, PickupRequest
from pickupkit.verdict import Verdict

_ADVICE = (
    "Do not book again before you know. Look for the pickup in the provider's list or panel, "
    "or ask the provider's support."
)


async def book(delivery: Delivery, work: Awaitable[Pickup], request: PickupRequest) -> Pickup:
    """Run a create; once the provider has accepted, no failure of ours hides the booking.

    Whatever goes wrong after a success answer is `OutcomeUnknown`: there is a pickup, and its
    particulars are lost. So is what goes wrong after a lost answer that the operation went on from.
    Only the operation's own `Refused` is definite, as it has read the answer. Being cancelled or
    interrupted stays what it is, with a note where the pickup may be booked.
    """
    try:
        return await delivery.run(work)
    except OutcomeUnknown as error:
        raise _explained(error, delivery, request)  # noqa: B904 - the same error
    except Exception as error:
        if not delivery.in_doubt or (isinstance(error, Refused) and error.http_status is None):
            raise
        said = getattr(error, "summary", type(error).__name__)
        before = "accepted, but" if delivery.accepted else "no clear answer, and then"
        lost = delivery.error(Verdict(OutcomeUnknown, f"{before} {said}"))
        assert isinstance(lost, OutcomeUnknown)  # noqa: S101 - the verdict says so
        error.args = tuple(delivery.mask(str(arg)) for arg in error.args)
        raise _explained(lost, delivery, request) from error
    except BaseException as stopped:
        if delivery.in_doubt:
            stopped.add_note(f"The pickup may be booked. {_ADVICE}")
        raise


def _explained(error: OutcomeUnknown, delivery: Delivery, request: PickupRequest) -> OutcomeUnknown:
    error.advice = _ADVICE
    error.attempt = Attempt(
        provider=delivery.provider.name,
        account=delivery.account.name,
        reference=request.reference,
        sent_at=delivery.sent_at or delivery.clock.now(),
        reason=error.summary,
        accepted=delivery.accepted,
        facts=dict(delivery.facts),
    )
    return error
