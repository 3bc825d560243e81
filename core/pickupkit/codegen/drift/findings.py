"""What a comparison gives."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["breaking", "new", "changed", "words"]
Side: TypeAlias = Literal["request", "answer", ""]

KINDS: tuple[Kind, ...] = ("breaking", "new", "changed", "words")
MEANING: dict[Kind, str] = {
    "breaking": "what a client sends may be refused, or what it reads may be gone",
    "new": "fields, values and operations that were not there",
    "changed": "what a client needs no change for, and should know",
    "words": "descriptions and examples",
}


@dataclass(frozen=True)
class Finding:
    """One difference. ``names`` are what code that has to do with it would spell."""

    kind: Kind
    where: str
    what: str
    side: Side = ""
    names: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Name the place with its side."""
        return f"{self.where} ({self.side})" if self.side else self.where


@dataclass(frozen=True)
class Drift:
    """All differences that matter, worst first, and the number of those in paths not used."""

    findings: Sequence[Finding]
    elsewhere: int = 0
    counts: dict[Kind, int] = field(init=False)

    def __post_init__(self) -> None:
        counts = {kind: sum(f.kind == kind for f in self.findings) for kind in KINDS}
        object.__setattr__(self, "counts", counts)

    @property
    def breaks(self) -> bool:
        """Tell whether a client may break."""
        return self.counts["breaking"] > 0
