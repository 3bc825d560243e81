"""One case, one test, one cassette, replayed strictly.

A module ``test_<provider>.py`` has its cassettes in ``cassettes/<provider>/<case>.yaml``, and
``test_<provider>_<part>.py`` in ``cassettes/<provider>/<part>/<case>.yaml``. How they are recorded
and replayed is the library's, `pickupkit.testing.recording`; here is told what is ours.
"""

import os
import ssl
from datetime import timedelta
from pathlib import Path

import pytest

from pickupkit import OutcomeUnknown, PickupKit
from pickupkit.clock import Clock
from pickupkit.sandbox import Fault

from . import _stage
from ._asked import NOW

CASSETTES = Path(__file__).parents[2] / "cassettes"


def pytest_configure(config):
    config.addinivalue_line("markers", "staged: a case that only our sandbox can play.")


@pytest.fixture(scope="module")
def stem(request):
    return request.path.stem


@pytest.fixture(scope="module")
def provider(stem):
    return _stage.part_of(stem)[0]


@pytest.fixture(scope="module")
def vcr_cassette_dir(stem):
    return str(Path(os.environ.get(_stage.FOLDER, CASSETTES), *_stage.part_of(stem)))


@pytest.fixture
def vcr_secrets(keys):
    return keys


@pytest.fixture
def vcr_headers():
    return {"shippo-api-version", "x-ep-request-uuid"}


@pytest.fixture
def vcr_origin(provider):
    return _stage.origin(provider)


@pytest.fixture
def keys(request, record_mode, stem, provider):
    """Give credentials; at the vendor real ones, and only for cases that he can play."""
    made_up = _stage.stand_ins(stem)
    if record_mode == "none" or not _stage.is_vendor(provider):
        return made_up
    if request.node.get_closest_marker("staged"):
        pytest.skip("only our sandbox can play this")
    given = _stage.credentials(provider, made_up)
    if None in given.values():
        pytest.skip("no credentials of this kind are given")
    return given


@pytest.fixture
def stand_in(record_mode, provider):
    """Give our sandbox where a recording is made at it."""
    if record_mode == "none" or _stage.is_vendor(provider):
        return None
    return _stage.StandIn(provider)


@pytest.fixture
def transport(stand_in):
    """Record at the sandbox unless told otherwise; replay with the library's own transport."""
    return stand_in and stand_in.transport


@pytest.fixture
def pass_time(stand_in):
    """Let time pass at the sandbox; what is replayed has it behind it."""
    return stand_in.clock.advance if stand_in else lambda _by: None


@pytest.fixture
def fail(stand_in):
    """Order a fault at the sandbox; what is replayed has suffered it."""

    def order(kind, **more):
        fault = Fault(kind=kind, **more)
        if stand_in:
            stand_in.faults.append([fault])

    return order


@pytest.fixture
def open_kit(provider, keys, transport):
    """Open the account ``shop`` at the vendor's real address, with settings of the case."""
    opened = []

    def open_one(now=NOW, wrap=None, journal=None, **settings):
        account = {"provider": provider, **keys, **settings}
        clock = Clock(now=lambda: now, uniform=lambda low, _high: low)
        way = wrap(transport) if wrap else transport
        opened.append(PickupKit({"shop": account}, transport=way, clock=clock, journal=journal))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def journal(tmp_path):
    return tmp_path / "journal.sqlite"


@pytest.fixture
def lose(open_kit, journal):
    """Book under the key ``books-7``, by a way that breaks: nobody knows what came of it."""

    def book(request, ending, *, arrives=True, **settings):
        way = _stage.losing(ending, arrives=arrives)
        kit = open_kit(wrap=way, journal=journal, **settings)
        with pytest.raises(OutcomeUnknown) as caught:
            kit.create("shop", request, key="books-7")
        return caught.value

    return book


@pytest.fixture
def look(open_kit, journal):
    """Reconcile an hour later, when whatever was booked must show."""

    def reconcile(**settings):
        kit = open_kit(now=NOW + timedelta(hours=1), journal=journal, **settings)
        [found] = kit.reconcile("shop")
        return found

    return reconcile


@pytest.fixture
def kit(open_kit):
    return open_kit()


@pytest.fixture(autouse=True)
def _no_certificates(monkeypatch, record_mode):
    """Leave out what takes the most time: what is replayed needs none."""
    if record_mode == "none":
        bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        monkeypatch.setattr(ssl, "create_default_context", lambda **_: bare)
