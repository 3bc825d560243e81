"""Who answers for the vendor: the author's replies, the provider's sandbox, or cassettes."""

from datetime import datetime, timedelta
from typing import Any

from pickupkit.plugin import Provider

from ._cassettes import NAMED, Cassette, replies_of
from ._given import Given
from ._reply import Reply, Script
from ._vendors import AppVendor, Vendor


class Source:
    """Makes vendors; ``bases`` are the URLs that a provider's calls begin with.

    The author's replies come first: they are more than the others for a reason. A sandbox keeps a
    state and so answers more than cassettes can.
    """

    def __init__(
        self,
        contract: Given,
        provider: Provider[Any],
        cassettes: tuple[Cassette, ...],
        bases: tuple[str, ...],
    ) -> None:
        self._contract = contract
        self._bases = bases
        self._cassettes = cassettes
        self._app = provider.sandbox_app

    def replies(self, operation: str = "create") -> tuple[Reply, ...]:
        """Give the answers by script, none where a sandbox answers.

        Of cassettes, that of ``operation`` comes first, as what is asked twice is answered in turn,
        and that of ``check``, which may ask for any page, comes last.
        """
        if self._contract.replies or self._app is not None:
            return tuple(self._contract.replies)
        order = (operation, *NAMED)
        named = [each for each in self._cassettes if each.operation]
        named.sort(key=lambda each: order.index(each.operation))
        return tuple(reply for each in named for reply in replies_of(each, self._bases))

    def vendor(self, operation: str, now: datetime) -> Vendor:
        """Make whoever answers, anew."""
        if self._contract.replies or self._app is None:
            return Script(self.replies(operation), self._bases)
        from pickupkit.plugin.sandbox import Clock, World

        clock = Clock(now, timedelta(seconds=1))
        return AppVendor(self._app(World(clock=clock, seed=1, sleep=_at_once)), "")


async def _at_once(_seconds: float) -> None:
    """Wait for nothing."""
