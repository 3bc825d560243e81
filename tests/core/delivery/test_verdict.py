"""What each failure means, for a call that may be repeated and for one that may not."""

import pytest

from pickupkit.calls import UnexpectedStatus, UnreadableAnswer
from pickupkit.delivery._verdict import of_answer, of_fault, of_status
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
from tests.faults import lost, told

DEFINITE = {
    307: MalformedAnswer,
    308: MalformedAnswer,
    400: Refused,
    401: AuthenticationFailed,
    403: Forbidden,
    404: NotFound,
    405: Refused,
    415: Refused,
    422: Refused,
    429: RateLimited,
}
"""The statuses that prove that nothing was booked, and how each is told."""


def test_only_a_listed_status_proves_that_nothing_was_booked() -> None:
    """Every other status after a booking is unknown, new and private ones included."""
    for status in range(300, 1000):
        verdict = of_status(status, Failure(), safe=False)
        assert verdict.error is DEFINITE.get(status, OutcomeUnknown), status
        assert (verdict.again, verdict.accepted) == (False, False), status


def test_a_harmless_call_is_never_unknown() -> None:
    """A read has an error of its own, and is tried again for five statuses."""
    for status in range(300, 1000):
        verdict = of_status(status, Failure(outcome_unknown=True), safe=True)
        assert verdict.error is not OutcomeUnknown, status
        assert verdict.error is DEFINITE.get(status, verdict.error), status
        assert verdict.again is (status in {429, 500, 502, 503, 504}), status


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (300, MalformedAnswer),
        (399, MalformedAnswer),
        (402, Refused),
        (408, Unavailable),
        (499, Refused),
        (500, Unavailable),
        (999, Unavailable),
    ],
)
def test_a_read_that_failed_is_told_by_the_family_of_its_status(
    status: int, error: type[ProviderError]
) -> None:
    """A redirect is no answer, a refusal is the caller's, the rest is the provider's."""
    assert of_status(status, Failure(), safe=True).error is error
    wrong = UnexpectedStatus(told(status))
    assert of_answer(wrong, Failure(), safe=True).error is error


@pytest.mark.parametrize("status", DEFINITE)
def test_the_providers_words_can_make_a_refusal_unknown(status: int) -> None:
    """A status that looks like a refusal is none when the provider's code says so."""
    assert of_status(status, Failure(outcome_unknown=True), safe=False).error is OutcomeUnknown


@pytest.mark.parametrize(
    ("fault", "safe", "error", "again", "accepted"),
    [
        (lost(Stage.UNSENT), True, Unavailable, True, False),
        (lost(Stage.UNSENT), False, Unavailable, True, False),
        (lost(Stage.SENT), True, Unavailable, True, False),
        (lost(Stage.SENT), False, OutcomeUnknown, False, False),
        (lost(Stage.ANSWERED, 200), True, Unavailable, True, False),
        (lost(Stage.ANSWERED, 200), False, OutcomeUnknown, False, True),
        (lost(Stage.ANSWERED, 299), False, OutcomeUnknown, False, True),
        (lost(Stage.ANSWERED, 300), False, OutcomeUnknown, False, False),
        (lost(Stage.ANSWERED, 400), False, OutcomeUnknown, False, False),
        (lost(Stage.ANSWERED, 422), False, OutcomeUnknown, False, False),
        (lost(Stage.ANSWERED, 400), True, Refused, False, False),
        (lost(Stage.ANSWERED, 415), False, Refused, False, False),
        (lost(Stage.ANSWERED, 401), False, AuthenticationFailed, False, False),
        (lost(Stage.ANSWERED, 503), True, Unavailable, True, False),
        (lost(Stage.ANSWERED, 503), False, OutcomeUnknown, False, False),
    ],
)
def test_a_broken_exchange_is_judged_by_how_far_it_came(
    fault: SendFault, safe: bool, error: type[ProviderError], again: bool, accepted: bool
) -> None:
    """Unsent may be repeated by all; sent is unknown; a status that was read counts.

    But for those whose words, which were not read, may say that it proves nothing.
    """
    verdict = of_fault(fault, safe=safe)
    assert (verdict.error, verdict.again, verdict.accepted) == (error, again, accepted)


def test_a_body_too_large_is_not_asked_for_again() -> None:
    """What is not transient is malformed at once."""
    fault = SendFault(Stage.ANSWERED, "too long", status=200, transient=False)
    verdict = of_fault(fault, safe=True)
    assert (verdict.error, verdict.again) == (MalformedAnswer, False)


def test_a_request_that_cannot_be_made_is_a_config_error() -> None:
    """It is the caller's, and no provider was asked."""
    with pytest.raises(ConfigError, match="not valid"):
        of_fault(SendFault(Stage.LOCAL, "not valid", transient=False), safe=False)


@pytest.mark.parametrize("wrong", [UnexpectedStatus, UnreadableAnswer])
@pytest.mark.parametrize("status", [200, 202, 204])
def test_a_success_that_cannot_be_read_was_accepted(wrong: type, status: int) -> None:
    """After any success status a booking is there, and only its particulars are lost."""
    verdict = of_answer(wrong(told(status)), Failure(), safe=False)
    assert (verdict.error, verdict.accepted) == (OutcomeUnknown, True)
    assert of_answer(wrong(told(status)), Failure(), safe=True).error is MalformedAnswer


@pytest.mark.parametrize("wrong", [UnexpectedStatus, UnreadableAnswer])
@pytest.mark.parametrize("safe", [True, False])
def test_an_error_status_counts_however_its_answer_was_wrong(wrong: type, safe: bool) -> None:
    """A reader that tripped over an error's body does not make a success of it."""
    verdict = of_answer(wrong(told(503)), Failure(), safe=safe)
    assert (verdict.error, verdict.accepted) == (Unavailable if safe else OutcomeUnknown, False)
