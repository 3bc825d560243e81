"""Providers are found without being imported; one plugin's fault is named and stays its own."""

import copy
import json
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import pytest
from attrs import frozen

from pickupkit import ConfigError, PluginError, Registry
from pickupkit.plugin import API, Provider, hookimpl
from pickupkit.registry import BUILT_IN, NO_PLUGINS, Source
from pickupkit.registry import _registry as registry_module
from tests.core._distributions import BODIES, GOOD, install

FAULTS = {
    "bad_import": "ModuleNotFoundError: No module named 'a_module_that_is_not_there'",
    "raising": "RuntimeError: no luck",
    "misspelt": "PluginValidationError: unknown hook 'pickupkit_provider' in plugin",
    "old_api": f"PluginError: it speaks plugin API 0, this library speaks {API}",
    "wrong_name": "PluginError: it brings no provider named 'wrong_name' but ['another']",
    "exits": "SystemExit: 3",
    "too_much": "PluginError: it brings ['good'], which another plugin brings",
    "nothing": "PluginError: it brings no provider named 'nothing' but []",
    "strange": "AttributeError: 'str' object has no attribute 'name'",
}
OURS = sorted(BUILT_IN)


@pytest.fixture(autouse=True)
def _forgotten():
    """Leave no fake to the next test: it would be given that instead of its own."""
    yield
    for name in [name for name in sys.modules if name.startswith("fake_")]:
        del sys.modules[name]


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Install every fake distribution for one test."""
    install(tmp_path, *BODIES)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv(NO_PLUGINS, raising=False)
    return tmp_path


def test_every_provider_is_named(installed):
    """Those that came with the library, and one for each entry point."""
    assert Registry().names() == sorted({*OURS, *BODIES})


def test_the_good_work_whatever_the_others_do(installed):
    """Iterating gives what loads."""
    registry = Registry()

    assert [provider.name for provider in registry] == ["easypost", "good", "sendcloud", "shippo"]


def test_every_fault_is_kept_with_its_distribution(installed):
    """Enough for whoever must mend or remove it."""
    registry = Registry()
    list(registry)

    shadow = "fake-easypost 1.2 brings 'easypost', which pickupkit itself brings"
    assert str(registry.broken.pop("easypost (fake-easypost 1.2)")) == shadow
    assert {
        name: str(error).partition(" did not load: ")[0] for name, error in registry.broken.items()
    } == {name: f"provider {name!r} of fake-{name} 1.2" for name in FAULTS}


@pytest.mark.parametrize("name", FAULTS)
def test_asking_for_a_broken_provider_says_why(installed, name):
    """Each time, with the cause chained, and without loading it again."""
    registry = Registry()

    with pytest.raises(PluginError) as first:
        registry.get(name)
    with pytest.raises(PluginError) as second:
        registry.get(name)

    assert FAULTS[name] in str(first.value)
    assert first.value.__cause__ is not None
    assert second.value is first.value is registry.broken[name]
    assert [p.name for p in registry if p.name == "good"] == ["good"]


PANIC = """
class Panic(BaseException): ...
raise Panic("at the disco")
"""


def test_a_panic_is_a_fault_like_any_other(tmp_path, monkeypatch):
    """Compiled modules raise what is no `Exception`."""
    monkeypatch.setitem(BODIES, "panics", PANIC)
    install(tmp_path, "panics")
    watcher = tmp_path / "fake_panics-1.2.dist-info" / "entry_points.txt"
    with watcher.open("a", encoding="utf-8") as points:
        points.write("[pickupkit.observers]\nwatch = fake_panics\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv(NO_PLUGINS, raising=False)
    registry = Registry()

    assert ([p.name for p in registry], registry.observers()) == (OURS, ())
    assert {key: str(error) for key, error in registry.broken.items()} == {
        "panics": "provider 'panics' of fake-panics 1.2 did not load: Panic: at the disco",
        "observer watch": "observer 'watch' of fake-panics 1.2 did not load: Panic: at the disco",
    }


@pytest.mark.parametrize("stop", [KeyboardInterrupt, GeneratorExit])
def test_what_stops_the_program_is_no_fault_of_a_plugin(stop):
    """It comes through, and the plugin may be loaded next time."""
    registry = Registry()

    def load():
        raise stop

    registry.sources["slow"] = Source("slow", "slow 1", load)
    with pytest.raises(stop):
        registry.get("slow")
    assert registry.broken == {}


def test_a_shadowed_provider_stays_the_librarys_own(installed):
    """Nobody takes over an account by installing something."""
    assert Registry().get("easypost").title == "EasyPost"


def test_two_distributions_with_one_name_are_told(installed):
    """The first that is found is used, the other is named."""
    info = installed / "twin-3.4.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: twin\nVersion: 3.4\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[pickupkit]\ngood = fake_good\n", encoding="utf-8")
    registry = Registry()

    assert registry.get("good").name == "good"
    [said] = [str(error) for key, error in registry.broken.items() if key.startswith("good (")]
    assert said in {
        "twin 3.4 brings 'good', which fake-good 1.2 brings",
        "fake-good 1.2 brings 'good', which twin 3.4 brings",
    }


def test_one_distribution_in_two_places_is_one(installed):
    """An editable install may have its metadata beside its code as well, without a version."""
    info = installed / "src" / "fake_good.egg-info"
    info.mkdir(parents=True)
    (info / "PKG-INFO").write_text("Name: fake-good\nVersion: 1.2\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[pickupkit]\ngood = fake_good\n", encoding="utf-8")
    sys.path.append(str(info.parent))
    registry = Registry()

    assert registry.get("good").name == "good"
    assert [key for key in registry.broken if key.startswith("good")] == []


def test_a_distribution_may_bring_several(tmp_path, monkeypatch):
    """One module for all of them, registered once."""
    code = "@hookimpl\ndef pickupkit_providers(): return [make('north'), make('south')]"
    (tmp_path / "fake_pair.py").write_text(textwrap.dedent(GOOD) + code, encoding="utf-8")
    info = tmp_path / "pair-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: pair\nVersion: 1\n", encoding="utf-8")
    points = "[pickupkit]\nnorth = fake_pair\nsouth = fake_pair\n"
    (info / "entry_points.txt").write_text(points, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    registry = Registry()

    assert [registry.get(name).name for name in ("south", "north")] == ["south", "north"]
    assert registry.broken == {}


def test_a_variable_leaves_third_parties_out(installed, monkeypatch):
    """For a doubtful environment."""
    monkeypatch.setenv(NO_PLUGINS, "1")

    assert Registry().names() == OURS


def test_a_provider_that_is_not_installed_is_told_with_those_that_are(monkeypatch):
    """A misspelling is seen at a glance."""
    monkeypatch.setenv(NO_PLUGINS, "1")

    with pytest.raises(ConfigError) as caught:
        Registry().get("sendclod")

    assert str(caught.value) == "no provider 'sendclod'; installed: easypost, sendcloud, shippo"


@pytest.mark.parametrize("name", OURS)
def test_what_came_with_the_library_loads_without_a_scan(monkeypatch, name):
    """Looking through an environment costs more than the provider itself."""

    def scan(**_):
        raise AssertionError("the environment was scanned")

    monkeypatch.setattr(registry_module, "entries", scan)

    assert Registry().get(name).name == name


def run(code, path):
    """Run a program in a fresh interpreter that finds the fake distributions; give its JSON."""
    program = f"import sys; sys.path.insert(0, {str(path)!r})\n{textwrap.dedent(code)}"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30
    )
    return json.loads(done.stdout)


def test_naming_providers_imports_none_and_asking_for_one_imports_that_one(tmp_path):
    """A shop with ten plugins pays for the one that it uses."""
    install(tmp_path, "good", "raising", "exits")

    named, used = run(
        """
        import json
        from pickupkit import Registry
        def plugins():
            ours = {n.partition(".")[0] for n in sys.modules}
            return sorted(n for n in ours if n.startswith(("fake_", "pickupkit_")))
        registry = Registry()
        registry.names()
        before = plugins()
        registry.get("good"), registry.get("shippo")
        print(json.dumps([before, [n for n in plugins() if n != "pickupkit_clients"]]))
        """,
        tmp_path,
    )

    assert (named, used) == ([], ["fake_good", "pickupkit_shippo"])


def test_threads_that_use_one_at_once_load_it_once(tmp_path, monkeypatch):
    """The first loads it, the others wait for that; nothing counts as broken."""
    code = "import time\ntime.sleep(0.05)\n" + textwrap.dedent(GOOD) + BODIES["good"]
    install(tmp_path, "good")
    (tmp_path / "fake_good.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "fake_good", raising=False)
    registry = Registry()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(registry.get, ["good", "easypost"] * 4))

    assert found == [registry.get("good"), registry.get("easypost")] * 4
    assert registry.broken == {}


def test_threads_that_look_for_observers_at_once_load_each_once(tmp_path, monkeypatch):
    """All of them are given the same."""
    code = "import time\ntime.sleep(0.05)\nfrom pickupkit.plugin import hookimpl\n"
    code += "@hookimpl\ndef pickupkit_event(event): ...\n"
    install(tmp_path, "good")
    (tmp_path / "fake_good.py").write_text(code, encoding="utf-8")
    points = tmp_path / "fake_good-1.2.dist-info" / "entry_points.txt"
    points.write_text("[pickupkit.observers]\nwatch = fake_good\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "fake_good", raising=False)
    registry = Registry()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: registry.observers(), range(4)))

    assert [len(each) for each in found] == [1] * 4
    assert registry.broken == {}


def test_a_registry_may_be_copied():
    """Loading in one thread at a time does not stand in the way."""
    assert copy.copy(Registry()).names() == copy.deepcopy(Registry()).names()


@frozen
class Settings:
    """Nothing."""


class Plugin:
    """A plugin that a program hands in itself."""

    def __init__(self, *providers):
        self._providers = providers

    @hookimpl
    def pickupkit_providers(self):
        return self._providers


def provider(name, **more):
    return Provider(name, **{"title": name, "settings": Settings, "connect": id, **more})


def test_a_program_may_register_a_provider_of_its_own():
    """Without packaging it."""
    registry = Registry()
    own = provider("own")

    registry.register(Plugin(own), "own")

    assert registry.get("own") is own
    assert "own" in registry.names()


@pytest.mark.parametrize(
    ("brought", "said"),
    [
        ([provider("own"), provider("shippo")], r"it brings \['shippo'\], which another"),
        ([provider("own", api=API + 1)], f"it speaks plugin API {API + 1}"),
        ([], r"it brings no provider named 'own' but \[\]"),
        ([provider("own", settings=dict)], "the settings of 'own' are no attrs class"),
        ([provider("own", settings=Settings())], "the settings of 'own' are no attrs class"),
        ([provider("own", requirements=[42])], "requirements of 'own' hold what is none: int"),
    ],
)
def test_a_plugin_registers_whole_or_not_at_all(brought, said):
    """A refused one leaves no trace, and may come again mended."""
    registry = Registry()

    with pytest.raises(PluginError, match=said):
        registry.register(Plugin(*brought), "own")

    assert "own" not in registry.names()
    registry.register(Plugin(provider("own")), "own")
    assert registry.get("own").name == "own"
    assert registry.get("shippo").title == "Shippo"


def test_a_plugin_that_is_registered_again_stays_registered():
    """The second time is refused, and takes nothing back."""
    heard = []

    class Watching(Plugin):
        @hookimpl
        def pickupkit_event(self, event):
            heard.append(event)

    registry, plugin = Registry(installed=False), Watching(provider("own"))
    registry.register(plugin, "own")
    with pytest.raises(ValueError, match="already registered"):
        registry.register(plugin, "own")

    [tell] = registry.observers()
    tell("event")
    assert heard == ["event"]


def test_a_source_shows_no_more_than_its_name_and_whose_it_is():
    """How it is loaded interests nobody."""
    assert repr(Source("a", "b 1", print)) == "Source(name='a', distribution='b 1')"


@pytest.mark.parametrize("name", ["create", "list"])
def test_an_operation_is_registered_once(name):
    """A second one would silently take the place of the first."""
    own = provider("own")
    getattr(own, name)(len)

    with pytest.raises(ValueError, match=f"own registers {name} twice"):
        getattr(own, name)(len)
    assert (own.supports, repr(own)) == ({name}, "Provider('own')")
