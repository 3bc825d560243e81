"""The class that an author of a plugin subclasses."""

from collections.abc import Callable, Sequence
from typing import Final

from . import checks  # noqa: F401 - fills the table of rules
from ._bench import Bench
from ._given import Given
from ._rules import RULES, Rule

GUARD: Final = "test_the_contract_is_whole"
"""The test that finds others replaced; itself it is looked at from outside of the contract."""


class ProviderContract(Given):
    """Every promise that a provider makes, as tests; subclass it as ``TestAcme`` and fill it in.

    ``provider`` is the provider or its installed name, ``settings`` an account's, ``request`` one
    that it books. ``replies`` are its vendor's answers; without them its sandbox answers, without
    that its cassettes. The rest is for what cannot be found out:

    - ``expects``: fields of the `Pickup` that ``request`` gives, such as ``{"id": "van_1"}``
    - ``requests``: more requests, for fields and carriers that ``request`` leaves out
    - ``errors``: error answers of the vendor; each with the text that has to be told
    - ``refusals``: success answers that mean a refusal
    - ``absent``: replies of a vendor at which nothing is booked, for ``reconcile``
    - ``others``: another valid value of a field, by its pointer, where none is found by itself;
      where a field cannot change alone, of what it is a part of, such as ``/windows/0``
    - ``paging``: settings that make the pages of a listing small
    - ``pickup_id``: a pickup that is there, where ``create`` makes none
    - ``query``: which orders to list, of several pages if you can
    - ``order_id``: the order to look up, if not the first of those
    - ``unread``: places in an order's answer that ``raw`` alone keeps, such as
      ``/data/items/*/links``; what is below them is meant, too
    - ``derived``: places of a request that are made from the others, so that they change with any:
      ``header X-Signature``, ``query key`` or ``body /lines/*/count``
    - ``cassettes``: a folder of recordings in vcrpy's YAML; ``create.yaml`` and the like hold what
      an operation asks with ``request``, the others are named by your tests
    - ``now``: when all this happens (aware); three days before the window if left out
    - ``level``: up to which level the tests hold you; the scorecard shows the others as well
    - ``wall_clocks``: fields of answers whose zone is known to be false, by their names

    A test may only be replaced by one that is marked ``xfail(strict=True, reason=…)``.

    .. versionadded:: 0.1
    """

    def test_the_contract_is_whole(self) -> None:
        """No test is taken away, and none replaced without ``xfail`` and a reason."""
        _demand(tampered(type(self)))


def breaches(contract: type[ProviderContract], name: str) -> list[str]:
    """Check one rule; give its breaches, none if it holds or does not apply."""
    bench, rule = bench_of(contract), RULES[name]
    return [] if rule.skipped(bench) else list(rule.check(bench))


def unguarded(contract: type[ProviderContract]) -> list[str]:
    """Say so where a subclass replaced the test that would tell of it."""
    own: object = getattr(contract, GUARD, None)
    guard: object = getattr(ProviderContract, GUARD)
    return [] if own is guard else [f"{GUARD} is replaced; leave it alone"]


def tampered(contract: type[ProviderContract]) -> list[str]:
    """Name the tests that a subclass took away or replaced without saying why."""
    names = (f"test_{name}" for name in RULES)
    return unguarded(contract) + [
        f"{name} is replaced; mark it xfail(strict=True, reason=…) or leave it alone"
        for name in names
        if getattr(contract, name, None) is not getattr(ProviderContract, name)
        and reason(getattr(contract, name, None)) is None
    ]


def reason(test: object) -> str | None:
    """Give the reason of a strict ``xfail`` mark."""
    for mark in getattr(test, "pytestmark", ()):
        said = mark.kwargs.get("reason")
        if mark.name == "xfail" and said and mark.kwargs.get("strict") is True:
            return str(said)
    return None


_BENCHES: Final[dict[int, tuple[type, Bench]]] = {}


def bench_of(contract: type[ProviderContract]) -> Bench:
    """Give the bench of a contract; its tests share one."""
    known = _BENCHES.get(id(contract))
    if known is None:
        known = _BENCHES[id(contract)] = contract, Bench(contract())
    return known[1]


def _demand(complaints: Sequence[str]) -> None:
    if complaints:
        raise BrokenContractError(complaints)


class BrokenContractError(AssertionError):
    """A rule that does not hold; the text has a line for each breach."""

    def __init__(self, complaints: Sequence[str]) -> None:
        listed = [f"  {line}" for line in complaints[:_SHOWN]]
        more = len(complaints) - _SHOWN
        super().__init__("\n".join(["", *listed, *([f"  and {more} more"] if more > 0 else [])]))


_SHOWN: Final = 12


def _test(rule: Rule) -> Callable[[ProviderContract], None]:
    def test(self: ProviderContract) -> None:
        bench = bench_of(type(self))
        skipped = rule.skipped(bench)
        if rule.level > self.level:
            skipped = f"level {rule.level} is not aimed at yet"
        if skipped:
            import pytest

            pytest.skip(skipped)
        _demand(list(rule.check(bench)))

    test.__name__ = f"test_{rule.name}"
    test.__qualname__ = f"ProviderContract.test_{rule.name}"
    test.__doc__ = f"{rule.says}."
    test.pickupkit_rule = rule  # type: ignore[attr-defined]
    return test


for _rule in RULES.values():
    setattr(ProviderContract, f"test_{_rule.name}", _test(_rule))
