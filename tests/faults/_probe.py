"""Run an operation against a URL by either driver, and tell everything that came of it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from threading import Event
from typing import Any, Final

from attrs import define, evolve, field, frozen

from pickupkit.calls import Answer, Call, Effect, UnexpectedStatus, adrive, drive
from pickupkit.calls.wire import decode
from pickupkit.clock import Clock
from pickupkit.delivery import Delivery, Teller
from pickupkit.mask import Mask
from pickupkit.plugin import Account, Connection, Provider
from pickupkit.transport import Limits, Send, SendFault

BOTH: Final = ("blocking", "asyncio")
"""The two exchangers."""


def steady(clock: Clock | None = None) -> Clock:
    """Give a clock by which a retry waits no time at all."""
    return evolve(clock or Clock(), uniform=lambda least, _: least)


def call(method: str = "GET", path: str = "/pickups", **rest: Any) -> Call[Any]:
    """Make a call that reads its answer as generated ones do."""
    return Call(method, path, _read, **rest)


def _read(answer: Answer) -> Any:
    if 200 <= answer.status < 300:
        return decode(answer.content)
    raise UnexpectedStatus(answer)


@frozen
class Outcome:
    """What an operation gave or raised, the requests sent for it, and how each one failed."""

    value: object
    error: Exception | None
    sends: tuple[Send, ...]
    faults: tuple[SendFault, ...]
    delivery: Delivery


@define
class _Recorder:
    sends: list[Send] = field(factory=list)
    faults: list[SendFault] = field(factory=list)
    gate: Event | None = None

    def before(self, effect: Effect[Any]) -> None:
        if isinstance(effect, Send):
            if self.gate is not None and self.sends:
                assert self.gate.wait(5)
            self.sends.append(effect)

    def over(self, perform: Callable[[Effect[Any]], object]) -> Callable[[Effect[Any]], object]:
        def recording(effect: Effect[Any]) -> object:
            self.before(effect)
            try:
                return perform(effect)
            except SendFault as fault:
                self.faults.append(fault)
                raise

        return recording

    def aover(
        self, perform: Callable[[Effect[Any]], Awaitable[object]]
    ) -> Callable[[Effect[Any]], Awaitable[object]]:
        async def recording(effect: Effect[Any]) -> object:
            self.before(effect)
            try:
                return await perform(effect)
            except SendFault as fault:
                self.faults.append(fault)
                raise

        return recording


def begin(url: str, limits: Limits, clock: Clock, operation: str) -> Delivery:
    """Begin an operation at a provider of no particular kind."""
    connection = Connection(url)
    provider = Provider("acme", title="Acme", settings=type(None), connect=lambda _: connection)
    account = Account("main", "acme", None)
    return Delivery(Teller(provider, account, operation, Mask()), connection, limits, clock)


def probe(
    kind: str,
    url: str,
    *calls: Call[Any],
    limits: Limits | None = None,
    clock: Clock | None = None,
    gate: Event | None = None,
    operation: str = "get",
) -> Outcome:
    """Await ``calls`` in turn and give the last result; ``gate`` holds back all but the first."""

    async def work() -> object:
        result: object = None
        for one in calls:
            result = await one
        return result

    limits = limits or Limits()
    begun = begin(url, limits, clock or steady(), operation)
    recorder, value, error = _Recorder(gate=gate), None, None
    try:
        value = _run(kind, begun.run(work()), recorder, limits)
    except Exception as raised:  # noqa: BLE001 - every error is an outcome here
        error = raised
    return Outcome(value, error, tuple(recorder.sends), tuple(recorder.faults), begun)


def _run(kind: str, work: Coroutine[Any, Any, Any], recorder: _Recorder, limits: Limits) -> object:
    if kind == "asyncio":
        return asyncio.run(_arun(work, recorder, limits))
    from pickupkit.transport._blocking import Exchanger

    exchanger = Exchanger(limits)
    try:
        return drive(work, recorder.over(exchanger.perform))
    finally:
        exchanger.close()


async def _arun(work: Coroutine[Any, Any, Any], recorder: _Recorder, limits: Limits) -> object:
    from pickupkit.transport._asyncio import AsyncExchanger

    exchanger = AsyncExchanger(limits)
    try:
        return await adrive(work, recorder.aover(exchanger.perform))
    finally:
        await exchanger.close()


def error_of(outcome: Outcome) -> type[BaseException]:
    """Give the class of the error; a value where there should be none is shown."""
    assert outcome.error is not None, outcome.value
    return type(outcome.error)
