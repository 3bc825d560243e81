"""The demo books, lists, shows and cancels at every provider's stand-in."""

from datetime import UTC, datetime

import pytest

from pickupkit import ConfigError, PickupKit, demo
from pickupkit.plugin import Provider, hookimpl
from pickupkit.registry import Registry
from pickupkit.sandbox import World
from tests.core._distributions import install

NAMES = ["easypost", "sendcloud", "shippo"]


@pytest.fixture(scope="module")
def said():
    """Run it once."""
    lines = []
    demo.run(lines.append)
    return "\n".join(lines)


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


def test_a_provider_without_a_stand_in_is_told(monkeypatch):
    """It is not the reader's fault."""
    bare = Provider("bare", title="Bare", settings=object, connect=lambda _: None)

    class Plugin:
        @hookimpl
        def pickupkit_providers(self):
            return [bare]

    def registry():
        found = Registry()
        found.register(Plugin(), "bare")
        return found

    monkeypatch.setattr(demo, "Registry", registry)

    with pytest.raises(ConfigError, match="bare brings no sandbox"):
        demo.applications(World(), "bare")
    assert "bare" not in demo.applications(World())
