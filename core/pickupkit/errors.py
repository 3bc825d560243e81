"""Every error that leaves the library; no text of theirs holds a secret or an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from attrs import field, frozen


class PickupKitError(Exception):
    """The base of all errors of this library."""


class ConfigError(PickupKitError):
    """An account, a file or a setting is missing or wrong; nothing was sent."""


class PluginError(PickupKitError):
    """A carrier plugin could not be loaded, or fails; ``__cause__`` tells why, if there is one."""


class JournalError(PickupKitError):
    """The journal cannot be read or written; nothing was sent without it."""


class Unsupported(PickupKitError):
    """The provider's plugin has no such operation; nothing was sent."""


@frozen
class Problem:
    """One thing wrong with a request.

    ``pointer`` is a JSON pointer into the request, such as ``/address/phone``; ``source`` says
    where the rule comes from.
    """

    pointer: str
    reason: str
    source: str = ""

    def __str__(self) -> str:
        return f"{self.pointer or 'request'}: {self.reason}"


class InvalidRequest(PickupKitError, ValueError):
    """A request that must not be sent; ``problems`` lists everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(tuple(problems))
        self.problems = tuple(problems)

    @classmethod
    def at(cls, pointer: str, reason: str, source: str = "") -> InvalidRequest:
        """Make the error for a single problem."""
        return cls([Problem(pointer, reason, source)])

    def __str__(self) -> str:
        return "; ".join(map(str, self.problems))


def _messages(given: str | tuple[str, ...]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else given


@frozen
class Failure:
    """What a provider's error answer says, in its own words; a text alone is one message.

    ``outcome_unknown`` marks an answer that does not prove the booking was not made, although its
    status looks like a refusal. ``duplicate`` marks a refusal because the same is booked already.
    """

    messages: tuple[str, ...] = field(default=(), converter=_messages)
    code: str | None = None
    request_id: str | None = None
    outcome_unknown: bool = False
    duplicate: bool = False


class ProviderError(PickupKitError):
    """The provider refused, failed or answered something unreadable.

    ``http_status`` is ``None`` when there was no answer. ``messages`` are the provider's own words,
    with whatever they repeat of the request's personal data and of credentials masked.
    """

    def __init__(
        self,
        summary: str,
        *,
        provider: str = "",
        account: str = "",
        operation: str = "",
        http_status: int | None = None,
        failure: Failure | None = None,
    ) -> None:
        super().__init__(summary)
        self.summary = summary
        self.provider = provider
        self.account = account
        self.operation = operation
        self.http_status = http_status
        self.failure = failure or Failure()

    @property
    def vendor_code(self) -> str | None:
        """The provider's own error code, such as ``PICKUP.BUY.NO_MATCHING_RATES``."""
        return self.failure.code

    @property
    def messages(self) -> tuple[str, ...]:
        """The provider's own texts."""
        return self.failure.messages

    @property
    def said(self) -> str:
        """The summary with the provider's own texts, and not where it happened."""
        return ": ".join(filter(None, (self.summary, " ".join(self.messages))))

    @property
    def request_id(self) -> str | None:
        """The provider's id of the request, for its support."""
        return self.failure.request_id

    def __str__(self) -> str:
        where = " ".join(filter(None, (self.provider, self.operation)))
        status = f"HTTP {self.http_status}" if self.http_status is not None else None
        detail = ", ".join(filter(None, (status, self.vendor_code)))
        text = f"{where}: {self.summary}" if where else self.summary
        if detail:
            text += f" ({detail})"
        return ": ".join((text, *self.messages[:1]))


class AuthenticationFailed(ProviderError):
    """The credentials are missing, wrong or expired (401)."""


class Forbidden(ProviderError):
    """The credentials do not allow this (403)."""


class NotFound(ProviderError):
    """The provider knows no such object (404)."""


class Refused(ProviderError):
    """The provider understood and said no; nothing was booked."""


class RateLimited(ProviderError):
    """Too many requests (429); ``retry_after`` is the wait asked for, in seconds, if any."""

    retry_after: float | None = None


class Unavailable(ProviderError):
    """No usable answer, and certainly no booking: unreachable, too slow or a server error."""


class MalformedAnswer(ProviderError):
    """An answer that cannot be read: no JSON, another shape, too large, a redirect."""


@frozen(kw_only=True)
class Attempt:
    """One try to book: what is known of it when its answer is not.

    ``key`` names it in the journal, ``reference`` is what the provider was given to know it by.
    ``sent_at`` is UTC. ``accepted`` means that the provider said yes and the rest of its answer was
    lost. ``facts`` are what the operation noted on its way, such as a provider's id. The others are
    what was asked for; ``windows`` are pairs of aware times.
    """

    key: str | None
    provider: str
    account: str
    reference: str | None
    sent_at: datetime
    reason: str
    accepted: bool = False
    facts: Mapping[str, str] = field(factory=dict)
    carrier: str | None = None
    country: str | None = None
    windows: tuple[tuple[datetime, datetime | None], ...] = ()
    shipments: tuple[str, ...] = ()


class OutcomeUnknown(ProviderError):
    """The pickup may or may not be booked; it is never tried again by itself.

    ``attempt`` says what was sent and what is known of a booking, ``None`` of a cancel; ``advice``
    says how to find out.
    """

    attempt: Attempt | None = None
    advice: str = ""


@contextmanager
def noted(said: str) -> Iterator[None]:
    """Have whatever stops this say what was done before."""
    try:
        yield
    except BaseException as stopped:
        stopped.add_note(said)
        raise
