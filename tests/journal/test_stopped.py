"""Whatever stops a booking or a cancel midway, nothing that may be false is said or kept."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import evolve

from pickupkit import AsyncPickupKit, Limits, PickupKit, PickupStatus
from pickupkit.calls import Blocking
from pickupkit.clock import Clock
from pickupkit.errors import InvalidRequest, OutcomeUnknown, RateLimited, Refused, Unavailable
from pickupkit.journal import Journal, State, as_url
from pickupkit.journal._store import Store
from pickupkit.transport import Send
from tests.plugins._play import easypost_request, sendcloud_request, shippo_request

ACCOUNTS: dict[str, dict[str, Any]] = {
    "shippo": {"provider": "shippo", "api_token": "shippo_test_example"},
    "sendcloud": {"provider": "sendcloud", "public_key": "public", "secret_key": "private"},
}
PATIENCE = 10
_OK = {"POST": 201, "GET": 200}
BOOKED = json.dumps(
    {"object_id": "one", "status": "CONFIRMED", "confirmation_code": "WTC1", "messages": None}
).encode()


class Odd(Exception):
    """What no client promises to raise."""


class Stream(httpx.SyncByteStream):
    """A body that trips when it is closed."""

    def __iter__(self) -> Iterator[bytes]:
        yield BOOKED

    def close(self) -> None:
        raise OSError(104, "reset")


def kit(handler: Callable[[httpx.Request], httpx.Response], path: Path, **more: Any) -> PickupKit:
    transport = httpx.MockTransport(handler)
    return PickupKit(ACCOUNTS, journal=path / "journal.sqlite", transport=transport, **more)


def entry_in(path: Path, key: str = "k") -> Any:
    journal = Journal(as_url(str(path / "journal.sqlite")))
    try:
        return journal.get(key)
    finally:
        journal.close()


def test_a_body_that_trips_over_being_closed_is_no_lost_booking(tmp_path: Path) -> None:
    """The answer was there."""
    with kit(lambda _: httpx.Response(201, stream=Stream()), tmp_path) as shop:
        assert shop.create("shippo", shippo_request(), key="k").id == "one"
    assert entry_in(tmp_path).state is State.BOOKED


def test_what_breaks_in_after_the_request_left_is_no_proof(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a timer's error between the answer and its reading: the key does not send again."""
    asked: list[httpx.Request] = []

    def book(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(201, content=BOOKED)

    def break_in(*_: Any) -> None:
        raise Odd

    with kit(book, tmp_path) as shop:
        monkeypatch.setattr("pickupkit.transport._http.answer", break_in)
        for _ in range(2):
            with pytest.raises(OutcomeUnknown):
                shop.create("shippo", shippo_request(), key="k")
    assert len(asked) == 1
    assert entry_in(tmp_path).state is State.UNKNOWN


def test_interrupted_while_it_waits_for_the_answer_the_journal_says_so(tmp_path: Path) -> None:
    """In words for whoever asks again, and not by the name of an exception."""

    def interrupt(_: httpx.Request) -> httpx.Response:
        raise KeyboardInterrupt

    with kit(interrupt, tmp_path) as shop:
        with pytest.raises(KeyboardInterrupt):
            shop.create("shippo", shippo_request(), key="k")
        with pytest.raises(OutcomeUnknown, match=r"shippo create: interrupted$"):
            shop.create("shippo", shippo_request(), key="k")
    assert entry_in(tmp_path).reason == "interrupted"


def test_stopped_while_an_observer_is_told_the_booking_is_named(tmp_path: Path) -> None:
    """The caller has no answer, and learns from the note that there is a van."""

    def interrupt(_event: object) -> None:
        raise KeyboardInterrupt

    answers = lambda _: httpx.Response(201, content=BOOKED)  # noqa: E731
    with (
        kit(answers, tmp_path, observers=[interrupt]) as shop,
        pytest.raises(KeyboardInterrupt) as stopped,
    ):
        shop.create("shippo", shippo_request(), key="k")
    assert stopped.value.__notes__ == ["Pickup one is booked."]
    assert entry_in(tmp_path).state is State.BOOKED


def test_stopped_while_it_is_written_down_the_booking_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its key."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with kit(lambda _: httpx.Response(201, content=BOOKED), tmp_path) as shop:
        monkeypatch.setattr("pickupkit.booking._ticket.keep", interrupt)
        with pytest.raises(KeyboardInterrupt) as stopped:
            shop.create("shippo", shippo_request(), key="k")
    assert "Pickup one is booked, with the key 'k'." in stopped.value.__notes__


def test_interrupted_by_a_slow_journal_its_end_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits for whoever else writes may lose patience."""
    interrupt_once("settle", monkeypatch)
    with kit(lambda _: httpx.Response(201, content=BOOKED), tmp_path) as shop:
        with pytest.raises(KeyboardInterrupt):
            shop.create("shippo", shippo_request(), key="k")
        assert [entry.state for entry in shop.attempts()] == [State.BOOKED]


def test_interrupted_while_an_earlier_attempt_is_looked_for_it_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written down before the interruption goes on."""
    interrupt_once("unknown", monkeypatch)
    said = {"messages": [{"text": "This address already has a pickup scheduled"}]}
    with kit(lambda _: httpx.Response(400, json=said), tmp_path) as shop:
        with pytest.raises(KeyboardInterrupt):
            shop.create("shippo", shippo_request(), key="k")
        assert [entry.state for entry in shop.attempts()] == [State.REFUSED]


def interrupt_once(name: str, patch: pytest.MonkeyPatch) -> None:
    """Interrupt who does this with the journal, the first time, before anything is written."""
    real = getattr(Store, name)

    def interrupted(*_: Any) -> Any:
        patch.setattr(Store, name, real)
        raise KeyboardInterrupt

    patch.setattr(Store, name, interrupted)


def test_what_cannot_be_read_is_kept(tmp_path: Path) -> None:
    """A code in it may be all that the provider ever says; the address in it is hidden."""
    said = '{"confirmation_code": "WTC123456789", "to": "100 Example Ave"'
    request = evolve(
        shippo_request(), address=evolve(shippo_request().address, line1="100 Example Ave")
    )
    with (
        kit(lambda _: httpx.Response(201, text=said), tmp_path) as shop,
        pytest.raises(OutcomeUnknown) as raised,
    ):
        shop.create("shippo", request, key="k")
    attempt = raised.value.attempt
    assert attempt is not None
    assert attempt.facts["answer"] == '{"confirmation_code": "WTC123456789", "to": "[…]"'
    assert entry_in(tmp_path).facts == attempt.facts


@pytest.mark.parametrize(
    ("code", "size", "kept"), [(201, 5_000, 4_096), (201, 100_000, 0), (500, 5_000, 0)]
)
def test_only_the_beginning_of_what_was_accepted_is_kept(
    code: int, size: int, kept: int, tmp_path: Path
) -> None:
    """Of more than a page, and of what no provider said yes with, nothing."""
    page = httpx.Response(code, text=f'{{"says": "{"x" * size}"')
    with kit(lambda _: page, tmp_path) as shop, pytest.raises(OutcomeUnknown) as raised:
        shop.create("shippo", shippo_request(), key="k")
    attempt = raised.value.attempt
    assert attempt is not None
    assert len(attempt.facts.get("answer", "")) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (r'{"to": "J\u00fcrgen M\u00fcller, K\u00f6nig 1"}', '{"to": "[…], […]"}'),
        ('{"at": "J%C3%BCrgen%20M%C3%BCller"}', '{"at": "[…]"}'),
        ('{"of": "A &amp; B &lt;x&gt;"}', '{"of": "[…]"}'),
        (r'{"say": "\u0022\u000a\/"}', r'{"say": "\u0022\u000a/"}'),
        (r'{"say": "\u0022, \u000a"}', r'{"say": "\u0022, \u000a"}'),
    ],
)
def test_who_is_hidden_is_so_in_escapes(said: str, kept: str, tmp_path: Path) -> None:
    """Servers escape what is not ASCII, in JSON and beyond; what would end a text stays so."""
    own = {"name": "Jürgen Müller", "line1": "König 1", "company": "A & B <x>"}
    request = evolve(shippo_request(), address=evolve(shippo_request().address, **own))
    with (
        kit(lambda _: httpx.Response(201, text=said), tmp_path) as shop,
        pytest.raises(OutcomeUnknown),
    ):
        shop.create("shippo", request, key="k")
    assert entry_in(tmp_path).facts["answer"] == kept


@pytest.mark.parametrize(
    ("code", "word", "status"),
    [
        (202, "CANCELLATION_REQUESTED", PickupStatus.CANCEL_REQUESTED),
        (0, "", PickupStatus.UNKNOWN),
        (409, "", PickupStatus.REQUESTED),
    ],
)
def test_what_is_perhaps_being_cancelled_is_not_told_as_booked(
    tmp_path: Path, code: int, word: str, status: PickupStatus
) -> None:
    """By its key it is told as it stands; a refused cancel leaves the van."""

    def vendor(request: httpx.Request) -> httpx.Response:
        cancel = request.url.path.endswith("/cancel")
        if cancel and not code:
            raise httpx.ReadError("broken")
        data = {"id": 7, "status": word if cancel else "ANNOUNCING"}
        return httpx.Response(code if cancel else _OK[request.method], json={"data": data})

    request = sendcloud_request("dhl_express")
    with kit(vendor, tmp_path) as shop:
        shop.create("sendcloud", request, key="k")
        shop.cancel("sendcloud", "7")
        assert shop.create("sendcloud", request, key="k").status is status


def test_a_cancelled_pickup_is_not_told_as_booked_by_its_key(tmp_path: Path) -> None:
    """The first result of the key is over since."""

    def vendor(request: httpx.Request) -> httpx.Response:
        status = "CANCELLED" if request.url.path.endswith("/cancel") else "ANNOUNCING"
        code = 201 if request.url.path.endswith("/pickups") else 200
        return httpx.Response(code, json={"data": {"id": 7, "status": status}})

    request = sendcloud_request("dhl_express")
    with kit(vendor, tmp_path) as shop:
        first = shop.create("sendcloud", request, key="k")
        shop.cancel("sendcloud", first)
        again = shop.create("sendcloud", request, key="k")
    assert (first.status, again.status) == (PickupStatus.REQUESTED, PickupStatus.CANCELLED)


@pytest.mark.parametrize("found", ["CREATED", "ANNOUNCING"])
def test_a_cancel_without_an_answer_leaves_what_stands(tmp_path: Path, found: str) -> None:
    """It may never have arrived: then the van comes."""

    def vendor(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise httpx.ReadError("broken")
        return httpx.Response(200, json={"data": {"id": 7, "status": found}})

    with kit(vendor, tmp_path) as shop:
        shop.cancel("sendcloud", "7")
        status = shop.get("sendcloud", "7").status
    expected = {"CREATED": PickupStatus.CONFIRMED, "ANNOUNCING": PickupStatus.REQUESTED}
    assert status is expected[found]


def test_a_cancel_that_is_stopped_while_it_is_written_down_is_none(tmp_path: Path) -> None:
    """Nothing was sent, so that nothing is kept of it."""
    asked: list[httpx.Request] = []

    def vendor(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"data": {"id": 7, "status": "CREATED"}})

    async def scene() -> None:
        transport = httpx.MockTransport(vendor)
        path = tmp_path / "journal.sqlite"
        async with AsyncPickupKit(ACCOUNTS, journal=path, transport=transport) as shop:
            task = asyncio.create_task(shop.cancel("sendcloud", "7"))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(scene())
    journal = Journal(as_url(str(tmp_path / "journal.sqlite")))
    assert (asked, journal.cancels("sendcloud")) == ([], {})
    journal.close()


def test_interrupted_after_a_cancel_was_sent_says_so(tmp_path: Path) -> None:
    """Nobody knows whether it is cancelled."""

    def vendor(_: httpx.Request) -> httpx.Response:
        raise KeyboardInterrupt

    with kit(vendor, tmp_path) as shop, pytest.raises(KeyboardInterrupt) as stopped:
        shop.cancel("sendcloud", "7")
    assert stopped.value.__notes__ == ["Pickup 7 may be cancelled: look it up."]


def test_a_pickup_of_another_account_is_not_asked_for(tmp_path: Path) -> None:
    """Its id means something else there."""
    with kit(lambda _: httpx.Response(201, content=BOOKED), tmp_path) as shop:
        booked = shop.create("shippo", shippo_request())
        for refused in (shop.cancel, shop.refresh):
            with pytest.raises(InvalidRequest, match="/id: pickup one is one of account 'shippo'"):
                refused("sendcloud", booked)


def test_to_book_again_wants_the_key(tmp_path: Path) -> None:
    """Without one there is nothing that was proven not to be booked."""
    with (
        kit(lambda _: httpx.Response(500), tmp_path) as shop,
        pytest.raises(InvalidRequest, match="/key: is required to book again"),
    ):
        shop.create("shippo", shippo_request(), rebook=True)


def test_nothing_is_booked_at_the_last_moment(tmp_path: Path) -> None:
    """A request that has no time for its answer would end in the unknown."""
    asked: list[str] = []
    now = [0.0]

    def vendor(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        now[0] += 51
        rate = {"id": "r", "carrier": "USPS", "service": "NextDay", "rate": "0", "currency": "USD"}
        body = {"id": "pickup_1", "status": "unknown", "pickup_rates": [rate]}
        return httpx.Response(201, json=body)

    accounts = {"easypost": {"provider": "easypost", "api_key": "EZTK_example"}}
    clock = evolve(Clock(), monotonic=lambda: now[0])
    with PickupKit(
        accounts, journal="off", transport=httpx.MockTransport(vendor), clock=clock,
        limits=Limits(booking=60),
    ) as shop, pytest.raises(Unavailable, match="out of time; nothing was sent"):  # fmt: skip
        shop.create("easypost", easypost_request())
    assert asked == ["/v2/pickups"]


@pytest.mark.parametrize(
    "change", [{"api_token": "shippo_live_example"}, {"url": "http://127.0.0.1:9"}]
)
def test_an_attempt_of_another_accounts_stays_open(tmp_path: Path, change: dict[str, str]) -> None:
    """Two projects may share a journal, and a name for different accounts."""
    provider = {"provider": "sendcloud", "public_key": "a", "secret_key": "b"}
    changes = {"secret_key": change["api_token"]} if "api_token" in change else change
    path = tmp_path / "journal.sqlite"

    def vendor(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise httpx.ReadError("broken")
        return httpx.Response(200, json={"data": []})

    def opened(account: dict[str, str]) -> PickupKit:
        limits = Limits(settle=1e-6, booking=1e-3) if account is not provider else Limits()
        transport = httpx.MockTransport(vendor)
        return PickupKit({"main": account}, journal=path, transport=transport, limits=limits)

    with opened(provider) as shop, pytest.raises(OutcomeUnknown):
        shop.create("main", sendcloud_request("dhl_express"), key="k")
    with opened({**provider, **changes}) as shop:
        [other] = shop.reconcile("main")
    with opened(dict(provider)) as shop:
        [same] = shop.reconcile("main")
    assert (other.state, same.state) == (State.UNKNOWN, State.ABSENT)
    assert "other credentials, or to another URL" in other.message


def test_an_attempt_at_another_provider_stays_open(tmp_path: Path) -> None:
    """The account has another provider now, which has never heard of it."""

    def broken(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("broken")

    path = tmp_path / "journal.sqlite"
    first = {"main": {"provider": "shippo", "api_token": "shippo_test_example"}}
    with (
        PickupKit(first, journal=path, transport=httpx.MockTransport(broken)) as shop,
        pytest.raises(OutcomeUnknown),
    ):
        shop.create("main", shippo_request(), key="k")
    with PickupKit({"main": ACCOUNTS["sendcloud"]}, journal=path) as shop:
        [found] = shop.reconcile("main")
    assert found.state is State.UNKNOWN
    assert "sent to shippo, and account main is at sendcloud now" in found.message


def test_an_account_without_a_name_does_not_stand_for_all(tmp_path: Path) -> None:
    """What it asks its provider about would be somebody else's."""

    def broken(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("broken")

    with kit(broken, tmp_path) as shop, pytest.raises(OutcomeUnknown):
        shop.create("sendcloud", sendcloud_request("dhl_express"), key="k")
    journal = tmp_path / "journal.sqlite"
    with PickupKit({"": ACCOUNTS["sendcloud"]}, journal=journal) as other:
        assert (other.attempts(""), other.reconcile("")) == ([], [])


def test_stopped_while_reconciling_what_was_settled_is_told(tmp_path: Path) -> None:
    """Nobody would hear of it again: it is no longer unknown."""
    told: list[tuple[str, str]] = []

    def vendor(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise httpx.ReadError("broken")
        return httpx.Response(200, json={"data": []})

    def interrupt(event: Any) -> None:
        told.append((event.key, event.state))
        raise KeyboardInterrupt

    with kit(vendor, tmp_path) as shop:
        for key in ("one", "two"):
            with pytest.raises(OutcomeUnknown):
                shop.create("sendcloud", sendcloud_request("dhl_express"), key=key)
    soon = Limits(settle=1e-6, booking=1e-3)
    with (
        kit(vendor, tmp_path, limits=soon, observers=[interrupt]) as shop,
        pytest.raises(KeyboardInterrupt),
    ):
        shop.reconcile()
    assert told == [("one", "absent")]
    assert [entry_in(tmp_path, key).state for key in ("one", "two")] == ["absent", "unknown"]


class Sluggish:
    """A journal whose ``name`` waits until the loop lets it go, as one that is held cannot."""

    def __init__(self, name: str, patch: pytest.MonkeyPatch) -> None:
        self.began, self.go = threading.Event(), threading.Event()
        self.let_go: list[bool] = []
        real = getattr(Store, name)

        def slowly(*given: Any) -> Any:
            result = real(*given)
            self.began.set()
            self.let_go.append(self.go.wait(PATIENCE))
            return result

        patch.setattr(Store, name, slowly)

    def soon(self) -> None:
        asyncio.get_running_loop().call_later(0.05, self.go.set)


def with_asyncio(handler: Callable[..., Any], path: Path, **more: Any) -> AsyncPickupKit:
    transport = httpx.MockTransport(handler)
    return AsyncPickupKit(ACCOUNTS, journal=path / "journal.sqlite", transport=transport, **more)


def test_a_cancelled_task_waits_for_no_observer(tmp_path: Path) -> None:
    """One that hangs could not be cancelled; the observer is told to its end all the same."""
    began, go, told = threading.Event(), threading.Event(), threading.Event()

    def slow(_event: object) -> None:
        began.set()
        if go.wait(PATIENCE):
            told.set()

    async def scene() -> None:
        answers = lambda _: httpx.Response(201, content=BOOKED)  # noqa: E731
        async with with_asyncio(answers, tmp_path, observers=[slow]) as shop:
            task = asyncio.create_task(shop.create("shippo", shippo_request(), key="k"))
            await asyncio.to_thread(began.wait, PATIENCE)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as stopped:
                await task
            assert stopped.value.__notes__ == ["Pickup one is booked."]
        go.set()
        assert await asyncio.to_thread(told.wait, PATIENCE)

    asyncio.run(scene())


def test_a_loop_that_ends_leaves_nothing_as_being_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the key would wait for as long as the process lives, and nothing was sent."""
    journal = Sluggish("begin", monkeypatch)
    shop = with_asyncio(lambda _: httpx.Response(500), tmp_path)

    async def main() -> None:
        main.task = asyncio.create_task(shop.create("shippo", shippo_request(), key="k"))  # type: ignore[attr-defined]
        await asyncio.to_thread(journal.began.wait, PATIENCE)
        journal.soon()

    asyncio.run(main())
    [entry] = asyncio.run(shop.attempts())
    assert entry.state is State.PLANNED
    asyncio.run(shop.close())


async def cut_off(path: Path, journal: Sluggish, *, again: bool = False) -> None:
    """Cancel a booking that is under way, once or twice; it is told that it may be booked."""
    sent = asyncio.Event()

    async def silent(_: httpx.Request) -> httpx.Response:
        sent.set()
        return await asyncio.Future()

    async with with_asyncio(silent, path) as shop:
        task = asyncio.create_task(shop.create("shippo", shippo_request(), key="k"))
        await sent.wait()
        task.cancel()
        if again:
            await asyncio.to_thread(journal.began.wait, PATIENCE)
            task.cancel()
        journal.soon()
        with pytest.raises(asyncio.CancelledError) as stopped:
            await task
        assert "The pickup may be booked." in stopped.value.__notes__[0]


def test_a_cancelled_booking_is_written_down_beside_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A journal that others use may take half a minute, in which nothing else would go on."""
    journal = Sluggish("settle", monkeypatch)
    asyncio.run(cut_off(tmp_path, journal))
    assert journal.let_go == [True]
    assert entry_in(tmp_path).state is State.UNKNOWN


def test_cancelled_again_while_it_is_written_down_it_is_told_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As cancel scopes do at each await."""
    asyncio.run(cut_off(tmp_path, Sluggish("settle", monkeypatch), again=True))
    assert entry_in(tmp_path).state is State.UNKNOWN


def test_cancelled_while_its_booking_is_written_down_that_is_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A second time would find it ended, and tell that another took it."""
    journal = Sluggish("settle", monkeypatch)

    async def scene() -> None:
        answers = lambda _: httpx.Response(201, content=BOOKED)  # noqa: E731
        async with with_asyncio(answers, tmp_path) as shop:
            task = asyncio.create_task(shop.create("shippo", shippo_request(), key="k"))
            await asyncio.to_thread(journal.began.wait, PATIENCE)
            task.cancel()
            journal.soon()
            with pytest.raises(asyncio.CancelledError) as stopped:
                await task
            assert "Pickup one is booked, with the key 'k'." in stopped.value.__notes__

    asyncio.run(scene())
    assert (entry_in(tmp_path).state, caplog.messages) == (State.BOOKED, [])


def test_what_never_began_leaves_no_end(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A quote that is refused is no attempt, and nobody took one from us."""
    easypost = {"easypost": {"provider": "easypost", "api_key": "EZTK_example"}}
    transport = httpx.MockTransport(lambda _: httpx.Response(422))
    path = tmp_path / "journal.sqlite"
    with (
        PickupKit(easypost, journal=path, transport=transport) as shop,
        pytest.raises(Refused),
    ):
        shop.create("easypost", easypost_request(), key="k")
    assert (entry_in(tmp_path), caplog.messages) == (None, [])


def test_an_answer_after_the_main_thread_has_ended_is_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loop in another thread goes on, and is given no thread any more."""

    def refuse(*_: object) -> None:
        raise RuntimeError("cannot schedule new futures after interpreter shutdown")

    def vendor(_: httpx.Request) -> httpx.Response:
        monkeypatch.setattr(ThreadPoolExecutor, "submit", refuse)
        return httpx.Response(201, content=BOOKED)

    async def scene() -> None:
        async with with_asyncio(vendor, tmp_path) as shop:
            assert (await shop.create("shippo", shippo_request(), key="k")).id == "one"

    asyncio.run(scene())
    assert entry_in(tmp_path).state is State.BOOKED


def test_a_booking_that_is_closed_is_written_down(tmp_path: Path) -> None:
    """As when its loop is gone: nothing may be awaited any more."""
    with kit(lambda _: httpx.Response(500), tmp_path) as shop:
        steps = shop._desk.create("shippo", shippo_request(), "k", rebook=False).__await__()
        effect = next(steps)
        while isinstance(effect, Blocking):
            effect = steps.send(effect.work())
        steps.close()
    assert isinstance(effect, Send)
    assert entry_in(tmp_path).state is State.UNKNOWN


def test_a_cancel_that_did_nothing_is_taken_back_beside_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for what the journal keeps of cancels."""
    journal = Sluggish("undo_cancel", monkeypatch)

    async def scene() -> None:
        async with with_asyncio(lambda _: httpx.Response(429), tmp_path) as shop:
            task = asyncio.create_task(shop.cancel("sendcloud", "7"))
            journal.soon()
            with pytest.raises(RateLimited):
                await task

    asyncio.run(scene())
    assert journal.let_go == [True]


def test_a_cancel_that_was_answered_stays_so_when_it_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the answer is written down; what is taken back is a cancel that was not sent."""

    async def scene() -> None:
        slow: asyncio.Future[Sluggish] = asyncio.get_running_loop().create_future()

        def vendor(_: httpx.Request) -> httpx.Response:
            slow.set_result(Sluggish("keep_cancel", monkeypatch))
            return httpx.Response(200, json={"data": {"id": 7, "status": "CANCELLED"}})

        async with with_asyncio(vendor, tmp_path) as shop:
            task = asyncio.create_task(shop.cancel("sendcloud", "7"))
            journal = await slow
            await asyncio.to_thread(journal.began.wait, PATIENCE)
            task.cancel()
            journal.soon()
            with pytest.raises(asyncio.CancelledError) as stopped:
                await task
            assert "The cancel of pickup 7 was answered: cancelled." in stopped.value.__notes__

    asyncio.run(scene())
    journal = Journal(as_url(str(tmp_path / "journal.sqlite")))
    assert journal.cancels("sendcloud") == {"7": PickupStatus.CANCELLED}
    journal.close()


def test_a_kit_is_closed_beside_the_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it leaves may wait for who writes to it."""
    journal = Sluggish("close", monkeypatch)

    async def scene() -> None:
        async with with_asyncio(lambda _: httpx.Response(201, content=BOOKED), tmp_path) as shop:
            await shop.create("shippo", shippo_request(), key="k")
            journal.soon()

    asyncio.run(scene())
    assert journal.let_go == [True]
