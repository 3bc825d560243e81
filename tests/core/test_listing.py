"""Listings: page by page, fault beside fault, and closed properly when nobody reads on."""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing, closing
from typing import Any

import httpx
import pytest

from pickupkit import (
    AsyncPickupKit,
    ConfigError,
    MalformedAnswer,
    Pickup,
    PickupKit,
    PickupStatus,
    Unavailable,
)
from pickupkit.calls.wire import View
from pickupkit.clock import Clock
from pickupkit.plugin import Account, Connection, Page, Provider, Trail, demand, hookimpl, page
from pickupkit.registry import Registry
from tests.faults import call, steady


def to_pickup(account: Account[Any], item: View) -> Pickup:
    return Pickup(
        provider=account.provider,
        account=account.name,
        id=demand(item.raw.get("id"), "id"),
        status=PickupStatus.CONFIRMED,
    )


class Settings:
    """Nothing to set."""


def acme() -> Provider[Any]:
    provider: Provider[Any] = Provider(
        "acme",
        title="Acme",
        settings=__import__("attrs").frozen(Settings),
        connect=lambda account: Connection(account.root("https://api.example.com")),
    )

    @provider.list
    async def pages(account: Account[Any]) -> AsyncGenerator[Page, None]:
        trail, at = Trail(), "1"
        try:
            while True:
                answer = await call(path=f"/{account.name}/{trail.step(at)}")
                yield page(account, [View(item) for item in answer["items"]], to_pickup)
                if not (at := answer.get("next")):
                    return
        finally:
            await call(path=f"/{account.name}/bye")

    return provider


class Plugin:
    @hookimpl
    def pickupkit_providers(self) -> Iterable[Provider[Any]]:
        return (acme(),)


def registry() -> Registry:
    found = Registry()
    found.register(Plugin(), "acme")
    return found


PAGES: dict[str, Any] = {
    "/good/1": {"items": [{"id": "a"}, {"id": "b"}], "next": "2"},
    "/good/2": {"items": [{"id": "c"}, {"odd": True}], "next": "3"},
    "/good/3": {"items": []},
    "/circle/1": {"items": [{"id": "x"}], "next": "1"},
    "/half/1": {"items": [{"id": "h"}], "next": "broken"},
}


class Server:
    """Answers from `PAGES`, and 503 for what is not there; keeps the paths asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if request.url.path.endswith("/bye"):
            return httpx.Response(200, json={})
        known = PAGES.get(request.url.path)
        return httpx.Response(503 if known is None else 200, content=json.dumps(known or {}))


ACCOUNTS = {name: {"provider": "acme"} for name in ("good", "circle", "half", "down")}


def blocking(server: Server) -> PickupKit:
    return PickupKit(
        ACCOUNTS, transport=httpx.MockTransport(server), registry=registry(), clock=_clock()
    )


def with_asyncio(server: Server) -> AsyncPickupKit:
    return AsyncPickupKit(
        ACCOUNTS, transport=httpx.MockTransport(server), registry=registry(), clock=_clock()
    )


def _clock() -> Clock:
    return steady()


def listed(kind: str, server: Server, *accounts: str) -> tuple[list[str], list[tuple[str, str]]]:
    """List to the end by either face: the ids, and each fault's account and reason."""
    if kind == "blocking":
        with blocking(server) as kit:
            listing = kit.list(*accounts)
            ids = [pickup.id for pickup in listing]
            return ids, [(fault.account, fault.reason) for fault in listing.faults]

    async def scene() -> tuple[list[str], list[tuple[str, str]]]:
        async with with_asyncio(server) as kit:
            listing = kit.list(*accounts)
            ids = [pickup.id async for pickup in listing]
            return ids, [(fault.account, fault.reason) for fault in listing.faults]

    return asyncio.run(scene())


both = pytest.mark.parametrize("kind", ["blocking", "asyncio"])


@both
def test_pages_follow_each_other_and_faults_are_kept(kind: str) -> None:
    """All pages are read, in order, once; an item that cannot be read is a fault."""
    server = Server()
    assert listed(kind, server, "good") == (["a", "b", "c"], [("good", "id is missing")])
    assert server.asked == ["/good/1", "/good/2", "/good/3", "/good/bye"]


@both
def test_an_account_that_fails_hides_no_other(kind: str) -> None:
    """Over several accounts each failure is a fault, what came before it included."""
    ids, faults = listed(kind, Server(), "down", "half", "circle", "good")
    assert ids == ["h", "x", "a", "b", "c"]
    assert [account for account, _ in faults] == ["down", "half", "circle", "good"]
    assert "circle" in faults[2][1]


@both
def test_the_log_tells_of_each_fault_without_a_providers_words(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """An error's text may name somebody, so the log has its kind alone."""
    listed(kind, Server(), "down", "good")
    assert [said for said in caplog.messages if said.startswith("listing")] == [
        "listing of down: Unavailable",
        "listing of good: id is missing",
    ]


@both
def test_all_accounts_are_the_default(kind: str) -> None:
    """Naming none means all."""
    ids, _ = listed(kind, Server())
    assert ids == ["a", "b", "c", "x", "h"]


@both
@pytest.mark.parametrize(
    ("account", "error"),
    [
        ("down", Unavailable),
        ("half", Unavailable),
        ("circle", MalformedAnswer),
        ("no", ConfigError),
    ],
)
def test_an_account_listed_alone_raises(kind: str, account: str, error: type[Exception]) -> None:
    """A listing of one that broke is never taken for a whole one."""
    with pytest.raises(error):
        listed(kind, Server(), account)


def test_a_listing_that_broke_off_is_not_gone_on_with() -> None:
    """Asked again, it would look as if it had come to its end."""
    with blocking(Server()) as kit:
        listing = kit.list("half")
        with pytest.raises(Unavailable):
            list(listing)
        for again in (iter, next):
            with pytest.raises(RuntimeError, match="broke off before its end"):
                again(listing)


def test_a_wait_that_was_given_up_ends_a_listing_for_good() -> None:
    """Such as a limit of time around each item."""
    asked = asyncio.Event()

    async def silent(request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/bye"):
            asked.set()
            await asyncio.Event().wait()
        return httpx.Response(200, json={})

    async def scene() -> None:
        transport = httpx.MockTransport(silent)
        async with AsyncPickupKit(ACCOUNTS, transport=transport, registry=registry()) as kit:
            listing = kit.list("good")
            waiting = asyncio.ensure_future(anext(listing))
            await asked.wait()
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            with pytest.raises(RuntimeError, match="broke off before its end"):
                await anext(listing)

    asyncio.run(scene())


@both
def test_an_unknown_account_among_others_is_a_fault(kind: str) -> None:
    """A name that is not configured does not end the listing of those that are."""
    ids, faults = listed(kind, Server(), "no", "good")
    assert ids == ["a", "b", "c"]
    assert faults[0][0] == "no"


@both
def test_nothing_is_asked_before_iterating(kind: str) -> None:
    """A page is read when its first item is wanted."""
    server = Server()
    if kind == "blocking":
        with blocking(server) as kit:
            listing = kit.list("good")
            assert server.asked == []
            next(listing)
            next(listing)
            assert server.asked == ["/good/1"]
            listing.close()
    else:

        async def scene() -> None:
            async with with_asyncio(server) as kit:
                listing = kit.list("good")
                assert server.asked == []
                await anext(listing)
                await anext(listing)
                assert server.asked == ["/good/1"]
                await listing.aclose()

        asyncio.run(scene())


@both
def test_an_abandoned_listing_is_closed_by_its_driver(kind: str) -> None:
    """What an operation awaits on being closed half-way is performed, and nothing else."""
    server = Server()
    if kind == "blocking":
        with blocking(server) as kit:
            with closing(kit.list("good")) as listing:
                assert next(listing).id == "a"
            assert list(listing) == []
    else:

        async def scene() -> None:
            async with with_asyncio(server) as kit:
                async with aclosing(kit.list("good")) as listing:
                    assert (await anext(listing)).id == "a"
                assert [pickup async for pickup in listing] == []

        asyncio.run(scene())
    assert server.asked == ["/good/1", "/good/bye"]


def test_a_listing_that_is_dropped_is_closed_too() -> None:
    """Breaking out of a loop is enough for blocking callers."""
    server = Server()
    with blocking(server) as kit:
        for _ in kit.list("good"):
            break
    assert server.asked == ["/good/1", "/good/bye"]


def test_a_dropped_asyncio_listing_is_closed_by_its_loop() -> None:
    """Breaking out of a loop is enough where the event loop goes on."""
    server = Server()

    async def scene() -> None:
        async with with_asyncio(server) as kit:
            async for _ in kit.list("good"):
                break
            await asyncio.sleep(0.05)

    asyncio.run(scene())
    assert server.asked == ["/good/1", "/good/bye"]


def test_a_plugins_bug_hides_no_other_account() -> None:
    """Whatever it raises; in a listing of that account alone it is raised."""
    buggy = acme()
    buggy.name = "buggy"

    async def pickups(account: Account[Any]) -> AsyncGenerator[Page, None]:
        raise KeyError("of its own")
        yield

    buggy.operations["list"] = pickups

    known = registry()
    known._loaded["buggy"] = buggy
    accounts = {"one": {"provider": "buggy"}, "good": {"provider": "acme"}}
    transport = httpx.MockTransport(Server())
    with PickupKit(accounts, transport=transport, registry=known, clock=_clock()) as kit:
        listing = kit.list()
        assert [pickup.id for pickup in listing] == ["a", "b", "c"]
        assert ("one", "KeyError") in [(f.account, f.reason) for f in listing.faults]
        with pytest.raises(KeyError):
            list(kit.list("one"))
