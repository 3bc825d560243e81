"""The recordings cover each operation, each scene, each end of a cancel and each credential."""

import ast
import importlib

import pytest

from pickupkit import CancelOutcome
from pickupkit.registry import Registry

from ._shelf import MODULES, every_exchange
from ._stage import KEYS, part_of

CALLED = {"reconcile": "look"}
"""Operations that the cases call by another name."""

OUTCOMES = {
    "easypost": {"CANCELLED", "REFUSED", "UNKNOWN"},
    "sendcloud": {"CANCELLED", "REQUESTED", "REFUSED", "UNSUPPORTED", "UNKNOWN"},
    "shippo": {"UNSUPPORTED"},
}
"""How a cancel may end at each provider."""

SCHEMES = {
    "easypost": {"Basic"},
    "sendcloud": {"Basic", "Bearer", None},
    "shippo": {"ShippoToken", "Bearer", None},
}
"""What each provider is shown; nothing at all too, where an account cannot leave it out."""

IN_BETWEEN = {
    "easypost": {"sandbox:rates=late", "sandbox:buy=slow"},
    "sendcloud": set(),
    "shippo": set(),
}
"""Scenes that only somebody sees who asks in the meantime: a recording has one exchange at once."""


def trees_of(provider):
    return [
        ast.parse(path.read_text("utf-8")) for path in MODULES if part_of(path.stem)[0] == provider
    ]


def attributes_of(provider, owner=None):
    """Name what the cases take from a name, or from anything."""
    nodes = [node for tree in trees_of(provider) for node in ast.walk(tree)]
    taken = [node for node in nodes if isinstance(node, ast.Attribute)]
    return {
        node.attr
        for node in taken
        if owner is None or (isinstance(node.value, ast.Name) and node.value.id == owner)
    }


def arguments_of(provider):
    """Name the fixtures that the cases ask for."""
    nodes = [node for tree in trees_of(provider) for node in ast.walk(tree)]
    return {node.arg for node in nodes if isinstance(node, ast.arg)}


@pytest.mark.parametrize("provider", sorted(KEYS))
def test_each_operation_occurs_in_a_case(provider):
    """What a provider can do, its recordings show it do."""
    done = attributes_of(provider) | arguments_of(provider)
    operations = Registry().get(provider).supports

    assert operations
    assert {name for name in operations if CALLED.get(name, name) not in done} == set()


@pytest.mark.parametrize("provider", sorted(KEYS))
def test_each_scene_of_the_sandbox_is_recorded(provider):
    """Every refusal, error body and course of a pickup that a sandbox can play has a cassette."""
    triggers = importlib.import_module(f"pickupkit_{provider}.sandbox").TRIGGERS
    scenes = {f"sandbox:{name}={value}" for name in triggers for value in triggers[name]}
    asked = "".join(played.body for played in every_exchange(provider))

    assert {scene for scene in scenes if f'{scene}"' not in asked} == IN_BETWEEN[provider]


@pytest.mark.parametrize("provider", sorted(KEYS))
def test_each_end_of_a_cancel_occurs_in_a_case(provider):
    """What a cancel can come to at a provider, its recordings show; and nothing is forgotten."""
    assert attributes_of(provider, "CancelOutcome") == OUTCOMES[provider]
    assert set.union(*OUTCOMES.values()) == set(CancelOutcome.__members__)


@pytest.mark.parametrize("provider", sorted(KEYS))
def test_each_credential_is_recorded(provider):
    """Every way of logging in has a cassette, and so has none."""
    shown = [played.asked.get("authorization", "") for played in every_exchange(provider)]

    assert {text.partition(" ")[0] or None for text in shown} == SCHEMES[provider]
