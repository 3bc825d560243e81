"""Find providers, load each on first use, and keep one plugin's fault away from the others."""

import os
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

import pluggy
from attrs import define, field

from pickupkit.errors import ConfigError, PluginError
from pickupkit.plugin import API, GROUP, Provider
from pickupkit.plugin._hooks import Hooks

BUILT_IN: Final[Mapping[str, str]] = {
    "easypost": "pickupkit_easypost",
    "sendcloud": "pickupkit_sendcloud",
    "shippo": "pickupkit_shippo",
}
"""The providers that come with the library, by the module that brings each."""

NO_PLUGINS: Final = "PICKUPKIT_NO_PLUGINS"
"""An environment variable: set to anything, no third-party plugin is looked for."""


@define
class Source:
    """Where a provider comes from; knowing it imports nothing."""

    name: str
    distribution: str
    load: Callable[[], object] = field(repr=False)


@define
class Registry:
    """The providers that are installed; naming them loads none."""

    broken: dict[str, PluginError] = field(factory=dict)
    _manager: pluggy.PluginManager = field(init=False, repr=False)
    _loaded: dict[str, Provider[Any]] = field(factory=dict)
    _sources: dict[str, Source] | None = None

    def __attrs_post_init__(self) -> None:
        self._manager = pluggy.PluginManager(GROUP)
        self._manager.add_hookspecs(Hooks)

    @property
    def sources(self) -> Mapping[str, Source]:
        """Every provider that can be named."""
        if self._sources is None:
            self._sources = {**_third_party(self.broken), **_built_in()}
        return self._sources

    def names(self) -> list[str]:
        """Name every provider, loading none."""
        return sorted({*self.sources, *self._loaded})

    def get(self, name: str) -> Provider[Any]:
        """Load one provider; what is wrong with it is a `PluginError`, each time."""
        if name in self._loaded:
            return self._loaded[name]
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

    def register(self, plugin: object, name: str) -> None:
        """Register a plugin whole, or not at all."""
        self._manager.register(plugin, name)
        try:
            self._manager.check_pending()
            brought = self._brought(plugin)
            self._check(name, brought)
        except BaseException:
            self._manager.unregister(plugin)
            raise
        self._loaded |= brought

    def _brought(self, plugin: object) -> dict[str, Provider[Any]]:
        others = [p for p in self._manager.get_plugins() if p is not plugin]
        ask = self._manager.subset_hook_caller("pickupkit_providers", others)
        return {provider.name: provider for given in ask() for provider in given}

    def _check(self, name: str, brought: Mapping[str, Provider[Any]]) -> None:
        if name not in brought:
            raise PluginError(f"it brings no provider named {name!r} but {sorted(brought)}")
        for provider in brought.values():
            if provider.api != API:
                raise PluginError(f"it speaks plugin API {provider.api}, this library speaks {API}")
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
        except (Exception, SystemExit) as cause:
            error = PluginError(
                f"provider {source.name!r} of {source.distribution} did not load: "
                f"{type(cause).__name__}: {cause}"
            )
            error.__cause__ = cause
            self.broken[source.name] = error
            raise error from cause
        return self._loaded[source.name]


def _built_in() -> dict[str, Source]:
    return {
        name: Source(name, "pickupkit", lambda module=module: import_module(module))  # type: ignore[misc]
        for name, module in BUILT_IN.items()
    }


def _third_party(broken: dict[str, PluginError]) -> dict[str, Source]:
    found: dict[str, Source] = {}
    if os.environ.get(NO_PLUGINS):
        return found
    for point in entry_points(group=GROUP):
        source = Source(point.name, _distribution(point), point.load)
        if point.name in BUILT_IN or point.name in found:
            other = found.get(point.name)
            whose = other.distribution if other else "pickupkit itself"
            broken[f"{point.name} ({source.distribution})"] = PluginError(
                f"{source.distribution} brings {point.name!r}, which {whose} brings"
            )
        else:
            found[point.name] = source
    return found


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown distribution"
