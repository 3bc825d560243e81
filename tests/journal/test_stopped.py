"""Cancelled and interrupted bookings: wherever it happens, the journal never says too much."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from pickupkit.calls import Blocking
from pickupkit.journal import State
from pickupkit.transport import Send
from tests.proof._model import Protocol, Worker


def states(worker: Worker) -> list[State]:
    journal = worker.desk.books.journal
    return [entry.state for entry in journal.entries()]


@pytest.mark.parametrize("stop", [asyncio.CancelledError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("account", ["lister", "buyer"])
def test_stopped_at_each_await(account: str, stop: type[BaseException]) -> None:
    """Nothing is called unsent that may have been sent; nothing stays "being sent"."""
    for steps in range(20):
        scene = Protocol()
        worker = scene.workers[0]
        scene._create(worker, (account, "a"))
        for _ in range(steps):
            worker.step()
        if worker.task is None:
            scene._bury()
            break
        sent = len(scene.world.vendor.booked)
        with pytest.raises(stop):
            worker.task.throw(stop())
        worker.task = worker.done = None
        assert State.SENDING not in states(scene.workers[1])
        assert not (sent and set(states(worker)) <= {State.PLANNED, State.REFUSED, State.ABSENT})
        scene.teardown()
    assert steps > 5


def test_a_task_cancelled_twice_waits_for_its_thread(tmp_path: Path) -> None:
    """What a thread is writing is written before anyone goes on."""
    import threading

    from pickupkit.transport import Limits
    from pickupkit.transport._asyncio import AsyncExchanger

    go, written = threading.Event(), []

    def work() -> None:
        assert go.wait(5)
        written.append(1)

    async def scene() -> None:
        task = asyncio.ensure_future(AsyncExchanger(Limits()).perform(Blocking(work)))
        await asyncio.sleep(0.01)
        for _ in range(3):
            task.cancel()
            await asyncio.sleep(0.01)
        assert not task.done()
        go.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert written == [1]

    asyncio.run(scene())


def test_an_abandoned_coroutine_settles_as_unknown() -> None:
    """A loop that is closed under it throws no error, and takes nothing back."""
    scene = Protocol()
    worker = scene.workers[0]
    scene._create(worker, ("lister", "a"))
    while not isinstance(worker.effect, Send):
        worker.step()
    task: Any = worker.task
    task.close()
    worker.task = worker.done = None
    assert states(worker) == [State.UNKNOWN]
    scene.teardown()
