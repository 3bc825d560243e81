"""Many exchanges at once: bounded, and none hurts another."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from threading import Barrier, Event, Thread

import pytest

from pickupkit.transport import Limits, Send, SendFault, Stage
from pickupkit.transport._asyncio import AsyncExchanger
from pickupkit.transport._blocking import Exchanger
from tests.faults import FaultServer, Peer, answer

NARROW = Limits(connections=1, pool=0.1)


def ask(server: FaultServer) -> Send:
    return Send("POST", f"{server.url}/x", (), b"{}", 5.0)


def good(peer: Peer) -> None:
    peer.read()
    peer.send(answer("200 OK", b"{}"))


def test_a_thread_that_finds_no_room_has_sent_nothing() -> None:
    """The wait for room is bounded, and the one who waited in vain may try again."""
    asked, done = Event(), Event()

    def slow(peer: Peer) -> None:
        peer.read()
        asked.set()
        done.wait(5)
        peer.send(answer("200 OK", b"{}"))

    with FaultServer(slow) as server:
        exchanger = Exchanger(NARROW)
        first = Thread(target=exchanger.perform, args=(ask(server),))
        first.start()
        assert asked.wait(5)
        with pytest.raises(SendFault, match="no connection became free") as raised:
            exchanger.perform(ask(server))
        done.set()
        first.join(5)
        exchanger.perform(ask(server))
        exchanger.close()
    assert raised.value.stage is Stage.UNSENT
    assert len(server.requests) == 2


def test_a_task_that_finds_no_room_has_sent_nothing() -> None:
    """The same for asyncio; whoever is cancelled while waiting takes no room."""
    done = Event()

    def slow(peer: Peer) -> None:
        peer.read()
        done.wait(5)
        peer.send(answer("200 OK", b"{}"))

    async def scene(server: FaultServer) -> None:
        exchanger = AsyncExchanger(NARROW)
        first = asyncio.ensure_future(exchanger.perform(ask(server)))
        await asyncio.sleep(0)
        waiting = asyncio.ensure_future(exchanger.perform(ask(server)))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(SendFault) as raised:
            await exchanger.perform(ask(server))
        assert raised.value.stage is Stage.UNSENT
        done.set()
        await first
        await exchanger.perform(ask(server))
        await exchanger.close()

    with FaultServer(slow) as server:
        asyncio.run(scene(server))
    assert len(server.requests) == 2


@pytest.fixture
def _hectic() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_hectic")
def test_threads_do_not_break_each_others_connections() -> None:
    """More threads than room, at several hosts: every request is sent once and answered."""
    start = Barrier(8)
    faults: list[SendFault] = []

    def visit(exchanger: Exchanger, servers: list[FaultServer]) -> None:
        start.wait(5)
        for at in range(12):
            try:
                exchanger.perform(ask(servers[at % 2]))
            except SendFault as fault:
                faults.append(fault)

    for _ in range(4):
        with ExitStack() as stack:
            servers = [stack.enter_context(FaultServer(good)) for _ in range(2)]
            exchanger = Exchanger(Limits(connections=3))
            threads = [Thread(target=visit, args=(exchanger, servers)) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(10)
            exchanger.close()
        assert faults == []
        assert sum(len(server.requests) for server in servers) == 96


def test_tasks_keep_their_connections_at_several_hosts() -> None:
    """Going back and forth between hosts does not mean to connect again each time."""

    async def scene(servers: list[FaultServer]) -> None:
        exchanger = AsyncExchanger(Limits(connections=3))

        async def visit() -> None:
            for at in range(10):
                await exchanger.perform(ask(servers[at % 2]))

        await asyncio.gather(*[visit() for _ in range(6)])
        await exchanger.close()

    with FaultServer(good) as one, FaultServer(good) as two:
        asyncio.run(scene([one, two]))
    assert len(one.requests) + len(two.requests) == 60
    assert one.connections + two.connections <= 12
