"""Which attempt a refusal as "already booked" tells of, where one's answer was lost."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import product
from typing import Final

from attrs import evolve

from pickupkit.journal import Entry, Journal, State

from ._records import attempt_of

PROBABLY: Final = (
    "probably booked: a later one with its labels was refused as a duplicate; its confirmation "
    "code is not known, so ask the carrier or the provider's support"
)


def lost_before(journal: Journal, refused: Entry, said: Sequence[str]) -> Entry | None:
    """Give the attempt that is probably booked, and write so down; ``said`` are the words."""
    entries = journal.entries(refused.account)
    named = {label for label in refused.shipments if any(label in text for text in said)}
    meant = (named or set(refused.shipments)) - _booked_labels(entries)
    unknown = journal.unknown(refused.account)
    lost = next((entry for entry in unknown if meant & set(entry.shipments)), None)
    if lost is None or (not named and _others_of_the_day(entries, lost, refused)):
        return None
    journal.resolve(evolve(lost, accepted=True, reason=PROBABLY), State.UNKNOWN)
    return lost


def _booked_labels(entries: Sequence[Entry]) -> set[str]:
    booked = (entry for entry in entries if entry.state in (State.BOOKED, State.DEAD))
    return {label for entry in booked for label in entry.shipments}


def _others_of_the_day(entries: Sequence[Entry], lost: Entry, refused: Entry) -> bool:
    """Whether a refusal that names no label may mean another pickup of the carrier's."""
    return any(
        entry.state in (State.SENDING, State.BOOKED, State.UNKNOWN)
        and entry.key not in (refused.key, lost.key)
        and (entry.carrier == refused.carrier or None in (entry.carrier, refused.carrier))
        and _of_one_day(entry, refused)
        for entry in entries
    )


def _of_one_day(one: Entry, other: Entry) -> bool:
    """Whether they may be for one day at the site: in what zone a window is told is free."""
    starts = [[start for start, _ in attempt_of(each).windows] for each in (one, other)]
    return any(abs(a - b) < timedelta(days=1) for a, b in product(*starts))
