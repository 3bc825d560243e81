"""Connections stay where they were made: in one process, in one event loop."""

import asyncio
import gc
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Event
from typing import Any

import httpx
import pytest

from pickupkit import AsyncPickupKit
from pickupkit.calls import adrive, drive
from pickupkit.errors import ConfigError
from pickupkit.transport import Limits, Send, SendFault, Stage, _fault, _http
from pickupkit.transport._asyncio import AsyncExchanger
from pickupkit.transport._blocking import Exchanger
from tests.faults import FaultServer, Peer, answer


def echoing_process(peer: Peer) -> None:
    request = peer.read()
    peer.send(answer("200 OK", request.split(b" ")[1]))


def ask(server: FaultServer, path: str) -> Send:
    return Send("GET", f"{server.url}/{path}", (), None, 5.0)


def in_child(work: Callable[[], str]) -> str:
    """Do ``work`` in a forked child that ends at once after it, and give what it said."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writing, work().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        heard = said.read()
    os.waitpid(pid, 0)
    return heard


forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")


@forking
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_opens_connections_of_its_own() -> None:
    """The child asks over a new connection, and the parent goes on over its old one."""
    with FaultServer(echoing_process) as server:
        exchanger = Exchanger(Limits())

        def visit(path: str) -> str:
            return drive(ask(server, path), exchanger.perform).content.decode()

        assert visit("before") == "/before"
        assert in_child(lambda: visit("child")) == "/child"
        assert visit("after") == "/after"
        exchanger.close()
    assert (len(server.requests), server.connections) == (3, 2)


@forking
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_refuses_a_transport_that_its_parent_used() -> None:
    """A caller's own transport holds the parent's connections, so that the child must not send."""
    with FaultServer(echoing_process) as server:
        exchanger = Exchanger(Limits(), httpx.HTTPTransport())

        def visit() -> str:
            try:
                return drive(ask(server, "x"), exchanger.perform).content.decode()
            except ConfigError as error:
                return str(error)

        assert visit() == "/x"
        assert "in use in another process" in in_child(visit)
        exchanger.close()
    assert len(server.requests) == 1


@forking
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_may_close_what_its_parent_uses() -> None:
    """Closing in the child does not end the parent's connection."""
    with FaultServer(echoing_process) as server:
        exchanger = Exchanger(Limits())
        drive(ask(server, "before"), exchanger.perform)
        in_child(lambda: str(exchanger.close()))
        drive(ask(server, "after"), exchanger.perform)
        exchanger.close()
    assert server.connections == 1


async def avisit(exchanger: AsyncExchanger, server: FaultServer) -> str:
    return (await adrive(ask(server, "x"), exchanger.perform)).content.decode()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_another_event_loop_gets_a_client_of_its_own() -> None:
    """A connection of a loop that is over is not met again."""
    with FaultServer(echoing_process) as server:
        exchanger = AsyncExchanger(Limits())
        assert asyncio.run(avisit(exchanger, server)) == "/x"
        [first] = exchanger._pools.values()

        async def again() -> str:
            try:
                return await avisit(exchanger, server)
            finally:
                assert first not in exchanger._pools.values()
                await exchanger.close()

        assert asyncio.run(again()) == "/x"
        gc.collect()
    assert server.connections == 2


def test_loops_that_take_turns_keep_their_connections() -> None:
    """Such as those of two threads; each closes its own, and none is left to chance."""
    with FaultServer(echoing_process) as server:
        exchanger = AsyncExchanger(Limits())
        loops = [asyncio.new_event_loop() for _ in range(2)]
        for loop in loops * 3:
            assert loop.run_until_complete(avisit(exchanger, server)) == "/x"
        for loop in loops:
            loop.run_until_complete(exchanger.close())
            loop.close()
    assert (len(server.requests), server.connections) == (6, 2)


def test_loops_that_begin_at_once_share_what_the_kit_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody would close what the other made."""
    made, together = list[object](), Barrier(2)

    class Slow(AsyncExchanger):
        def __init__(self, *given: Any) -> None:
            with suppress(BrokenBarrierError):
                together.wait(0.2)
            made.append(self)
            super().__init__(*given)

    monkeypatch.setattr("pickupkit.transport._asyncio.AsyncExchanger", Slow)
    shop = AsyncPickupKit({}, journal=tmp_path / "journal.sqlite")
    with ThreadPoolExecutor(2) as threads:
        found = [threads.submit(lambda: asyncio.run(shop.attempts())) for _ in range(2)]
    assert [each.result() for each in found] == [[], []]
    asyncio.run(shop.close())
    assert len(made) == 1


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_another_event_loop_refuses_a_transport_of_the_first() -> None:
    """A caller's own transport with connections cannot move to another loop."""
    with FaultServer(echoing_process) as server:
        exchanger = AsyncExchanger(Limits(), httpx.AsyncHTTPTransport())
        asyncio.run(avisit(exchanger, server))
        with pytest.raises(ConfigError, match="event loop"):
            asyncio.run(avisit(exchanger, server))
        del exchanger
        gc.collect()
    assert server.connections == 1


def test_closing_twice_and_from_elsewhere_is_harmless() -> None:
    """Close may come twice, before the first call, and from another loop."""
    exchanger = AsyncExchanger(Limits())
    with FaultServer(echoing_process) as server:

        async def use() -> None:
            await exchanger.close()
            await avisit(exchanger, server)
            await exchanger.close()

        asyncio.run(use())
        asyncio.run(exchanger.close())


def test_a_cancelled_exchange_frees_its_connection() -> None:
    """A task that is cancelled while it waits hangs up, and the next call is answered."""
    asked = Event()

    def silent_once(peer: Peer) -> None:
        peer.read()
        asked.set()
        peer.gone()

    async def scene(server: FaultServer) -> str:
        exchanger = AsyncExchanger(Limits(connections=1))
        waiting = asyncio.ensure_future(avisit(exchanger, server))
        assert await asyncio.to_thread(asked.wait, 5)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        try:
            return await avisit(exchanger, server)
        finally:
            await exchanger.close()

    with FaultServer(silent_once, echoing_process) as server:
        assert asyncio.run(scene(server)) == "/x"
    assert server.hung_up == 1


def visit(server: FaultServer) -> object:
    return drive(ask(server, "x"), Exchanger(Limits()).perform)


def visit_by_asyncio(server: FaultServer) -> object:
    return asyncio.run(avisit(AsyncExchanger(Limits()), server))


@pytest.mark.parametrize("work", [visit, visit_by_asyncio])
def test_the_time_that_opening_takes_is_part_of_the_whole(
    work: Callable[[FaultServer], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others may count on what is not sent in its time: it is not sent at all then."""
    now, settings = [0.0], _http.client_settings

    def slow(limits: Limits) -> Any:
        now[0] += 60
        return settings(limits)

    monkeypatch.setattr(_fault, "boot_time", lambda: now[0])
    monkeypatch.setattr(_http, "client_settings", slow)
    with FaultServer(echoing_process) as server, pytest.raises(SendFault) as raised:
        work(server)
    assert raised.value.stage is Stage.UNSENT
    assert server.requests == []


def holding(began: Event, go: Event) -> Callable[[Peer], None]:
    """Take a request, and answer it when told to."""

    def hold(peer: Peer) -> None:
        peer.read()
        began.set()
        go.wait(10)
        peer.send(answer("200 OK", b"booked"))

    return hold


def test_closing_ends_no_exchange_that_is_under_way() -> None:
    """Its answer may be the only word of a booking; the connection is closed after it."""
    began, go = Event(), Event()

    with FaultServer(holding(began, go)) as server, ThreadPoolExecutor(1) as pool:
        exchanger = Exchanger(Limits())
        under_way = pool.submit(lambda: drive(ask(server, "x"), exchanger.perform))
        began.wait(10)
        client = exchanger._pool.client  # type: ignore[union-attr]
        exchanger.close()
        assert not client.is_closed
        go.set()
        assert under_way.result(10).content == b"booked"
    assert client.is_closed


def test_closing_ends_no_task_that_is_under_way() -> None:
    """The same under asyncio."""
    began, go = Event(), Event()

    async def scene(server: FaultServer) -> bool:
        exchanger = AsyncExchanger(Limits())
        under_way = asyncio.create_task(adrive(ask(server, "x"), exchanger.perform))
        await asyncio.to_thread(began.wait, 10)
        [pool] = exchanger._pools.values()
        client = pool.client
        await exchanger.close()
        assert not client.is_closed
        go.set()
        assert (await under_way).content == b"booked"
        return client.is_closed

    with FaultServer(holding(began, go)) as server:
        assert asyncio.run(scene(server))
