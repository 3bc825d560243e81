"""The demo books, lists, shows and cancels at every provider's stand-in."""

import sys
from datetime import UTC, datetime

import pytest
from attrs import frozen

from pickupkit import ConfigError, PickupKit, PluginError, demo
from pickupkit.plugin import Provider, hookimpl
from pickupkit.registry import Registry
from pickupkit.sandbox import World
from tests.core._distributions import install


@frozen
class Settings:
    """Nothing."""


NAMES = ["easypost", "sendcloud", "shippo"]


@pytest.fixture(scope="module")
def said():
    """Run it once."""
    return "\n".join(step.text for step in demo.steps())


@pytest.mark.parametrize("name", NAMES)
def test_every_provider_takes_part(said, name):
    """Booked, listed and cancelled: three lines at least."""
    rows = [line for line in said.splitlines() if line.split()[:1] == [name]]

    assert len(rows) >= 3


def test_it_tells_what_each_provider_can_cancel(said):
    """Shippo cannot, and says who can."""
    ends = dict(line.split(maxsplit=1) for line in said.splitlines()[-3:])

    assert ends["easypost"] == "cancelled"
    assert ends["sendcloud"].startswith(("cancelled", "cancel requested"))
    assert ends["shippo"].startswith("not cancelled: Shippo cannot cancel pickups; ask USPS")


def test_no_secret_is_shown(said):
    """Not even one that opens nothing."""
    keys = ("demo-public", "demo-secret", "shippo_test_demo", "EZTK_demo")

    assert not [key for key in keys if key in said]


@pytest.mark.parametrize("name", NAMES)
def test_its_request_files_are_valid(name):
    """Two working days ahead, whenever it runs."""
    request = demo.request(name)

    with PickupKit(demo.accounts("http://127.0.0.1:1")) as kit:
        assert kit.validate(name, request) == ()
    assert request.windows[0].start > datetime.now(UTC)


def test_a_plugin_that_is_broken_stops_nothing(tmp_path, monkeypatch):
    """The others' stand-ins are still there."""
    install(tmp_path, "bad_import", "good")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv("PICKUPKIT_NO_PLUGINS", raising=False)

    assert sorted(demo.applications(World())) == NAMES
    assert sorted(demo.applications(World(), "shippo")) == ["shippo"]


def knowing(name, make=None):
    """Give a registry that knows one provider more."""

    class Plugin:
        @hookimpl
        def pickupkit_providers(self):
            provider = Provider(name, title=name, settings=Settings, connect=id)
            provider.sandbox_app = make
            return [provider]

    found = Registry()
    found.register(Plugin(), name)
    return found


def test_a_provider_without_a_stand_in_is_told():
    """It is not the reader's fault."""
    with pytest.raises(ConfigError, match="bare brings no sandbox"):
        demo.applications(World(), "bare", registry=knowing("bare"))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda _: 1 / 0, "the sandbox of 'vans' cannot be made: ZeroDivisionError: "),
        (lambda _: sys.exit(3), "the sandbox of 'vans' cannot be made: SystemExit: 3"),
        (lambda _: None, "the sandbox of 'vans' is no application"),
    ],
)
def test_a_stand_in_that_cannot_be_made_is_its_plugins_fault(make, said):
    """The library's own are not touched by it."""
    registry = knowing("vans", make)

    with pytest.raises(PluginError, match=said):
        demo.applications(World(), "vans", registry=registry)
    assert sorted(demo.applications(World(), registry=registry)) == NAMES


def test_the_demo_does_without_what_is_switched_off():
    """It shows the others; with none left it says why."""
    said = "\n".join(step.text for step in demo.steps(["sendcloud", "shippo"]))

    assert "sendcloud" not in said
    assert "Shippo" not in said
    assert said.endswith("\neasypost   cancelled")
    with pytest.raises(ConfigError, match="every provider of the demo is switched off"):
        next(demo.steps(NAMES))
