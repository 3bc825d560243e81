"""Show what a provider wants of a request."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from pickupkit import render
from pickupkit.models import Requirement

from ._say import plural

_COUNTED: Final = ("windows", "parcels", "shipments", "quantity")
"""Of what there are so many; other bounds are those of a weight or of a text's length."""


def table(rules: Sequence[Requirement]) -> str:
    """Show the rules; where they differ, with whose each is, last as it may be long."""
    head = ("FIELD", "NEED", "VALUES", "WHY", "SURE", "SOURCE", "CARRIERS")
    rows = (
        (r.pointer, _need(r), _values(r), r.why, r.certainty, r.source, _whose(r)) for r in rules
    )
    shown = len(head) if any(rule.carriers or rule.but_not for rule in rules) else -1
    return render.table(head[:shown], (row[:shown] for row in rows))


def _need(rule: Requirement) -> str:
    return f"{rule.need} {rule.condition}" if rule.condition else str(rule.need)


def _whose(rule: Requirement) -> str:
    words = ", ".join(rule.carriers) or "all"
    return f"{words} but {', '.join(rule.but_not)}" if rule.but_not else words


def _values(rule: Requirement) -> str:
    choices, bounds = " | ".join(rule.choices), _bounds(rule)
    pattern = f"matches {rule.pattern}" if rule.pattern and not rule.choices else ""
    return ", ".join(filter(None, (choices, bounds, pattern)))


def _bounds(rule: Requirement) -> str:
    least, most = (_bound(rule.pointer, bound) for bound in (rule.at_least, rule.at_most))
    told = (("exactly", least),) if least == most else (("at least", least), ("at most", most))
    words = [f"{word} {bound}" for word, bound in told if bound]
    return ", ".join((*words, "in all") if rule.together else words)


def _bound(pointer: str, bound: Decimal | int | None) -> str:
    name = pointer.rpartition("/")[2]
    if bound is None:
        return ""
    if name in _COUNTED or pointer.startswith("/extra/"):
        return str(bound)
    return f"{bound} kg" if name == "weight" else plural(int(bound), "character")
