"""Read Shippo's error bodies: seven shapes, no codes, sometimes no JSON."""

from collections.abc import Iterator
from typing import Any, Final

from attrs import evolve

from pickupkit.plugin import Answer, Failure, decode, text, texts
from pickupkit_clients.shippo_pickups import models

_BARE: Final = frozenset({"detail", "error", "messages"})
_UNDECIDED: Final = "carrier is taking too long"
_DUPLICATE: Final = ("already has a pickup scheduled", "have already requested")


def read_failure(answer: Answer) -> Failure:
    """Read every text of the body; a field's complaints are told with the field's name.

    A body that is no JSON may be a whole page: it is classified, and not told.
    """
    try:
        body = decode(answer.content)
    except (ValueError, RecursionError):
        page = answer.content.decode("utf-8", "replace")
        return evolve(_classified((page,)), messages=())
    return _classified(tuple(_told(body)))


def read_error(pickup: models.Pickup) -> Failure:
    """Read what a pickup in status ``ERROR`` says."""
    return evolve(_classified(messages(pickup)), code="ERROR")


def messages(pickup: models.Pickup) -> tuple[str, ...]:
    """Read a pickup's messages, which may be of any kind; no later answer has them."""
    found = pickup.raw.get("messages")
    items = found if isinstance(found, list) else [found]
    return tuple(said for item in items for said in texts([item]) or _told(item))


def _classified(messages: tuple[str, ...]) -> Failure:
    """Say what these words mean, whatever status they came with.

    Only fragments of three texts are relied on: a carrier that took too long may still have booked,
    and of a duplicate the first is booked.
    """
    return Failure(
        messages,
        outcome_unknown=any(_UNDECIDED in said for said in messages),
        duplicate=any(known in said for said in messages for known in _DUPLICATE),
    )


def _told(body: Any, field: str = "") -> Iterator[str]:
    if isinstance(body, dict):
        for key, value in body.items():
            if key != "status":
                yield from _told(value, "" if key in _BARE else key)
    elif isinstance(body, list):
        for item in body:
            yield from _told(item, field)
    elif said := text(body):
        yield f"{field}: {said}" if field else said
