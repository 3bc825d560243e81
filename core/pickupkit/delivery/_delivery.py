"""Get the calls of one operation answered: credentials, tries, waits, the deadline, typed errors.

Written once as coroutines: what is awaited here (`Send`, `Sleep`) is performed by the blocking or
the asyncio exchanger at the bottom.
"""

from collections.abc import Awaitable, Hashable, Mapping
from typing import Any, Final, Protocol, TypeVar

from attrs import define, field

from pickupkit.calls import Answer, AnswerError, Call, Effect, Note, Sleep, adrive, repeatable
from pickupkit.calls.wire import InvalidSegment
from pickupkit.clock import Clock
from pickupkit.errors import (
    AuthenticationFailed,
    ConfigError,
    Failure,
    InvalidRequest,
    MalformedAnswer,
    NotFound,
    OutcomeUnknown,
    ProviderError,
    RateLimited,
    Refused,
    Unavailable,
)
from pickupkit.plugin import Connection, Grant, Unreadable
from pickupkit.plugin._account import Headers
from pickupkit.plugin._faults import told_as
from pickupkit.results import expect
from pickupkit.transport import Limits, Send, SendFault

from ._authority import Authority
from ._limiter import Limiter
from ._outgoing import outgoing
from ._retry_after import retry_after
from ._teller import Teller
from ._trace import Trace
from ._verdict import Verdict, of_answer, of_fault

T = TypeVar("T")
_UNAUTHORIZED: Final = 401


class Ledger(Protocol):
    """Where an attempt is written down while it is under way."""

    async def begin(self, facts: Mapping[str, str]) -> None:
        """Write the intent to send what must not be repeated; if this raises, it is not sent."""

    async def note(self, facts: Mapping[str, str]) -> None:
        """Keep facts before the next call."""


@define
class Delivery:
    """One operation under way at one account.

    ``trace`` tells at any time what it has done. With a ``memory``, the same read is sent once.
    ``authority`` and ``limiter`` are the account's, shared by all its operations.
    """

    tell: Teller
    connection: Connection
    limits: Limits
    clock: Clock
    trace: Trace = field(factory=Trace)
    ledger: Ledger | None = None
    memory: dict[Hashable, Answer] | None = None
    authority: Authority | None = None
    limiter: Limiter | None = None
    _total: float = field(init=False)
    _ends: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        totals = {"create": self.limits.booking, "reconcile": self.limits.reconciling}
        self._total = totals.get(self.tell.operation, self.limits.reading)
        self._ends = self.clock.monotonic() + self._total

    async def run(self, work: Awaitable[T]) -> T:
        """Run an operation; what is wrong with an answer or an id becomes one of our errors."""
        try:
            return await adrive(work, self.perform)
        except InvalidSegment as error:
            raise InvalidRequest.at(f"/{error.field}", str(error)) from None
        except Unreadable as error:
            verdict = Verdict(MalformedAnswer, f"the answer cannot be read: {error}")
            raise self.tell.error(verdict) from None
        except ProviderError as error:
            raise self.tell.own(error)  # noqa: B904 - the same error, told where it happened

    async def perform(self, effect: Effect[Any]) -> object:
        """Perform what an operation awaits."""
        if isinstance(effect, Call):
            return await self._deliver(effect)
        if isinstance(effect, Note):
            self.trace.facts.update(effect.facts)
            if self.ledger is not None:
                await self.ledger.note(self.trace.facts)
            return None
        return await self._other(effect)

    async def _other(self, effect: Effect[T]) -> T:
        """Perform what is no call; a wait that would outlast the deadline is not begun."""
        if isinstance(effect, Sleep):
            self._in_time(effect.seconds)
        return await effect

    async def _deliver(self, call: Call[T], *, plain: bool = False) -> T:
        tries, renewed, doubted = 0, False, self.trace.in_doubt
        while True:
            tries += 1
            headers = None if plain else await self._authorized()
            await self._queue(call)
            try:
                answer = await self._answer(call, headers)
                if not call.is_safe:
                    self.trace.hears(answer)
                result = call.parse(answer)
            except (SendFault, AnswerError) as fault:
                if not renewed and self._refused(fault, headers):
                    renewed, self.trace.in_doubt = True, doubted
                    continue
                await self._pause(call, fault, tries, doubted)
            except ConfigError:  # there was nothing to send it with
                self.trace.in_doubt = doubted
                raise
            else:
                self.trace.accepted |= not call.is_safe
                return result

    async def _authorized(self) -> Headers | None:
        """Give the headers of a token where the account works with one."""
        if self.authority is None or self.connection.authorize is None:
            return None
        return await self.authority.headers(self._fetch, self._in_time)

    async def _fetch(self) -> Grant:
        """Get a token: by the connection's own headers, as any other call."""
        assert self.connection.authorize is not None  # noqa: S101 - asked for before
        what = f"authorize of {self.tell.provider.name!r}"
        try:
            with told_as(f"{what} fails", Unreadable, InvalidSegment):
                work = expect(Awaitable, what, self.connection.authorize())  # type: ignore[type-abstract]
                return expect(Grant, what, await adrive(work, self._perform_plain))
        except (NotFound, Refused) as refused:
            verdict = Verdict(AuthenticationFailed, "no token was given for the credentials")
            raise self.tell.error(verdict, refused.http_status, refused.failure) from None

    async def _perform_plain(self, effect: Effect[Any]) -> object:
        if isinstance(effect, Call):
            # A token books nothing, whatever its call says of itself; the last one may have ended.
            if self.memory is not None:
                self.memory.pop(_name(effect), None)
            return await self._deliver(repeatable(effect), plain=True)
        return await self._other(effect)

    def _refused(self, fault: SendFault | AnswerError, headers: Headers | None) -> bool:
        """Tell whether a token may have ended: a 401 proves that nothing was done.

        Unless the provider's words say that it proves nothing.
        """
        status, _ = _told(fault)
        if self.authority is None or headers is None or status != _UNAUTHORIZED:
            return False
        if isinstance(fault, AnswerError) and self.tell.failure(fault.answer).outcome_unknown:
            return False
        self.authority.refuse(headers)
        return True

    async def _answer(self, call: Call[Any], headers: Headers | None) -> Answer:
        remembered = self._remembered(call)
        if remembered is not None:
            await Sleep(0)  # else an event loop would stand still for a whole listing
            return remembered
        if self.ledger is not None and not call.is_safe:
            await self.ledger.begin(self.trace.facts)
        send = self._send(call, headers)
        answer = await send
        if self.memory is not None and call.method == "GET" and 200 <= answer.status < 300:
            self.memory[_name(call)] = answer
        return answer

    def _remembered(self, call: Call[Any]) -> Answer | None:
        memory = self.memory if call.method == "GET" else None
        return memory.get(_name(call)) if memory else None

    async def _queue(self, call: Call[Any]) -> None:
        """Wait for a turn, so that the provider's limits are kept; never beyond the deadline."""
        if self.limiter is None or self._remembered(call) is not None:
            return
        patience = self.left() - self._reserve(call)
        reads = call.method == "GET"
        wait, taken = self.limiter.turn(call.path, reads=reads, patience=patience)
        if not taken:
            error = self.tell.error(Verdict(RateLimited, "too many requests; nothing was sent"))
            assert isinstance(error, RateLimited)  # noqa: S101 - the verdict says so
            error.retry_after = wait
            raise error
        if wait:
            await Sleep(wait)

    def _send(self, call: Call[Any], granted: Headers | None) -> Send:
        self._in_time(self._reserve(call))
        send = outgoing(call, self.connection, self.left(), granted)
        if not call.is_safe:
            self.trace.leaves(self.clock.now())
        return send

    def _in_time(self, reserve: float = 0.0) -> None:
        if not self.left() > reserve:
            more = "" if self.trace.in_doubt else "; nothing was sent"
            raise self.tell.error(Verdict(Unavailable, f"out of time{more}"))

    def _reserve(self, call: Call[Any]) -> float:
        """Give the time that must be left: a booking at the last moment ends in the unknown."""
        return 0.0 if call.is_safe else self._total / 6

    async def _pause(
        self, call: Call[Any], fault: SendFault | AnswerError, tries: int, doubted: bool
    ) -> None:
        """Wait until the call may be sent again, or raise what its failure means."""
        answer = fault.answer if isinstance(fault, AnswerError) else None
        failure = self.tell.failure(answer) if answer else Failure()
        verdict = self._judged(call, fault, failure, doubted)
        status, headers = _told(fault)
        asked = retry_after(headers.get("retry-after"), self.clock.now())
        wait = self._wait(asked, tries)
        if self.limiter is not None and issubclass(verdict.error, RateLimited):
            self.limiter.pause(reads=call.method == "GET", seconds=wait)
        if verdict.again and tries < self.limits.tries and wait < self.left():
            await Sleep(wait)
            return
        self.trace.accepted |= verdict.accepted
        error = self.tell.error(verdict, status, failure)
        if isinstance(error, RateLimited):
            error.retry_after = asked
        raise error from None

    def _judged(
        self, call: Call[Any], fault: SendFault | AnswerError, failure: Failure, doubted: bool
    ) -> Verdict:
        try:
            verdict = (
                of_fault(fault, safe=call.is_safe)
                if isinstance(fault, SendFault)
                else of_answer(fault, failure, safe=call.is_safe)
            )
        except ConfigError:  # it was never tried
            self.trace.in_doubt = doubted
            raise
        self.trace.in_doubt = doubted or verdict.error is OutcomeUnknown
        return verdict

    def _wait(self, asked: float | None, tries: int) -> float:
        if asked is not None:
            return min(asked, self.limits.longest_wait)
        return self.clock.uniform(0, min(20.0, 0.5 * 2.0**tries))

    def left(self) -> float:
        """Give the seconds until the deadline."""
        return self._ends - self.clock.monotonic()


def _name(call: Call[Any]) -> Hashable:
    return call.api, call.path, call.params


def _told(fault: SendFault | AnswerError) -> tuple[int | None, Mapping[str, str]]:
    if isinstance(fault, SendFault):
        return fault.status, fault.headers
    return fault.answer.status, fault.answer.headers
