"""The faults that are in place, and which of them strikes a call."""

import random
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, field, frozen

from pickupkit.errors import InvalidRequest, Problem

from ._fault import ANY, Fault
from ._read import plain


@define
class _InPlace:
    fault: Fault
    chance: random.Random
    reached: int = 0
    struck: int = 0

    def strikes(self) -> bool:
        """Count a call that reaches it, and tell whether it is struck."""
        self.reached += 1
        if self.reached <= self.fault.skip or self.struck == self.fault.times:
            return False
        # Asked only here, so that the n-th chance depends on the seed and on n alone.
        struck = self.fault.probability == 1 or self.chance.random() < self.fault.probability
        self.struck += struck
        return struck


@frozen
class Stroke:
    """What strikes one call: a fault, and how many seconds of bookings it may not see."""

    fault: Fault | None = None
    lag: float = 0.0


@define
class Faults:
    """The faults of a sandbox, which may be changed while it runs.

    ``operations`` lists what each provider does. A fault for a provider or an operation that is
    not there is an `InvalidRequest`. Equal seeds and equal calls give equal strokes.
    """

    _operations: Mapping[str, tuple[str, ...]]
    _seed: int = 0
    _in_place: tuple[_InPlace, ...] = field(factory=tuple, init=False)

    def replace(self, faults: Iterable[Fault], seed: int = 0) -> None:
        """Put these in place of all others; all counts begin anew."""
        fresh = self._checked(faults, seed, 0)
        self._seed, self._in_place = seed, fresh

    def append(self, faults: Iterable[Fault]) -> None:
        """Put these behind the others."""
        self._in_place += self._checked(faults, self._seed, len(self._in_place))

    def clear(self) -> None:
        """Let everything go well again."""
        self._in_place = ()

    def shown(self) -> dict[str, Any]:
        """Tell what is in place, and how often each has struck."""
        return {
            "seed": self._seed,
            "faults": [plain(each.fault) for each in self._in_place],
            "struck": [each.struck for each in self._in_place],
        }

    def draw(self, provider: str, operation: str | None) -> Stroke:
        """Count a call, and tell what strikes it: the first fault that does, and every lag."""
        fault, lag = None, 0.0
        for each in self._in_place:
            if not each.fault.matches(provider, operation):
                continue
            if each.fault.kind == "lag":
                lag = max(lag, each.fault.seconds or 0.0) if each.strikes() else lag
            elif fault is None and each.strikes():
                fault = each.fault
        return Stroke(fault, lag)

    def _checked(self, faults: Iterable[Fault], seed: int, first: int) -> tuple[_InPlace, ...]:
        wanted = tuple(faults)
        problems = [p for n, fault in enumerate(wanted) for p in self._strange(fault, n)]
        if problems:
            raise InvalidRequest(problems)
        # The place is part of the seed: equal chances in a row would strike the same calls.
        return tuple(
            _InPlace(fault, random.Random(f"{seed}/{place}"))  # noqa: S311 - chance, no secret
            for place, fault in enumerate(wanted, first)
        )

    def _strange(self, fault: Fault, place: int) -> Iterable[Problem]:
        at, there = f"/faults/{place}", self._operations
        if fault.provider not in (ANY, *there):
            named = ", ".join(name for name in (ANY, *there) if name)
            return [Problem(f"{at}/provider", f"is none of {named}")]
        meant = [there[fault.provider]] if fault.provider != ANY else there.values()
        known = dict.fromkeys(name for names in meant for name in names)
        if fault.operation not in (ANY, *known):
            return [Problem(f"{at}/operation", f"is none of {', '.join((ANY, *known))}")]
        return ()
