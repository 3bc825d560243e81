"""Read Shippo's error bodies: seven shapes, no codes, sometimes no JSON."""

from collections.abc import Iterator
from typing import Any, Final

from pickupkit.plugin import Answer, Failure, decode, text

_BARE: Final = frozenset({"detail", "error", "messages"})
_UNDECIDED: Final = "carrier is taking too long"


def read_failure(answer: Answer) -> Failure:
    """Read every text of the body; a field's complaints are told with the field's name.

    Only a fragment of one text is relied on: a carrier that took too long may still have booked.
    """
    messages = tuple(_told(decode(answer.content)))
    return Failure(messages, outcome_unknown=any(_UNDECIDED in said for said in messages))


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
