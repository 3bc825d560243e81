"""What every test needs."""

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every machine, and none of them fails for being slow there.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _no_journal_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that wants a journal names its own; the user's is never touched."""
    monkeypatch.setenv("PICKUPKIT_JOURNAL", "off")
