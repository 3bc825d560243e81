"""Which attempt a refusal as "already booked" tells of, where one's answer was lost."""

from collections.abc import Sequence
from typing import Final

from attrs import evolve

from pickupkit.journal import Entry, Journal, State

PROBABLY: Final = (
    "probably booked: a later one with its labels was refused as a duplicate; its confirmation "
    "code is not known, so ask the carrier or the provider's support"
)


def lost_before(journal: Journal, refused: Entry, said: Sequence[str]) -> Entry | None:
    """Give the attempt that is probably booked, and write so down; ``said`` are the words."""
    entries = journal.entries(refused.account)
    labels = set(refused.shipments) - _booked_labels(entries)
    unknown = journal.unknown(refused.account)
    lost = next((entry for entry in unknown if labels & set(entry.shipments)), None)
    named = any(label in text for label in labels for text in said)
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
        entry.state in (State.BOOKED, State.UNKNOWN)
        and entry.key not in (refused.key, lost.key)
        and entry.carrier == refused.carrier
        and _days(entry) & _days(refused)
        for entry in entries
    )


def _days(entry: Entry) -> set[str]:
    return {start[:10] for start, _ in entry.windows}
