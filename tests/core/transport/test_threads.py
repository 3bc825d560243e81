"""What blocks runs in threads that nobody else's work takes away, and to its end."""

import asyncio
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from threading import Event, Thread, current_thread

import pytest

from pickupkit.calls import Blocking
from pickupkit.transport import Limits
from pickupkit.transport._asyncio import AsyncExchanger
from pickupkit.transport._threads import Threads

PATIENCE = 10
MANY = 64
SAID: ContextVar[str] = ContextVar("SAID")


@pytest.fixture
def over() -> Iterator[Event]:
    """Let whoever waits for the test's end go then, whatever comes of it."""
    event = Event()
    yield event
    event.set()


def waiting_for(event: Event, then: Callable[[], object] = bool) -> Callable[[], object]:
    def wait() -> object:
        event.wait(PATIENCE)
        return then()

    return wait


def test_an_application_that_has_taken_all_threads_holds_nothing_up(over: Event) -> None:
    """Its threads may be waiting for the very task that would wait for one of them."""

    async def scene() -> object:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        taken = loop.run_in_executor(None, waiting_for(over))
        try:
            return await asyncio.wait_for(Threads().run(Blocking(lambda: "done")), PATIENCE)
        finally:
            over.set()
            await taken

    assert asyncio.run(scene()) == "done"


def test_foreign_code_that_takes_its_time_holds_nothing_up(over: Event) -> None:
    """However much of it there is."""

    async def scene() -> object:
        threads = Threads()
        slow = Blocking(waiting_for(over), foreign=True)
        told = [asyncio.create_task(threads.run(slow)) for _ in range(MANY)]
        await asyncio.sleep(0)
        try:
            return await asyncio.wait_for(threads.run(Blocking(lambda: "done")), PATIENCE)
        finally:
            over.set()
            await asyncio.gather(*told)

    assert asyncio.run(scene()) == "done"


def test_a_closed_exchanger_keeps_no_thread() -> None:
    """While somebody still holds it: a service may make many kits."""

    async def scene() -> None:
        exchanger = AsyncExchanger(Limits())
        thread = await exchanger.perform(Blocking(current_thread))
        assert isinstance(thread, Thread)
        assert thread.is_alive()
        await exchanger.close()
        await asyncio.to_thread(thread.join, PATIENCE)
        assert not thread.is_alive(), exchanger

    asyncio.run(scene())


@pytest.mark.parametrize("foreign", [False, True])
def test_only_foreign_code_is_not_waited_for_by_who_is_cancelled(
    foreign: bool, over: Event
) -> None:
    """What the library writes must be known before anyone goes on; both come to their end."""
    seen: list[str] = []

    async def scene() -> None:
        began, ended, threads = Event(), Event(), Threads()
        work = waiting_for(over, lambda: (seen.append("done"), ended.set()))
        effect = Blocking(lambda: (began.set(), work()), foreign=foreign)
        task = asyncio.create_task(threads.run(effect))
        task.add_done_callback(lambda _: seen.append("gone"))
        await asyncio.to_thread(began.wait, PATIENCE)
        task.cancel()
        await asyncio.wait({task}, timeout=0.05)
        over.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.to_thread(ended.wait, PATIENCE)

    asyncio.run(scene())
    assert seen == (["gone", "done"] if foreign else ["done", "gone"])


def test_a_loop_that_ends_waits_for_what_is_being_written() -> None:
    """It cancels whatever is a task; who asked for the work knows by then what became of it."""
    seen: list[str] = []

    async def ask(effect: Blocking[object]) -> None:
        try:
            await Threads().run(effect)
        finally:
            seen.append("gone")

    async def main() -> None:
        began, go = Event(), Event()
        work = waiting_for(go, lambda: seen.append("done"))
        main.task = asyncio.create_task(ask(Blocking(lambda: (began.set(), work()))))  # type: ignore[attr-defined]
        await asyncio.to_thread(began.wait, PATIENCE)
        asyncio.get_running_loop().call_later(0.05, go.set)

    asyncio.run(main())
    assert seen == ["done", "gone"]


def test_the_work_sees_the_context_of_its_task() -> None:
    """As an observer's log or trace may want it."""

    async def scene() -> object:
        SAID.set("hello")
        return await Threads().run(Blocking(SAID.get))

    assert asyncio.run(scene()) == "hello"


def test_where_no_thread_can_be_had_it_is_done_all_the_same_and_once(
    over: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As once the main thread has ended: what was asked for may be the record of a booking."""
    done: list[int] = []

    def refuse(_: Thread) -> None:
        raise RuntimeError("can't start new thread")

    async def scene() -> None:
        threads = Threads()
        busy = asyncio.create_task(threads.run(Blocking(waiting_for(over))))
        await asyncio.sleep(0)
        with monkeypatch.context() as patch:
            patch.setattr(Thread, "start", refuse)
            await threads.run(Blocking(lambda: done.append(1)))
        over.set()
        await busy
        await threads.run(Blocking(bool))  # behind all that is in the queue

    asyncio.run(scene())
    assert done == [1]


def test_where_no_thread_can_be_had_foreign_code_is_left_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It may wait for the loop, which would wait for it; the log tells."""

    def refuse(*_: object) -> None:
        raise RuntimeError("cannot schedule new futures after interpreter shutdown")

    async def scene() -> None:
        loop = asyncio.get_running_loop()

        def wait() -> None:
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result(PATIENCE)

        monkeypatch.setattr(ThreadPoolExecutor, "submit", refuse)
        await Threads().run(Blocking(wait, foreign=True))

    asyncio.run(scene())
    assert [record.message for record in caplog.records] == [
        "observers cannot be told: there is no thread for them"
    ]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_takes_threads_of_its_own() -> None:
    """Its parent's are not there."""
    threads = Threads()

    async def scene() -> bool:
        async with asyncio.timeout(PATIENCE):
            return bool(await threads.run(Blocking(lambda: True)))

    assert asyncio.run(scene())
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = 0 if asyncio.run(scene()) else 1
        finally:
            os._exit(code)
    assert os.waitpid(pid, 0)[1] == 0


def test_closed_they_go_and_the_next_use_takes_new_ones() -> None:
    """Nothing that is under way is ended by it."""

    async def scene() -> list[object]:
        threads, began, go = Threads(), Event(), Event()
        work = waiting_for(go, lambda: "done")
        task = asyncio.create_task(threads.run(Blocking(lambda: (began.set(), work())[1])))
        await asyncio.to_thread(began.wait, PATIENCE)
        threads.close()
        go.set()
        return [await task, await threads.run(Blocking(lambda: "again"))]

    assert asyncio.run(scene()) == ["done", "again"]
