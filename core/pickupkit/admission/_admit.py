"""Let ids, keys and requests in, or refuse them with every reason at once."""

import os
from collections.abc import Iterable
from datetime import datetime
from math import inf

from attrs import evolve

from pickupkit.accounts import Bound
from pickupkit.errors import InvalidRequest, Problem
from pickupkit.models import Need, Pickup, PickupRequest

from ._kinds import misfits
from ._validation import find_problems


def id_of(value: object, account: str) -> str:
    """Take an id, or a pickup of that account for its id.

    Anything else would be sent as whatever Python shows for it, or to whom it means nothing.
    """
    if isinstance(value, Pickup):
        if value.account != account:
            raise InvalidRequest.at("/id", f"pickup {value.id} is one of account {value.account!r}")
        return value.id
    if not isinstance(value, str):
        raise InvalidRequest.at("/id", f"is not text: {type(value).__name__}")
    return value


def key_of(value: str | None) -> str:
    """Take the caller's key, or make one that nobody else has."""
    if value is None:
        return f"pickupkit-{os.urandom(12).hex()}"
    known: object = value
    text = known if isinstance(known, str) else ""
    if not text.strip() or len(text) > 100 or not text.isprintable():
        raise InvalidRequest.at("/key", "is not 1 to 100 printable characters")
    return text


def check_wait(every: object, within: object) -> None:
    """Refuse what is no time to wait."""
    if not (isinstance(every, int | float) and 0 < every < inf):
        raise InvalidRequest.at("/every", "is no number of seconds above 0")
    if not (isinstance(within, int | float) and within >= 0):
        raise InvalidRequest.at("/within", "is no number of seconds")


def refuse(problems: Iterable[Problem]) -> None:
    """Raise what is wrong, if anything is."""
    if listed := tuple(problems):
        raise InvalidRequest(listed)


def marked(
    bound: Bound, request: PickupRequest, reference: str | None, now: datetime
) -> tuple[PickupRequest, tuple[Problem, ...]]:
    """Give a request its ``reference``, if the caller has none and the provider takes it.

    Give the request to send, and all that is wrong with it. One that is not made as its models
    declare is an `InvalidRequest`: no rules are asked of it.
    """
    refuse(misfits(PickupRequest, request))
    if reference is not None and request.reference is None and _carries(bound, request.carrier):
        sent = evolve(request, reference=reference)
        problems = find_problems(bound.provider, bound.account, sent, now)
        if "/reference" not in {problem.pointer for problem in problems}:
            return sent, problems
    return request, find_problems(bound.provider, bound.account, request, now)


def _carries(bound: Bound, carrier: str | None) -> bool:
    rules = (rule for rule in bound.rules if rule.concerns(carrier))
    return any(rule.pointer == "/reference" and rule.need is not Need.UNUSED for rule in rules)
