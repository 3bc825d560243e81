"""The stand-ins and the demo; and that asking for help costs nothing."""

import json
import signal
import socket
import subprocess
import sys
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from pickupkit.cli import main
from pickupkit.sandbox import Sandbox
from tests.core._distributions import BODIES, install

OURS = ["easypost", "sendcloud", "shippo"]
HEAVY = ("httpx", "attr", "pluggy", "sqlalchemy", "starlette", "pickupkit.models", "pickupkit_")


def python(*args, **more):
    return subprocess.run(
        [sys.executable, *args], capture_output=True, text=True, timeout=30, check=False, **more
    )


@pytest.mark.parametrize("args", [["--help"], ["create", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(args):
    """Neither the HTTP library nor models nor a plugin."""
    code = (
        "import json, sys\nfrom pickupkit.cli import main\n"
        f"try: main({args!r})\nexcept SystemExit: pass\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )

    done = python("-c", code)

    loaded = [name for name in json.loads(done.stderr) if name.startswith(HEAVY)]
    assert (loaded, done.returncode) == ([], 0)
    assert done.stdout


def test_the_script_runs():
    """As a module; a wrong command has code 2."""
    done = python("-m", "pickupkit", "providers")

    assert (done.returncode, done.stderr) == (0, "")
    assert "sendcloud" in done.stdout
    assert python("-m", "pickupkit", "teleport").returncode == 2


def test_the_demo_shows_each_provider():
    """Booked, listed, shown and cancelled, with no account and no network."""
    result = CliRunner().invoke(main, ["demo"])

    assert result.exit_code == 0, result.output
    for name in ("sendcloud", "shippo", "easypost"):
        rows = [line for line in result.stdout.splitlines() if line.startswith(name)]
        assert len(rows) >= 3, name
    assert "Now cancel them all:" in result.stdout
    assert "easypost   cancelled" in result.stdout


def test_the_demo_is_told_to_machines():
    """Each step with what came of it."""
    found = json.loads(CliRunner().invoke(main, ["demo", "--json"]).stdout)

    names = ["sandbox", "booked", "listed", "shown", "cancelled"]
    assert list(found) == names
    booked = {pickup["provider"]: pickup["id"] for pickup in found["booked"]}
    assert list(booked) == list(found["sandbox"]) == ["sendcloud", "shippo", "easypost"]
    assert {pickup["provider"]: pickup["id"] for pickup in found["listed"]} == booked
    assert found["shown"]["id"] == booked["sendcloud"]
    assert [done["outcome"] for done in found["cancelled"].values()] == [
        "cancelled",
        "unsupported",
        "cancelled",
    ]


ODD = """
@hookimpl
def pickupkit_providers():
    made = make('odd')
    made.sandbox_app = lambda _: 1 / 0
    return [made]
"""


@pytest.fixture
def odd(tmp_path, monkeypatch):
    """Install a plugin whose stand-in cannot be made; take what would be served."""
    monkeypatch.setitem(BODIES, "odd", ODD)
    install(tmp_path, "odd", "bad_import")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv("PICKUPKIT_NO_PLUGINS")
    monkeypatch.delitem(sys.modules, "fake_odd", raising=False)
    served = []
    monkeypatch.setattr("pickupkit.sandbox.serve", lambda apps, *_, **more: served.append(apps))
    return served


def test_a_stand_in_that_cannot_be_made_is_left_out(odd):
    """The others are served, and it is told; to ask for it alone is an error."""
    result = CliRunner().invoke(main, ["sandbox"])

    assert (result.exit_code, [sorted(apps) for apps in odd]) == (0, [OURS])
    assert "left out: the sandbox of 'odd' cannot be made: ZeroDivisionError" in result.stderr
    assert "left out: provider 'bad_import' of fake-bad_import 1.2 did not load" in result.stderr

    alone = CliRunner().invoke(main, ["sandbox", "--provider", "odd"])
    assert (alone.exit_code, len(odd)) == (2, 1)
    assert alone.stderr.startswith("Error: the sandbox of 'odd' cannot be made")


def test_what_is_switched_off_has_no_stand_in(odd, tmp_path):
    """It is not even imported."""
    text = "[plugins]\nblock = ['odd', 'bad_import', 'shippo']\n"
    (tmp_path / "pickupkit.toml").write_text(text, encoding="utf-8")

    result = CliRunner().invoke(main, ["sandbox"])

    assert (result.stderr, sorted(odd[0])) == ("", ["easypost", "sendcloud"])
    assert "fake_odd" not in sys.modules


def test_the_demo_does_without_third_parties(odd):
    """One that is broken stops nothing, and none is imported."""
    result = CliRunner().invoke(main, ["demo"])

    assert (result.exit_code, result.stderr) == (0, "")
    assert "fake_odd" not in sys.modules


def test_the_demo_does_without_what_is_switched_off(tmp_path):
    """As [plugins] says."""
    (tmp_path / "pickupkit.toml").write_text("[plugins]\nblock = ['shippo']\n", encoding="utf-8")

    result = CliRunner().invoke(main, ["demo"])

    assert result.exit_code == 0, result.output
    assert "hippo" not in result.output


def shop(monkeypatch, *args):
    """Give the first page of the orders that a sandbox so begun has."""
    served = []
    monkeypatch.setattr("pickupkit.sandbox.serve", lambda app, *_, **more: served.append(app))
    result = CliRunner().invoke(main, ["sandbox", "--provider", "sendcloud", *args])
    assert result.exit_code == 0, result.output
    with Sandbox(served[0]) as running:
        asked = Request(f"{running.url}/api/v3/orders?page_size=200&sort=-pk")
        asked.add_header("Authorization", "Bearer any")
        with urlopen(asked, timeout=10) as answer:
            return json.load(answer)["data"]


def test_a_shop_has_as_many_orders_as_were_asked_for(monkeypatch):
    """250 where nothing was said."""
    assert shop(monkeypatch)[0]["order_number"] == "N-250"
    assert shop(monkeypatch, "--orders", "3000")[0]["order_number"] == "N-3000"
    assert shop(monkeypatch, "--orders", "0") == []


def test_orders_go_by_the_seed(monkeypatch):
    """The same seed gives the same, another gives others."""
    seven, again, eight = (shop(monkeypatch, "--seed", seed) for seed in "778")

    assert seven == again
    assert seven != eight


def test_a_provider_that_is_not_there_has_no_sandbox():
    """Those that are installed are named."""
    result = CliRunner().invoke(main, ["sandbox", "--provider", "nobody"])

    said = "Error: no provider 'nobody'; installed: easypost, sendcloud, shippo\n"
    assert (result.exit_code, result.stderr) == (2, said)


@pytest.mark.parametrize("command", ["demo", "sandbox"])
def test_a_missing_extra_is_told(command):
    """With the command that installs it."""
    code = (
        "import sys\nsys.modules['starlette'] = sys.modules['starlette.applications'] = None\n"
        f"from pickupkit.cli import main\nmain([{command!r}])"
    )

    done = python("-c", code)

    said = "Error: A sandbox needs Starlette and uvicorn: pip install 'pickupkit[sandbox]'\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_a_file_of_faults_that_is_none_is_told(tmp_path):
    """Before anything is served."""
    path = tmp_path / "faults.toml"
    path.write_text("[[fault]]\nprovider = 5\n", encoding="utf-8")

    result = CliRunner().invoke(main, ["sandbox", "--faults", str(path)])

    assert result.exit_code == 2
    assert "faults.toml" in result.stderr


def test_a_port_that_is_taken_is_told():
    """With the reason."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        result = CliRunner().invoke(main, ["sandbox", "--port", str(port)])

    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: port {port} cannot be used: Address already in use")


@pytest.mark.parametrize("json_", [[], ["--json"]], ids=["words", "json"])
@pytest.mark.parametrize("args", [[], ["--provider", "easypost"]], ids=["all", "one"])
def test_the_sandbox_runs_until_it_is_interrupted(args, json_):
    """It says where, in a line, and ends without complaint."""
    command = [sys.executable, "-u", "-m", "pickupkit", "sandbox", *args, *json_]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            line = process.stdout.readline().strip()
            assert "http://127.0.0.1:" in line, process.communicate(timeout=10)
            url = line + ("" if args else "/easypost")
            if json_:
                url = json.loads(line)["providers"]["easypost"]
            with urlopen(f"{url}/_sandbox/state", timeout=10) as answer:
                state = json.load(answer)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=10)
        finally:
            process.kill()

    assert (state, said, process.returncode) == ({"bookings": []}, "", 0)
