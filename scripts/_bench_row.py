"""One line of `scripts.bench`, and how its figures are taken."""

import time
from collections.abc import Callable
from typing import NamedTuple


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


def best(work: Callable[[], object], rounds: int, times: int = 1) -> float:
    """Give the processor time of one ``work``, the best of some rounds."""

    def once() -> float:
        began = time.process_time()
        for _ in range(times):
            work()
        return (time.process_time() - began) / times

    return min(once() for _ in range(rounds))
