"""What every test needs."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import postgres

if TYPE_CHECKING:
    from tests.proof._street import Street
from hypothesis import HealthCheck, settings

pytest_plugins = ["pickupkit.testing.recording"]

# The same examples on every machine, and none of them fails for being slow there.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")

# A shell that starts the suite in the background has Ctrl-C ignored, also by all it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers() -> int:
    """Give each core a worker, and one more for while others wait."""
    return min(os.cpu_count() or 1, 8) + 1


@pytest.fixture(autouse=True)
def _no_journal_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that wants a journal names its own; the user's is never touched."""
    monkeypatch.setenv("PICKUPKIT_JOURNAL", "off")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """Give a server that a test may also restart."""
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_root(request: pytest.FixtureRequest) -> str:
    """Give the URL of the server named by the environment, or of our own."""
    named = os.environ.get("PICKUPKIT_TEST_POSTGRES")
    return named or str(request.getfixturevalue("postgres_server").url)


@pytest.fixture(params=["sqlite", "postgresql"])
def journal_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give an empty journal at either store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'journal' / 'journal.sqlite'}"
    return postgres.new_database(request.getfixturevalue("postgres_root"))


@pytest.fixture
def street() -> "Iterator[Street]":
    """Run every provider's stand-in, and watch what truly happens."""
    from tests.proof._street import Street

    made = Street()
    with made.sandbox:
        yield made
