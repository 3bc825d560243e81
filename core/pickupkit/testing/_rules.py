"""The rules of the contract: what each is called, which level it belongs to, when it applies."""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from attrs import frozen

from ._bench import Bench

Check: TypeAlias = Callable[[Bench], Iterator[str]]
LEVELS: Final = {1: "works", 2: "safe", 3: "complete"}
RULES: "Final[dict[str, Rule]]" = {}
"""Every rule by its name, in the order in which they are told."""


@frozen
class Rule:
    """One promise of the contract; its ``check`` yields a line for each breach.

    ``needs`` are the operations without which there is nothing to promise; one of those with "or"
    between them is enough.
    """

    name: str
    level: int
    says: str
    check: Check
    needs: tuple[str, ...] = ()

    def skipped(self, bench: Bench) -> str | None:
        """Say why the rule does not apply to a provider."""
        for need in self.needs:
            if not any(map(bench.has, need.split(" or "))):
                return f"there is no {need}"
        return None


def rule(level: int, *needs: str) -> Callable[[Check], Check]:
    """Make a check a rule of that level, named and told by the function."""

    def keep(check: Check) -> Check:
        said = (check.__doc__ or "").strip().split("\n")[0].rstrip(".")
        RULES[check.__name__] = Rule(check.__name__, level, said, check, needs)
        return check

    return keep
