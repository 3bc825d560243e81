"""What a provider's application has in store before anybody asks."""

from collections.abc import Iterable

from pickupkit.plugin.sandbox import ASGIApp


def stock(apps: Iterable[ASGIApp], orders: int, seed: int = 0) -> None:
    """Tell applications how many orders to make up, and what they depend on.

    To be called before they are served. One that has orders finds both in its ``state``; seed 0
    gives those that it has by itself.
    """
    for app in apps:
        state = getattr(app, "state", None)
        if state is not None:
            state.orders, state.order_seed = orders, seed
