"""The two drivers: one operation, run for blocking callers and for asyncio."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from typing import Any, TypeVar, assert_type

import pytest

from pickupkit.calls import Answer, Call, Effect, Note, Sleep, adrive, drive, note, sleep

T = TypeVar("T")
Perform = Callable[[Effect[Any]], object]


def run_blocking(work: Awaitable[T], perform: Perform) -> T:
    return drive(work, perform)


def run_asyncio(work: Awaitable[T], perform: Perform) -> T:
    async def aperform(effect: Effect[Any]) -> object:
        await asyncio.sleep(0)
        return perform(effect)

    async def scene() -> T:
        return await adrive(work, aperform)

    return asyncio.run(scene())


both = pytest.mark.parametrize("run", [run_blocking, run_asyncio])


def read(answer: Answer) -> str:
    return answer.content.decode()


FIRST = Call("GET", "/first", read)
SECOND = Call("POST", "/second", read)


async def operation(log: list[str]) -> str:
    """Try one call, clean up after another, whatever either does."""
    try:
        log.append(await FIRST)
    except LookupError as error:
        log.append(f"caught {error}")
    await sleep(1.5)
    await note(found="it")
    try:
        return await SECOND
    finally:
        log.append("cleaned")


@both
def test_results_flow_into_the_operation_in_turn(run: Any) -> None:
    """Each effect is handed out once, in order, and its result comes back at its await."""
    asked: list[Effect[Any]] = []

    def perform(effect: Effect[Any]) -> object:
        asked.append(effect)
        return effect.path if isinstance(effect, Call) else None

    log: list[str] = []
    assert run(operation(log), perform) == "/second"
    assert asked == [FIRST, Sleep(1.5), Note({"found": "it"}), SECOND]
    assert log == ["/first", "cleaned"]


@both
def test_errors_are_raised_where_they_were_awaited(run: Any) -> None:
    """An operation may catch the failure of a call and go on."""

    def perform(effect: Effect[Any]) -> object:
        if effect is FIRST:
            raise LookupError("nothing")
        return "late"

    log: list[str] = []
    assert run(operation(log), perform) == "late"
    assert log == ["caught nothing", "cleaned"]


@both
@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), StopIteration("odd")])
def test_an_error_that_is_not_caught_comes_out_after_cleaning_up(
    run: Any, error: BaseException
) -> None:
    """Also an interrupt lets the operation clean up, and an odd error never looks like a result."""

    def perform(effect: Effect[Any]) -> object:
        if effect is SECOND:
            raise error
        return "x"

    log: list[str] = []
    with pytest.raises((type(error), RuntimeError)):
        run(operation(log), perform)
    assert log[-1] == "cleaned"


class Foreign:
    def __await__(self) -> Generator[object, None, None]:
        yield "something"


@both
def test_a_foreign_awaitable_is_named_in_a_type_error(run: Any) -> None:
    """An operation that awaits what no driver knows is told so, at its await."""

    async def work() -> None:
        await Foreign()

    with pytest.raises(TypeError, match="awaited str; it may await calls and effects only"):
        run(work(), lambda effect: None)


def test_awaiting_asyncio_in_an_operation_is_told_apart() -> None:
    """`asyncio.sleep` and futures belong to no operation, even where a loop runs."""

    async def sleeps() -> None:
        await asyncio.sleep(1)

    async def waits() -> None:
        await asyncio.get_running_loop().create_future()

    async def perform(effect: Effect[Any]) -> object:
        return None

    async def scene(work: Awaitable[None]) -> None:
        with pytest.raises(TypeError, match="no asyncio, no gather"):
            await adrive(work, perform)

    asyncio.run(scene(sleeps()))
    asyncio.run(scene(waits()))


@both
def test_a_bare_call_can_be_driven(run: Any) -> None:
    """A call is awaitable itself."""
    assert run(FIRST, lambda effect: "direct") == "direct"


@both
def test_pages_are_driven_one_by_one_and_closed_half_way(run: Any) -> None:
    """An async generator takes steps under a driver, and what it awaits on closing is driven."""
    asked: list[str] = []

    async def pages() -> AsyncGenerator[str, None]:
        try:
            while True:
                yield await FIRST
        finally:
            await SECOND

    def perform(effect: Effect[Any]) -> object:
        assert isinstance(effect, Call)
        asked.append(effect.path)
        return effect.path

    running = pages()
    if run is run_blocking:
        assert drive(anext(running, None), perform) == "/first"
        drive(running.aclose(), perform)
        assert drive(anext(running, None), perform) is None
    else:

        async def aperform(effect: Effect[Any]) -> object:
            return perform(effect)

        async def scene() -> None:
            assert await adrive(anext(running, None), aperform) == "/first"
            await adrive(running.aclose(), aperform)
            assert await adrive(anext(running, None), aperform) is None

        asyncio.run(scene())
    assert asked == ["/first", "/second"]


def test_types_flow_through_await_and_drivers() -> None:
    """What a call reads is what its await and its driver give, for the type checker too."""

    async def work() -> int:
        text = await FIRST
        assert_type(text, str)
        return len(text)

    assert_type(drive(work(), lambda effect: "four"), int)
    assert_type(drive(FIRST, lambda effect: "four"), str)
