"""What a plugin hands in is checked where it is used: its faults are told as its own."""

import pytest

from pickupkit.errors import PluginError
from pickupkit.plugin import Account, ConfigError, Connection, Provider, Requirement

ACCOUNT = Account("berlin", "vans", None)
RULE = Requirement(pointer="/reference")


def vans(**more):
    """Make a provider with one part of it replaced."""
    return Provider("vans", **{"title": "Vans", "settings": type(None), "connect": id, **more})


def raises(_):
    """Fail with words that nobody may see."""
    raise KeyError("s3cret")


def late(_):
    """Fail after the first rule."""
    yield RULE
    raise KeyError("s3cret")


@pytest.mark.parametrize("rules", [raises, late])
def test_rules_that_cannot_be_told_are_the_plugins_fault(rules):
    """By kind and place; the words of the error may hold a secret."""
    with pytest.raises(PluginError) as caught:
        vans(requirements=rules).rules(ACCOUNT)

    said = str(caught.value)
    assert said.startswith("requirements of 'vans' cannot be told: KeyError in ")
    assert f"{__file__}, line " in said
    assert "s3cret" not in said
    assert isinstance(caught.value.__cause__, KeyError)


@pytest.mark.parametrize("rules", [[RULE, 42], lambda _: [RULE, 42]])
def test_what_is_no_rule_is_named(rules):
    """Given as it is or by a function."""
    with pytest.raises(PluginError, match="requirements of 'vans' hold what is none: int"):
        vans(requirements=rules).rules(None)


def test_a_connect_that_fails_is_the_plugins_fault():
    """By kind and place."""
    with pytest.raises(PluginError, match="connect of 'vans' fails: KeyError in ") as caught:
        vans(connect=raises).connect(ACCOUNT)

    assert "s3cret" not in str(caught.value)


def test_a_connect_that_gives_no_connection_is_told():
    """Before anything else trips over it."""
    with pytest.raises(PluginError, match="connect of 'vans' gives no Connection but a NoneType"):
        vans(connect=lambda _: None).connect(ACCOUNT)


def test_an_error_of_the_library_keeps_its_kind():
    """A wrong URL is the account's fault, not the plugin's."""
    with pytest.raises(ConfigError, match="must start with https"):
        vans(connect=lambda _: Connection("http://vans.example")).connect(ACCOUNT)
