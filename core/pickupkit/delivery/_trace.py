"""What an operation leaves behind: what it noted, what was sent, and whether that is in doubt."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from attrs import define, field

from pickupkit.calls import Answer

_ANSWER: Final = "answer"
"""The fact that holds how the last answer to a booking began, where it could not be read."""

_KEPT: Final = 4096
_MASKED: Final = 64 * 1024
_ESCAPED: Final = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")


@define
class Trace:
    """What one operation has done so far at its provider.

    ``facts`` are what it noted. Of calls that must not be repeated: ``in_doubt`` turns true before
    one is sent, and false again only by a proof that nothing was done, whatever comes between;
    ``accepted`` turns true when one was answered with success; ``sent_at`` is when the last was
    begun.
    """

    facts: dict[str, str] = field(factory=dict)
    in_doubt: bool = False
    accepted: bool = False
    sent_at: datetime | None = None
    _heard: bytes = field(default=b"", init=False, repr=False)

    def leaves(self, at: datetime) -> None:
        """Note that such a call is sent: whatever happens from here on, it may have been done."""
        self.in_doubt = True
        self.sent_at = at

    def hears(self, answer: Answer) -> None:
        """Keep the answer to such a call."""
        self._heard = answer.content

    def evidence(self, mask: Callable[[str], str]) -> dict[str, str]:
        """Give what was noted and, of what the provider accepted, how its last answer began.

        Where that cannot be read, it may be all that the provider ever says.
        """
        if not self.accepted or len(self._heard) > _MASKED:
            return dict(self.facts)
        # Masked before it is cut: of half a secret nobody would know that it is one.
        said = mask(_ended(_plain(self._heard.decode(errors="replace"))))[:_KEPT]
        return {**self.facts, _ANSWER: said} if said else dict(self.facts)


def _plain(json: str) -> str:
    """Give JSON with its letters as such: in an escaped name nobody would know the name."""
    return _ESCAPED.sub(lambda found: _letters(found[0]), json).replace("\\/", "/")


def _letters(escaped: str) -> str:
    told = bytes.fromhex(escaped.replace("\\u", "")).decode("utf-16-be", "replace")
    # What would end a text or a line stays as it is.
    return told if told.isprintable() and not {'"', "\\"} & {*told} else escaped


def _ended(json: str) -> str:
    """Give JSON as far as it goes, without a text that has no end; nothing of what is no JSON."""
    said, quote, last = json.rpartition('"')
    inside = said.replace('\\"', "").count('"') % 2 == 0
    return said + quote + ("" if inside else last)
