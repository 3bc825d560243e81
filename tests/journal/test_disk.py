"""Disks that are full, files that are none of ours, servers that go: nothing is sent unwritten."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import Engine, event, text

from pickupkit import PickupKit, demo
from pickupkit.booking import entry_of
from pickupkit.clock import Clock
from pickupkit.errors import ConfigError, JournalError, OutcomeUnknown, Unsupported
from pickupkit.journal import (
    Journal,
    State,
    _engine,
    _owner,
    _postgres,
    _schema,
    _sql,
    _sqlite,
    _store,
    _worker,
)
from pickupkit.sandbox import Fault
from tests import postgres
from tests.proof import FULL
from tests.proof._street import Street
from tests.proof._victim import open_kit
from tests.proof._worker import accounts, request
from tests.proof.test_crash import old_journal, version

PATIENCE = 5


def refused(street: Street, journal: str, match: str) -> None:
    """Booking fails by the journal's name, and no van is sent."""
    with open_kit(street.sandbox.url, journal) as kit, pytest.raises(JournalError, match=match):
        kit.create("utrecht", request(1), key="k")
    assert street.ids == []


@pytest.mark.parametrize(
    ("content", "match"),
    [(b"no database at all, but long enough to have a head" * 90, "not a database")],
)
def test_a_corrupt_file_is_refused(
    street: Street, tmp_path: Path, content: bytes, match: str
) -> None:
    """What is no database is left as it is."""
    path = tmp_path / "j.sqlite"
    path.write_bytes(content)
    refused(street, str(path), match)
    assert path.read_bytes() == content


def test_an_empty_file_becomes_a_journal(street: Street, tmp_path: Path) -> None:
    """Nothing in it is nobody's."""
    path = tmp_path / "j.sqlite"
    path.touch()
    with open_kit(street.sandbox.url, str(path)) as kit:
        kit.create("utrecht", request(1), key="k")
    assert len(street.ids) == 1


def test_another_programs_database_is_not_touched(street: Street, tmp_path: Path) -> None:
    """Not even its mode of journalling."""
    path = tmp_path / "j.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()
    refused(street, str(path), "another program's")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("column", "damaged", "what"),
    [
        ("state", "bo?ked", "attempt 'k'"),
        ("windows", "[[1]]", "attempt 'k'"),
        ("facts", "5", "attempt 'k'"),
        ("shipments", "[" * 50_000, "attempt 'k'"),
        ("pickup", '{"id": "2', "attempt 'k'"),
        ("pickup", "{}", "a pickup"),
        ("pickup", "5", "a pickup"),
    ],
)
def test_a_damaged_entry_is_not_sent_again(
    street: Street, tmp_path: Path, column: str, damaged: str, what: str
) -> None:
    """Nor told as another failure: what was booked cannot be read."""
    path = tmp_path / "j.sqlite"
    with open_kit(street.sandbox.url, str(path)) as kit:
        kit.create("utrecht", request(1), key="k")
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(f"UPDATE pickupkit_attempt SET {column} = ?", (damaged,))  # noqa: S608
    said = f"{what} cannot be read"
    with open_kit(street.sandbox.url, str(path)) as kit, pytest.raises(JournalError, match=said):
        kit.create("utrecht", request(1), key="k")
    assert len(street.ids) == 1


@pytest.mark.parametrize(("column", "damaged"), [("windows", '[["2?31", null]]'), ("sent_at", "?")])
def test_a_damaged_entry_of_a_lost_booking_is_told_as_such(
    street: Street, tmp_path: Path, column: str, damaged: str
) -> None:
    """And not sent again; when others are looked for, it alone stays open."""
    path = tmp_path / "j.sqlite"
    lost = Fault(kind="close", provider="sendcloud", operation="create", effect="done", times=1)
    street.sandbox.faults.append([lost])
    with open_kit(street.sandbox.url, str(path)) as kit:
        with pytest.raises(OutcomeUnknown):
            kit.create("utrecht", request(1), key="k")
        with closing(sqlite3.connect(path)) as other, other:
            other.execute(f"UPDATE pickupkit_attempt SET {column} = ?", (damaged,))  # noqa: S608
        with pytest.raises(JournalError, match="attempt 'k' cannot be read"):
            kit.create("utrecht", request(1), key="k")
    with open_kit(street.sandbox.url, str(path), timedelta(hours=1)) as kit:
        [found] = kit.reconcile()
    assert found.state is State.UNKNOWN
    assert "attempt 'k' cannot be read" in found.message
    assert len(street.ids) == 1


def test_a_newer_journal_is_refused(street: Street, journal_url: str) -> None:
    """An older library does not guess what a newer one wrote."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_engine, "MIGRATIONS", (*_schema.MIGRATIONS, lambda _: None))
        _engine.open_engine(journal_url).dispose()
    refused(street, journal_url, "newer pickupkit")


def test_a_place_that_is_no_place_is_refused(street: Street, tmp_path: Path) -> None:
    """A file where the folder should be, and a folder where the file should be."""
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    refused(street, str(tmp_path / "file" / "j.sqlite"), "cannot be used")
    refused(street, str(tmp_path / "folder"), "cannot be used")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///j.sqlite",
        "sqlite:///file:j?uri=true",
        "sqlite:////tmp/j%00.sqlite",
    ],
)
def test_a_url_that_names_no_whole_path_is_refused(street: Street, url: str) -> None:
    """Each process or folder would have a journal of its own, and the same key would book twice."""
    with open_kit(street.sandbox.url, url) as kit, pytest.raises(ConfigError, match="whole path"):
        kit.create("utrecht", request(1), key="k")
    assert street.ids == []


@pytest.mark.parametrize("url", ["nonsense://", "sqlite+nothing:///x", "mysql://x/y"])
def test_a_url_of_no_store_is_a_config_error(street: Street, url: str) -> None:
    """The journal is a file or PostgreSQL."""
    with open_kit(street.sandbox.url, url) as kit, pytest.raises(ConfigError, match="URL"):
        kit.create("utrecht", request(1))
    assert street.ids == []


def test_without_the_driver_its_extra_is_named(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What to install is said, and nothing is sent."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    needed = "PostgreSQL needs the extra `postgres` of pickupkit"
    server = "postgresql://db.example/pickups"
    with open_kit(street.sandbox.url, server) as kit, pytest.raises(ConfigError, match=needed):
        kit.create("utrecht", request(1))
    assert street.ids == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:canary@h:abc/db",
        "postgresql://h:canary/db",
        "sqlite://u:canary@h:abc/x",
    ],
)
def test_a_url_that_cannot_be_read_is_a_config_error_without_its_text(
    street: Street, url: str
) -> None:
    """What looks like a port may be the password of a URL that lacks its host."""
    with open_kit(street.sandbox.url, url) as kit, pytest.raises(ConfigError) as caught:
        kit.create("utrecht", request(1))
    assert "the journal's URL cannot be used" in str(caught.value)
    assert "canary" not in str(caught.value)
    assert street.ids == []


@pytest.fixture
def full() -> Iterator[Callable[[str], None]]:
    """Let the disk be full from the next statement with a word on."""
    words: list[str] = []

    def strike(*args: Any) -> None:
        if any(args[2].startswith(word) for word in words):
            raise sqlite3.OperationalError("database or disk is full")

    event.listen(Engine, "before_cursor_execute", strike)
    yield words.append
    event.remove(Engine, "before_cursor_execute", strike)


def test_a_full_disk_before_sending_sends_nothing(
    street: Street, tmp_path: Path, full: Callable[[str], None]
) -> None:
    """The intent could not be written."""
    full("INSERT INTO pickupkit_attempt")
    refused(street, str(tmp_path / "j.sqlite"), "disk is full")


def test_a_full_disk_after_sending_does_not_hide_the_booking(
    street: Street,
    tmp_path: Path,
    full: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The caller gets the pickup, the log says it, and the journal does not claim to know."""
    real = _store.Store.settle

    def settle(self: Any, entry: Any) -> bool:
        full("UPDATE pickupkit_attempt")
        return real(self, entry)

    journal = str(tmp_path / "j.sqlite")
    with open_kit(street.sandbox.url, journal) as kit:
        monkeypatch.setattr(_store.Store, "settle", settle)
        assert kit.create("utrecht", request(1), key="k").id == street.ids[0]
    assert "unwritten" in caplog.text
    monkeypatch.undo()


def test_a_settle_that_failed_is_not_taken_for_one_under_way(
    street: Street, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same process the entry becomes unknown, instead of being waited for for ever."""
    with open_kit(street.sandbox.url, str(tmp_path / "j.sqlite")) as kit:
        with monkeypatch.context() as patch:
            patch.setattr(_sql, "SETTLE", text("UPDATE nowhere SET state = 'booked'"))
            kit.create("utrecht", request(1), key="k")
        with pytest.raises(OutcomeUnknown):
            kit.create("utrecht", request(1), key="k")
        assert [entry.state for entry in kit.attempts()] == [State.UNKNOWN]


def test_a_limit_on_the_files_size_is_a_journal_error(street: Street, tmp_path: Path) -> None:
    """A real write that fails, by the operating system's limit."""
    pytest.importorskip("resource")
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "from tests.proof._victim import open_kit; "
        "from tests.proof._worker import request; kit = open_kit(*sys.argv[1:3]); "
        "kit.attempts(); resource.setrlimit(resource.RLIMIT_FSIZE, (33000, 33000));\n"
        "try:\n"
        "    for n in range(1, 200, 3): kit.create('utrecht', request(n), key=f'order-{n}')\n"
        "except Exception as error: print(type(error).__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, street.sandbox.url, str(tmp_path / "j.sqlite")],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() == "JournalError", done.stderr
    journal = Journal(f"sqlite:///{tmp_path / 'j.sqlite'}")
    known = {entry.key for entry in journal.entries()}
    journal.close()
    assert {e.reference for e in street.events if e.kind == "booked"} <= known


def test_a_lock_that_cannot_be_had_is_a_journal_error(
    street: Street, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system without locks cannot tell who lives."""

    def no_locks(_: object) -> bool:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(_owner, "try_lock", no_locks)
    refused(street, str(tmp_path / "j.sqlite"), "No locks available")


def test_a_file_that_others_write_to_is_waited_for(
    street: Street, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a while; then it is a journal error, and nothing was sent."""
    monkeypatch.setattr(_sqlite, "PATIENCE", 0.1)
    path = tmp_path / "j.sqlite"
    with open_kit(street.sandbox.url, str(path)) as kit:
        kit.attempts()
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(JournalError, match="locked"):
                kit.create("utrecht", request(1), key="k")
        assert street.ids == []
        kit.create("utrecht", request(1), key="k")


def test_an_intent_of_which_nobody_knows_whether_it_was_written_is_nobodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server may go when it has written it: nothing was sent, and nobody waits for its end."""
    real = _worker.Worker.transaction

    @contextmanager
    def lost(*given: Any) -> Iterator[Any]:
        with real(*given) as connection:
            yield connection
        raise JournalError("the journal cannot be used: the server went")

    with closing(Journal(f"sqlite:///{tmp_path / 'j.sqlite'}")) as journal:
        plan = entry_of("utrecht", "sendcloud", "k", request(1), "k")
        monkeypatch.setattr(_worker.Worker, "transaction", lost)
        with pytest.raises(JournalError, match="the server went"):
            journal.begin(plan, {})
        monkeypatch.undo()
        assert [entry.state for entry in journal.entries()] == [State.UNKNOWN]


def test_who_waits_for_the_journal_is_not_held_up(
    street: Street, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An intent is dated when the wait is over: nobody has looked for it in vain before."""
    now, alone = [0.0], _worker.alone

    def waiting(url: str) -> Any:
        now[0] += 10
        return alone(url)

    monkeypatch.setattr(_worker, "alone", waiting)
    clock, journal = Clock(boot_time=lambda: now[0]), tmp_path / "j.sqlite"
    with PickupKit(accounts(street.sandbox.url), journal=journal, clock=clock) as kit:
        assert kit.create("utrecht", request(1), key="k").id in street.ids


def test_who_reads_a_long_journal_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A listing of thousands takes seconds, in which bookings go on."""
    journal, read = Journal(f"sqlite:///{tmp_path / 'j.sqlite'}"), _store.entry_of
    plan = entry_of("utrecht", "sendcloud", "first", request(1), "first")
    journal.note(plan, {})
    held: list[bool] = []

    def slowly(row: Any) -> Any:
        another = Thread(target=journal.note, args=(evolve(plan, key="second"), {}))
        another.start()
        another.join(PATIENCE)
        held.append(another.is_alive())
        return read(row)

    monkeypatch.setattr(_store, "entry_of", slowly)
    assert [entry.key for entry in journal.entries()] == ["first"]
    assert held == [False]
    journal.close()


def test_reconcile_reads_nothing_of_what_is_known(
    street: Street, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is run every quarter of an hour, beside a journal of years."""
    with open_kit(street.sandbox.url, str(tmp_path / "j.sqlite")) as kit:
        kit.create("utrecht", request(1), key="k")
        monkeypatch.setattr(_store, "entry_of", None)
        assert kit.reconcile() == kit.reconcile("utrecht") == []


def test_a_pickup_that_the_journal_alone_knows_is_looked_up_by_its_id(
    street: Street, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without reading years of others."""
    read, entry = list[str](), _store.entry_of
    shop = {"shop": demo.accounts(street.sandbox.url)["shippo"]}
    with PickupKit(shop, journal=tmp_path / "j.sqlite") as kit:
        booked = kit.create("shop", demo.request("shippo"), key="k")
        journal = kit._desk.books.journal
        other = journal.begin(entry_of("shop", "shippo", "other", request(1), "other"), {})
        journal.settle(evolve(other, state=State.BOOKED, pickup_id="other"))
        monkeypatch.setattr(_store, "entry_of", lambda row: read.append(row["key"]) or entry(row))
        assert kit.get("shop", booked.id).id == booked.id
    assert read == ["k"]


def test_where_nothing_can_be_listed_the_journal_tells_what_was_booked(
    street: Street, tmp_path: Path
) -> None:
    """Through us, that is; without a journal nobody can tell."""
    shop = {"shop": demo.accounts(street.sandbox.url)["shippo"]}
    with PickupKit(shop, journal=tmp_path / "j.sqlite") as kit:
        booked = kit.create("shop", demo.request("shippo"), key="k")
        assert [(found.id, found.source) for found in kit.list("shop")] == [(booked.id, "journal")]
    with PickupKit(shop, journal="off") as kit, pytest.raises(Unsupported, match="cannot list"):
        list(kit.list("shop"))


def test_the_file_and_its_folder_are_private(tmp_path: Path) -> None:
    """What is written down is nobody else's."""
    path = tmp_path / "new" / "j.sqlite"
    journal = Journal(f"sqlite:///{path}")
    journal.entries()
    modes = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
    journal.close()
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert set(modes.values()) == {0o600}, modes


def test_each_folder_that_is_made_for_it_is_private(tmp_path: Path) -> None:
    """Also where a service makes files that everybody may write."""
    path = tmp_path / "state" / "pickupkit" / "j.sqlite"
    before = os.umask(0)
    try:
        journal = Journal(f"sqlite:///{path}")
        journal.entries()
    finally:
        os.umask(before)
    modes = [each.stat().st_mode & 0o777 for each in (path, path.parent, path.parent.parent)]
    journal.close()
    assert modes == [0o600, 0o700, 0o700]


@pytest.mark.parametrize("old", [False, True], ids=["new", "version 1"])
def test_processes_that_open_it_at_once_make_one_journal(journal_url: str, old: bool) -> None:
    """One of them makes or migrates the tables, and none trips over another."""
    if old:
        old_journal(journal_url)
    count = 8 if FULL else 4
    script = "import sys; from pickupkit.journal import Journal; Journal(sys.argv[1]).entries()"
    running = [
        subprocess.Popen([sys.executable, "-c", script, journal_url], stderr=subprocess.PIPE)
        for _ in range(count)
    ]
    said = [process.communicate(timeout=60)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0] * count, said
    assert version(journal_url) == len(_schema.MIGRATIONS)


def test_a_server_that_is_down_sends_nothing(street: Street) -> None:
    """Nothing answers at its port."""
    refused(street, "postgresql://nobody@127.0.0.1:9/none", "cannot be used")


def test_a_restarted_server_is_taken_up_again(
    street: Street, postgres_server: postgres.Server
) -> None:
    """A worker whose session has gone becomes a new one, before it sends."""
    url = postgres.new_database(postgres_server.url)
    with open_kit(street.sandbox.url, url) as kit:
        kit.create("utrecht", request(1), key="before")
        postgres_server.restart()
        kit.create("utrecht", request(4), key="after")
        assert {entry.key for entry in kit.attempts()} == {"before", "after"}


def test_a_killed_session_makes_its_booking_unknown_and_its_owner_knows_better(
    street: Street, postgres_root: str
) -> None:
    """Others may think the worker dead; its own answer still settles the attempt."""
    url = postgres.new_database(postgres_root)
    first, second = Journal(url), Journal(url)
    entry = first.begin(entry_of("utrecht", "sendcloud", "k", request(1), "k"), {})
    end_sessions(url)
    found = second.get("k")
    assert found is not None
    assert found.state is State.UNKNOWN
    assert first.settle(evolve(entry, state=State.BOOKED, pickup_id="7"))
    settled = second.get("k")
    assert settled is not None
    assert (settled.state, settled.pickup_id) == (State.BOOKED, "7")
    first.close()
    second.close()


def test_after_a_killed_session_what_is_sent_counts_as_under_way(postgres_root: str) -> None:
    """A worker whose session was ended becomes a new one before it sends again."""
    url = postgres.new_database(postgres_root)
    with closing(Journal(url)) as first, closing(Journal(url)) as second:
        for key in ("before", "after"):
            first.begin(entry_of("utrecht", "sendcloud", key, request(1), key), {})
            alive = {entry.key: entry.state for entry in second.entries()}
            end_sessions(url)
    assert alive == {"before": State.UNKNOWN, "after": State.SENDING}


def test_what_its_sender_settles_while_it_is_judged_is_told(
    postgres_root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who looks took the sender for dead, and tells what that one has written."""
    url = postgres.new_database(postgres_root)
    with closing(Journal(url)) as sender, closing(Journal(url)) as other:
        began = sender.begin(entry_of("utrecht", "sendcloud", "k", request(1), "k"), {})
        other.entries()

        def dead(*_: object) -> bool:
            return not sender.settle(evolve(began, state=State.BOOKED, pickup_id="7"))

        monkeypatch.setattr(other._store, "_is_alive", dead)
        found = other.get("k")
    assert found is not None
    assert (found.state, found.pickup_id) == (State.BOOKED, "7")


def end_sessions(url: str) -> None:
    """End all that are at this database."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_server_that_forgets_commits_is_made_to_keep_them(postgres_root: str) -> None:
    """``synchronous_commit=off`` would lose the last intents in a crash."""
    url = f"{postgres.new_database(postgres_root)}?options=-csynchronous_commit%3Doff"
    engine = _engine.open_engine(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
    engine.dispose()


def test_who_waited_at_a_server_sees_what_was_written_meanwhile(postgres_root: str) -> None:
    """With ``serializable`` as its default, the second of two would be told of a broken journal."""
    strict = "options=-cdefault_transaction_isolation%3Dserializable"
    engine = _engine.open_engine(f"{postgres.new_database(postgres_root)}?{strict}")
    with engine.begin() as connection:
        level = connection.exec_driver_sql("SHOW transaction_isolation").scalar()
    assert level == "read committed"
    engine.dispose()


_ENCODED = "ENCODING '{}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"


def test_a_database_that_leaves_texts_as_they_come_keeps_them(postgres_root: str) -> None:
    """As one does that was set up without a language."""
    journal = Journal(postgres.new_database(postgres_root, _ENCODED.format("SQL_ASCII")))
    began = journal.begin(entry_of("utrecht", "sendcloud", "kż", request(1), "kż"), {})
    assert journal.settle(evolve(began, state=State.REFUSED, reason="nie można"))
    assert [(entry.key, entry.reason) for entry in journal.entries()] == [("kż", "nie można")]
    journal.close()


def test_a_database_of_few_letters_sends_nothing(street: Street, postgres_root: str) -> None:
    """Why an attempt was refused could not be written down, and it would be in doubt for ever."""
    url = postgres.new_database(postgres_root, _ENCODED.format("LATIN1"))
    refused(street, url, "has to be in UTF8")


def test_two_who_look_at_once_both_see_that_a_worker_is_dead(postgres_root: str) -> None:
    """To ask for its lock alone would make each take the other for it."""
    url = postgres.new_database(postgres_root)
    journal = Journal(url)
    journal.begin(entry_of("utrecht", "sendcloud", "k", request(1), "k"), {})
    store = journal._opened()
    dead = store._worker.owner().name
    journal.close()
    engine = _engine.open_engine(url)
    watchers = [_owner.ServerOwner(engine) for _ in range(2)]
    with engine.begin() as first, engine.begin() as second:
        assert not watchers[0].lives(dead, first)
        assert not watchers[1].lives(dead, second)
        assert watchers[0].lives(watchers[1].name, first)
    for watcher in watchers:
        watcher.close()
    engine.dispose()


def test_a_server_that_holds_up_a_statement_is_not_waited_for_without_end(
    postgres_root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a table that somebody else has locked; a limit of the server's own stays."""
    url = postgres.new_database(postgres_root)
    own = _engine.open_engine(f"{url}?options=-clock_timeout%3D7s")
    with own.connect() as connection:
        told = [connection.exec_driver_sql(f"SHOW {name}_timeout").scalar() for name in _TIMEOUTS]
    assert told == ["7s", "30s"]
    monkeypatch.setattr(_postgres, "_BOUNDED", _postgres._BOUNDED.replace("30s", "100ms"))
    journal = Journal(url)
    journal.entries()
    with own.begin() as connection:
        connection.exec_driver_sql("LOCK TABLE pickupkit_attempt IN SHARE MODE")
        with pytest.raises(JournalError, match="timeout"):
            journal.begin(entry_of("utrecht", "sendcloud", "k", request(1), "k"), {})
    journal.close()
    own.dispose()


_TIMEOUTS = ("lock", "statement")
forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")


@forking
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_is_a_worker_of_its_own(street: Street, journal_url: str) -> None:
    """It books over its own connections, under its own name, and the parent goes on."""
    with open_kit(street.sandbox.url, journal_url) as kit:
        kit.create("utrecht", request(1), key="parent")
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                kit.create("utrecht", request(4), key="child")
                code = 0
            finally:
                os._exit(code)
        assert os.waitpid(pid, 0)[1] == 0
        kit.create("utrecht", request(7), key="later")
        owners = {entry.key: entry.owner for entry in kit.attempts()}
    assert owners["parent"] == owners["later"] != owners["child"]
    assert len(street.ids) == 3


@forking
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_dead_parent_is_dead_though_its_child_lives(journal_url: str) -> None:
    """The child does not keep the parent's lock, nor its session at a server."""
    script = (
        "import os, signal, sys, time; from pickupkit.journal import Journal; "
        "from pickupkit.booking._records import entry_of; from tests.proof._worker import request; "
        "journal = Journal(sys.argv[1]); "
        "journal.begin(entry_of('utrecht', 'sendcloud', 'k', request(1), 'k'), {});\n"
        "if os.fork() == 0:\n"
        "    sys.stdout.write('up'); sys.stdout.flush(); os.close(1); time.sleep(3); os._exit(0)\n"
        "time.sleep(0.2)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", script, journal_url]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE) as process:
        process.wait(30)
        journal = Journal(journal_url)
        found = journal.get("k")
        journal.close()
    assert found is not None
    assert found.state is State.UNKNOWN


def test_what_workers_left_behind_is_swept_up(tmp_path: Path) -> None:
    """Locks of the killed do not pile up; those of the living stay."""
    url = f"sqlite:///{tmp_path / 'j.sqlite'}"
    (tmp_path / "owner-dead.lock").touch()
    os.utime(tmp_path / "owner-dead.lock", (0, 0))
    first, second = Journal(url), Journal(url)
    first.entries()
    [mine] = tmp_path.glob("owner-*.lock")
    os.utime(mine, (0, 0))
    second.entries()
    assert mine.exists()
    assert len(list(tmp_path.glob("owner-*.lock"))) == 2
    first.close()
    second.close()
    assert list(tmp_path.glob("owner-*.lock")) == []
