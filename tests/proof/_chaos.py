"""Workers that are killed, a sandbox that misbehaves, and the count of what truly happened."""

import collections
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from attrs import define, field

from pickupkit.journal import Entry, Journal, State

FAULTS: Final = (
    """
seed = {seed}
"""
    + "".join(
        f"[[faults]]\noperation = {operation!r}\n{fault}\n"
        for operation in ("create", "buy")
        for fault in (
            "kind = 'silence'\neffect = 'done'\nprobability = 0.02",
            "kind = 'silence'\nprobability = 0.01",
            "kind = 'silence'\neffect = 'later'\nseconds = 0.6\nprobability = 0.02",
            "kind = 'reset'\neffect = 'done'\nprobability = 0.02",
            "kind = 'reset'\nprobability = 0.02",
            "kind = 'close'\neffect = 'later'\nseconds = 0.4\nprobability = 0.01",
            "kind = 'status'\nstatus = 502\neffect = 'done'\nprobability = 0.02",
            "kind = 'status'\nstatus = 503\nprobability = 0.01",
            "kind = 'status'\nstatus = 429\nprobability = 0.01",
            "kind = 'half'\nprobability = 0.02",
            "kind = 'not-gzip'\nprobability = 0.01",
        )
    )
    + "".join(
        f"[[faults]]\noperation = {operation!r}\n{fault}\n"
        for operation in ("list", "get")
        for fault in (
            "kind = 'lag'\nseconds = 0.3",
            "kind = 'status'\nstatus = 503\nprobability = 0.03",
            "kind = 'reset'\nprobability = 0.02",
        )
    )
)
"""Of 100 bookings, 17 go wrong."""

_GIVE_UP: Final = 240.0


@define
class Tally:
    """What came of it, judged from outside."""

    booked: int = 0
    double: int = 0
    lost: int = 0
    wrong: int = 0
    left: int = 0
    kills: int = 0
    crashed: int = 0
    restarts: int = 0
    rebooked: int = 0
    found: int = 0
    seconds: float = 0.0
    faults: int = 0


@define
class Chaos:
    """One run: so many bookings, so many workers, so many kills."""

    folder: Path
    journal: str
    count: int
    workers: int
    kills: int
    seed: int
    restart: Callable[[], None] | None = None
    restarts: int = 0
    tally: Tally = field(factory=Tally)

    def run(self) -> Tally:
        """Let it happen, then compare the vendor's truth with the journal."""
        began = time.monotonic()
        with self._sandbox() as url:
            self._work(url)
            time.sleep(1)  # what is late lands
            self.tally.faults = _struck(url)
        self.tally.seconds = time.monotonic() - began
        self._compare()
        return self.tally

    @contextmanager
    def _sandbox(self) -> Iterator[str]:
        (self.folder / "faults.toml").write_text(FAULTS.format(seed=self.seed))
        command = (
            "sandbox", "--faults", str(self.folder / "faults.toml"),
            "--truth", str(self.folder / "truth"), "--seed", str(self.seed),
        )  # fmt: skip
        python = [sys.executable, "-m", "pickupkit", *command]
        with subprocess.Popen(python, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                yield process.stdout.readline().strip().split()[-1]
            finally:
                process.kill()

    def _start(self, url: str, seed: int) -> "subprocess.Popen[bytes]":
        arguments = (url, self.journal, str(seed), str(self.count))
        with (self.folder / "errors").open("ab") as errors:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.proof._worker", *arguments],
                stderr=errors,
                cwd=Path(__file__).parents[2],
                env={**os.environ, "NO_PROXY": "*"},
            )

    def _work(self, url: str) -> None:
        chance = random.Random(self.seed)  # noqa: S311 - reproducible chaos, no secret
        running = [self._start(url, self.seed + n) for n in range(self.workers)]
        ends = time.monotonic() + _GIVE_UP
        due = self._due()
        try:
            while any(worker.poll() is None for worker in running):
                assert time.monotonic() < ends, "the workers do not come to an end"
                self._revive(running, url)
                if due and self._done() >= due[0]:
                    due.pop(0)
                    self._strike(running, chance, url, len(due))
                time.sleep(0.01)
        finally:
            for worker in running:
                worker.kill()
                worker.wait()

    def _due(self) -> list[int]:
        """Give after how many bookings the next one dies: spread over the whole run."""
        return [self.count * n // (self.kills + 1) for n in range(1, self.kills + 1)]

    def _done(self) -> int:
        truth = self.folder / "truth"
        return truth.read_bytes().count(b'"booked"') if truth.exists() else 0

    def _strike(
        self,
        running: list["subprocess.Popen[bytes]"],
        chance: random.Random,
        url: str,
        left: int,
    ) -> None:
        time.sleep(chance.uniform(0, 0.02))
        victim = chance.randrange(len(running))
        if running[victim].poll() is None:
            running[victim].send_signal(signal.SIGKILL)
            running[victim].wait()
            self.tally.kills += 1
            running[victim] = self._start(url, self.seed + 100 + left)
        if self.restart and self.tally.restarts < self.restarts and left % 9 == 0:
            self.restart()
            self.tally.restarts += 1

    def _revive(self, running: list["subprocess.Popen[bytes]"], url: str) -> None:
        for n, worker in enumerate(running):
            if worker.poll() not in (None, 0):
                self.tally.crashed += 1
                assert self.tally.crashed < 5, (self.folder / "errors").read_text()[-2000:]
                running[n] = self._start(url, self.seed + 1000 + n)

    def _compare(self) -> None:
        events = [json.loads(line) for line in (self.folder / "truth").read_text().splitlines()]
        booked = [event for event in events if event["event"] == "booked"]
        times = collections.Counter(event["reference"] for event in booked)
        ids = {(event["provider"], event["id"]): event["reference"] for event in booked}
        tally, journal = self.tally, Journal(self.journal)
        entries = journal.entries()
        journal.close()
        mine = [entry for entry in entries if entry.state is State.BOOKED]
        tally.booked = len(mine)
        tally.double = sum(n - 1 for n in times.values())
        tally.lost = sum(entry.key not in times for entry in mine)
        tally.wrong = sum(ids.get((e.provider, str(e.pickup_id))) != e.key for e in mine)
        tally.left = self.count - len(mine) + len(times.keys() - {entry.key for entry in mine})
        tally.rebooked = sum(entry.tries > 1 for entry in entries)
        tally.found = sum("found" in (entry.reason or "") for entry in mine)


def _struck(url: str) -> int:
    import urllib.request

    with urllib.request.urlopen(f"{url}/_sandbox/faults", timeout=5) as answer:
        shown = json.load(answer)
    wrong = (f["operation"] in ("create", "buy") for f in shown["faults"])
    return sum(n for n, booking in zip(shown["struck"], wrong, strict=True) if booking)


def show(entry: Entry) -> str:
    """Say what became of one, for a failing test."""
    return f"{entry.key} {entry.state} {entry.pickup_id} {entry.reason}"
