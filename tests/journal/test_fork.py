"""Processes that fork: nothing of the parent's lives on in the child, and nothing is lost."""

import gc
import os
import signal
import sqlite3
import threading
import weakref
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pickupkit.booking import entry_of
from pickupkit.journal import Journal, State, as_url
from pickupkit.journal._store import Store
from pickupkit.locks import Lock
from tests.proof._worker import request

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
PATIENCE = 20


def child(work: Callable[[], object]) -> int:
    """Do ``work`` in a forked child, which ends by itself."""
    pid = os.fork()
    if pid == 0:
        signal.alarm(PATIENCE)
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return pid


def ended(pid: int) -> bool:
    return os.waitpid(pid, 0)[1] == 0


def begin(journal: Journal, key: str) -> None:
    journal.begin(entry_of("utrecht", "sendcloud", key, request(1), key), {})


def keys(url: str) -> set[str]:
    """Look as a process of its own would."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        return {key for (key,) in file.execute("SELECT key FROM pickupkit_attempt")}


def test_what_a_child_writes_stays_when_its_parent_leaves_the_file(tmp_path: Path) -> None:
    """SQLite's locks are the process's: a connection that was inherited would hold none."""
    url = as_url(str(tmp_path / "j.sqlite"))
    journal = Journal(url)
    begin(journal, "parent")
    reading, writing = os.pipe()

    def work() -> None:
        begin(journal, "child 1")
        os.read(reading, 1)
        begin(journal, "child 2")

    pid = child(work)
    begin(journal, "parent 2")
    journal.close()
    os.write(writing, b"x")
    assert ended(pid)
    os.close(reading)
    os.close(writing)
    assert keys(url) == {"parent", "parent 2", "child 1", "child 2"}


def test_a_child_is_a_worker_of_its_own(tmp_path: Path) -> None:
    """What it sends is under way for as long as it lives, and its parent's is its parent's."""
    journal = Journal(as_url(str(tmp_path / "j.sqlite")))
    begin(journal, "parent")
    (begun, begins), (ends, end) = os.pipe(), os.pipe()

    def work() -> None:
        begin(journal, "child")
        os.write(begins, b"x")
        os.read(ends, 1)

    pid = child(work)
    os.close(begins)
    os.read(begun, 1)
    while_it_lives = [entry.state for entry in journal.entries()]
    os.write(end, b"x")
    assert ended(pid)
    for pipe in (begun, ends, end):
        os.close(pipe)
    assert while_it_lives == [State.SENDING, State.SENDING]
    assert [entry.state for entry in journal.entries()] == [State.UNKNOWN, State.SENDING]
    journal.close()


def test_a_child_waits_for_no_thread_that_it_has_not(tmp_path: Path) -> None:
    """Whatever another thread of the parent held when it forked."""
    journal = Journal(as_url(str(tmp_path / "j.sqlite")))
    begin(journal, "parent")
    over = threading.Event()

    def write() -> None:
        number = 0
        while not over.is_set():
            number += 1
            begin(journal, f"{threading.get_ident()} {number}")

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        assert all(ended(child(lambda: begin(journal, f"child {os.getpid()}"))) for _ in range(8))
    finally:
        over.set()
        for thread in threads:
            thread.join()
        journal.close()


def test_a_lock_of_another_thread_is_free_in_a_child() -> None:
    """It is not there to let it go."""
    lock, held, over = Lock(), threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            held.set()
            over.wait(PATIENCE)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(PATIENCE)

    def take() -> None:
        with lock:
            pass

    try:
        assert ended(child(take))
    finally:
        over.set()
        thread.join()


@pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")  # so says Python 3.13
@pytest.mark.parametrize("close", [Journal.close, id], ids=["closed", "dropped"])
def test_a_journal_that_is_left_leaves_nothing_to_a_later_fork(
    tmp_path: Path, close: Callable[[Journal], object]
) -> None:
    """Else each kit that is closed, or dropped, would stay in the process for ever."""
    journal = Journal(as_url(str(tmp_path / "j.sqlite")))
    begin(journal, "first")
    lock = weakref.ref(journal._store._worker._open[2]._lock)  # type: ignore[union-attr, index]
    assert lock() is not None
    close(journal)
    del journal
    gc.collect()
    assert lock() is None


def test_who_closes_waits_for_who_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second opening beneath an open transaction would wait for itself."""
    journal = Journal(as_url(str(tmp_path / "j.sqlite")))
    begin(journal, "first")
    planned, closing_ = Store._planned, threading.Thread(target=journal.close)

    def slowly(*given: object) -> object:
        found = planned(*given)  # type: ignore[arg-type]
        closing_.start()
        closing_.join(0.2)
        return found

    monkeypatch.setattr(Store, "_planned", slowly)
    begin(journal, "second")
    closing_.join(PATIENCE)
    monkeypatch.undo()
    assert {entry.key: entry.state for entry in journal.entries()} == {
        "first": State.UNKNOWN,
        "second": State.UNKNOWN,
    }
    journal.close()
