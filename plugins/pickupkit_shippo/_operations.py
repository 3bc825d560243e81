"""What Shippo can do: book, and say who can cancel."""

from typing import TYPE_CHECKING, Final

from pickupkit.plugin import (
    Account,
    Cancellation,
    CancelOutcome,
    OutcomeUnknown,
    Pickup,
    PickupRequest,
    Provider,
    Refused,
    text,
)
from pickupkit_clients.shippo_pickups import api

from . import _mapping as mapping
from ._failure import read_error, read_failure
from ._requirements import CARRIERS, REQUIREMENTS
from ._settings import Settings, connect

if TYPE_CHECKING:
    from pickupkit.plugin.sandbox import ASGIApp, World

shippo = Provider(
    "shippo",
    title="Shippo",
    settings=Settings,
    connect=connect,
    requirements=REQUIREMENTS,
    carriers=CARRIERS,
)
shippo.failure(read_failure)

_NAMES: Final = {"usps": "USPS", "dhl_express": "DHL Express"}


@shippo.create
async def create(account: Account[Settings], request: PickupRequest) -> Pickup:
    """Book one; a success answer with status ``ERROR`` is a refusal, mostly left unexplained.

    Unless its words, or a confirmation code, leave open whether the carrier has booked.
    """
    version = account.settings.api_version
    answer = await api.create_pickup(body=mapping.to_wire(request), shippo_api_version=version)
    if text(answer.status) == "ERROR":
        failure = read_error(answer)
        if failure.outcome_unknown or answer.confirmation_code:
            raise OutcomeUnknown("the carrier may have booked it all the same", failure=failure)
        raise Refused("the carrier did not confirm the pickup", failure=failure)
    return mapping.to_pickup(account, answer, request)


@shippo.uncancellable
def cancel_advice(pickup: Pickup | None) -> Cancellation:
    """Say whom to ask: the carrier, with its code, in time."""
    carrier = _NAMES.get(pickup.carrier or "") if pickup else None
    code = pickup.confirmation if pickup else None
    how = f"ask {carrier or 'the carrier (USPS or DHL Express)'} directly; " + (
        f"the confirmation code is {code}"
        if code
        else "it wants the confirmation code that the booking gave, or that it sent by e-mail"
    )
    return Cancellation(
        outcome=CancelOutcome.UNSUPPORTED,
        pickup=pickup,
        message="Shippo cannot cancel pickups",
        how=how,
        deadline=pickup.cancel_by if pickup else None,
    )


@shippo.sandbox
def sandbox(world: "World") -> "ASGIApp":
    """Stand in for Shippo's API."""
    from .sandbox import create_app

    return create_app(world)
