"""What providers want of a request is data: complete, sourced, and free of contradictions."""

import re
from copy import copy
from types import SimpleNamespace

import pytest
from attrs import evolve, fields, has

from pickupkit import (
    Address,
    ConfigError,
    Parcels,
    PickupKit,
    PickupRequest,
    Requirement,
    Spot,
    Window,
)
from pickupkit.admission._validation import find_problems
from pickupkit.models import Certainty, Door, Need
from pickupkit.requirements import for_carrier, merged
from tests.plugins._play import (
    NOW,
    PROVIDERS,
    account,
    easypost_request,
    sendcloud_request,
    shippo_request,
)

REQUESTS = {
    "easypost": easypost_request(),
    "shippo": shippo_request(),
    "sendcloud": sendcloud_request("ups"),
}
CARRIERS = [(name, code) for name in PROVIDERS for code in PROVIDERS[name].carriers or (None,)]
PARTS = {"address": Address, "spot": Spot, "parcels": Parcels, "windows": Window}
RULES = [
    pytest.param(provider, rule, id=f"{name} {rule.pointer}")
    for name, provider in PROVIDERS.items()
    for rule in provider.requirements
]


def exists(pointer):
    """Tell whether a pointer names a field of a request, or one of ``extra``."""
    head, *rest = pointer.removeprefix("/").split("/")
    if head not in {field.name for field in fields(PickupRequest)}:
        return False
    rest = [step for step in rest if step != "*" or head == "extra"]
    kind = PARTS.get(head)
    if not rest:
        return True
    return head == "extra" or (has(kind) and rest[0] in {field.name for field in fields(kind)})


def spoilt(request):
    """Give a request again and again, each time one field less or with one that is odd."""
    yield request
    for part in ("address", "spot"):
        inner = getattr(request, part) or Spot()
        for field in fields(type(inner)):
            for value in (None, "x", "x" * 200):
                yield evolve(request, **{part: odd(inner, field.name, value)})
    for name in ("reference", "carrier_account", "service", "batch"):
        for value in (None, "x", "x" * 200):
            yield evolve(request, **{name: value})
    for count in (0, 1, 3):
        yield evolve(request, windows=request.windows[:1] * count, shipments=("s",) * count)
        yield evolve(request, parcels=(Parcels(quantity=count or 900),) * count)


def odd(part, name, value):
    """Give a part of a request with a value that its constructor would not let in."""
    changed = copy(part)
    object.__setattr__(changed, name, value)
    return changed


@pytest.mark.parametrize(("provider", "rule"), RULES)
def test_a_rule_names_a_field_and_its_source(provider, rule):
    """Who reads it can check it."""
    assert exists(rule.pointer), rule.pointer
    assert rule.source
    assert bool(rule.condition) == (rule.need is Need.CONDITIONAL)
    assert rule.applies is None or rule.condition, "what decides is told in words, too"


@pytest.mark.parametrize(("provider", "rule"), RULES)
def test_a_rule_is_possible(provider, rule):
    """Bounds in order, patterns that compile, carriers that exist, words for a pattern."""
    if rule.at_least is not None and rule.at_most is not None:
        assert rule.at_least <= rule.at_most
    if rule.pattern:
        re.compile(rule.pattern)
        assert rule.why, "it is told when a value does not match"
    assert {*rule.carriers, *rule.but_not} <= set(provider.carriers)


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=str)
def test_every_carrier_has_a_say_over_windows_and_address(provider):
    """What a pickup is at all: where and when."""
    for carrier in provider.carriers or (None,):
        needed = {
            rule.pointer
            for rule in provider.requirements
            if rule.concerns(carrier) and rule.need is Need.REQUIRED
        }
        where = {f"/address/{name}" for name in ("name", "line1", "postal_code", "city", "country")}
        assert where | {"/windows"} <= needed


def test_doors_are_our_own_words():
    """A provider's spelling is the plugin's business."""
    for provider in PROVIDERS.values():
        for rule in provider.requirements:
            if rule.pointer == "/spot/door":
                assert set(rule.choices) <= set(Door)


def test_a_kit_tells_them_by_account_and_by_provider():
    """For one carrier or all; credentials are not needed."""
    kit = PickupKit({"west": {"provider": "shippo"}})

    every = kit.requirements("west")
    usps, dhl = (kit.requirements("shippo", carrier) for carrier in ("usps", "dhl_express"))

    assert {rule.pointer for rule in every} == {rule.pointer for rule in usps}
    assert [rule.carriers for rule in every if rule.pointer == "/spot/door"] == [(), ("usps",)]
    door = {rule.pointer: rule for rule in dhl}["/spot/door"]
    assert set(door.choices) > set({r.pointer: r for r in usps}["/spot/door"].choices)


@pytest.mark.parametrize(("name", "carrier"), CARRIERS)
def test_a_carrier_has_one_rule_for_each_field(name, carrier):
    """Nothing to be put together, or to contradict itself; sums over a list stand apart."""
    told = PickupKit({}).requirements(name, carrier)

    assert len({(rule.pointer, rule.together) for rule in told}) == len(told)
    assert not any(rule.carriers or rule.but_not for rule in told)
    assert {rule.pointer for rule in told} >= {"/windows/*/start", "/windows/*/end"}


@pytest.mark.parametrize(("name", "carrier"), CARRIERS)
def test_what_is_told_for_a_carrier_is_what_validation_goes_by(name, carrier):
    """Each field taken away or spoilt is a fault by both, or by neither."""
    provider, place = PROVIDERS[name], account(name)
    told = SimpleNamespace(
        name=name,
        title=provider.title,
        rules=lambda _: merged(for_carrier(provider.rules(place), carrier)),
        find_problems=None,
    )
    own = SimpleNamespace(**vars(told) | {"rules": provider.rules})
    tried = [evolve(request, carrier=carrier) for request in spoilt(REQUESTS[name])]
    found = [
        [{problem.pointer for problem in find_problems(by, place, each, NOW)} for by in (own, told)]
        for each in tried
    ]

    assert len(tried) > 10
    assert any(ours for ours, _ in found)
    assert all(ours == theirs for ours, theirs in found)


def test_fields_that_a_provider_does_not_carry_are_not_told():
    """Shippo takes shipments: what holds of parcels elsewhere is of no use there."""
    told = {rule.pointer for rule in PickupKit({}).requirements("shippo", "usps")}

    assert "/parcels" in told
    assert not {pointer for pointer in told if pointer.startswith("/parcels/")}


def test_two_rules_of_a_field_become_one():
    """Every bound holds, the stronger need, the choices of both; what is less sure counts."""
    [rule] = merged(
        (
            Requirement(
                pointer="/reference",
                why="for the driver",
                source="a guide",
                certainty=Certainty.INFERRED,
                choices=("a", "bb", "c"),
                at_least=1,
                at_most=9,
                pattern="[a-z]+",
            ),
            Requirement(
                pointer="/reference",
                need=Need.REQUIRED,
                why="who asks",
                source="the API",
                choices=("bb", "c", "d"),
                at_least=2,
                pattern=".{2}",
            ),
        )
    )

    assert rule.need is Need.REQUIRED
    assert (rule.why, rule.source) == ("who asks; for the driver", "the API; a guide")
    assert (rule.certainty, rule.choices) == (Certainty.INFERRED, ("bb", "c"))
    assert (rule.at_least, rule.at_most) == (2, 9)
    assert [bool(re.fullmatch(rule.pattern, text)) for text in ("ab", "abc", "A1")] == [
        True,
        False,
        False,
    ]


def test_of_two_conditions_either_will_do():
    """And a need without a condition leaves none."""
    one, other = (
        Requirement(
            pointer="/reference",
            need=Need.CONDITIONAL,
            condition=f"with {name}",
            applies=lambda request, name=name: getattr(request, name) is not None,
        )
        for name in ("batch", "service")
    )
    [both] = merged((one, other))
    [plain] = merged((one, Requirement(pointer="/reference", need=Need.REQUIRED)))

    assert both.condition == "with batch or with service"
    request = sendcloud_request("dhl")
    assert not both.applies(request)
    assert both.applies(evolve(request, service="a"))
    assert both.applies(evolve(request, batch="a"))
    assert (plain.need, plain.condition, plain.applies) == (Need.REQUIRED, "", None)


def test_a_condition_is_told_whole():
    """Though a part of it stands in another."""
    words = ("with pallets or crates", "with bags or crates")
    rules = (Requirement(pointer="/spot", need=Need.CONDITIONAL, condition=each) for each in words)
    [both] = merged(rules)

    assert both.condition == " or ".join(words)


def test_what_several_rules_say_is_said_once():
    """However many come together."""
    told = (("a", "x"), ("b", "y"), ("a", "y"))
    [rule] = merged(Requirement(pointer="/spot", why=why, source=at) for why, at in told)

    assert (rule.why, rule.source) == ("a; b", "x; y")


def test_a_name_that_is_neither_account_nor_provider_is_told():
    """With what is installed."""
    with pytest.raises(ConfigError, match="no provider 'north'; installed: "):
        PickupKit({}).requirements("north")


def test_what_two_rules_allow_is_what_each_allows():
    """The lesser of two mosts, and the whole of a text by both patterns."""
    one = Requirement(pointer="/reference", at_most=5, pattern="[A-Z]{2}", source="a")
    other = Requirement(pointer="/reference", at_most=9, pattern="[A-Z]+", source="b")

    for rules in ((one, other), (other, one)):
        [rule] = merged(rules)
        assert rule.at_most == 5
        assert re.fullmatch(rule.pattern, "AB")
        assert not re.fullmatch(rule.pattern, "ABC")


def test_a_bound_of_a_sum_is_none_of_each_item():
    """Ten in a group at most are not ten in all."""
    each = Requirement(pointer="/parcels/*/quantity", at_most=10, source="a")
    sum_ = Requirement(pointer="/parcels/*/quantity", at_most=20, together=True, source="b")

    assert [(rule.at_most, rule.together) for rule in merged((each, sum_))] == [
        (10, False),
        (20, True),
    ]
