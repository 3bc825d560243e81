"""Read Shippo's error bodies: seven shapes, no codes, sometimes no JSON."""

from collections.abc import Iterator
from typing import Any, Final

from pickupkit.plugin import Answer, Failure, decode, text

_BARE: Final = frozenset({"detail", "error", "messages"})
_UNDECIDED: Final = "carrier is taking too long"
_DUPLICATE: Final = ("already has a pickup scheduled", "have already requested")


def read_failure(answer: Answer) -> Failure:
    """Read every text of the body; a field's complaints are told with the field's name.

    Only fragments of three texts are relied on: a carrier that took too long may still have booked,
    and of a duplicate the first is booked.
    """
    messages = tuple(_told(decode(answer.content)))
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
