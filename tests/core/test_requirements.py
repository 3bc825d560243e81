"""What providers want of a request is data: complete, sourced, and free of contradictions."""

import re

import pytest
from attrs import fields, has

from pickupkit import Address, ConfigError, Parcels, PickupKit, PickupRequest, Spot, Window
from pickupkit.models import Door, Need
from pickupkit.validation import COMMON
from tests.plugins._play import PROVIDERS

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
    """With the common rules, for one carrier or all; credentials are not needed."""
    kit = PickupKit({"west": {"provider": "shippo"}})

    every = kit.requirements("west")
    dhl = kit.requirements("shippo", "dhl_express")

    assert every == (*PROVIDERS["shippo"].requirements, *COMMON)
    assert set(dhl) < set(every)
    assert all(rule.concerns("dhl_express") for rule in dhl)
    assert [rule.need for rule in dhl if rule.pointer == "/parcels"] == [Need.UNUSED]


def test_a_name_that_is_neither_account_nor_provider_is_told():
    """With what is installed."""
    with pytest.raises(ConfigError, match="no provider 'north'; installed: "):
        PickupKit({}).requirements("north")
