"""Make the errors of one operation: where it happened, in whose words, and with nothing secret."""

from typing import Any

from attrs import evolve, frozen

from pickupkit.calls import Answer
from pickupkit.errors import Failure, ProviderError
from pickupkit.mask import Mask
from pickupkit.plugin import Account, Provider

from ._verdict import Verdict


@frozen
class Teller:
    """Tells what went wrong in an ``operation`` at an account; ``mask`` hides what none may see."""

    provider: Provider[Any]
    account: Account[Any]
    operation: str
    mask: Mask

    def error(
        self, verdict: Verdict, status: int | None = None, failure: Failure | None = None
    ) -> ProviderError:
        """Make the error of a verdict, with all that is known of where it happened."""
        return self.placed(verdict.error(verdict.summary, http_status=status, failure=failure))

    def own(self, error: ProviderError) -> ProviderError:
        """Tell an error that the operation itself raised."""
        error.summary = self.mask(error.summary)
        error.args = (error.summary,)
        return self.placed(error)

    def placed(self, error: ProviderError) -> ProviderError:
        """Say where an error happened, unless it says so already."""
        error.provider = error.provider or self.provider.name
        error.account = error.account or self.account.name
        error.operation = error.operation or self.operation
        error.failure = self._masked(error.failure)
        return error

    def failure(self, answer: Answer) -> Failure:
        """Read what an error answer says."""
        try:
            return self._masked(self.provider.read_failure(answer))
        except Exception:  # noqa: BLE001 - whatever a plugin trips over, the status still counts
            return Failure()

    def _masked(self, failure: Failure) -> Failure:
        return evolve(
            failure,
            messages=tuple(map(self.mask, map(str, failure.messages))),
            code=self.mask(str(failure.code)) if failure.code else None,
        )
