"""Tokens: got once, shared by threads and tasks, renewed in time, and never shown."""

import asyncio
import logging
import os
import threading
import time as real_time
from urllib.parse import parse_qs

import httpx
import pytest

from pickupkit import (
    Address,
    AsyncPickupKit,
    AuthenticationFailed,
    ConfigError,
    Limits,
    MalformedAnswer,
    Parcels,
    PickupKit,
    PickupRequest,
    Refused,
    Unavailable,
    Weight,
    Window,
)
from pickupkit.calls import drive
from pickupkit.clock import Clock
from pickupkit.delivery import Authority
from pickupkit.plugin import Grant, Secret

CLIENT = {"provider": "sendcloud", "client_id": "client-7", "client_secret": "hush-hush-7"}
TOKEN = "https://account.sendcloud.com/oauth2/token"


class Vendor:
    """Gives tokens and pickups, and remembers what was asked."""

    def __init__(self, *, life=3600, slow=0.0):
        self.life, self.slow = life, slow
        self.tokens, self.asked, self.dead = [], [], set()

    def __call__(self, request):
        self.asked.append(request)
        if str(request.url) == TOKEN:
            return self.token(request)
        if request.headers["authorization"].removeprefix("Bearer ") in self.dead:
            return httpx.Response(401)
        status = 201 if request.method == "POST" else 200
        return httpx.Response(status, json={"data": {"id": 1, "status": "CREATED"}})

    def token(self, _request):
        real_time.sleep(self.slow)
        self.tokens.append(f"token-number-{len(self.tokens)}")
        told = {"access_token": self.tokens[-1], "expires_in": self.life, "token_type": "bearer"}
        return httpx.Response(200, json=told)

    def used(self):
        return [r.headers["authorization"] for r in self.asked if str(r.url) != TOKEN]


@pytest.fixture
def vendor():
    return Vendor()


def kit_of(vendor, **more):
    transport = httpx.MockTransport(vendor)
    return PickupKit({"one": CLIENT}, transport=transport, journal="off", **more)


def test_a_token_is_asked_for_with_a_form_and_used_for_every_call(vendor):
    """Once; the client's id and secret go to the token's host alone."""
    with kit_of(vendor) as kit:
        kit.get("one", "1")
        kit.get("one", "1")

    asked = vendor.asked[0]
    assert (asked.method, str(asked.url)) == ("POST", TOKEN)
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(asked.content.decode()) == {"grant_type": ["client_credentials"]}
    assert asked.headers["authorization"].startswith("Basic ")
    assert len(vendor.tokens) == 1
    assert vendor.used() == ["Bearer token-number-0"] * 2


def test_a_token_is_renewed_shortly_before_it_ends(vendor):
    """A tenth of its life before, at most a minute."""
    now = [0.0]
    vendor.life = 100
    with kit_of(vendor, clock=Clock(monotonic=lambda: now[0])) as kit:
        for now[0] in (0, 89, 91, 180):
            kit.get("one", "1")

    assert vendor.used() == [f"Bearer token-number-{n}" for n in (0, 0, 1, 1)]


def test_a_token_that_cannot_be_renewed_is_good_until_its_end(vendor):
    """Each call tries to get the next one; the last one's end is the end."""
    now = [0.0]
    vendor.life = 100
    with kit_of(vendor, clock=Clock(monotonic=lambda: now[0])) as kit:
        kit.get("one", "1")
        vendor.token = lambda _: httpx.Response(401)
        for now[0] in (91, 99):
            kit.get("one", "1")
        now[0] = 101
        with pytest.raises(AuthenticationFailed):
            kit.get("one", "1")

    assert vendor.used() == ["Bearer token-number-0"] * 3


def test_a_token_that_another_renews_is_good_meanwhile(vendor):
    """Nobody waits for the next one but who went for it."""
    now = [0.0]
    vendor.life = 100
    with kit_of(vendor, clock=Clock(monotonic=lambda: now[0])) as kit:
        kit.get("one", "1")
        now[0] = 95
        assert kit._desk.bound("one").authority._claim()
        kit.get("one", "1")

    assert vendor.used() == ["Bearer token-number-0"] * 2


@pytest.mark.parametrize("life", [None, -1, "soon", True])
def test_a_token_without_an_end_is_kept_until_it_is_refused(vendor, life):
    """A 401 renews it once, and the call goes out again."""
    vendor.life = life
    with kit_of(vendor) as kit:
        kit.get("one", "1")
        vendor.dead.add("token-number-0")
        assert kit.get("one", "1").id == "1"

    assert vendor.used() == [f"Bearer token-number-{n}" for n in (0, 0, 1)]


def test_a_second_401_is_the_answer(vendor):
    """Nothing goes round in a circle."""
    vendor.dead |= {f"token-number-{n}" for n in range(9)}
    with kit_of(vendor) as kit, pytest.raises(AuthenticationFailed):
        kit.get("one", "1")

    assert len(vendor.used()) == 2


def test_threads_share_one_token():
    """Those who come while it is fetched wait for it."""
    vendor = Vendor(slow=0.2)
    with kit_of(vendor) as kit:
        threads = [threading.Thread(target=kit.get, args=("one", "1")) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(vendor.tokens) == 1
    assert vendor.used() == ["Bearer token-number-0"] * 8


def test_who_looked_before_another_came_back_goes_for_no_second_token(monkeypatch):
    """Between looking and going there is time for a fetch to end."""
    authority, fetched = Authority(Clock()), []

    async def fetch():
        fetched.append(Grant({"Authorization": Secret("Bearer t")}, 60))
        return fetched[-1]

    def get():
        return drive(authority.headers(fetch, lambda: None), lambda _: None)

    def claim_late():
        monkeypatch.undo()
        get()
        return authority._claim()

    monkeypatch.setattr(authority, "_claim", claim_late)
    get()

    assert len(fetched) == 1


def test_tasks_share_one_token():
    """In one event loop, which is never blocked."""
    vendor = Vendor()

    async def answer(request):
        if str(request.url) == TOKEN:
            await asyncio.sleep(0.1)
        return vendor(request)

    async def eight():
        transport = httpx.MockTransport(answer)
        async with AsyncPickupKit({"one": CLIENT}, transport=transport, journal="off") as kit:
            await asyncio.gather(*(kit.get("one", "1") for _ in range(8)))

    asyncio.run(eight())

    assert len(vendor.tokens) == 1
    assert len(vendor.used()) == 8


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (httpx.Response(401, json={"error": "invalid_client", "error_description": "No such one.",
                                   "error_hint": "", "status_code": 401}),
         AuthenticationFailed, "invalid_client.*No such one"),
        (httpx.Response(400, json={"error": "invalid_grant", "error_description": "Not this."}),
         AuthenticationFailed, "invalid_grant.*Not this"),
        (httpx.Response(404), AuthenticationFailed, "no token was given for"),
        (httpx.Response(200, json={"token_type": "bearer"}), MalformedAnswer, "access_token"),
        (httpx.Response(200, json={"access_token": "a\nb"}), MalformedAnswer, "access_token"),
        (httpx.Response(200, json={"access_token": "€"}), MalformedAnswer, "access_token"),
        (httpx.Response(200, json={"access_token": "a", "token_type": "b\nc"}), MalformedAnswer,
         "token_type"),
        (httpx.Response(200, text="hello"), MalformedAnswer, "cannot be read"),
        (httpx.Response(503), Unavailable, "failed"),
    ],
)  # fmt: skip
def test_a_token_that_is_not_given_is_a_typed_error(answer, error, words):
    """In the vendor's own words, and no pickup was asked for; the next call tries again."""
    asked = []

    def only(request):
        asked.append(str(request.url))
        return answer

    clock = Clock(uniform=lambda *_: 0.0)
    with kit_of(only, clock=clock) as kit:
        for _ in range(2):
            with pytest.raises(error, match=words):
                kit.get("one", "1")

    assert set(asked) == {TOKEN}


def test_a_late_refusal_of_a_token_that_was_replaced_costs_no_other():
    """Whoever was sent with the old one may hear of it last."""
    authority, fetched = Authority(Clock()), []

    async def fetch():
        fetched.append(Grant({"Authorization": Secret(f"Bearer {len(fetched)}")}, 60))
        return fetched[-1]

    def get():
        return drive(authority.headers(fetch, lambda: None), lambda _: None)

    old = get()
    for _ in range(2):
        authority.refuse(old)
        new = get()

    assert (new["Authorization"].reveal(), len(fetched)) == ("Bearer 1", 2)


def test_one_who_went_for_a_token_and_never_came_back_is_given_up():
    """Such as a task of an event loop that was left standing."""
    now = [0.0]
    authority = Authority(Clock(monotonic=lambda: now[0]))
    assert authority._claim()

    async def fetch():
        return Grant({"Authorization": Secret("Bearer t")}, 60)

    def wait(effect):
        now[0] += max(effect.seconds, 1)

    headers = drive(authority.headers(fetch, lambda: None), wait)

    assert headers["Authorization"].reveal() == "Bearer t"
    assert now[0] >= 60


def test_a_life_beyond_all_measure_has_no_end():
    """As a vendor's JSON may tell it."""
    authority = Authority(Clock())

    async def fetch():
        return Grant({"Authorization": Secret("Bearer t")}, 10**400)

    drive(authority.headers(fetch, lambda: None), lambda _: None)

    assert authority._good()


def test_a_forked_child_waits_for_no_thread_of_its_parent(monkeypatch):
    """It has none of them, and its own deadline would end first."""
    authority = Authority(Clock())
    claims = [authority._claim(), authority._claim()]
    parent = os.getpid()
    monkeypatch.setattr("os.getpid", lambda: parent + 1)

    assert (claims, authority._claim()) == ([True, False], True)


def test_waiting_for_anothers_token_ends_with_the_deadline(vendor):
    """Whoever went for it may take longer than there is time."""
    now = [0.0]
    clock = Clock(monotonic=lambda: now[0])

    def wait(effect):
        now[0] += 1
        return

    with kit_of(vendor, clock=clock, limits=Limits(reading=5)) as kit:
        desk = kit._desk
        assert desk.bound("one").authority._claim()
        with pytest.raises(Unavailable, match="out of time; nothing was sent"):
            drive(desk.get("one", "1"), wait)

    assert (now[0], vendor.asked) == (5, [])


def test_no_token_and_no_secret_is_ever_shown(vendor, caplog):
    """Not in errors that repeat it, logs, previews or reprs."""
    caplog.set_level(logging.DEBUG)

    def gossip(request):
        answer = vendor(request)
        if str(request.url) == TOKEN:
            return answer
        said = {"errors": [{"detail": f"bad {vendor.tokens[-1]} of hush-hush-7"}]}
        return httpx.Response(400, json=said)

    with kit_of(gossip) as kit:
        shown = [repr(kit.preview("one", "1", "get").headers)]
        assert vendor.asked == []
        try:
            kit.get("one", "1")
        except Refused as error:
            shown += [str(error), repr(error), *error.messages]
        shown += [repr(kit._desk.bound("one")), caplog.text]

    for secret in ("token-number-0", "hush-hush-7", "client-7"):
        assert not any(secret in text for text in shown), secret


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({}, "public_key is required; set PICKUPKIT_ONE_PUBLIC_KEY.*client_id"),
        ({"public_key": "a"}, "secret_key is required; set PICKUPKIT_ONE_SECRET_KEY"),
        ({"client_secret": "a"}, "client_id is required"),
        ({**CLIENT, "public_key": "a", "secret_key": "b"}, "not both"),
    ],
)
def test_half_and_double_credentials_are_refused(keys, words):
    """Before anything is sent, and it is said where to set them."""
    with (
        PickupKit({"one": {"provider": "sendcloud", **keys}}, journal="off") as kit,
        pytest.raises(ConfigError, match=words),
    ):
        kit.get("one", "1")


def test_the_variable_told_is_one_that_a_shell_can_set():
    """Whatever the account is called."""
    with (
        PickupKit({"my shop": {"provider": "sendcloud"}}, journal="off") as kit,
        pytest.raises(ConfigError, match="set PICKUPKIT_MY_SHOP_PUBLIC_KEY, or "),
    ):
        kit.get("my shop", "1")


def test_a_client_may_come_from_the_environment(monkeypatch, vendor):
    """As the keys do."""
    monkeypatch.setenv("PICKUPKIT_ONE_CLIENT_ID", "client-7")
    monkeypatch.setenv("PICKUPKIT_ONE_CLIENT_SECRET", "hush-hush-7")
    accounts = {"one": {"provider": "sendcloud"}}
    with PickupKit(accounts, transport=httpx.MockTransport(vendor), journal="off") as kit:
        assert kit.get("one", "1").id == "1"


def pickup_request():
    return PickupRequest(
        carrier="dhl_parcel_iberia",
        address=Address(
            name="Goods Out", line1="Calle Mayor", postal_code="28013", city="Madrid", country="ES"
        ),
        windows=[Window.local("2031-05-12", "13:00", "17:00", tz="Europe/Madrid")],
        parcels=[Parcels(quantity=1, weight=Weight(2))],
    )


def journalled(vendor, tmp_path):
    transport = httpx.MockTransport(vendor)
    return PickupKit({"one": CLIENT}, transport=transport, journal=tmp_path / "journal.db")


def test_a_booking_refused_for_its_token_alone_is_sent_again(vendor, tmp_path):
    """A 401 proves that nothing was booked; the journal has one booking."""
    with journalled(vendor, tmp_path) as kit:
        kit.get("one", "1")
        vendor.dead.add("token-number-0")
        booked = kit.create("one", pickup_request(), key="monday")
        again = kit.create("one", pickup_request(), key="monday")
        [entry] = kit.attempts()

    assert (booked.id, again.id, entry.state) == ("1", "1", "booked")
    assert [r.method for r in vendor.asked] == ["POST", "GET", "POST", "POST", "POST"]


def test_a_booking_without_a_token_was_never_sent(vendor, tmp_path):
    """It may be tried again with the same key."""
    refused = [httpx.Response(401, json={"error": "invalid_client"})]

    def first_refused(request):
        return refused.pop() if refused else vendor(request)

    with journalled(first_refused, tmp_path) as kit:
        with pytest.raises(AuthenticationFailed):
            kit.create("one", pickup_request(), key="monday")
        assert kit.create("one", pickup_request(), key="monday").id == "1"


def test_a_token_that_was_replaced_is_still_a_secret(vendor):
    """An answer may repeat the one that its own request bore."""
    with kit_of(vendor) as kit:
        kit.get("one", "1")
        vendor.dead.add("token-number-0")
        kit.get("one", "1")
        said = kit._desk.bound("one").authority.secrets()

    assert {"token-number-0", "token-number-1"} <= set(said)
