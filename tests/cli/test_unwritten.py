"""Standard output that takes no more: the telling is lost, what was done is not."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from pickupkit.demo import accounts
from tests.cli.conftest import write_config

FULL = Path("/dev/full")
NO_SPACE = "standard output cannot be written: No space left on device"

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")


@contextmanager
def full() -> Iterator[int]:
    """Give a device that is always full."""
    with FULL.open("wb") as device:
        yield device.fileno()


@contextmanager
def left() -> Iterator[int]:
    """Give a pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        yield writer
    finally:
        os.close(writer)


def ended(out, *args):
    """Run the command with its output going to ``out``; give its code and what it said."""
    with out() as stdout:
        done = subprocess.run(
            [sys.executable, "-m", "pickupkit", *args],
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    return done.returncode, done.stderr


@pytest.mark.parametrize("more", [(), ("--json",)])
@pytest.mark.parametrize(
    ("out", "reason"), [(full, "No space left on device"), (left, "Broken pipe")]
)
def test_a_booking_that_cannot_be_printed_is_told(run, request_file, out, reason, more):
    """In one line with its id, and with code 4: who booked has no answer, and must not repeat."""
    code, said = ended(out, "create", request_file("easypost"), "-a", "easypost", *more)

    told = re.fullmatch(
        f"standard output cannot be written: {reason}; pickup (pickup_[0-9a-f]{{32}}) is booked "
        "all the same: see pickupkit list -a easypost\n",
        said,
    )
    assert (code, told is not None) == (4, True), said
    assert told[1] in run("list", "-a", "easypost").stdout


def test_a_cancel_that_cannot_be_printed_is_told(run, request_file):
    """With what came of it."""
    booked = json.loads(run("create", request_file("easypost"), "-a", "easypost", "--json").stdout)

    code, said = ended(full, "cancel", booked["id"], "-a", "easypost")

    seen = f"see pickupkit show {booked['id']} -a easypost"
    assert (code, said) == (
        4,
        f"{NO_SPACE}; the cancel was answered all the same: cancelled; {seen}\n",
    )


def test_a_settlement_that_cannot_be_printed_is_told(run, request_file, tmp_path, stand_ins):
    """It is in the journal; names with blanks are told as a shell takes them."""
    write_config(tmp_path, accounts(stand_ins), f'journal = "{tmp_path}/journal.sqlite"')
    path = request_file("easypost", 'reference = "sandbox:buy=400"\n')
    assert run("create", path, "-a", "easypost", "--key", "my key").exit_code == 4

    code, said = ended(full, "journal", "settle", "my key", "--booked")

    seen = "see pickupkit journal show 'my key'"
    assert (code, said) == (4, f"{NO_SPACE}; it is settled all the same: {seen}\n")
    assert json.loads(run("journal", "show", "my key").stdout)["state"] == "booked"


def test_what_was_forgotten_or_written_is_told(run, request_file, tmp_path, stand_ins):
    """It cannot be asked for again."""
    write_config(tmp_path, accounts(stand_ins), f'journal = "{tmp_path}/journal.sqlite"')
    assert run("create", request_file("easypost"), "-a", "easypost").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as kept, kept:
        kept.execute("UPDATE pickupkit_attempt SET planned_at = 1, sent_at = 1, settled_at = 1")

    prune = ("journal", "prune", "--older-than", "1")
    assert ended(full, *prune) == (4, f"{NO_SPACE}; forgot 1 attempt\n")
    assert ended(full, *prune) == (5, f"{NO_SPACE}\n")
    code, said = ended(full, "plugin", "new", "acme")
    written = "the plugin is written all the same: see pickupkit-acme"
    assert (code, said) == (4, f"{NO_SPACE}; {written}\n")
    assert (tmp_path / "pickupkit-acme").is_dir()


def test_what_was_reconciled_is_told(run, request_file, tmp_path, stand_ins):
    """The next time it is no longer asked for."""
    write_config(tmp_path, accounts(stand_ins), f'journal = "{tmp_path}/journal.sqlite"')
    path = request_file("easypost", 'reference = "sandbox:buy=400"\n')
    assert run("create", path, "-a", "easypost", "--key", "k").exit_code == 4

    code, said = ended(full, "reconcile")

    kept = "what was found out is kept: see pickupkit journal list"
    assert (code, said) == (4, f"{NO_SPACE}; {kept}\n")


@pytest.mark.parametrize("args", [("--help",), ("--version",), ("create", "--help")])
def test_even_help_is_told_to_be_unwritten(args):
    """In a line."""
    assert ended(full, *args) == (5, f"{NO_SPACE}\n")


READING = [
    ("list",),
    ("list", "--json"),
    ("requirements", "sendcloud", "--template"),
    ("cancel", "1", "-a", "sendcloud", "--dry-run"),
]


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize("args", READING)
def test_what_was_only_looked_up_may_be_asked_again(args):
    """With code 5, as nothing was done."""
    assert ended(full, *args) == (5, f"{NO_SPACE}\n")


def closed(*args):
    """Run the command with its standard output closed; give its code and what it said."""
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" -m pickupkit "$@" >&-', sys.executable, *args],
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


def test_a_booking_that_goes_to_a_closed_output_is_told(run, request_file):
    """Python has no stream there at all, and printing would do nothing without a word."""
    code, said = closed("create", request_file("easypost"), "-a", "easypost")

    told = re.fullmatch(
        r"standard output cannot be written: Bad file descriptor; pickup (pickup_\w+) is booked "
        "all the same: see pickupkit list -a easypost\n",
        said,
    )
    assert (code, told is not None) == (4, True), said
    assert told[1] in run("list", "-a", "easypost").stdout


@pytest.mark.usefixtures("config")
def test_what_was_looked_up_for_a_closed_output_may_be_asked_again():
    """With code 5, as for a full one."""
    said = "standard output cannot be written: Bad file descriptor\n"

    assert closed("list") == (5, said)


@pytest.mark.parametrize(
    ("end", "why"),
    [(closed, "Bad file descriptor"), (partial(ended, full), "No space left on device")],
)
def test_wrong_usage_is_told_though_no_data_can_be(end, why):
    """A machine's output that is closed makes no fault of ours of a misspelt option."""
    told = f"standard output cannot be written: {why}\nError: No such option '--bad'.\n"

    assert end("list", "--json", "--bad") == (2, told)


@pytest.mark.usefixtures("config")
def test_a_listing_does_without_standard_error():
    """Where it would count pages for a terminal."""
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" -m pickupkit list 2>&-', sys.executable],
        stdout=subprocess.PIPE,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout[:8]) == (0, b"PROVIDER")


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize("args", READING)
def test_a_reader_who_has_enough_is_told_nothing(args):
    """As ``head``."""
    assert ended(left, *args) == (5, "")


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize("out", [full, left])
def test_an_error_that_machines_cannot_read_is_told_in_words(out):
    """Its code stays, for it says what to do."""
    code, said = ended(out, "show", "1", "-a", "nobody", "--json")

    assert code == 2
    assert said.startswith("standard output cannot be written: ")
    assert "\nError: there is no account 'nobody'; the accounts are: " in said


def test_an_error_that_nobody_can_read_keeps_its_code(config):
    """Where stderr takes no more, nothing can be told."""
    with full() as device:
        done = subprocess.run(
            [sys.executable, "-m", "pickupkit", "show", "1", "-a", "nobody"],
            stdout=subprocess.PIPE,
            stderr=device,
            timeout=60,
            check=False,
        )

    assert (done.returncode, done.stdout) == (2, b"")
