"""Which file a journal is: by whichever link, and whatever came to stand in its place."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import IO, Any

import pytest

from pickupkit.booking import entry_of
from pickupkit.errors import JournalError
from pickupkit.journal import Entry, Journal, State, _owner, as_url
from tests.proof._street import Street
from tests.proof._victim import open_kit
from tests.proof._worker import request


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "j.sqlite"


def remove(path: Path) -> None:
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()


def restore(path: Path) -> None:
    """Put back what the journal was a moment ago."""
    backup = path.with_name("backup")
    with closing(sqlite3.connect(path)) as live, closing(sqlite3.connect(backup)) as copy:
        live.backup(copy)
    remove(path)
    backup.rename(path)


def relink(path: Path) -> None:
    """Let the name lead to another file than the one that it was."""
    path.rename(path.with_name("first.sqlite"))
    path.symlink_to(path.with_name("second.sqlite"))


def intent(key: str = "k") -> Entry:
    return entry_of("utrecht", "sendcloud", key, request(1), key)


@pytest.mark.parametrize("replace", [restore, remove, relink])
def test_a_file_that_is_replaced_is_left_for_its_successor(
    street: Street, path: Path, replace: Callable[[Path], None]
) -> None:
    """Its name is what others open: what went on being written into the old one would be lost."""
    with open_kit(street.sandbox.url, str(path)) as kit:
        kit.create("utrecht", request(1), key="before")
        replace(path)
        booked = kit.create("utrecht", request(4), key="after")
    with open_kit(street.sandbox.url, str(path)) as other:
        assert other.create("utrecht", request(4), key="after").id == booked.id
    assert len(street.ids) == 2


def test_a_cancel_is_remembered_where_others_look(path: Path) -> None:
    """As a booking is."""
    with closing(Journal(as_url(str(path)))) as journal:
        journal.keep_cancel("utrecht", "1", "cancel_requested")
        restore(path)
        journal.keep_cancel("utrecht", "2", "cancel_requested")
    with closing(Journal(as_url(str(path)))) as other:
        assert set(other.cancels("utrecht")) == {"1", "2"}


def test_a_worker_whose_lock_file_is_swept_away_becomes_a_new_one(path: Path) -> None:
    """To others it would be dead, whatever it sends."""
    with closing(Journal(as_url(str(path)))) as journal:
        journal.begin(intent("before"), {})
        [lock] = path.parent.glob("owner-*.lock")
        lock.unlink()
        journal.begin(intent("after"), {})
        with closing(Journal(as_url(str(path)))) as other:
            states = {entry.key: entry.state for entry in other.entries()}
    assert states == {"before": State.UNKNOWN, "after": State.SENDING}


def test_a_worker_that_came_by_a_link_lives_for_those_who_did_not(path: Path) -> None:
    """What it sends is not in doubt."""
    path.touch()
    link = path.parent / "elsewhere" / "link.sqlite"
    link.parent.mkdir()
    link.symlink_to(path)
    with closing(Journal(as_url(str(link)))) as one, closing(Journal(as_url(str(path)))) as other:
        one.begin(intent(), {})
        found = other.get("k")
    assert found is not None
    assert found.state is State.SENDING


def test_a_file_that_a_link_waits_for_is_made_private(path: Path) -> None:
    """As one that is named itself."""
    link = path.with_name("link.sqlite")
    link.symlink_to(path)
    with closing(Journal(as_url(str(link)))) as journal:
        journal.entries()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_that_leads_to_itself_is_refused(path: Path) -> None:
    """As whatever else cannot be opened."""
    path.symlink_to(path)
    with (
        closing(Journal(as_url(str(path)))) as journal,
        pytest.raises(JournalError, match="unable to open"),
    ):
        journal.begin(intent(), {})


def test_lock_files_go_where_what_is_open_cannot_be_removed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: neither who leaves nor who was killed has one left."""
    opened: list[tuple[Path, IO[bytes]]] = []
    unlink, open_ = Path.unlink, _owner._open

    def remembered(lock: Path, flags: int) -> IO[bytes]:
        opened.append((lock, open_(lock, flags)))
        return opened[-1][1]

    def refusing(self: Path, **how: Any) -> None:
        if any(lock == self and not file.closed for lock, file in opened):
            raise PermissionError(13, "in use")
        unlink(self, **how)

    monkeypatch.setattr(_owner, "_open", remembered)
    monkeypatch.setattr(Path, "unlink", refusing)
    killed = path.with_name("owner-killed.lock")
    killed.touch()
    os.utime(killed, (0, 0))
    with closing(Journal(as_url(str(path)))) as journal:
        journal.begin(intent(), {})
    assert list(path.parent.glob("owner-*.lock")) == []


def test_a_worker_that_cannot_have_its_own_lock_sends_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To others it would be dead from the start."""
    monkeypatch.setattr(_owner, "try_lock", lambda _: False)
    journal = Journal(as_url(str(path)))
    with pytest.raises(JournalError, match="cannot be locked"):
        journal.begin(intent(), {})
    journal.close()
    assert list(path.parent.glob("owner-*.lock")) == []
