"""The stand-ins and the demo; and that asking for help costs nothing."""

import json
import signal
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from pickupkit.cli import main

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


@pytest.mark.parametrize("args", [[], ["--provider", "easypost"]])
def test_the_sandbox_runs_until_it_is_interrupted(args):
    """It says where, and ends without complaint."""
    command = [sys.executable, "-u", "-m", "pickupkit", "sandbox", *args]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            url = process.stdout.readline().strip()
            assert url.startswith("http://127.0.0.1:"), process.communicate(timeout=10)
            place = "/easypost" if not args else ""
            with urlopen(f"{url}{place}/_sandbox/state", timeout=10) as answer:
                state = json.load(answer)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=10)
        finally:
            process.kill()

    assert (state, said, process.returncode) == ({"bookings": []}, "", 0)
