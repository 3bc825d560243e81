"""Clients that are cheap to make and that no proxy of the machine stands before."""

from pathlib import Path

import certifi
import pytest

_END = "-----END CERTIFICATE-----\n"


@pytest.fixture(scope="session")
def one_certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with one authority: loading all of them costs more than most tests."""
    path = tmp_path_factory.mktemp("tls") / "one.pem"
    first, end, _ = Path(certifi.where()).read_text(encoding="utf-8").partition(_END)
    path.write_text(first + end, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, one_certificate: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(one_certificate))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
