"""Observers are told after the fact; one that fails hurts nobody."""

import logging
import sys
from types import ModuleType

import pytest

from pickupkit import AsyncPickupKit, ConfigError, PickupKit, PluginError, Refused, demo
from pickupkit.calls import Answer
from pickupkit.config import Config
from pickupkit.events import Booked, BookingUnknown, CancelAnswered, NotBooked
from pickupkit.plugin import hookimpl
from pickupkit.registry import Registry
from pickupkit.registry import _registry as registry_module
from pickupkit.testing._contract import bench_of
from pickupkit.testing.checks.faults import LOST
from tests.conformance._acme import REQUEST
from tests.conformance.test_kit import contract


def opened(*observers, registry=None, asynchronous=False):
    """Give a session of the made-up provider whose kit has observers."""
    bench = bench_of(contract())
    session = bench.session(asynchronous=asynchronous)
    session.kit._desk._given = observers
    if registry is not None:
        session.kit._desk._registry = registry
    return session


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_booking_and_a_cancel_are_told(asynchronous):
    """Both faces tell the same events, with who and when."""
    seen = []
    session = opened(seen.append, asynchronous=asynchronous)
    booked = session.run("create", REQUEST).value
    session.run("cancel", booked)

    assert [type(event) for event in seen] == [Booked, CancelAnswered]
    assert (seen[0].pickup, seen[0].provider, seen[0].account) == (booked, "acme", "shop")
    assert seen[1].pickup_id == booked.id
    assert seen[0].at.utcoffset().total_seconds() == 0


def test_a_refusal_and_a_lost_answer_are_told():
    """What failed for certain is another event than what nobody knows."""
    seen = []
    session = opened(seen.append)
    session.played.meddle = lambda *_: Answer(422, {}, b'{"error": "no"}')
    session.run("create", REQUEST)
    session.played.meddle = LOST.meddle(1)
    session.run("create", REQUEST)

    assert [type(event) for event in seen] == [NotBooked, BookingUnknown]
    assert isinstance(seen[0].error, Refused)
    assert seen[1].error.attempt is not None


def test_an_observer_that_fails_hurts_nobody(caplog):
    """The booking stands, the other observers are told, the log tells no private text."""
    seen = []

    def broken(_event):
        raise RuntimeError("Dock Street 1")

    session = opened(broken, seen.append)
    with caplog.at_level(logging.WARNING, "pickupkit"):
        outcome = session.run("create", REQUEST)

    assert outcome.error is None
    assert len(seen) == 1
    assert "RuntimeError" in caplog.text
    assert "Dock Street" not in caplog.text


async def absent(event):
    raise AssertionError("it was run")


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("installed", [False, True])
def test_an_observer_that_is_asynchronous_is_told_in_the_log(caplog, asynchronous, installed):
    """It cannot be run; its author hears of that by its name, and nobody else is hurt."""
    seen, plugin, registry = [], ModuleType("watcher"), Registry(installed=False)
    plugin.pickupkit_event = hookimpl(absent)
    if installed:
        registry._plugged.watch(plugin, "watcher")
    given = [seen.append] if installed else [absent, seen.append]
    session = opened(*given, registry=registry, asynchronous=asynchronous)
    with caplog.at_level(logging.WARNING, "pickupkit"):
        outcome = session.run("create", REQUEST)

    assert (outcome.error, [type(event) for event in seen]) == (None, [Booked])
    assert caplog.messages == ["observer absent is not run: a plain def is wanted, no async one"]


def test_a_plugin_observes_by_the_hook():
    """An installed plugin that implements the hook is told as well."""
    seen, plugin = [], ModuleType("watcher")

    @hookimpl
    def pickupkit_event(event):
        seen.append(event)

    plugin.pickupkit_event = pickupkit_event
    registry = Registry()
    registry._plugged.watch(plugin, "watcher")
    opened(registry=registry).run("create", REQUEST)

    assert [type(event) for event in seen] == [Booked]


def install(folder, name, body):
    """Lay a distribution out as an installer does, in the observers' group."""
    (folder / f"{name}.py").write_text(body, encoding="utf-8")
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[pickupkit.observers]\n{name} = {name}\n")


WATCHES = "from pickupkit.plugin import hookimpl\n@hookimpl\ndef pickupkit_event(event): ...\n"


def test_installed_observers_are_isolated(tmp_path, monkeypatch):
    """One that cannot be imported and one misspelt are kept as broken; the good one watches."""
    install(tmp_path, "watch_good", WATCHES)
    install(tmp_path, "watch_bad", "import a_module_that_is_not_there")
    install(tmp_path, "watch_misspelt", WATCHES.replace("_event", "_events"))
    monkeypatch.syspath_prepend(str(tmp_path))
    registry = Registry()
    found = registry.observers()

    assert [call.__module__ for call in found] == ["watch_good"]
    assert sorted(registry.broken) == ["observer watch_bad", "observer watch_misspelt"]
    assert "watch_bad 1.0" in str(registry.broken["observer watch_bad"])
    assert registry.observers() == found


BOTH = (
    "from attrs import frozen\n"
    "from pickupkit.plugin import Connection, Provider\n"
    "@frozen\nclass Settings: ...\n"
    "both = Provider('both', title='Both', settings=Settings, connect=id)\n"
    "@hookimpl\ndef pickupkit_providers(): return [both]\n"
)


def in_both_groups(folder):
    """Lay out a module that brings a provider and is an observer by entry points of its own."""
    install(folder, "both", WATCHES + BOTH)
    points = folder / "both-1.0.dist-info" / "entry_points.txt"
    groups = "[pickupkit]\nboth = both\n[pickupkit.observers]\nboth = both\nagain = both\n"
    points.write_text(groups, encoding="utf-8")


@pytest.fixture
def both(tmp_path, monkeypatch):
    """Install one of these whose provider is good, for one test."""
    in_both_groups(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv(registry_module.NO_PLUGINS, raising=False)
    yield
    sys.modules.pop("both", None)


@pytest.mark.parametrize("first", ["provider", "observer"])
def test_a_module_may_bring_a_provider_and_watch(both, first):
    """Whichever is asked for first, both work, and it is told once of each event."""
    registry = Registry()
    if first == "observer":
        assert len(registry.observers()) == 1

    assert registry.get("both").title == "Both"
    assert [call.__module__ for call in registry.observers()] == ["both"]
    assert registry.broken == {}


def test_a_module_whose_provider_is_broken_watches_on(both, tmp_path):
    """The one fault is told, and takes nothing else away."""
    mute = (tmp_path / "both.py").read_text(encoding="utf-8").replace("[both]", "[]")
    (tmp_path / "both.py").write_text(mute, encoding="utf-8")
    registry = Registry()
    found = registry.observers()
    with pytest.raises(PluginError, match="it brings no provider named 'both'"):
        registry.get("both")

    assert (len(found), registry.observers()) == (1, found)
    assert list(registry.broken) == ["both"]


def test_what_is_only_tried_is_told_to_nobody_who_is_installed(tmp_path, monkeypatch):
    """A chat must not hear of vans that come from the conformance kit or the demo."""
    install(tmp_path, "watch_all", "seen = []\n" + WATCHES.replace("...", "seen.append(event)"))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv(registry_module.NO_PLUGINS, raising=False)
    bench_of(contract()).session().run("create", REQUEST)
    for _ in demo.steps():
        pass

    assert "watch_all" not in sys.modules
    opened(registry=Registry()).run("create", REQUEST)
    assert [type(event) for event in sys.modules["watch_all"].seen] == [Booked]


def test_an_observer_whose_metadata_cannot_be_read_is_kept_as_broken(tmp_path, monkeypatch):
    """Whose it is, is not known; that of the others is."""
    install(tmp_path, "watch_good", WATCHES)
    install(tmp_path, "watch_bad", "import a_module_that_is_not_there")
    (tmp_path / "watch_bad-1.0.dist-info" / "METADATA").write_bytes(b"Name: watch_b\xe4d\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    registry = Registry()

    assert [call.__module__ for call in registry.observers()] == ["watch_good"]
    assert "of an unknown distribution did not" in str(registry.broken["observer watch_bad"])


def test_a_path_that_is_no_text_is_passed_over(tmp_path, monkeypatch):
    """As Python's own import does."""
    install(tmp_path, "watch_good", WATCHES)
    monkeypatch.setattr(sys, "path", [tmp_path / "other", None, str(tmp_path), *sys.path])

    assert [call.__module__ for call in Registry().observers()] == ["watch_good"]


def test_a_fault_in_looking_for_observers_does_not_hide_a_booking(monkeypatch, caplog):
    """Those given are told all the same; the log tells no private text."""
    seen = []

    def fail(_group):
        raise ValueError("/home/someone")

    monkeypatch.delenv(registry_module.NO_PLUGINS, raising=False)
    monkeypatch.setattr(registry_module, "entries", fail)
    session = opened(seen.append, registry=Registry())
    with caplog.at_level(logging.WARNING, "pickupkit"):
        outcome = session.run("create", REQUEST)

    assert outcome.error is None
    assert [type(event) for event in seen] == [Booked]
    assert "installed observers cannot be found: ValueError" in caplog.text
    assert "someone" not in caplog.text


def test_what_is_blocked_is_not_used(tmp_path, monkeypatch):
    """The table in pickupkit.toml switches plugins off, ours and others', and observers."""
    install(tmp_path, "watch_two", WATCHES)
    monkeypatch.syspath_prepend(str(tmp_path))
    file = tmp_path / "pickupkit.toml"
    file.write_text('[plugins]\nallow = []\nblock = ["shippo"]\n', encoding="utf-8")
    config = Config.load(file)
    registry = Registry(allow=config.allow, block=config.block)

    assert "shippo" not in registry.names()
    assert {"easypost", "sendcloud"} <= set(registry.names())
    assert registry.observers() == ()
    with pytest.raises(ConfigError, match="switched off"):
        registry.get("shippo")


@pytest.mark.parametrize(
    ("allow", "block", "watching"),
    [
        (["watch_two"], (), ["watch_two"]),
        (["observer watch_two"], (), []),
        ([], (), []),
        (None, ["watch_two"], []),
        (None, ["shippo"], ["watch_two"]),
    ],
)
def test_observers_are_allowed_and_blocked_by_their_own_name(
    tmp_path, monkeypatch, allow, block, watching
):
    """As providers are."""
    install(tmp_path, "watch_two", WATCHES)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv(registry_module.NO_PLUGINS, raising=False)
    found = Registry(allow=allow, block=block).observers()

    assert [call.__module__ for call in found] == watching


def test_an_observer_that_has_a_name_of_ours_is_somebody_elses(tmp_path, monkeypatch):
    """It wants to be allowed all the same."""
    install(tmp_path, "watch_two", WATCHES)
    points = tmp_path / "watch_two-1.0.dist-info" / "entry_points.txt"
    points.write_text("[pickupkit.observers]\nshippo = watch_two\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv(registry_module.NO_PLUGINS, raising=False)

    assert Registry(allow=["watch_one"]).observers() == ()
    assert len(Registry(allow=["shippo"]).observers()) == 1


@pytest.mark.parametrize("text", ["plugins = 1", "[plugins]\nalow = []", '[plugins]\nallow = "x"'])
def test_a_table_that_says_nothing_clear_is_refused(text, tmp_path):
    """A misspelt key does not quietly allow everything."""
    file = tmp_path / "pickupkit.toml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match="plugins"):
        Config.load(file)


def test_a_kit_takes_observers_and_the_table():
    """Both faces have the argument; the configuration reaches the registry."""
    config = Config(accounts={}, block=("shippo",))
    with PickupKit(config, observers=[print], journal="off") as kit:
        assert "shippo" not in kit.registry.names()
    assert AsyncPickupKit(config, observers=[print], journal="off").accounts == ()
