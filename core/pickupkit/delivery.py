"""Get the calls of one operation answered: credentials, tries, waits, the deadline, typed errors.

Written once as coroutines: what is awaited here (`Send`, `Sleep`) is performed by the blocking or
the asyncio exchanger at the bottom.
"""

from collections.abc import Awaitable, Hashable, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from attrs import define, evolve, field

from pickupkit.calls import Answer, AnswerError, Call, Effect, Note, Sleep, adrive
from pickupkit.calls.wire import InvalidSegment
from pickupkit.clock import Clock
from pickupkit.errors import (
    Failure,
    InvalidRequest,
    MalformedAnswer,
    OutcomeUnknown,
    ProviderError,
    RateLimited,
    Unavailable,
)
from pickupkit.mask import Mask
from pickupkit.plugin import Account, Connection, Provider, Unreadable
from pickupkit.retry_after import retry_after
from pickupkit.transport import Limits, Send, SendFault
from pickupkit.verdict import Verdict, of_answer, of_fault

T = TypeVar("T")


class Ledger(Protocol):
    """Where an attempt is written down while it is under way."""

    async def begin(self, facts: Mapping[str, str]) -> None:
        """Write the intent to send what must not be repeated; if this raises, it is not sent."""

    async def note(self, facts: Mapping[str, str]) -> None:
        """Keep facts before the next call."""


@define
class Delivery:
    """One operation under way at one account.

    ``accepted`` turns true when a call that must not be repeated was answered with success,
    ``in_doubt`` also when nobody knows how it was answered; ``sent_at`` is when the last such call
    was begun, ``facts`` what the operation noted. With a ``memory``, the same read is sent once.
    """

    provider: Provider[Any]
    account: Account[Any]
    connection: Connection
    operation: str
    limits: Limits
    clock: Clock
    mask: Mask
    facts: dict[str, str] = field(factory=dict)
    accepted: bool = False
    in_doubt: bool = False
    sent_at: datetime | None = None
    ledger: Ledger | None = None
    memory: dict[Hashable, Answer] | None = None
    _ends: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        total = self.limits.booking if self.operation == "create" else self.limits.reading
        self._ends = self.clock.monotonic() + total

    async def run(self, work: Awaitable[T]) -> T:
        """Run an operation; what is wrong with an answer or an id becomes one of our errors."""
        try:
            return await adrive(work, self.perform)
        except InvalidSegment as error:
            raise InvalidRequest.at(f"/{error.field}", str(error)) from None
        except Unreadable as error:
            verdict = Verdict(MalformedAnswer, f"the answer cannot be read: {error}")
            raise self.error(verdict) from None
        except ProviderError as error:
            error.summary = self.mask(error.summary)
            error.args = (error.summary,)
            raise self._placed(error)  # noqa: B904 - the same error, told where it happened

    async def perform(self, effect: Effect[Any]) -> object:
        """Perform what an operation awaits."""
        if isinstance(effect, Call):
            return await self._deliver(effect)
        if isinstance(effect, Note):
            self.facts.update(effect.facts)
            if self.ledger is not None:
                await self.ledger.note(self.facts)
            return None
        return await effect

    async def _deliver(self, call: Call[T]) -> T:
        tries = 0
        while True:
            tries += 1
            try:
                result = call.parse(await self._answer(call))
            except (SendFault, AnswerError) as fault:
                await self._pause(call, fault, tries)
            except Exception:
                raise
            except BaseException:  # cancelled or interrupted, perhaps after the last byte
                self.in_doubt |= not call.is_safe
                raise
            else:
                self.accepted |= not call.is_safe
                self.in_doubt |= self.accepted
                return result

    async def _answer(self, call: Call[Any]) -> Answer:
        if self.memory is not None and call.method == "GET":
            known = (call.api, call.path, call.params)
            if known not in self.memory:
                self.memory[known] = await self._send(call)
            return self.memory[known]
        if self.ledger is not None and not call.is_safe:
            await self.ledger.begin(self.facts)
        return await self._send(call)

    def _send(self, call: Call[Any]) -> Send:
        left = self.left()
        if left <= 0:
            raise self.error(Verdict(Unavailable, "out of time; nothing was sent"))
        if not call.is_safe:
            self.sent_at = self.clock.now()
        return self.sendable(call, left)

    def sendable(self, call: Call[Any], timeout: float) -> Send:
        """Give the exact request that a call becomes for this account."""
        query = "&".join(f"{quote(k, safe='')}={quote(v, safe='')}" for k, v in call.params)
        url = self.connection.base(call.api) + call.path + (f"?{query}" if query else "")
        headers = (*self.connection.headers.items(), *call.headers)
        return Send(call.method, url, headers, call.body, timeout)

    async def _pause(self, call: Call[Any], fault: SendFault | AnswerError, tries: int) -> None:
        """Wait until the call may be sent again, or raise what its failure means."""
        answer = fault.answer if isinstance(fault, AnswerError) else None
        failure = self._failure(answer) if answer else Failure()
        verdict = (
            of_fault(fault, safe=call.is_safe)
            if isinstance(fault, SendFault)
            else of_answer(fault, failure, safe=call.is_safe)
        )
        status, headers = _told(fault)
        asked = retry_after(headers.get("retry-after"), self.clock.now())
        wait = self._wait(asked, tries)
        if verdict.again and tries < self.limits.tries and wait < self.left():
            await Sleep(wait)
            return
        self.accepted |= verdict.accepted
        self.in_doubt |= verdict.error is OutcomeUnknown
        error = self.error(verdict, status, failure)
        if isinstance(error, RateLimited):
            error.retry_after = asked
        raise error from None

    def _wait(self, asked: float | None, tries: int) -> float:
        if asked is not None:
            return min(asked, self.limits.longest_wait)
        return self.clock.uniform(0, min(20.0, 0.5 * 2.0**tries))

    def left(self) -> float:
        """Give the seconds until the deadline."""
        return self._ends - self.clock.monotonic()

    def _failure(self, answer: Answer) -> Failure:
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

    def error(
        self, verdict: Verdict, status: int | None = None, failure: Failure | None = None
    ) -> ProviderError:
        """Make the error of a verdict, with all that is known of where it happened."""
        return self._placed(verdict.error(verdict.summary, http_status=status, failure=failure))

    def _placed(self, error: ProviderError) -> ProviderError:
        error.provider = error.provider or self.provider.name
        error.account = error.account or self.account.name
        error.operation = error.operation or self.operation
        error.failure = self._masked(error.failure)
        return error


def _told(fault: SendFault | AnswerError) -> tuple[int | None, Mapping[str, str]]:
    if isinstance(fault, SendFault):
        return fault.status, fault.headers
    return fault.answer.status, fault.answer.headers
