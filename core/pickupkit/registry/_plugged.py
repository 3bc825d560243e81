"""The plugins in use: each object once, under one name, whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pluggy

from pickupkit.events import Observer
from pickupkit.plugin import GROUP, Provider
from pickupkit.plugin._hooks import Hooks

WATCHING: Final = "observer "
"""How the name of a plugin begins that only watches, whatever brings a provider of that name."""


class Plugged:
    """Plugins by name; one that is here brings and hears, as far as it has the hooks."""

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager(GROUP)
        self._manager.add_hookspecs(Hooks)

    def has(self, name: str) -> bool:
        """Whether there is a plugin of that name."""
        return self._manager.has_plugin(name)

    def watch(self, plugin: object, name: str) -> None:
        """Let a plugin watch; one that is here already does."""
        if not self._manager.is_registered(plugin):
            with self.taken(plugin, WATCHING + name):
                pass

    @contextmanager
    def taken(self, plugin: object, name: str) -> Iterator[None]:
        """Take a plugin in; if what follows fails, it is out again, or only watches as before."""
        before = self._manager.get_name(plugin) or ""
        if before.startswith(WATCHING):
            self._manager.unregister(plugin)
        try:
            with self._registered(plugin, name):
                yield
        except BaseException:
            if before.startswith(WATCHING):
                self._manager.register(plugin, before)
            raise

    @contextmanager
    def _registered(self, plugin: object, name: str) -> Iterator[None]:
        self._manager.register(plugin, name)
        try:
            self._manager.check_pending()
            yield
        except BaseException:
            self._manager.unregister(plugin)
            raise

    def brought(self, plugin: object) -> dict[str, Provider[Any]]:
        """Give the providers that one plugin brings, by name."""
        others = [p for p in self._manager.get_plugins() if p is not plugin]
        ask = self._manager.subset_hook_caller("pickupkit_providers", others)
        return {provider.name: provider for given in ask() for provider in given}

    def observers(self) -> list[tuple[str, Observer]]:
        """Give what wants to be told of events, each with its plugin's name, in their order."""
        found = self._manager.hook.pickupkit_event.get_hookimpls()
        return sorted(((each.plugin_name, each.function) for each in found), key=lambda e: e[0])
