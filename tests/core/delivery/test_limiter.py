"""A provider's limits are kept by the client, for threads and tasks alike."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pickupkit import AsyncPickupKit, Limits, PickupKit, RateLimited
from pickupkit.clock import Clock
from pickupkit.delivery import Limiter
from pickupkit.plugin import RateLimit
from pickupkit_easypost import easypost
from pickupkit_sendcloud import sendcloud
from tests.cassettes._asked import BY_PROVIDER, NOW

KEYS = {"provider": "sendcloud", "public_key": "public", "secret_key": "secret"}


class Time:
    """A clock that stands until it is moved."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def time():
    return Time()


def limiter(time, *limits):
    return Limiter(limits, Clock(monotonic=time))


def turns(limiter, count, *, reads=True, patience=1e9):
    return [limiter.turn("/any", reads=reads, patience=patience)[0] for _ in range(count)]


def test_the_limits_count_goes_at_once_and_the_next_waits_for_its_turn(time):
    """Three in ten seconds: the fourth comes when the first is ten seconds old."""
    three = limiter(time, RateLimit(count=3, seconds=10))

    assert turns(three, 3) == [0, 0, 0]
    time.now += 4
    assert turns(three, 4) == [6, 6, 6, 16]


def test_no_span_of_its_length_ever_holds_more(time):
    """Whenever calls come: a bucket that refills would let nearly twice as many pass."""
    five = limiter(time, RateLimit(count=5, seconds=10))
    sent = []
    for pause in [0, 0, 9, 0, 0.5, 0.4, 0.2, 3, 0, 0, 0, 7, 0, 0, 0, 0, 0, 11]:
        time.now += pause
        sent.append(time.now + five.turn("/any", reads=True, patience=1e9)[0])

    assert sent == sorted(sent)
    assert all(later - first >= 10 for first, later in zip(sent, sent[5:], strict=False))


def test_several_limits_hold_together(time):
    """Fifteen in two seconds and a hundred a minute, as Sendcloud's writes.

    With 1.1 seconds up to 24 of a new kit's forty bookings came to a server within one.
    """
    writes = limiter(time, *sendcloud.limits)

    waits = turns(writes, 101, reads=False)

    assert waits[14:16] == pytest.approx([0, 2])
    assert waits[99] == pytest.approx(12)
    assert waits[100] == 60


def test_a_limit_may_be_that_of_one_path(time):
    """As EasyPost's lists are limited, and its look-ups by id are not."""
    lists = limiter(time, *easypost.limits)

    waits = [lists.turn("/pickups", reads=True, patience=1e9)[0] for _ in range(6)]
    others = [lists.turn("/pickups/pickup_1", reads=True, patience=1e9)[0] for _ in range(6)]
    quotes = [lists.turn("/pickups", reads=False, patience=1e9)[0] for _ in range(6)]

    assert waits == pytest.approx([0, 0, 0, 0, 0, 1.1])
    assert others == quotes == [0] * 6


def test_reads_and_writes_are_counted_apart(time):
    """Each by the limits that concern it; one without a kind concerns both."""
    mixed = limiter(
        time,
        RateLimit(count=1, seconds=10, reads=True),
        RateLimit(count=2, seconds=5, reads=False),
        RateLimit(count=4, seconds=60),
    )

    assert turns(mixed, 1, reads=True) == [0]
    assert turns(mixed, 3, reads=False) == [0, 0, 5]
    assert turns(mixed, 1, reads=False) == [60]


def test_a_turn_beyond_ones_patience_is_not_taken(time):
    """It stays free for somebody else."""
    one = limiter(time, RateLimit(count=1, seconds=10))
    one.turn("/any", reads=True, patience=1)

    assert one.turn("/any", reads=True, patience=5) == (10, False)
    assert one.turn("/any", reads=True, patience=11) == (10, True)


def test_too_many_holds_the_others_back_too(time):
    """Those of its kind: a booking is not kept waiting by a listing that asked too often."""
    none = limiter(time)
    none.pause(reads=True, seconds=30)
    none.pause(reads=True, seconds=2)

    assert turns(none, 2) == [30, 30]
    assert turns(none, 1, reads=False) == [0]
    time.now += 31
    assert turns(none, 1) == [0]


def test_reads_held_back_do_not_keep_writes_waiting(time):
    """A limit for both: a read that will go much later leaves the writes of now their turns."""
    two = limiter(time, RateLimit(count=2, seconds=1))
    two.pause(reads=True, seconds=50)

    assert turns(two, 1, reads=True) == [50]
    assert turns(two, 1, reads=False) == [0]
    time.now += 5
    assert turns(two, 3, reads=False) == [0, 0, 1]
    time.now += 44.5
    assert turns(two, 2, reads=False) == [0, 1]
    assert turns(two, 2, reads=True) == [1.5, 2]


CALLS = st.tuples(st.booleans(), st.sampled_from([0, 0, 0.25, 1, 4]), st.sampled_from([0, 0, 2, 9]))


@given(st.lists(CALLS, max_size=40), st.integers(1, 4))
def test_reads_and_writes_together_never_are_too_many(calls, count):
    """Whichever of them are held back meanwhile, and none goes before its time."""
    time = Time()
    mixed = limiter(
        time, RateLimit(count=count, seconds=2), RateLimit(count=3, seconds=5, reads=False)
    )
    sent, paused = [], {True: 0, False: 0}
    for reads, later, pause in calls:
        time.now += later
        mixed.pause(reads=reads, seconds=pause)
        paused[reads] = max(paused[reads], time.now + pause)
        sent.append((time.now + turns(mixed, 1, reads=reads)[0], reads))
        assert sent[-1][0] >= max(time.now, paused[reads])

    every, writes = sorted(t for t, _ in sent), sorted(t for t, reads in sent if not reads)
    assert all(b - a >= 2 for a, b in zip(every, every[count:], strict=False))
    assert all(b - a >= 5 for a, b in zip(writes, writes[3:], strict=False))


def test_a_long_queue_is_no_long_work(time):
    """A thousand callers that wait at once are told their turns in no time."""
    writes = limiter(time, *sendcloud.limits)

    assert turns(writes, 1000, reads=False)[-1] == pytest.approx(552)
    assert len(writes._spans[0].times) <= 1000


def test_threads_share_the_limits(time):
    """A hundred turns from eight threads are a hundred turns."""
    shared = limiter(time, RateLimit(count=10, seconds=1))
    with ThreadPoolExecutor(8) as pool:
        waits = list(
            pool.map(lambda _: shared.turn("/any", reads=True, patience=1e9)[0], range(100))
        )

    assert sorted(waits) == [float(n // 10) for n in range(100)]


def answer(_request):
    return httpx.Response(200, json={"data": {"id": 1, "status": "CREATED"}})


@pytest.fixture
def tight(monkeypatch):
    monkeypatch.setattr(sendcloud, "limits", (RateLimit(count=2, seconds=0.3),))


@pytest.mark.usefixtures("tight")
def test_a_blocking_client_waits_for_its_turn():
    """Five reads of two in 0.3 s take 0.6 s."""
    clock = Clock()
    with PickupKit({"one": KEYS}, transport=httpx.MockTransport(answer), journal="off") as kit:
        began = clock.monotonic()
        threads = [threading.Thread(target=kit.get, args=("one", "1")) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = clock.monotonic() - began

    assert took >= 0.6


@pytest.mark.usefixtures("tight")
def test_tasks_of_an_event_loop_wait_for_their_turn():
    """The same in one thread, which goes on meanwhile."""

    async def five():
        transport = httpx.MockTransport(answer)
        async with AsyncPickupKit({"one": KEYS}, transport=transport, journal="off") as kit:
            clock = asyncio.get_running_loop().time
            began = clock()
            await asyncio.gather(*(kit.get("one", "1") for _ in range(5)))
            return clock() - began

    assert asyncio.run(five()) >= 0.6


def test_a_wait_beyond_the_deadline_is_refused_before_anything_is_sent(monkeypatch):
    """With the wait that it would have been."""
    monkeypatch.setattr(sendcloud, "limits", (RateLimit(count=1, seconds=600),))
    asked = []

    def note(request):
        asked.append(request)
        return answer(request)

    transport = httpx.MockTransport(note)
    limits = Limits(reading=5)
    with PickupKit({"one": KEYS}, transport=transport, limits=limits, journal="off") as kit:
        kit.get("one", "1")
        with pytest.raises(RateLimited, match="nothing was sent") as refused:
            kit.get("one", "1")

    assert len(asked) == 1
    assert 590 < refused.value.retry_after <= 600


@pytest.mark.parametrize("headers", [{}, {"retry-after": "0"}])
def test_a_429_without_a_body_is_read_again(headers):
    """With and without Retry-After; the second answer counts."""
    answers = [httpx.Response(429, headers=headers), answer(None)]
    clock = Clock(uniform=lambda *_: 0.0)
    transport = httpx.MockTransport(lambda _: answers.pop(0))
    with PickupKit({"one": KEYS}, transport=transport, clock=clock, journal="off") as kit:
        assert kit.get("one", "1").id == "1"


@pytest.mark.parametrize("account", [KEYS, {"provider": "shippo", "api_token": "shippo_test_x"}])
def test_after_a_429_nobody_asks_before_its_time(account):
    """The next caller is refused here, at a provider without known limits too."""
    asked = []

    def answer_429(request):
        asked.append(request)
        return httpx.Response(429, headers={"retry-after": "40"})

    limits = Limits(booking=5, longest_wait=60)
    transport = httpx.MockTransport(answer_429)
    request = BY_PROVIDER[account["provider"]]
    clock = Clock(now=lambda: NOW)
    with PickupKit(
        {"one": account}, transport=transport, limits=limits, clock=clock, journal="off"
    ) as kit:
        for _ in range(3):
            with pytest.raises(RateLimited) as refused:
                kit.create("one", request)
            assert 39 < refused.value.retry_after <= 40

    assert len(asked) == 1


def test_a_rehearsal_takes_no_turn(monkeypatch):
    """What is only shown is not sent."""
    monkeypatch.setattr(sendcloud, "limits", (RateLimit(count=1, seconds=600),))
    with PickupKit({"one": KEYS}, transport=httpx.MockTransport(answer), journal="off") as kit:
        for _ in range(3):
            kit.preview("one", "1", "get")
        assert kit.get("one", "1").id == "1"
