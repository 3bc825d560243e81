"""One case, one test, one cassette: ``cassettes/<provider>/<case>.yaml``, replayed strictly."""

import os
import ssl
from pathlib import Path

import pytest

from pickupkit import PickupKit
from pickupkit.clock import Clock

from . import _form, _stage
from ._asked import NOW

CASSETTES = Path(__file__).parents[2] / "cassettes"


def pytest_configure(config):
    config.addinivalue_line("markers", "staged: a case that only our sandbox can play.")


def pytest_recording_configure(config, vcr):
    origin = _form.AT_VENDOR if os.environ.get(_stage.VENDOR) else _form.AT_SANDBOX
    vcr.register_serializer("yaml", _form.Form(origin))


@pytest.fixture(scope="module")
def provider(request):
    return request.path.stem.removeprefix("test_")


@pytest.fixture(scope="module")
def vcr_cassette_dir(provider):
    return str(Path(os.environ.get(_stage.FOLDER, CASSETTES)) / provider)


@pytest.fixture
def default_cassette_name(request):
    return request.node.name.removeprefix("test_")


@pytest.fixture
def vcr_config(keys):
    return {
        "match_on": _form.MATCH,
        "decode_compressed_response": True,
        "before_record_request": _form.keep_of_request,
        "before_record_response": _form.keep_of_response,
        "filter_sensitive_data": {f"[{name}]": value for name, value in keys.items()},
    }


@pytest.fixture
def keys(request, record_mode, provider):
    """Give credentials; at the vendor real ones, and only for cases that he can play."""
    if record_mode == "none" or not _stage.is_vendor(provider):
        return _stage.KEYS.get(provider, {})
    if request.node.get_closest_marker("staged"):
        pytest.skip("only our sandbox can play this")
    return _stage.credentials(provider)


@pytest.fixture
def transport(record_mode, provider):
    """Record at the sandbox unless told otherwise; replay with the library's own transport."""
    if record_mode == "none" or _stage.is_vendor(provider):
        return None
    return _stage.sandbox(provider)


@pytest.fixture
def open_kit(provider, keys, transport):
    """Open the account ``shop`` at the vendor's real address, with settings of the case."""
    opened = []

    def open_one(now=NOW, wrap=None, **settings):
        account = {"provider": provider, **keys, **settings}
        clock = Clock(now=lambda: now, uniform=lambda low, _high: low)
        way = wrap(transport) if wrap else transport
        opened.append(PickupKit({"shop": account}, transport=way, clock=clock))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def kit(open_kit):
    return open_kit()


@pytest.fixture(autouse=True)
def _no_journal(monkeypatch):
    monkeypatch.setenv("PICKUPKIT_JOURNAL", "off")


@pytest.fixture(autouse=True)
def _no_certificates(monkeypatch, record_mode):
    """Leave out what takes the most time: what is replayed needs none."""
    if record_mode == "none":
        bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        monkeypatch.setattr(ssl, "create_default_context", lambda **_: bare)


@pytest.fixture(autouse=True)
def _what_is_not_recorded_ends_the_test(monkeypatch):
    monkeypatch.setattr(
        "vcr.stubs.httpx_stubs.CannotOverwriteExistingCassetteException", _form.NotRecorded
    )


@pytest.fixture(autouse=True)
def _everything_recorded_is_played(vcr, record_mode):
    yield
    if vcr is not None and record_mode == "none":
        assert _form.unplayed(vcr) == []
