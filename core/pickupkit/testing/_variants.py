"""Requests that together hold every field that a provider carries."""

from collections.abc import Iterator

from pickupkit.admission import leaves
from pickupkit.models import Need, Pickup, PickupRequest, Requirement

from ._requests import SAMPLES, with_value
from ._subject import Subject


def variants(subject: Subject) -> tuple[PickupRequest, ...]:
    """Give the author's requests, and one more for each field that they leave out."""
    more = (request for rule in unfilled(subject) for request in _filled(subject, rule))
    return (subject.request, *subject.contract.requests, *more)


def unfilled(subject: Subject) -> tuple[Requirement, ...]:
    """Give the fields that a provider carries and the author's requests do not hold."""
    given = (subject.request, *subject.contract.requests)
    held = {leaf.rule for request in given for leaf in leaves(request)}
    carriers = {request.carrier for request in given}
    own = {rule.pointer: rule for rule in subject.requirements}
    return tuple(
        rule
        for rule in own.values()
        if rule.pointer not in held
        and rule.need is not Need.UNUSED
        and not rule.pointer.endswith("/*")
        and any(rule.concerns(carrier) for carrier in carriers)
    )


def _filled(subject: Subject, rule: Requirement) -> Iterator[PickupRequest]:
    """Give the first request that holds one more field and is booked."""
    own = subject.contract.others.get(rule.pointer)
    for value in (*([own] if own else ()), *rule.choices, *SAMPLES.get(rule.pointer, ())):
        try:
            more = with_value(subject.request, rule.pointer, value)
        except (IndexError, AttributeError, ValueError):
            continue
        if not subject.problems(more) and isinstance(subject.create(more).value, Pickup):
            yield more
            return
