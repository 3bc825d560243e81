"""What every test needs."""

import pytest


@pytest.fixture(autouse=True)
def _no_journal_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that wants a journal names its own; the user's is never touched."""
    monkeypatch.setenv("PICKUPKIT_JOURNAL", "off")
