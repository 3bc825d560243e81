"""Measure what the journal costs a booking: ``python -m scripts.bench_journal [URL]``.

By the clock, as waiting for the disk is the cost. Without a URL, PostgreSQL is measured at a server
of the machine's own binaries, if there are any; that one does not wait for its disk. A booking is
two commits: the intent, and how it ended (EasyPost: a third, for the offer).
"""

import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from attrs import evolve

from pickupkit.journal import Entry, Journal, State
from tests.postgres import binaries, running

TIMES: Final = 300


def main(urls: list[str]) -> None:
    """Print the cost at a SQLite file, and at each URL."""
    with TemporaryDirectory() as folder, ExitStack() as servers:
        for url in (f"sqlite:///{Path(folder) / 'journal.sqlite'}", *(urls or _own(servers))):
            begin, settle = _cost(url)
            kind = url.partition(":")[0]
            total = 1000 * (begin + settle)
            print(
                f"journal, {kind:10} {total:6.2f} ms a booking"
                f" (intent {1000 * begin:.2f}, end {1000 * settle:.2f})"
            )


def _own(servers: ExitStack) -> list[str]:
    """Start a server until ``servers`` is left, where the machine has its programs."""
    if binaries() is None:
        print("journal, postgresql: not measured, its programs are not on this machine")
        return []
    return [servers.enter_context(running()).url]


def _cost(url: str) -> tuple[float, float]:
    """Give the seconds of an intent and of an end, the middle ones of many."""
    journal, begins, ends = Journal(url), [], []
    for number in range(TIMES):
        entry = Entry(
            key=f"bench-{time.time_ns()}-{number}",
            account="bench",
            provider="bench",
            request_hash="0" * 64,
            shipments=("label",),
        )
        start = time.perf_counter()
        begun = journal.begin(entry, {})
        middle = time.perf_counter()
        journal.settle(evolve(begun, state=State.BOOKED, pickup_id=str(number), pickup={"id": "1"}))
        begins.append(middle - start)
        ends.append(time.perf_counter() - middle)
    journal.close()
    return sorted(begins)[TIMES // 2], sorted(ends)[TIMES // 2]


if __name__ == "__main__":
    main(sys.argv[1:])
