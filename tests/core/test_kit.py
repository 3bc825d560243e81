"""The two faces give the same results and errors, and nothing of what must stay hidden."""

import asyncio
import json
import traceback
from collections.abc import Callable, Coroutine, Iterable
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any

import httpx
import pytest
from attrs import evolve, frozen

from pickupkit import (
    Address,
    AsyncPickupKit,
    AuthenticationFailed,
    Cancellation,
    CancelOutcome,
    ConfigError,
    Limits,
    OutcomeUnknown,
    Pickup,
    PickupKit,
    PickupRequest,
    PickupStatus,
    Quotation,
    Refused,
    Secret,
    Unavailable,
    Unsupported,
    Window,
)
from pickupkit.calls.wire import decode
from pickupkit.journal import OFF
from pickupkit.plugin import Account, Answer, Connection, Failure, Provider, Requirement, hookimpl
from pickupkit.registry import Registry
from tests.faults import BOTH, FaultServer, Peer, answer, call, steady

KEY = "canary-key-0123"
REQUEST = PickupRequest(
    address=Address(name="Ana García", line1="Calle Mayor 1", country="ES", phone="+34600123456"),
    windows=(Window(datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC)),),
)


@frozen(kw_only=True)
class Settings:
    api_key: Secret


def acme() -> Provider[Settings]:
    rules = [Requirement(pointer=f"/address/{n}") for n in ("name", "line1", "country", "phone")]
    provider: Provider[Settings] = Provider(
        "acme",
        title="Acme",
        settings=Settings,
        connect=lambda account: Connection(
            account.root("https://api.example.com"),
            {"Authorization": account.settings.api_key.map(lambda key: f"Bearer {key}")},
        ),
        requirements=rules,
    )

    @provider.create
    async def create(account: Account[Settings], request: PickupRequest) -> Pickup:
        booked = await call("POST", body=request.address.line1.encode())
        return _pickup(account, booked["id"])

    @provider.get
    async def get(account: Account[Settings], pickup_id: str) -> Pickup:
        return _pickup(account, (await call(path=f"/pickups/{pickup_id}"))["id"])

    @provider.failure
    def read_failure(answer: Answer) -> Failure:
        return Failure((decode(answer.content)["error"],))

    return provider


def _pickup(account: Account[Settings], pickup_id: str) -> Pickup:
    return Pickup(
        provider=account.provider, account=account.name, id=pickup_id, status=PickupStatus.CONFIRMED
    )


class Plugin:
    @hookimpl
    def pickupkit_providers(self) -> Iterable[Provider[Any]]:
        return (acme(),)


Handler = Callable[[httpx.Request], httpx.Response]


def settings(handler: Handler | None = None, url: str | None = None) -> dict[str, Any]:
    registry = Registry()
    registry.register(Plugin(), "acme")
    account = {"provider": "acme", "api_key": KEY} | ({"url": url} if url else {})
    given: dict[str, Any] = {
        "accounts": {"main": account},
        "registry": registry,
        "clock": evolve(steady(), now=lambda: datetime(2026, 11, 30, tzinfo=UTC)),
        "journal": OFF,
    }
    return given | ({"transport": httpx.MockTransport(handler)} if handler else {})


def ask(kind: str, method: str, *args: Any, **given: Any) -> Any:
    """Use one method of either face, on its ``main`` account."""
    if kind == "blocking":
        with PickupKit(**given) as kit:
            return getattr(kit, method)("main", *args)

    async def scene() -> Any:
        async with AsyncPickupKit(**given) as kit:
            work: Coroutine[Any, Any, Any] = getattr(kit, method)("main", *args)
            return await work

    return asyncio.run(scene())


both = pytest.mark.parametrize("kind", BOTH)


def replying(status: int, body: Any) -> Handler:
    return lambda request: httpx.Response(status, content=json.dumps(body))


@both
def test_either_face_gives_the_operations_result(kind: str) -> None:
    """Create and get, the same pickup."""
    given = settings(replying(200, {"id": "pk_1"}))
    created = ask(kind, "create", REQUEST, **given)
    found = ask(kind, "get", "pk_1", **given)
    assert (created.id, created.provider, created.account) == ("pk_1", "acme", "main")
    assert found == created


@both
@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, {"error": "bad key"}, AuthenticationFailed),
        (422, {"error": "no van"}, Refused),
        (503, {"error": "later"}, OutcomeUnknown),
        (200, {"no": "id"}, OutcomeUnknown),
        (200, [], OutcomeUnknown),
    ],
)
def test_either_face_raises_the_same_errors(
    kind: str, status: int, body: Any, error: type[Exception]
) -> None:
    """Typed by what it means for the booking."""
    with pytest.raises(error) as raised:
        ask(kind, "create", REQUEST, **settings(replying(status, body)))
    assert type(raised.value) is error


@both
@pytest.mark.parametrize("status", [400, 401, 500])
def test_nothing_echoed_is_repeated(kind: str, status: int) -> None:
    """The key that configures the account, its header and the address stay out of every text."""
    echo = f"key {KEY} (Bearer {KEY}) for Ana García, CALLE MAYOR 1, 0034 600 123 456"
    with pytest.raises((Refused, AuthenticationFailed, OutcomeUnknown)) as raised:
        ask(kind, "create", REQUEST, **settings(replying(status, {"error": echo})))
    error = raised.value
    told = "".join(traceback.format_exception(error))
    for text in (str(error), repr(error), repr(error.messages), repr(vars(error)), told):
        for value in (KEY, "García", "MAYOR", "123 456"):
            assert value not in text


@both
def test_a_canned_transport_needs_no_network(kind: str) -> None:
    """The caller's own transport is asked, with the account's credential."""
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"id": "pk_1"})

    ask(kind, "create", REQUEST, **settings(handler))
    [request] = asked
    assert (request.method, str(request.url)) == ("POST", "https://api.example.com/pickups")
    assert request.headers["authorization"] == f"Bearer {KEY}"


@both
def test_limits_hold_for_the_whole_kit(kind: str) -> None:
    """One try is one try."""
    asked: list[object] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(503)

    with pytest.raises(Unavailable):
        ask(kind, "get", "pk_1", **settings(handler), limits=Limits(tries=1))
    assert len(asked) == 1


@both
def test_what_is_not_there_is_told_before_anything_is_sent(kind: str) -> None:
    """An operation that the provider lacks, an account that nobody configured."""
    given = settings(replying(500, {}))
    with pytest.raises(Unsupported, match="Acme, whose plugin cannot quote"):
        ask(kind, "quote", REQUEST, **given)
    with pytest.raises(ConfigError, match="accounts are: none"):
        ask(kind, "get", "pk_1", **given | {"accounts": {}})


@both
def test_where_the_plugin_cannot_cancel_somebody_is_named_who_can(kind: str) -> None:
    """The provider's support, unless the plugin knows better."""
    done = ask(kind, "cancel", "pk_1", **settings(replying(500, {})))
    assert done.outcome is CancelOutcome.UNSUPPORTED
    assert (done.message, done.how) == ("the plugin of Acme cannot cancel", "ask Acme's support")
    known = Pickup(provider="acme", account="main", id="pk_1", status=PickupStatus.CONFIRMED)
    assert ask(kind, "cancel", known, **settings(replying(500, {}))).pickup is known


def test_a_cancel_of_what_had_failed_may_be_answered_without_a_pickup() -> None:
    """What the plugin says of it is told as it is."""
    provider = acme()

    @provider.cancel
    async def cancel(account: Account[Settings], pickup_id: str) -> Cancellation:
        await call("POST", f"/pickups/{pickup_id}/cancel")
        return Cancellation(outcome=CancelOutcome.REFUSED, message="it had failed")

    known = Pickup(provider="acme", account="main", id="pk_1", status=PickupStatus.FAILED)
    given = settings(replying(200, {})) | {"registry": Registry(loaded={"acme": provider})}
    done = ask("blocking", "cancel", known, **given)
    assert (done.outcome, done.pickup, done.message) == (
        CancelOutcome.REFUSED, None, "it had failed",
    )  # fmt: skip


def test_a_preview_sends_nothing() -> None:
    """It is the request that `create` would send, its credential unseen."""
    with PickupKit(**settings(replying(500, {}))) as kit:
        send = kit.preview("main", REQUEST)
        assert kit._exchanger is None
    assert (send.method, send.url, send.body) == (
        "POST",
        "https://api.example.com/pickups",
        b"Calle Mayor 1",
    )
    assert KEY not in repr(send.headers)


def test_a_preview_of_what_sends_nothing_says_so() -> None:
    """Such as a quotation that a plugin has by heart."""
    provider = acme()

    @provider.quote
    async def quote(account: Account[Settings], request: PickupRequest) -> Quotation:
        return Quotation(provider="acme", account=account.name, id="q", rates=())

    given = settings() | {"registry": Registry(loaded={"acme": provider})}
    with (
        PickupKit(**given) as kit,
        pytest.raises(Unsupported, match="Acme sends nothing for this"),
    ):
        kit.preview("main", REQUEST, "quote")


def test_threads_share_a_kit() -> None:
    """Many threads at once, more than there are connections, and each has its own answer."""
    start = Barrier(8)
    heard: dict[int, list[str]] = {}

    def echo(peer: Peer) -> None:
        name = peer.read().split(b" ")[1].rpartition(b"/")[2]
        peer.send(answer("200 OK", json.dumps({"id": name.decode()}).encode()))

    def visit(kit: PickupKit, number: int) -> None:
        start.wait(5)
        heard[number] = [kit.get("main", f"pk_{number}").id for _ in range(5)]

    with (
        FaultServer(echo) as server,
        PickupKit(**settings(url=server.url), limits=Limits(connections=3)) as kit,
    ):
        kit.get("main", "first")
        threads = [Thread(target=visit, args=(kit, number)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert heard == {number: [f"pk_{number}"] * 5 for number in range(8)}
    assert len(server.requests) == 41


def test_a_closed_kit_opens_again() -> None:
    """Closing frees the connections; the next call opens new ones."""

    def good(peer: Peer) -> None:
        peer.read()
        peer.send(answer("200 OK", b'{"id": "pk_1"}'))

    with FaultServer(good) as server:
        kit = PickupKit(**settings(url=server.url))
        for _ in range(2):
            assert kit.get("main", "pk_1").id == "pk_1"
            kit.close()
    assert server.connections == 2
