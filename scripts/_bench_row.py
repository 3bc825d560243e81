"""One line of `scripts.bench`, and how its figures are taken."""

import time
from collections.abc import Callable
from typing import NamedTuple

Measure = Callable[[], float]
"""Gives seconds, once each time it is called."""


class Row(NamedTuple):
    """One comparison; times in seconds."""

    what: str
    ours: float
    bare: float
    beside: str
    aim: float | None = None

    def line(self) -> str:
        """Show it in milliseconds, or microseconds where those are small."""
        unit, scale = ("ms", 1e3) if self.bare > 1e-3 else ("us", 1e6)
        ratio = self.ours / self.bare
        aim = "" if self.aim is None else f"{self.aim:g}"
        mark = "" if self.aim is None else ("ok" if ratio <= self.aim else "OVER")
        figures = f"{self.ours * scale:9.1f} {self.bare * scale:9.1f} {unit}"
        return f"{self.what:44} {figures} {ratio:8.2f} {aim:>5} {mark:4} {self.beside}"


def side_by_side(rounds: int, *measures: Measure) -> list[float]:
    """Give the least that each measure found, taken in turn, so that all meet the same machine."""
    found = [[measure() for measure in measures] for _ in range(rounds)]
    return [min(column) for column in zip(*found, strict=True)]


def timed(work: Callable[[], object], times: int = 1) -> Measure:
    """Measure the processor time of one ``work``."""

    def measure() -> float:
        began = time.process_time()
        for _ in range(times):
            work()
        return (time.process_time() - began) / times

    return measure
