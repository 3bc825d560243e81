"""What is wanted of a request: the rules that hold everywhere, and all rules of a field in one."""

from collections.abc import Callable, Hashable, Iterable
from decimal import Decimal
from typing import Any, Final

from attrs import evolve

from pickupkit.models import Certainty, Need, PickupRequest, Requirement

OURS: Final = "pickupkit"
_ISO: Final = "[A-Z]{2}"
_COUNTRY: Final = "an ISO 3166-1 code of two capitals, such as ES"

_WINDOW: Final = (
    Requirement(
        pointer="/windows/*/start",
        need=Need.REQUIRED,
        why="a moment with its time zone, not past",
        source=OURS,
    ),
    Requirement(pointer="/windows/*/end", why="later than the start", source=OURS),
)
"""What every provider carries."""

COMMON: Final = (
    Requirement(
        pointer="/address/country",
        pattern=_ISO,
        why=_COUNTRY,
        source=OURS,
    ),
    Requirement(
        pointer="/address/phone",
        pattern=r"\+[1-9][0-9]{6,14}",
        why="an E.164 number, such as +34600000000",
        source=OURS,
    ),
    Requirement(
        pointer="/address/email", pattern=r"[^@\s]+@[^@\s]+", why="a mail address", source=OURS
    ),
    Requirement(pointer="/windows", at_least=1, at_most=2, source=OURS),
    *_WINDOW,
    Requirement(
        pointer="/parcels/*/quantity",
        need=Need.REQUIRED,
        at_least=1,
        at_most=1_000_000,
        source=OURS,
    ),
    Requirement(
        pointer="/parcels/*/weight",
        at_least=Decimal("0.001"),
        at_most=Decimal(1_000_000),
        source=OURS,
    ),
    Requirement(pointer="/parcels/*/destination_country", pattern=_ISO, why=_COUNTRY, source=OURS),
)

_Bound = Decimal | int
_STRENGTH: Final = (Need.UNUSED, Need.OPTIONAL, Need.CONDITIONAL, Need.REQUIRED)
_SURENESS: Final = tuple(Certainty)


def carried(rules: Iterable[Requirement]) -> frozenset[str]:
    """Give the pointers of the fields that a provider carries, or at least lets pass."""
    return frozenset(rule.pointer for rule in (*rules, *_WINDOW))


def is_carried(pointer: str, pointers: frozenset[str]) -> bool:
    """Whether a field is among them: by itself, with any key, or with something of its items."""
    if pointer in pointers or f"{pointer.rpartition('/')[0]}/*" in pointers:
        return True
    inner = f"{pointer}/*"
    return any(known.startswith(inner) for known in pointers)


def with_common(rules: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """Add the common rules, but for fields that the provider does not carry."""
    own = tuple(rules)
    used = carried(rule for rule in own if rule.need is not Need.UNUSED)
    return (*own, *(rule for rule in COMMON if is_carried(rule.pointer, used)))


def for_carrier(rules: Iterable[Requirement], carrier: str | None) -> tuple[Requirement, ...]:
    """Give the rules that one carrier has; ``None`` for those of any."""
    mine = (rule for rule in rules if rule.concerns(carrier))
    return tuple(evolve(rule, carriers=(), but_not=()) for rule in mine)


def merged(rules: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """Put the rules of a field for the same carriers into one; sums over a list stay apart.

    What belongs to one part of a request comes together.
    """
    found: dict[Hashable, Requirement] = {}
    for rule in rules:
        key = (rule.pointer, rule.together, rule.carriers, rule.but_not)
        found[key] = _both(found[key], rule) if key in found else rule
    parts = list(dict.fromkeys(map(_part, found.values())))
    return tuple(sorted(found.values(), key=lambda rule: parts.index(_part(rule))))


def _part(rule: Requirement) -> str:
    return rule.pointer.removeprefix("/").partition("/")[0]


def _both(one: Requirement, other: Requirement) -> Requirement:
    """Say at once what two rules say; the more demanding one first, the less sure one counts."""
    two = sorted((one, other), key=lambda rule: _STRENGTH.index(rule.need), reverse=True)
    stronger, weaker = two
    return evolve(
        stronger,
        why=_joined(rule.why for rule in two),
        source=_joined(rule.source for rule in two),
        certainty=max((rule.certainty for rule in two), key=_SURENESS.index),
        choices=_in_both(one.choices, other.choices),
        at_least=_bound(max, one.at_least, other.at_least),
        at_most=_bound(min, one.at_most, other.at_most),
        pattern=_pattern(one.pattern, other.pattern),
        **_condition(stronger, weaker),
    )


def _joined(texts: Iterable[str]) -> str:
    parts = (part for text in texts for part in text.split("; "))
    return "; ".join(dict.fromkeys(filter(None, parts)))


def _in_both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    if not (one and other):
        return one or other
    return tuple(choice for choice in one if choice in other)


def _bound(pick: Callable[[list[_Bound]], _Bound], *bounds: _Bound | None) -> _Bound | None:
    given = [bound for bound in bounds if bound is not None]
    return pick(given) if given else None


def _pattern(one: str | None, other: str | None) -> str | None:
    if one is None or other is None or one == other:
        return one or other
    return rf"(?=(?:{one})\Z)(?:{other})"


def _condition(stronger: Requirement, weaker: Requirement) -> dict[str, Any]:
    """Let either of two conditions do."""
    if weaker.need is not Need.CONDITIONAL or stronger.need is not Need.CONDITIONAL:
        return {}
    either = tuple(rule.applies for rule in (stronger, weaker) if rule.applies)

    def applies(request: PickupRequest) -> bool:
        return any(test(request) for test in either)

    # Unlike "; ", an "or" may stand within each.
    words = " or ".join(dict.fromkeys(filter(None, (stronger.condition, weaker.condition))))
    return {"condition": words, "applies": applies if either else None}
