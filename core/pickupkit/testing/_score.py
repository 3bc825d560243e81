"""The scorecard: what a provider keeps of the contract, level by level."""

from typing import Any, Final, Literal, TypeAlias

from attrs import asdict, frozen

from ._contract import GUARD, ProviderContract, bench_of, breaches, reason, unguarded
from ._rules import LEVELS, RULES, Rule

State: TypeAlias = Literal["done", "exempt", "missing"]
_MARKS: Final[dict[State, str]] = {"done": "ok     ", "exempt": "exempt ", "missing": "MISSING"}


@frozen
class Line:
    """One rule: kept, exempt with a reason, or broken with what is wrong."""

    rule: str
    level: int
    says: str
    state: State
    why: tuple[str, ...] = ()


@frozen
class Scorecard:
    """Every rule of the contract, for one provider."""

    provider: str
    lines: tuple[Line, ...]

    @property
    def level(self) -> int:
        """The highest level of which every rule is done or exempt; 0 for none."""
        broken = {line.level for line in self.lines if line.state == "missing"}
        return min(broken, default=max(LEVELS) + 1) - 1

    @property
    def title(self) -> str:
        """The level in words."""
        return f"level {self.level} of {max(LEVELS)}" + (
            f", {LEVELS[self.level]}" if self.level else ""
        )

    def fields(self) -> dict[str, Any]:
        """Give the card as data."""
        lines = [asdict(line) for line in self.lines]
        return {"provider": self.provider, "level": self.level, "rules": lines}

    def text(self) -> str:
        """Give the card as lines."""
        shown = [f"{self.provider}: {self.title}"]
        for level, title in LEVELS.items():
            shown += ["", f"{level} {title}"]
            for line in self._of(level):
                shown.append(f"  {_MARKS[line.state]} {line.says}")
                shown += [f"            {said}" for said in line.why[:_MOST]]
        return "\n".join(shown)

    def markdown(self) -> str:
        """Give the card as a table for a README."""
        rows = ["| level | rule | |", "|---|---|---|"]
        for line in self.lines:
            said = f"{line.state}: {'; '.join(line.why[:1])}" if line.why else line.state
            rows.append(f"| {line.level} {LEVELS[line.level]} | {line.says} | {said} |")
        return "\n".join((f"**{self.provider}: {self.title}**", "", *rows))

    def _of(self, level: int) -> list[Line]:
        return [line for line in self.lines if line.level == level]


_MOST: Final = 5


def score(contract: type[ProviderContract]) -> Scorecard:
    """Check every rule of a contract; no pytest is needed."""
    bench = bench_of(contract)
    lines = [_line(contract, rule) for rule in RULES.values()]
    if said := unguarded(contract):
        lines.insert(0, Line(GUARD, 1, "No test is replaced without a reason", "missing", (*said,)))
    return Scorecard(bench.provider.name, tuple(lines))


def _line(contract: type[ProviderContract], rule: Rule) -> Line:
    name = f"test_{rule.name}"
    own = getattr(contract, name, None)
    excuse = reason(own)
    if own is not getattr(ProviderContract, name) and excuse is None:
        return _told(rule, "missing", "the test is replaced or taken away")
    skipped = rule.skipped(bench_of(contract))
    if skipped:
        return _told(rule, "exempt", skipped)
    try:
        broken = breaches(contract, rule.name)
    except Exception as error:  # noqa: BLE001 - a check that cannot run is a rule not kept
        broken = [f"it cannot be checked: {type(error).__name__}: {error}"]
    if excuse is not None:
        return _told(rule, "exempt", excuse) if broken else _told(rule, "missing", "it is kept")
    return _told(rule, "missing" if broken else "done", *broken)


def _told(rule: Rule, state: State, *why: str) -> Line:
    return Line(rule.name, rule.level, rule.says, state, why)
