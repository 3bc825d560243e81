"""Both faces give the same: each story is played once by each, at sandboxes that are alike."""

import asyncio
import socket
import ssl
from datetime import timedelta

import pytest
from attrs import evolve

from pickupkit import AsyncPickupKit, Pickup, PickupKit, PickupKitError
from pickupkit.clock import Clock
from pickupkit.registry import Registry
from pickupkit.sandbox import Clock as SteppingClock
from pickupkit.sandbox import Sandbox, World
from tests.cassettes._asked import BY_PROVIDER, NOW, staged
from tests.cassettes._stage import KEYS

WRONG = {
    "easypost": {"api_key": "sandbox-inactive"},
    "sendcloud": {"public_key": "sandbox-inactive", "secret_key": "x"},
    "shippo": {"api_token": "shippo_test_sandbox-inactive"},
}
UNKNOWN = {"easypost": "pickup_0", "sendcloud": "7", "shippo": "0"}


def whole_life(request):
    """Book, look at it, cancel it twice; at a provider without an operation, be told so."""
    booked = yield "create", "shop", request
    yield "get", "shop", booked.id
    yield "list", "shop"
    yield "cancel", "shop", booked
    yield "cancel", "shop", booked.id
    yield "get", "shop", booked.id


def pages(request):
    """List over several pages, and over several accounts of which some fail."""
    for number in range(5):
        other = evolve(request, shipments=[f"{number}"] if request.shipments else [])
        yield "create", "small", other
    yield "list", "small"
    yield "list", "small", "wrong", "nobody"


def before_booking(request):
    """Ask for offers and prove the credentials."""
    yield "quote", "shop", request
    yield "check", "shop"


def nothing_there(request):
    """Name what does not exist, and what is no id."""
    for pickup_id in (UNKNOWN[provider_of(request)], "../7", ""):
        yield "get", "shop", pickup_id
        yield "cancel", "shop", pickup_id


def invalid(request):
    """Ask for what must not be sent, and at an account that does not exist."""
    yield "create", "shop", evolve(request, windows=[], reference="r" * 300)
    yield "quote", "shop", evolve(request, address=evolve(request.address, country="Holland"))
    yield "create", "elsewhere", request


def wrong_key(request):
    """Use credentials that are not accepted."""
    yield "create", "wrong", request
    yield "list", "wrong"
    yield "check", "wrong"


def nobody_there(request):
    """Call where nobody listens."""
    yield "create", "nobody", request
    yield "list", "nobody"


def scene(name):
    """Book in a scene of the sandbox, and cancel what was booked."""

    def play(request):
        booked = yield "create", "shop", staged(request, name)
        if isinstance(booked, Pickup):
            yield "get", "shop", booked.id
            yield "cancel", "shop", booked
            yield "get", "shop", booked.id

    play.__name__ = name
    return play


EVERYWHERE = (
    whole_life, pages, before_booking, nothing_there, invalid, wrong_key, nobody_there,
)  # fmt: skip
SCENES = {
    "easypost": (
        "rates=none", "rates=mixed", "create=inconsistent", "create=429", "create=500", "buy=400",
        "buy=429", "cancel=failed",
    ),
    "sendcloud": (
        "create=429", "create=announcement", "answer=sparse", "announce=failed", "announce=slow",
        "cancel=200", "cancel=202", "cancel=202-failed", "cancel=202-rejected", "cancel=409",
        "cancel=409-failed", "cancel=409-data", "cancel=409-failed-data", "totals=refused",
    ),
    "shippo": (
        "answer=error", "answer=pending", "answer=service", "answer=duplicate",
        "answer=duplicate-old", "answer=company", "answer=version", "answer=slow", "answer=429",
    ),
}  # fmt: skip
STORIES = [
    (provider, story)
    for provider in SCENES
    for story in (*EVERYWHERE, *map(scene, SCENES[provider]))
]


def provider_of(request):
    return next(name for name, known in BY_PROVIDER.items() if known.address == request.address)


@pytest.fixture(scope="module")
def sandbox():
    """Serve for each story two vendors that are alike."""
    apps = {
        f"{side}-{provider}-{story.__name__}": Registry().get(provider).sandbox_app(alike())
        for provider, story in STORIES
        for side in ("blocking", "asyncio")
    }
    with Sandbox(apps) as running:
        yield running


@pytest.fixture(autouse=True)
def _no_certificates(monkeypatch):
    """Leave out what takes longer than a story: all is plain HTTP on this machine."""
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    monkeypatch.setattr(ssl, "create_default_context", lambda **_: bare)


def alike():
    return World(clock=SteppingClock(NOW, timedelta(seconds=1)), seed=1)


@pytest.fixture(scope="module")
def closed():
    """Give a URL on this machine where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return f"http://127.0.0.1:{port}"


def accounts(provider, url, closed):
    shop = {"provider": provider, "url": url, **KEYS[provider]}
    paged = {} if provider == "shippo" else {"page_size": 2}
    return {
        "shop": shop,
        "small": {**shop, **paged},
        "wrong": {**shop, **WRONG[provider]},
        "nobody": {**shop, "url": closed},
    }


def told(error):
    """Give all that an error tells."""
    fields = vars(error).items()
    return type(error), str(error), {k: v for k, v in fields if not k.startswith("_")}


def listed(found, faults):
    return found, [(f.account, f.reason, f.raw, f.error and told(f.error)) for f in faults]


def play_blocking(kit, steps):
    outcome, seen = None, []
    try:
        while True:
            operation, *arguments = steps.send(outcome)
            try:
                outcome = getattr(kit, operation)(*arguments)
                if operation == "list":
                    outcome = listed(list(outcome), outcome.faults)
            except PickupKitError as error:
                outcome = told(error)
            seen.append(outcome)
    except StopIteration:
        return seen


async def play_asyncio(kit, steps):
    outcome, seen = None, []
    try:
        while True:
            operation, *arguments = steps.send(outcome)
            try:
                if operation == "list":
                    listing = kit.list(*arguments)
                    outcome = listed([pickup async for pickup in listing], listing.faults)
                else:
                    outcome = await getattr(kit, operation)(*arguments)
            except PickupKitError as error:
                outcome = told(error)
            seen.append(outcome)
    except StopIteration:
        return seen


@pytest.mark.parametrize(
    ("provider", "story"), STORIES, ids=lambda value: getattr(value, "__name__", value)
)
def test_both_faces_tell_the_same(sandbox, closed, provider, story, monkeypatch):
    """Results are equal field by field, errors in kind, text and fields."""
    monkeypatch.setenv("PICKUPKIT_JOURNAL", "off")
    clock = Clock(now=lambda: NOW, uniform=lambda low, _high: low)
    request = BY_PROVIDER[provider]

    def configured(side):
        return accounts(provider, f"{sandbox.url}/{side}-{provider}-{story.__name__}", closed)

    async def by_asyncio():
        async with AsyncPickupKit(configured("asyncio"), clock=clock) as kit:
            return await play_asyncio(kit, story(request))

    with PickupKit(configured("blocking"), clock=clock) as kit:
        blocking = play_blocking(kit, story(request))

    assert len(blocking) > 0
    assert asyncio.run(by_asyncio()) == blocking
