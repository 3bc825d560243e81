"""All providers by name, ours and installed ones: named at once, each loaded when asked for."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from importlib import import_module
from typing import Any, Final

from attrs import define, field, has

from pickupkit.errors import ConfigError, PluginError
from pickupkit.events import Observer
from pickupkit.locks import Lock
from pickupkit.plugin import API, GROUP, OBSERVERS, Provider

from ._installed import Entry, entries
from ._plugged import WATCHING, Plugged
from ._readable import unreadable

BUILT_IN: Final[Mapping[str, str]] = {
    "easypost": "pickupkit_easypost",
    "sendcloud": "pickupkit_sendcloud",
    "shippo": "pickupkit_shippo",
}
"""The providers that come with the library, by the module that brings each."""

NO_PLUGINS: Final = "PICKUPKIT_NO_PLUGINS"
"""An environment variable: set to anything, no third-party plugin is looked for."""


@define(repr=False)
class Source:
    """Where a provider comes from; knowing it imports nothing."""

    name: str
    home: str | Entry
    load: Callable[[], object]

    def __repr__(self) -> str:
        return f"Source(name={self.name!r}, distribution={self.distribution!r})"

    @property
    def distribution(self) -> str:
        """The distribution with its version; a third party's is read when it is asked for."""
        return self.home if isinstance(self.home, str) else self.home.distribution


@define
class Registry:
    """The providers that are installed; naming them loads none.

    ``allow``, if given, names the only third-party plugins that are used; what ``block`` names is
    never used, be it ours or a third party's. Unless ``installed``, no third party's is looked for,
    observers neither: what is registered here is all there is beside our own.
    """

    broken: dict[str, PluginError] = field(factory=dict)
    allow: Collection[str] | None = None
    block: Collection[str] = ()
    installed: bool = True
    _plugged: Plugged = field(factory=Plugged, init=False, repr=False)
    _loaded: dict[str, Provider[Any]] = field(factory=dict)
    _sources: dict[str, Source] | None = None
    _lock: Lock = field(factory=Lock, init=False, repr=False, eq=False)

    @property
    def sources(self) -> Mapping[str, Source]:
        """Every provider that can be named."""
        if self._sources is None:
            self._sources = {**_third_party(self._entries(GROUP), self.broken), **_built_in()}
        return self._sources

    def names(self) -> list[str]:
        """Name every provider, loading none."""
        return sorted(filter(self.permits, {*self.sources, *self._loaded}))

    def permits(self, name: str) -> bool:
        """Whether the configuration lets a plugin be used."""
        own = name.removeprefix(WATCHING)  # no observer is ours, whatever its name
        allowed = self.allow is None or name in BUILT_IN or own in self.allow
        return allowed and own not in self.block

    def get(self, name: str) -> Provider[Any]:
        """Load one provider, once; what is wrong with it is a `PluginError`, each time."""
        if not self.permits(name):
            raise ConfigError(f"provider {name!r} is switched off by [plugins] in pickupkit.toml")
        if name in self._loaded:
            return self._loaded[name]
        with self._lock:
            # Another thread may have loaded it meanwhile.
            return self._loaded[name] if name in self._loaded else self._first(name)

    def _first(self, name: str) -> Provider[Any]:
        # Built-ins first, so that using one does not scan the environment.
        source = _built_in().get(name) or self.sources.get(name)
        if source is None:
            raise ConfigError(f"no provider {name!r}; installed: {', '.join(self.names())}")
        if name in self.broken:
            raise self.broken[name]
        return self._load(source)

    def __iter__(self) -> Iterator[Provider[Any]]:
        """Give every provider that loads; the others are in ``broken`` then."""
        for name in self.names():
            try:
                yield self.get(name)
            except PluginError:
                continue

    def observers(self) -> tuple[Observer, ...]:
        """Load every plugin that only watches; one that does not load is in ``broken`` then."""
        with self._lock:
            for source in self._entries(OBSERVERS):
                key = WATCHING + source.name
                if self.permits(key) and key not in self.broken:
                    self._watch(source, key)
            found = self._plugged.observers()
        return tuple(tell for name, tell in found if self.permits(name))

    def _entries(self, group: str) -> list[Source]:
        if not self.installed or os.environ.get(NO_PLUGINS):
            return []
        return [Source(entry.name, entry, entry.load) for entry in entries(group)]

    def _watch(self, source: Source, key: str) -> None:
        if self._plugged.has(key):
            return
        try:
            self._plugged.watch(source.load(), source.name)
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as cause:  # noqa: BLE001 - kept for `doctor`; a panic is no Exception
            self.broken[key] = _failed(f"observer {source.name!r}", source, cause)

    def register(self, plugin: object, name: str) -> None:
        """Register a plugin whole, or not at all; one that only watched so far goes on to."""
        with self._lock:
            with self._plugged.taken(plugin, name):
                brought = self._plugged.brought(plugin)
                self._check(name, brought)
            self._loaded |= brought

    def _check(self, name: str, brought: Mapping[str, Provider[Any]]) -> None:
        if name not in brought:
            raise PluginError(f"it brings no provider named {name!r} but {sorted(brought)}")
        for provider in brought.values():
            if provider.api != API:
                raise PluginError(f"it speaks plugin API {provider.api}, this library speaks {API}")
            _check_declared(provider)
        more = sorted(brought.keys() - {name})
        if taken := [other for other in more if self._is_taken(other, name)]:
            raise PluginError(f"it brings {taken}, which another plugin brings")

    def _is_taken(self, other: str, name: str) -> bool:
        """Tell whether a provider, brought beside the one asked for, is somebody else's."""
        theirs, ours = self.sources.get(other), self.sources.get(name)
        return other in self._loaded or (
            theirs is not None and (ours is None or ours.distribution != theirs.distribution)
        )

    def _load(self, source: Source) -> Provider[Any]:
        try:
            self.register(source.load(), source.name)
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as cause:
            error = _failed(f"provider {source.name!r}", source, cause)
            self.broken[source.name] = error
            raise error from cause
        return self._loaded[source.name]


def _check_declared(provider: Provider[Any]) -> None:
    settings: object = provider.settings
    if not (isinstance(settings, type) and has(settings)):
        raise PluginError(f"the settings of {provider.name!r} are no attrs class")
    if odd := ", ".join(unreadable(settings)):
        raise PluginError(f"settings of {provider.name!r} are of kinds that cannot be read: {odd}")
    if not provider.has_own_rules:
        provider.rules(None)


def _failed(what: str, source: Source, cause: BaseException) -> PluginError:
    error = PluginError(
        f"{what} of {source.distribution} did not load: {type(cause).__name__}: {cause}"
    )
    error.__cause__ = cause
    return error


def _built_in() -> dict[str, Source]:
    return {
        name: Source(name, "pickupkit", lambda module=module: import_module(module))  # type: ignore[misc]
        for name, module in BUILT_IN.items()
    }


def _third_party(sources: list[Source], broken: dict[str, PluginError]) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for source in sources:
        name = source.name
        if name in BUILT_IN or name in found:
            whose = found[name].distribution if name in found else "pickupkit itself"
            broken[f"{name} ({source.distribution})"] = PluginError(
                f"{source.distribution} brings {name!r}, which {whose} brings"
            )
        else:
            found[name] = source
    return found
