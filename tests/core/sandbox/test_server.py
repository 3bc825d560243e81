"""Applications under one roof, served on this machine and stopped without a trace."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import httpx
import pytest

import pickupkit.sandbox
from pickupkit.plugin.sandbox import JSONResponse, build
from pickupkit.sandbox import Sandbox, combine, serve

CALL_LIMIT = 10  # seconds


async def path_of(request):
    return JSONResponse({"path": request.url.path, "root": request.scope.get("root_path")})


APPS = {"one": build([], list, path_of), "two": build([], list, path_of)}


def get(url, **kwargs):
    return httpx.get(url, timeout=CALL_LIMIT, trust_env=False, **kwargs)


def test_each_provider_has_its_own_mount():
    """A provider's app sees its root, the rest of the path is its own."""
    with Sandbox(APPS) as sandbox:
        seen = get(f"{sandbox.url}/two/v2/x").json()
        assert seen == {"path": "/two/v2/x", "root": "/two"}
        assert get(f"{sandbox.url}/three/x").status_code == 404


def test_the_index_tells_where_to_find_what():
    """GET / names each provider's root and state."""
    with Sandbox(APPS) as sandbox:
        one = f"{sandbox.url}/one"
        index = get(f"{sandbox.url}/").json()
        assert [*index["providers"]] == ["one", "two"]
        assert index["providers"]["one"] == {"url": one, "state": f"{one}/_sandbox/state"}
        assert get(index["providers"]["two"]["state"]).json() == {"bookings": []}


def test_one_application_is_served_at_the_root():
    """No mount for a single app; answers carry no date and no server name."""
    with Sandbox(APPS["one"]) as sandbox:
        answer = get(f"{sandbox.url}/v2/x")
    assert answer.json() == {"path": "/v2/x", "root": ""}
    assert {"date", "server"}.isdisjoint(answer.headers)


def test_a_roof_is_an_application_like_others():
    """What combine gives can be served, or mounted again."""
    with Sandbox({"outer": combine(APPS)}) as sandbox:
        seen = get(f"{sandbox.url}/outer/one/x").json()
        assert seen == {"path": "/outer/one/x", "root": "/outer/one"}


def test_a_sandbox_is_on_loopback_and_a_free_port():
    """Two sandboxes do not collide."""
    with Sandbox(APPS) as first, Sandbox(APPS) as second:
        assert first.url != second.url
        assert first.url.startswith("http://127.0.0.1:")
        assert get(second.url).status_code == 200


def test_a_stopped_sandbox_leaves_neither_thread_nor_port():
    """After the block nothing listens and no thread runs; an open connection does not matter."""
    before = threading.active_count()
    with Sandbox(APPS) as sandbox, httpx.Client(trust_env=False, timeout=CALL_LIMIT) as client:
        url = sandbox.url
        client.get(url)
        port = int(url.rpartition(":")[2])
        sandbox.__exit__(None, None, None)
        assert threading.active_count() == before
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=CALL_LIMIT)


def test_a_sandbox_can_be_entered_again():
    """The port is free again at once."""
    sandbox = Sandbox(APPS)
    for _ in range(2):
        with sandbox:
            assert get(sandbox.url).status_code == 200


def test_a_url_is_there_while_it_runs():
    """Before and after there is none, and running twice is refused."""
    sandbox = Sandbox(APPS)
    with pytest.raises(RuntimeError, match="not running"):
        _ = sandbox.url
    with sandbox, pytest.raises(RuntimeError, match="already"):
        sandbox.__enter__()
    with pytest.raises(RuntimeError, match="not running"):
        _ = sandbox.url


def test_a_taken_port_is_an_os_error():
    """It is told before anything starts."""
    with Sandbox(APPS) as sandbox:
        port = int(sandbox.url.rpartition(":")[2])
        with pytest.raises(OSError, match="use"), Sandbox(APPS, port):
            pass


def test_a_block_that_raises_still_stops_the_server():
    """The exception comes through."""
    with pytest.raises(ZeroDivisionError), Sandbox(APPS) as sandbox:
        raise ZeroDivisionError
    with pytest.raises(RuntimeError, match="not running"):
        _ = sandbox.url


def test_a_request_under_way_is_answered_before_the_end():
    """Leaving the block waits for what is being handled."""
    begun = threading.Event()
    answers = []

    async def slow(_):
        begun.set()
        await asyncio.sleep(0.3)
        return JSONResponse({})

    with Sandbox(build([], list, slow)) as sandbox:
        caller = threading.Thread(target=lambda: answers.append(get(f"{sandbox.url}/x")))
        caller.start()
        assert begun.wait(CALL_LIMIT)
    caller.join(CALL_LIMIT)
    assert answers[0].status_code == 200


SERVE = """
from pickupkit.plugin.sandbox import World
from pickupkit.sandbox import serve
from pickupkit_easypost.sandbox import create_app

serve({"easypost": create_app(World())}, 0, lambda url: print(url, flush=True))
print("stopped", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT for one process alone")
def test_serve_answers_until_interrupted():
    """It announces the URL once it answers, and Ctrl-C ends it quietly."""
    command = [sys.executable, "-W", "error", "-c", SERVE]
    with subprocess.Popen(command, stdout=-1, stderr=-1, text=True) as process:
        try:
            url = process.stdout.readline().strip()
            assert get(f"{url}/easypost/v2/pickups").status_code == 401
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=CALL_LIMIT)
        finally:
            process.kill()
    assert (process.returncode, out, err) == (0, "stopped\n", "")


def test_serve_lets_other_errors_through():
    """A fault of the announcer is not taken for Ctrl-C."""

    def announce(url):
        raise ValueError(url)

    with pytest.raises(ValueError, match="http://127"):
        serve(APPS, 0, announce)


def test_starting_and_stopping_is_quick():
    """A test may afford a server of its own: well under the limit for both."""
    begun = time.monotonic()
    with Sandbox(APPS):
        pass
    assert time.monotonic() - begun < 5


def test_every_public_name_is_there():
    """The face hands on what users need."""
    assert all(hasattr(pickupkit.sandbox, name) for name in pickupkit.sandbox.__all__)
