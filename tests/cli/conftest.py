"""The command line against stand-ins on this machine, with a configuration of its own."""

import json
import socket
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import certifi
import pytest
from click.testing import CliRunner, Result

from pickupkit.cli import main
from pickupkit.demo import ACCOUNTS, accounts, applications
from pickupkit.sandbox import Sandbox, World

_END = "-----END CERTIFICATE-----\n"
_DOCK = """
[address]
name = "Goods Out"
company = "Example Books"
line1 = "{line1}"
postal_code = "62701"
city = "Springfield"
state = "US-IL"
country = "US"
phone = "+12175550100"
email = "dock@example.com"

[[windows]]
date = "+{days} working days"
from = "09:00"
until = "13:00"
tz = "America/Chicago"
"""
REQUESTS = {
    "easypost": 'shipments = ["shp_33333333333333333333333333333333"]\n',
    "shippo": (
        'carrier = "usps"\ncarrier_account = "3f9a1c07b2d84e6f9a5513c0de7b4421"\n'
        'shipments = ["{hex}"]\n'
    ),
    "sendcloud": 'carrier = "dhl_express"\n',
}
_PARTS = {
    "shippo": '[spot]\ndoor = "knock"\n',
    "sendcloud": '[[parcels]]\nquantity = 12\nweight = "31.5 kg"\n',
}
_NUMBERS = count(1)

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def stand_ins() -> Iterator[str]:
    """Run every provider's stand-in; give the URL."""
    with Sandbox(applications(World(seed=7))) as sandbox:
        yield sandbox.url


@pytest.fixture(scope="session")
def one_certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with one authority: loading all of them costs more than most tests."""
    path = tmp_path_factory.mktemp("tls") / "one.pem"
    first, end, _ = Path(certifi.where()).read_text(encoding="utf-8").partition(_END)
    path.write_text(first + end, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _plain_environment(
    monkeypatch: pytest.MonkeyPatch, one_certificate: Path, tmp_path: Path
) -> None:
    """Work in a folder of the test's own, with no account of the user's and no proxy."""
    monkeypatch.setenv("SSL_CERT_FILE", str(one_certificate))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PICKUPKIT_NO_PLUGINS", "1")
    for name in ("PICKUPKIT_CONFIG", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.chdir(tmp_path)


def write_config(folder: Path, found: dict[str, dict[str, Any]], more: str = "") -> Path:
    """Write accounts as a private ``pickupkit.toml``."""
    tables = (
        f"[accounts.{name}]\n" + "\n".join(f"{k} = {json.dumps(v)}" for k, v in keys.items())
        for name, keys in found.items()
    )
    path = folder / "pickupkit.toml"
    path.write_text("\n".join((more, *tables)), encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def config(tmp_path: Path, stand_ins: str) -> Path:
    """Give a configuration with an account at each stand-in, named like its provider."""
    return write_config(tmp_path, accounts(stand_ins))


@pytest.fixture
def run(config: Path) -> Run:
    """Run a command with the accounts of the test's own folder."""
    return lambda *args: CliRunner().invoke(main, [*args])


@pytest.fixture
def request_file(tmp_path: Path) -> Callable[..., str]:
    """Write a request that a provider takes, of a place and labels that no other test has."""

    def write(provider: str, head: str = "", **changes: str) -> str:
        number = next(_NUMBERS)
        text = head + REQUESTS[provider] + _DOCK + _PARTS.get(provider, "")
        text = text.format(line1=f"{number} Example Ave", days=2, hex=f"{number:032x}")
        for old, new in changes.items():
            text = text.replace(f"@{old}", new)
        path = tmp_path / f"{provider}-{number}.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def failed(result, code, *said):
    """Check an exit code and that each text was said on stderr, without a traceback."""
    assert (result.exit_code, result.stdout) == (code, "")
    for text in said:
        assert text in result.stderr
    assert "Traceback" not in result.output


def data(result, code=0):
    """Read the JSON that a command printed."""
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


@pytest.fixture
def nowhere(tmp_path):
    """Give a configuration whose accounts lead to a port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        accounts = {n: {"provider": n, "url": url, **keys} for n, keys in ACCOUNTS.items()}
        yield write_config(tmp_path, accounts)
