"""What provider sandboxes share: time, ids, credentials, triggers, strict bodies."""

import asyncio
import base64
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest

from pickupkit.plugin.sandbox import (
    Clock,
    JSONResponse,
    Request,
    Route,
    UnknownTriggerError,
    World,
    basic,
    build,
    read_json,
    stamp,
    triggers,
    with_and_without_slash,
)

NOW = datetime(2031, 5, 9, 20, 39, 27, 123456, tzinfo=UTC)
KNOWN = {"buy": ("400", "slow"), "cancel": ("failed",)}


def test_a_world_has_the_real_time_unless_told():
    """The default clock is the machine's, in UTC."""
    assert abs(World().now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_world_tells_utc_whatever_its_clock_shows():
    """Any aware clock will do."""
    clock = Clock(NOW.astimezone(timezone(timedelta(hours=5))))
    assert World(clock=clock).now() == NOW
    assert World(clock=clock).now().tzinfo is UTC


def test_a_clock_steps_and_advances():
    """Each look takes the step, and advance moves further."""
    clock = Clock(NOW, step=timedelta(seconds=1))
    assert [clock(), clock()] == [NOW, NOW + timedelta(seconds=1)]
    clock.advance(timedelta(hours=1))
    assert clock() == NOW + timedelta(hours=1, seconds=2)


def test_a_clock_starts_at_an_aware_time():
    """A naive start would mean another moment on each machine."""
    with pytest.raises(ValueError, match="aware"):
        Clock(NOW.replace(tzinfo=None))


def test_a_seed_fixes_the_ids():
    """Equal seeds give equal ids, others do not."""
    one, same, other = World(seed=1), World(seed=1), World(seed=2)
    first = one.hex(), one.digits(8)
    assert first == (same.hex(), same.digits(8))
    assert first != (other.hex(), other.digits(8))


def test_ids_have_the_asked_form():
    """Lower-case hex, and digits without a leading zero."""
    world = World(seed=1)
    assert set(world.hex(500)) == set("0123456789abcdef")
    assert len(world.hex()) == 32
    assert all(world.digits(1) != "0" for _ in range(50))


@pytest.mark.parametrize(
    ("timespec", "text"),
    [
        ("seconds", "2031-05-09T20:39:27Z"),
        ("milliseconds", "2031-05-09T20:39:27.123Z"),
        ("microseconds", "2031-05-09T20:39:27.123456Z"),
    ],
)
def test_times_are_written_in_utc_with_z(timespec, text):
    """The zone of the value does not matter."""
    assert stamp(NOW.astimezone(timezone(timedelta(hours=-5))), timespec) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sandbox:buy=slow", {"buy": "slow"}),
        ("order 17 sandbox:buy=400 sandbox:cancel=failed", {"buy": "400", "cancel": "failed"}),
        ("order 17", {}),
        ("xsandbox:buy=1", {}),
        (None, {}),
        (17, {}),
    ],
)
def test_triggers_are_words_of_a_text(text, found):
    """Other words stand beside them, other types hold none."""
    assert triggers(text, KNOWN) == found


@pytest.mark.parametrize("word", ["sandbox:", "sandbox:buy", "sandbox:buy=x", "sandbox:sell=400"])
def test_an_unknown_trigger_lists_those_there_are(word):
    """A misspelt trigger does not pass in silence."""
    with pytest.raises(UnknownTriggerError, match="buy=400, buy=slow, cancel=failed"):
        triggers(word, KNOWN)


def test_a_long_word_that_is_no_trigger_is_cut():
    """An error is no place for a whole text."""
    with pytest.raises(UnknownTriggerError, match=f"^no trigger sandbox:{'x' * 60}…; there are "):
        triggers(f"sandbox:{'x' * 61}", KNOWN)


@pytest.mark.parametrize(
    ("form", "more"), [({}, {}), ({"worded": lambda said: {"fault": said}}, {"fault": "sorry"})]
)
def test_what_a_sandbox_says_itself_is_told_in_the_vendors_form_too(form, more):
    """Where one is given, so that the vendor's plugin reads it."""

    async def refuse(request):
        raise UnknownTriggerError("sorry")

    app = build([Route("/x", refuse)], list, missing, **form)

    answer = ask("GET", "/x", app=app)

    assert (answer.status_code, answer.json()) == (400, {"sandbox": "sorry", **more})


def encoded(content):
    return base64.b64encode(content).decode()


@pytest.mark.parametrize(
    ("value", "pair"),
    [
        (encoded(b"key:"), ("key", "")),
        (encoded(b"a:b:c"), ("a", "b:c")),
        (encoded(b"key"), None),
        (encoded(b"\xff:"), None),
        ("!", None),
        ("", None),
    ],
)
def test_a_basic_credential_is_user_and_password(value, pair):
    """What is not base64 of UTF-8 with a colon is none."""
    assert basic(value) == pair


async def echo(request: Request):
    try:
        return JSONResponse(await read_json(request))
    except ValueError as error:
        return JSONResponse(type(error).__name__, 400)


async def missing(request: Request):
    return JSONResponse({"nowhere": request.url.path}, 404)


APP = build(with_and_without_slash("/echo", echo, "POST"), list, missing)


def ask(method, path, app=APP, **kwargs):
    async def send():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
            return await client.request(method, path, **kwargs)

    return asyncio.run(send())


@pytest.mark.parametrize("path", ["/echo", "/echo/"])
def test_paths_answer_with_and_without_slash(path):
    """The body arrives on both."""
    answer = ask("POST", path, content='{"a": "ü"}'.encode())
    assert (answer.status_code, answer.json()) == (200, {"a": "ü"})


@pytest.mark.parametrize(
    "body", [b"", b"{", b"NaN", b"-Infinity", b"\xff", b'"\\ud800"', b"[" * 100_000]
)
def test_a_body_is_json_or_a_value_error(body):
    """No NaN, no lone surrogate, no endless nesting."""
    assert ask("POST", "/echo", content=body).status_code == 400


@pytest.mark.parametrize(("method", "path"), [("GET", "/echo"), ("GET", "/x"), ("POST", "/echo/x")])
def test_everything_else_is_the_vendors_to_answer(method, path):
    """Unknown paths and methods reach the vendor's own answer."""
    answer = ask(method, path)
    assert (answer.status_code, answer.json()) == (404, {"nowhere": path})


def test_state_is_there_from_the_start():
    """An empty sandbox has no bookings."""
    assert ask("GET", "/_sandbox/state").json() == {"bookings": []}


def without(module, code):
    script = f"import sys; sys.modules[{module!r}] = None\n{code}"
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("starlette", "pickupkit.plugin.sandbox"),
        ("starlette", "pickupkit.sandbox"),
        ("starlette", "pickupkit_easypost.sandbox"),
        ("starlette", "pickupkit_shippo.sandbox"),
        ("starlette", "pickupkit_sendcloud.sandbox"),
        ("uvicorn", "pickupkit.sandbox"),
    ],
)
def test_a_missing_extra_says_what_to_install(module, name):
    """An ImportError with the command, not a bare missing module."""
    done = without(module, f"import {name}")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("ImportError: A sandbox needs ")
    assert "pip install 'pickupkit[sandbox]'" in done.stderr


def test_a_plugin_loads_without_the_extra():
    """Nobody needs Starlette who makes no sandbox."""
    code = "import pickupkit.plugin, pickupkit_easypost, pickupkit_shippo, pickupkit_sendcloud"
    assert without("starlette", code).returncode == 0
