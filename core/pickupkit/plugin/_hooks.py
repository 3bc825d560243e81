"""The hooks that a plugin may implement."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import pluggy

if TYPE_CHECKING:
    from pickupkit.events import Event

    from ._provider import Provider

GROUP: Final = "pickupkit"
"""The entry-point group; an entry point has the name of the provider that it brings."""

OBSERVERS: Final = "pickupkit.observers"
"""The entry-point group of plugins that bring no provider and only watch; any name will do."""

hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)
"""Marks a function of a plugin as its implementation of the hook of that name."""


class Hooks:
    """What pickupkit asks of a plugin."""

    @hookspec
    def pickupkit_providers(self) -> "Iterable[Provider[Any]]":
        """Give the providers that this plugin brings.

        .. versionadded:: 0.1
        """
        raise NotImplementedError

    @hookspec
    def pickupkit_event(self, event: "Event") -> None:
        """Be told what happened, after the fact; what this raises is logged and hurts nobody.

        .. versionadded:: 0.1
        """
