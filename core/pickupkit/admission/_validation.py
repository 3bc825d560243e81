"""Find everything that is wrong with a request before anything is sent."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from pickupkit.errors import Problem
from pickupkit.models import Need, PickupRequest, Requirement, Weight, Window
from pickupkit.plugin import Account, Provider, encode
from pickupkit.plugin._faults import told_as
from pickupkit.requirements import COMMON, OURS, carried, is_carried
from pickupkit.structure import step

from ._leaves import Given, Leaf

_ODD: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What no carrier can print on a driver's list; of control characters, ends of lines are fine."""


def find_problems(
    provider: Provider[Any], account: Account[Any], request: PickupRequest, now: datetime
) -> tuple[Problem, ...]:
    """Check a request against the common rules and those of one provider."""
    given = Given(request)
    rules = [rule for rule in provider.rules(account) if rule.concerns(request.carrier)]
    found = [
        *_in_time(request.windows, now),
        *_misvalued(COMMON, given),
        *_unfit(given.leaves),
        *_unsendable(request.extra),
        *_missing(rules, request, given),
        *_misvalued(rules, given),
        *_uncarried(provider, rules, given.leaves),
    ]
    if provider.find_problems is not None:
        found += provider.find_problems(account, request)
    return tuple(dict.fromkeys(found))


def _in_time(windows: Iterable[Window], now: datetime) -> Iterator[Problem]:
    listed = tuple(windows)
    for at, window in enumerate(listed):
        if window.start < now:
            yield Problem(f"/windows/{at}", f"{window.start.isoformat()} is past", OURS)
    for at, (first, second) in enumerate(pairwise(listed)):
        # Not compared as they are: in one zone that ignores which of two equal hours is meant.
        if first.end is None or second.start.timestamp() < first.end.timestamp():
            yield Problem(f"/windows/{at + 1}", "begins before the window before it ends", OURS)


def _unfit(given: Iterable[Leaf]) -> Iterator[Problem]:
    for leaf in given:
        texts = _texts(leaf.value)
        if not all(map(str.strip, texts)):
            yield Problem(leaf.pointer, "is blank", OURS)
        if any(map(_ODD.search, texts)):
            reason = "holds a control character, or half of a character that takes two"
            yield Problem(leaf.pointer, reason, OURS)


def _texts(value: object) -> Sequence[str]:
    if isinstance(value, str):
        return (value,)
    return [each for each in value if isinstance(each, str)] if isinstance(value, tuple) else ()


def _unsendable(extra: Mapping[str, Any]) -> Iterator[Problem]:
    for key, value in extra.items():
        try:
            encode(value)
        except (TypeError, ValueError, RecursionError):
            reason = "is nothing that JSON can hold; write it as text"
            yield Problem("/extra" + step(key), reason, OURS)


def _missing(
    rules: Iterable[Requirement], request: PickupRequest, given: Given
) -> Iterable[Problem]:
    """Find each field that is needed and not there, with the most telling rule's reason."""
    found: dict[str, Problem] = {}
    for rule in rules:
        if _is_needed(rule, request):
            reason = f"is required; {rule.why}" if rule.why else "is required"
            for pointer in _wanted(rule.pointer, given):
                if pointer not in given.pointers and (rule.why or pointer not in found):
                    found[pointer] = Problem(pointer, reason, rule.source)
    return found.values()


def _is_needed(rule: Requirement, request: PickupRequest) -> bool:
    if rule.need is Need.CONDITIONAL:
        with told_as(f"the condition of requirement {rule.pointer} fails"):
            return rule.applies is not None and rule.applies(request)
    return rule.need is Need.REQUIRED


def _wanted(rule: str, given: Given) -> Iterator[str]:
    """Give each place where a rule's field belongs: one for each item of a list."""
    parent, star, rest = rule.partition("/*")
    if not star:
        yield rule
        return
    for leaf in given.under(parent):
        yield from (f"{leaf.pointer}/{at}{rest}" for at in range(len(leaf.value)))


def _misvalued(rules: Iterable[Requirement], given: Given) -> Iterator[Problem]:
    for rule in rules:
        found = given.under(rule.pointer)
        for leaf in _summed(rule, found) if rule.together else found:
            if reason := _wrong(rule, leaf.value):
                yield Problem(leaf.pointer, reason, rule.source)


def _summed(rule: Requirement, given: Iterable[Leaf]) -> Iterator[Leaf]:
    """Add the values of a list up, shown at the list."""
    sizes = [_size(leaf.value) for leaf in given]
    if sizes:
        yield Leaf(rule.pointer.partition("/*")[0], rule.pointer, sum(sizes))


def _wrong(rule: Requirement, value: object) -> str | None:
    if rule.choices and value not in rule.choices:
        return f"{_shown(value)} is none of {', '.join(rule.choices)}"
    if rule.pattern and not re.fullmatch(rule.pattern, str(value)):
        return f"is not {rule.why}"
    return _out_of_bounds(rule, value)


def _out_of_bounds(rule: Requirement, value: object) -> str | None:
    if rule.at_least is None and rule.at_most is None:
        return None
    size = _size(value)
    if rule.at_least is not None and size < rule.at_least:
        return f"{_measured(value, size)} is under the least, {rule.at_least}"
    if rule.at_most is not None and size > rule.at_most:
        return f"{_measured(value, size)} is over the most, {rule.at_most}"
    return None


def _size(value: object) -> Decimal | int:
    if isinstance(value, Weight):
        return value.to("kg").value
    if isinstance(value, int | Decimal):
        return value
    return len(value)  # type: ignore[arg-type]


def _measured(value: object, size: Decimal | int) -> str:
    if isinstance(value, str):
        return f"a length of {size}"
    # Python shows no whole number of more than 4300 digits, which a file may hold as hexadecimal.
    return f"a number of {size}" if isinstance(value, tuple) else str(Decimal(size))


def _shown(value: object) -> str:
    return repr(str(value)[:60])


def _uncarried(
    provider: Provider[Any], rules: Iterable[Requirement], given: Iterable[Leaf]
) -> Iterator[Problem]:
    known = carried(rules)
    unused = {rule.pointer for rule in rules if rule.need is Need.UNUSED}
    for leaf in given:
        if not (is_carried(leaf.rule, known) or _within(leaf.rule, unused) or leaf.is_default):
            reason = f"{provider.title} cannot carry this field; leave it out"
            yield Problem(leaf.pointer, reason, f"{provider.name} requirements")


def _within(rule: str, unused: set[str]) -> bool:
    return any(rule.startswith(f"{pointer}/") for pointer in unused)
