"""What a provider wants of a request, as data."""

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

from attrs import field, frozen

from ._request import PickupRequest


class Need(StrEnum):
    """Whether a field has to be given; one that is unused may be there and is not sent."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    CONDITIONAL = "conditional"
    UNUSED = "unused"


class Certainty(StrEnum):
    """How sure a rule is."""

    DOCUMENTED = "documented"
    SEEN = "seen in traffic"
    REPORTED = "reported by others"
    INFERRED = "inferred"
    ASSUMED = "assumed by pickupkit"


@frozen(kw_only=True)
class Requirement:
    """One field of `PickupRequest` that a provider can carry, and its rules.

    ``pointer`` is a JSON pointer with ``*`` for each item of a list: ``/parcels/*/weight``.
    A pointer ending in ``/*`` below ``/extra`` takes any key. ``carriers`` limits the rule to some
    carriers, empty means all; ``but_not`` takes some out. ``applies`` decides a
    conditional need, which ``condition`` puts in words. ``choices`` are the allowed values,
    ``at_least`` and ``at_most`` bound a number, a length or a count; with ``together`` they bound
    the sum over the list.
    """

    pointer: str
    need: Need = Need.OPTIONAL
    why: str = ""
    source: str = ""
    certainty: Certainty = Certainty.DOCUMENTED
    carriers: tuple[str, ...] = ()
    but_not: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    at_least: Decimal | int | None = None
    at_most: Decimal | int | None = None
    together: bool = False
    pattern: str | None = None
    condition: str = ""
    applies: Callable[[PickupRequest], bool] | None = field(default=None, repr=False)

    def concerns(self, carrier: str | None) -> bool:
        """Whether the rule is one of this carrier's."""
        return (not self.carriers or carrier in self.carriers) and carrier not in self.but_not
