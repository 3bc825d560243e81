"""Find providers, load each on first use, and keep one plugin's fault away from the others."""

from ._registry import BUILT_IN, NO_PLUGINS, Registry, Source

__all__ = ["BUILT_IN", "NO_PLUGINS", "Registry", "Source"]
