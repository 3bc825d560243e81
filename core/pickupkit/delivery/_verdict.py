"""What a failed exchange means: pure decisions, no clock, no socket.

The rule for a call that must not be repeated: it failed for certain only if nothing left this
machine or the provider definitely refused. Everything else is unknown, also what we never saw.
"""

from typing import Final

from attrs import frozen

from pickupkit.calls import AnswerError
from pickupkit.errors import (
    AuthenticationFailed,
    ConfigError,
    Failure,
    Forbidden,
    MalformedAnswer,
    NotFound,
    OutcomeUnknown,
    ProviderError,
    RateLimited,
    Refused,
    Unavailable,
)
from pickupkit.transport import SendFault, Stage

_NAMED: Final[dict[int, tuple[type[ProviderError], str]]] = {
    401: (AuthenticationFailed, "the credentials were not accepted"),
    403: (Forbidden, "the credentials do not allow this"),
    404: (NotFound, "there is no such thing"),
    429: (RateLimited, "too many requests"),
}
_CERTAIN: Final = frozenset({307, 308, 400, 401, 403, 404, 405, 415, 422, 429})
"""Statuses that say for certain that nothing was booked."""

_SPOKEN: Final = frozenset({400, 422})
"""Of those, which a provider's words may turn round: "carrier took too long" is one."""

_PASSING: Final = frozenset({429, 500, 502, 503, 504})
"""Statuses after which a harmless call is worth another try."""


@frozen
class Verdict:
    """What to raise, and whether the call may be sent again first."""

    error: type[ProviderError]
    summary: str
    again: bool = False
    accepted: bool = False


def of_fault(fault: SendFault, *, safe: bool) -> Verdict:
    """Judge an exchange that gave no whole answer."""
    if fault.stage is Stage.LOCAL:
        raise ConfigError(fault.reason)
    if fault.stage is Stage.UNSENT:
        return Verdict(Unavailable, f"{fault.reason}; nothing was sent", again=True)
    if fault.status is None:
        error = Unavailable if safe else OutcomeUnknown
        return Verdict(error, fault.reason, again=safe)
    if 200 <= fault.status < 300:
        return _lost_body(fault, safe=safe)
    if not safe and fault.status in _SPOKEN:
        return Verdict(OutcomeUnknown, f"{fault.reason}, so what it says is not known")
    return of_status(fault.status, Failure(), safe=safe)


def _lost_body(fault: SendFault, *, safe: bool) -> Verdict:
    if not safe:
        return Verdict(OutcomeUnknown, f"accepted, but {fault.reason}", accepted=True)
    error = Unavailable if fault.transient else MalformedAnswer
    return Verdict(error, fault.reason, again=fault.transient)


def of_answer(wrong: AnswerError, failure: Failure, *, safe: bool) -> Verdict:
    """Judge a whole answer that is not the one asked for."""
    status = wrong.answer.status
    if not 200 <= status < 300:
        return of_status(status, failure, safe=safe)
    if safe:
        return Verdict(MalformedAnswer, "the answer cannot be read")
    return Verdict(OutcomeUnknown, "accepted, but the answer cannot be read", accepted=True)


def of_status(status: int, failure: Failure, *, safe: bool) -> Verdict:
    """Judge by the status, unless the provider's words say that it proves nothing."""
    if not safe and (status not in _CERTAIN or failure.outcome_unknown):
        return Verdict(OutcomeUnknown, "the answer does not say whether it was done")
    again = safe and status in _PASSING
    if status in _NAMED:
        return Verdict(*_NAMED[status], again=again)
    if 300 <= status < 400:
        return Verdict(MalformedAnswer, "it redirects, which is never followed")
    if 400 <= status < 500 and status != 408:
        return Verdict(Refused, "refused")
    return Verdict(Unavailable, "the provider failed", again=again)
