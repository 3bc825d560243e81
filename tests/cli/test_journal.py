"""What was about to be booked, and what came of it, from the command line."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from pickupkit.demo import accounts
from tests.cli.conftest import write_config


@pytest.fixture(autouse=True)
def _journal(tmp_path, stand_ins, config):
    """Give the accounts a journal of the test's own."""
    write_config(tmp_path, accounts(stand_ins), f'journal = "{tmp_path}/journal.sqlite"')


def booked(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["id"]


def test_the_same_key_books_once(run, request_file):
    """Whoever asks again gets the first result; another request under the key is refused."""
    path = request_file("easypost")
    create = ("create", path, "-a", "easypost", "--key", "order-7", "--json")

    assert booked(run(*create)) == booked(run(*create))

    other = run("create", request_file("easypost"), "-a", "easypost", "--key", "order-7")
    assert other.exit_code == 2
    assert "/key: " in other.stderr


def test_a_key_that_is_booked_already_is_told(run, request_file):
    """On stderr, with when on the site's clock; what is printed is the first result."""
    create = ("create", request_file("easypost"), "-a", "easypost", "--key", "order-8")

    first, again = run(*create), run(*create)

    assert first.stderr == ""
    assert (again.exit_code, again.stdout) == (0, first.stdout)
    assert re.fullmatch(
        r"nothing was sent: this was booked earlier at \w{3} \d\d \w{3} \d{4} \d\d:\d\d C[SD]T "
        r"under the key 'order-8', and is shown as it was then\n",
        again.stderr,
    )
    assert run(*create, "--json").stderr == again.stderr
    run("cancel", json.loads(run(*create, "--json").stdout)["id"], "-a", "easypost")
    over = run(*create)
    assert over.stderr.endswith("and cancelled since; to book another, take a new key\n")
    assert "status        cancelled" in over.stdout


def test_attempts_are_listed_shown_and_forgotten(run, request_file):
    """Newest first, without address."""
    pickup = booked(
        run("create", request_file("easypost"), "-a", "easypost", "--key", "k", "--json")
    )

    listed = run("journal", "list").stdout
    shown = run("journal", "show", "k").stdout

    assert listed.splitlines()[0].split() == [
        "PLANNED",
        "ACCOUNT",
        "KEY",
        "STATE",
        "PICKUP",
        "REASON",
    ]
    assert listed.splitlines()[1].split()[2:6] == ["easypost", "k", "booked", pickup]
    assert json.loads(run("journal", "list", "--json").stdout)["attempts"][0]["key"] == "k"
    assert json.loads(shown)["pickup_id"] == pickup
    assert "Example Ave" not in shown + listed
    assert run("journal", "prune", "--older-than", "1").stdout == "forgot 0 attempts\n"


def test_an_attempt_that_is_forgotten_alone_is_one(run, request_file, tmp_path):
    """Not one of several."""
    assert run("create", request_file("easypost"), "-a", "easypost").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as kept, kept:
        kept.execute("UPDATE pickupkit_attempt SET planned_at = 1, sent_at = 1, settled_at = 1")

    assert run("journal", "prune", "--older-than", "1").stdout == "forgot 1 attempt\n"
    forgotten = json.loads(run("journal", "prune", "--older-than", "1", "--json").stdout)
    assert forgotten == {"forgotten": 0}


def test_machines_get_what_was_settled(run, request_file):
    """As reconcile would tell it."""
    path = request_file("easypost", 'reference = "sandbox:buy=400"\n')
    assert run("create", path, "-a", "easypost", "--key", "k").exit_code == 4

    done = run("journal", "settle", "k", "--booked", "--json")

    [settled] = json.loads(done.stdout)["settled"]
    assert (settled["key"], settled["state"], settled["account"]) == ("k", "booked", "easypost")


def test_machines_get_an_attempts_times_as_iso_8601(run, request_file):
    """In UTC."""
    path = request_file("easypost", 'reference = "sandbox:buy=400"\n')
    assert run("create", path, "-a", "easypost", "--key", "k").exit_code == 4

    shown = json.loads(run("journal", "show", "k", "--json").stdout)
    [listed] = json.loads(run("journal", "list", "--json").stdout)["attempts"]

    assert shown == listed == json.loads(run("journal", "show", "k").stdout)
    for name in ("planned_at", "sent_at", "settled_at"):
        assert datetime.fromisoformat(shown[name]).utcoffset() == timedelta(0)


def test_an_attempt_that_is_still_in_doubt_is_told_as_an_earlier_one(run, request_file):
    """Nothing is sent the second time; where it is, nobody says that it was not."""
    path = request_file("easypost", 'reference = "sandbox:buy=400"\n')
    create = ("create", path, "-a", "easypost", "--key", "k")

    first, again = run(*create), run(*create)
    assert run("journal", "settle", "k", "--not-booked").exit_code == 0
    anew = run(*create, "--rebook")

    assert (first.exit_code, again.exit_code, anew.exit_code) == (4, 4, 4)
    told, *rest = again.stderr.splitlines()
    assert re.fullmatch(
        r"nothing was sent now: an earlier attempt, sent at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, is "
        "still in doubt",
        told,
    )
    assert rest[0].startswith("OUTCOME UNKNOWN: ")
    assert first.stderr.startswith("OUTCOME UNKNOWN: ")
    assert anew.stderr.startswith("OUTCOME UNKNOWN: ")


def test_a_refusal_that_a_key_has_already_is_told_as_its_first_result(run, request_file):
    """With what to do: the same key never sends again."""
    path = request_file("sendcloud", 'reference = "sandbox:create=announcement"\n')
    create = ("create", path, "-a", "sendcloud", "--key", "k")

    first, again = run(*create), run(*create)
    error = json.loads(run(*create, "--json").stdout)["error"]

    assert (first.exit_code, again.exit_code) == (3, 3)
    assert first.stderr.startswith("Error: ")
    assert again.stderr.startswith(
        "nothing was sent now: this is the first result of the key; take a new key to try again\n"
        "Error: sendcloud create: "
    )
    assert (error["type"], error["vendor_code"]) == ("Refused", "FIRST_RESULT")


@pytest.mark.parametrize("words", [("reconcile",), ("journal", "list")])
def test_an_account_that_nobody_knows_is_told(run, request_file, words):
    """It is no account without attempts; one that was taken out of the configuration is known."""
    path = request_file("easypost", 'reference = "sandbox:buy=400"\n')
    assert run("create", path, "-a", "easypost", "--key", "k").exit_code == 4

    typo = run(*words, "-a", "easypos")
    known = run(*words, "-a", "easypost")

    assert (typo.exit_code, typo.stdout) == (2, "")
    assert typo.stderr.startswith("Error: there is no account 'easypos'; the accounts are: ")
    assert re.search(r"\beasypost +k\b", known.stdout)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Error: say what you have found out: --booked, or --not-booked"),
        (("--not-booked", "--id", "7"), "/id: is that of a pickup, and none is said to be booked"),
        (("--not-booked", "--confirmation", "A"), "/confirmation: is that of a pickup"),
        (("--booked", "--id", "x\ny"), "/id: is blank, or holds what cannot be printed"),
        (("--booked", "--confirmation", " "), "/confirmation: is blank"),
    ],
)
def test_a_settlement_that_cannot_be_is_refused(run, request_file, words, said):
    """What is written down is not corrected later."""
    path = request_file("easypost", 'reference = "sandbox:buy=400"\n')
    assert run("create", path, "-a", "easypost", "--key", "k").exit_code == 4

    done = run("journal", "settle", "k", *words)

    assert done.exit_code == 2
    assert said in done.stderr
    assert json.loads(run("journal", "show", "k").stdout)["state"] == "unknown"


def test_a_settlement_keeps_the_id_that_was_known(run, request_file):
    """The carrier's code is no id of the provider's, by which the pickup is cancelled."""
    path = request_file("easypost", 'reference = "sandbox:buy=400"\n')
    assert run("create", path, "-a", "easypost", "--key", "k").exit_code == 4
    known = json.loads(run("journal", "show", "k").stdout)["facts"]["pickup_id"]

    done = run("journal", "settle", "k", "--booked", "--confirmation", "WTC1", "--json")

    [settled] = json.loads(done.stdout)["settled"]
    assert (settled["pickup"]["id"], settled["pickup"]["confirmation"]) == (known, "WTC1")


@pytest.mark.parametrize(
    ("command", "told"), [("create", r"pickup pickup_\w+ is booked"), ("cancel", "the cancel was")]
)
def test_who_interrupts_the_telling_is_told_what_was_done(
    run, request_file, monkeypatch, command, told
):
    """It is done, and nobody may do it again."""
    path = request_file("easypost")
    booked = json.loads(run("create", path, "-a", "easypost", "--json").stdout)["id"]

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    for shown in ("details", "cancellation"):
        monkeypatch.setattr(f"pickupkit.render.{shown}", interrupted)
    subject = request_file("easypost") if command == "create" else booked
    done = run(command, subject, "-a", "easypost")

    assert done.exit_code == 4
    assert re.search(told, done.stderr)
    assert "nothing was" not in done.stderr


def test_an_attempt_that_is_not_there_is_told(run):
    """By its key."""
    result = run("journal", "show", "none")
    error = json.loads(run("journal", "show", "none", "--json").stdout)["error"]

    assert (result.exit_code, result.stderr) == (2, "Error: the journal has no attempt 'none'\n")
    assert error == {"type": "ConfigError", "message": "the journal has no attempt 'none'"}


def test_what_is_not_known_is_looked_for_when_it_can_be_known(run, request_file):
    """Until then the code stays 4."""
    path = request_file("easypost", 'reference = "sandbox:buy=400"\n')
    assert run("reconcile").stdout == "nothing is unknown\n"
    assert run("create", path, "-a", "easypost", "--key", "k").exit_code == 4

    result = run("reconcile")
    again = run("create", path, "-a", "easypost", "--key", "k")

    assert result.exit_code == 4
    assert "too early to know: look again in " in result.stdout
    assert json.loads(run("reconcile", "--json").stdout)["settled"][0]["state"] == "unknown"
    assert "UNKNOWN for 0:00:0" in run("journal", "list").stdout
    assert again.exit_code == 4


def test_a_provider_that_cannot_list_is_listed_from_the_journal(run, request_file):
    """That is said; its pickups can be shown too, and their advice told with the code."""
    pickup = booked(run("create", request_file("shippo"), "-a", "shippo", "--json"))

    [row] = [row for row in run("list").stdout.splitlines() if pickup in row]
    shown = run("show", pickup, "-a", "shippo").stdout
    assert "  confirmed (as booked here)  " in row
    assert f"id            {pickup}" in shown
    assert "source        as booked here; the provider cannot be asked\n" in shown
    assert "the confirmation code is WTC" in run("cancel", pickup, "-a", "shippo").stdout


def test_without_a_journal_that_is_said(run, tmp_path, stand_ins):
    """It was switched off."""
    write_config(tmp_path, accounts(stand_ins), 'journal = "off"')

    result = run("journal", "list")

    assert (result.exit_code, result.stderr) == (
        3,
        "Error: there is no journal: it is switched off\n",
    )
