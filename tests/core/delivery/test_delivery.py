"""Tries, waits and the deadline of an operation: the same by either driver, no time passing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from pickupkit.calls import Answer, Call, note, repeatable, sleep
from pickupkit.delivery import Authority, Delivery
from pickupkit.errors import (
    ConfigError,
    Failure,
    InvalidRequest,
    MalformedAnswer,
    NotFound,
    OutcomeUnknown,
    ProviderError,
    RateLimited,
    Refused,
    Unavailable,
)
from pickupkit.mask import Mask, secrets
from pickupkit.plugin import Grant, Secret, demand, segment
from pickupkit.transport import Limits, Stage
from tests.faults import BOTH, NOON, Scripted, begin, call, lost, told

GOOD = told(200, b'{"id": "pk_1"}')
BUSY = told(503)
GET, POST = call(), call("POST", body=b"{}")


def delivery(scripted: Scripted, limits: Limits | None = None, operation: str = "get") -> Delivery:
    return begin("https://api.example.com/v2", limits or Limits(), scripted.clock, operation)


async def once(call: Call[Any]) -> Any:
    return await call


@frozen
class Scene:
    """What a server does to a call, what the caller gets, and what was waited for."""

    name: str
    steps: tuple[Any, ...]
    waits: tuple[float, ...]
    error: type[Exception] | None = None
    call: Call[Any] = GET
    limits: Limits | None = None

    def __str__(self) -> str:
        return self.name


def again(status: int, after: str) -> Answer:
    return told(status, retry_after=after)


SCENES = (
    Scene("good at once", (GOOD,), ()),
    Scene("good in the end", (BUSY, lost(Stage.SENT), GOOD), (1, 2)),
    Scene("three tries in all", (BUSY,), (1, 2), Unavailable),
    Scene("as many tries as the limits say", (BUSY,), (1,), Unavailable, limits=Limits(tries=2)),
    Scene("one try", (BUSY,), (), Unavailable, limits=Limits(tries=1)),
    Scene(
        "waits grow to twenty seconds",
        (BUSY,),
        (1, 2, 4, 8, 16, 20, 20),
        Unavailable,
        limits=Limits(tries=8, reading=1000),
    ),
    Scene("a broken body", (lost(Stage.ANSWERED, 200), GOOD), (1,)),
    Scene("not found", (told(404),), (), NotFound),
    Scene("no JSON", (told(200, b"<html>"),), (), MalformedAnswer),
    Scene("the wait asked for", (again(429, "7"), again(503, "3"), GOOD), (7, 3)),
    Scene("no wait asked for", (again(429, "0"), GOOD), (0,)),
    Scene("a date", (again(503, "Tue, 01 Dec 2026 12:00:09 GMT"), GOOD), (9,)),
    Scene("a past date", (again(503, "Tue, 01 Dec 2026 11:00:00 GMT"), GOOD), (0,)),
    Scene("an odd wait", (again(429, "soon"), again(429, "-5"), GOOD), (1, 2)),
    Scene(
        "a wait told with a broken body", (lost(Stage.ANSWERED, 503, retry_after="5"), GOOD), (5,)
    ),
    Scene("a capped wait", (again(429, "3600"), GOOD), (60,), limits=Limits(reading=90)),
    Scene("a wait beyond the deadline", (again(429, "31"),), (), RateLimited),
    Scene("a wait as long as the rest", (again(429, "30"),), (), RateLimited),
    Scene("a late failure", ((29.5, BUSY),), (), Unavailable),
    Scene("slow failures", ((14, BUSY), (14.5, BUSY)), (1,), Unavailable),
    Scene("a booking that failed", (BUSY,), (), OutcomeUnknown, POST),
    Scene("a booking that was limited", (again(429, "2"),), (), RateLimited, POST),
    Scene("a booking that was lost", (lost(Stage.SENT),), (), OutcomeUnknown, POST),
    Scene("a booking never sent", (lost(Stage.UNSENT),), (1, 2), Unavailable, POST),
    Scene("a booking sent in the end", (lost(Stage.UNSENT), GOOD), (1,), None, POST),
    Scene("unsent, then lost", (lost(Stage.UNSENT), lost(Stage.SENT)), (1,), OutcomeUnknown, POST),
    Scene("a harmless POST", (BUSY, lost(Stage.SENT), GOOD), (1, 2), None, repeatable(POST)),
    Scene("not even a request", (lost(Stage.LOCAL),), (), ConfigError, POST),
)


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_tries_and_waits(scene: Scene, kind: str) -> None:
    """Both drivers try as often, wait as long and end alike."""
    scripted = Scripted(*scene.steps)
    work = delivery(scripted, scene.limits).run(once(scene.call))
    if scene.error is None:
        assert scripted.run(work, kind) == {"id": "pk_1"}
    else:
        with pytest.raises(scene.error) as raised:
            scripted.run(work, kind)
        assert type(raised.value) is scene.error
    assert tuple(scripted.waits) == scene.waits
    assert len(scripted.sends) == 1 + len(scene.waits)


def test_the_wait_is_drawn_between_nothing_and_the_longest() -> None:
    """Full jitter: chance decides from zero on, so that clients do not come back together."""
    scripted = Scripted(BUSY, BUSY, GOOD)
    scripted.run(delivery(scripted).run(once(GET)))
    assert scripted.asked_of_chance == [(0, 1.0), (0, 2.0)]


@pytest.mark.parametrize("after", ["31", "3600"])
def test_a_wait_that_does_not_fit_is_told(after: str) -> None:
    """The error says how long the provider asked to be left alone, uncapped."""
    scripted = Scripted(again(429, after))
    with pytest.raises(RateLimited) as raised:
        scripted.run(delivery(scripted).run(once(GET)))
    assert raised.value.retry_after == float(after)


@given(
    steps=st.lists(
        st.tuples(
            st.floats(0, 40),
            st.sampled_from([BUSY, told(429), again(429, "9"), again(503, "x"), lost(Stage.SENT)]),
        ),
        min_size=1,
        max_size=6,
    ),
    tries=st.integers(1, 6),
)
def test_nothing_is_begun_after_the_deadline(steps: list[Any], tries: int) -> None:
    """However a server fails, no wait and no request begins when the time is over."""
    scripted = Scripted(*steps)
    with pytest.raises(ProviderError):
        scripted.run(delivery(scripted, Limits(tries=tries)).run(once(GET)))
    assert len(scripted.sends) <= tries
    assert all(0 < send.timeout <= 30 for send in scripted.sends)
    assert sum(scripted.waits) < 30


@pytest.mark.parametrize("call", [GET, POST])
def test_out_of_time_before_sending_is_definite(call: Call[Any]) -> None:
    """An operation that slept too long sends nothing, and says so."""
    scripted = Scripted(GOOD)

    async def late() -> Any:
        await sleep(30)
        return await call

    begun = delivery(scripted)
    with pytest.raises(Unavailable, match="nothing was sent"):
        scripted.run(begun.run(late()))
    assert scripted.sends == []
    assert begun.trace.sent_at is None


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("seconds", [30.0, 10_000, float("inf"), float("nan")])
def test_a_wait_of_an_operation_that_outlasts_the_deadline_is_not_begun(
    seconds: float, kind: str
) -> None:
    """Nobody sits through it for an error that is certain."""
    scripted = Scripted(GOOD)

    async def work() -> None:
        await sleep(29)
        await sleep(seconds - 29)

    with pytest.raises(Unavailable, match="out of time; nothing was sent"):
        scripted.run(delivery(scripted, Limits(reading=30)).run(work()), kind)
    assert scripted.waits == [29]


def test_a_wait_of_an_operation_that_fits_is_waited() -> None:
    """To the second."""
    scripted = Scripted(GOOD)

    async def work() -> None:
        await sleep(29.5)

    scripted.run(delivery(scripted, Limits(reading=30)).run(work()))
    assert scripted.waits == [29.5]


def test_what_is_remembered_gives_others_their_turn() -> None:
    """A long listing that is read anew for each lost booking would hold an event loop."""
    scripted = Scripted(told(200))
    begun = begin("https://api.example.com", Limits(), scripted.clock, "reconcile")
    begun.memory = {}

    async def work() -> None:
        for _ in range(3):
            await call()

    scripted.run(begun.run(work()))
    assert (len(scripted.sends), scripted.waits) == (1, [0, 0])


def test_logging_in_waits_no_longer_either() -> None:
    """It belongs to the operation that wants it."""
    scripted = Scripted(GOOD)
    begun = delivery(scripted)

    async def authorize() -> Grant:
        await sleep(10_000)
        return Grant({})

    begun.connection = evolve(begun.connection, authorize=authorize)
    begun.authority = Authority(scripted.clock)
    with pytest.raises(Unavailable, match="out of time; nothing was sent"):
        scripted.run(begun.run(once(GET)))
    assert (scripted.sends, scripted.waits) == ([], [])


def test_each_exchange_gets_what_is_left() -> None:
    """The deadline is one for all calls of an operation, and longer for a booking."""
    scripted = Scripted((10.0, GOOD))

    async def two() -> None:
        await GET
        await GET

    scripted.run(delivery(scripted).run(two()))
    scripted.run(delivery(scripted, operation="create").run(two()))
    assert [send.timeout for send in scripted.sends] == [30, 20, 60, 50]


def test_what_is_noted_is_kept_with_the_attempt() -> None:
    """Facts add up, the moment of the last dangerous call is known, a success is accepted."""
    scripted = Scripted((3.0, GOOD))

    async def work() -> None:
        await GET
        await note(pickup_id="pk_1")
        await note(carrier="usps")
        await POST

    begun = delivery(scripted, operation="create")
    scripted.run(begun.run(work()))
    assert begun.trace.facts == {"pickup_id": "pk_1", "carrier": "usps"}
    assert begun.trace.sent_at is not None
    assert (begun.trace.sent_at - NOON).total_seconds() == 3
    assert begun.trace.accepted


def test_a_harmless_call_accepts_nothing() -> None:
    """Neither a GET nor a marked POST makes an attempt."""
    scripted = Scripted(GOOD)
    begun = delivery(scripted)
    scripted.run(begun.run(once(repeatable(POST))))
    assert (begun.trace.accepted, begun.trace.in_doubt, begun.trace.sent_at) == (False, False, None)


def test_an_error_is_told_where_it_happened() -> None:
    """Provider, account, operation, status and the provider's own words are on it."""
    scripted = Scripted(told(422, b"no"))
    begun = delivery(scripted)
    begun.tell.provider.failure(lambda answer: Failure(("bad zip",), "E7", "req_1"))
    with pytest.raises(Refused) as raised:
        scripted.run(begun.run(once(GET)))
    error = raised.value
    assert (error.provider, error.account, error.operation) == ("acme", "main", "get")
    assert (error.http_status, error.vendor_code, error.request_id) == (422, "E7", "req_1")
    assert error.messages == ("bad zip",)
    assert str(error) == "acme get: refused (HTTP 422, E7): bad zip"


@pytest.mark.parametrize(
    "read",
    [
        lambda answer: [][0],
        lambda answer: {}["error"],
        lambda answer: 1 / 0,
        lambda answer: None,
        lambda answer: Failure((None,)),
        lambda answer: Failure(5),
        lambda answer: Failure((), 7),
    ],
)
def test_a_plugin_that_trips_over_an_error_body_hides_nothing(
    read: Callable[[Answer], Any],
) -> None:
    """The status alone decides then; a booking that may be there stays unknown."""
    for answer, error in ((told(503), OutcomeUnknown), (told(400), Refused)):
        scripted = Scripted(answer)
        begun = delivery(scripted)
        begun.tell.provider.failure(read)
        with pytest.raises(error) as raised:
            scripted.run(begun.run(once(POST)))
        assert str(answer.status) in str(raised.value)


def test_a_bad_id_and_a_missing_field_have_errors_of_ours() -> None:
    """An id that could address another resource is the caller's; a missing field the provider's."""
    scripted = Scripted(GOOD)

    async def climb() -> object:
        return segment("pickup_id", "../orders")

    async def misses() -> object:
        return demand((await GET).get("status"), "status")

    with pytest.raises(InvalidRequest, match="/pickup_id"):
        scripted.run(delivery(scripted).run(climb()))
    assert scripted.sends == []
    with pytest.raises(MalformedAnswer, match="status is missing"):
        scripted.run(delivery(scripted).run(misses()))


def test_an_operations_own_error_is_masked_and_placed() -> None:
    """What a plugin quotes from an answer is hidden in text, repr, messages, code and arguments."""
    scripted = Scripted(GOOD)
    hide = Mask((secrets([Secret("Basic canary")]),))
    begun = delivery(scripted)
    begun.tell = evolve(begun.tell, mask=hide)

    async def refuse() -> None:
        raise Refused("no rate for CANARY", failure=Failure(("key canary?",), "canary"))

    with pytest.raises(Refused) as raised:
        scripted.run(begun.run(refuse()))
    error = raised.value
    shown = f"{error} {error!r} {error.args} {error.messages} {error.vendor_code}"
    assert "canary" not in shown.lower()
    assert error.provider == "acme"


def with_token(begun: Delivery, *, marked: bool = False) -> Delivery:
    """Let an account need a token, for which it POSTs."""

    async def authorize() -> Grant:
        return Grant({"Authorization": Secret(await (repeatable(LOGIN) if marked else LOGIN))})

    connection = evolve(begun.connection, authorize=authorize)
    return evolve(begun, connection=connection, authority=Authority(begun.clock))


LOGIN = Call("POST", "/token", lambda answer: json.loads(answer.content)["token"])
TOKEN = told(200, b'{"token": "t-1"}')


def test_a_token_that_is_read_by_a_get_is_read_anew() -> None:
    """What is remembered for a reconcile would be the one that was refused."""
    scripted = Scripted(TOKEN, told(401), told(200, b'{"token": "t-2"}'), GOOD)
    begun = delivery(scripted, operation="reconcile")
    begun.memory = {}

    async def authorize() -> Grant:
        return Grant({"Authorization": Secret(await evolve(LOGIN, method="GET"))})

    begun.connection = evolve(begun.connection, authorize=authorize)
    begun.authority = Authority(scripted.clock)

    scripted.run(begun.run(once(GET)))

    assert "t-2" in begun.authority.secrets()


@pytest.mark.parametrize("marked", [False, True])
def test_asking_for_a_token_is_no_booking(marked: bool) -> None:
    """Whatever its call says of itself: it is tried again, and nothing of it is a trace."""
    scripted = Scripted(lost(Stage.SENT), TOKEN, lost(Stage.UNSENT))
    begun = with_token(delivery(scripted, Limits(tries=2), "create"), marked=marked)
    with pytest.raises(Unavailable, match="nothing was sent"):
        scripted.run(begun.run(once(POST)))
    assert (begun.trace.accepted, begun.trace.in_doubt) == (False, False)

    scripted = Scripted(TOKEN, lost(Stage.ANSWERED, 201))
    begun = with_token(delivery(scripted, operation="create"), marked=marked)
    with pytest.raises(OutcomeUnknown):
        scripted.run(begun.run(once(POST)))
    assert begun.trace.evidence(str) == {}


def test_a_401_that_proves_nothing_is_not_sent_again() -> None:
    """Such as one of the carrier behind the provider, after the booking went through."""
    scripted = Scripted(TOKEN, told(401, b"after submit"), GOOD)
    begun = with_token(delivery(scripted, operation="create"))
    begun.tell.provider.failure(lambda _: Failure(outcome_unknown=True))
    with pytest.raises(OutcomeUnknown):
        scripted.run(begun.run(once(POST)))
    assert [send.url.rpartition("/")[2] for send in scripted.sends] == ["token", "pickups"]
