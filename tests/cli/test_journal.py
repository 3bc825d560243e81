"""What was about to be booked, and what came of it, from the command line."""

import json
import re

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
    """On stderr, with when; what is printed is the first result, and the code is its."""
    create = ("create", request_file("easypost"), "-a", "easypost", "--key", "order-8")

    first, again = run(*create), run(*create)

    assert first.stderr == ""
    assert (again.exit_code, again.stdout) == (0, first.stdout)
    assert re.fullmatch(
        r"nothing was sent: this was booked earlier at \d{4}-\d\d-\d\d \d\d:\d\d UTC under the key "
        r"'order-8', and is shown as it was then\n",
        again.stderr,
    )
    assert run(*create, "--json").stderr == again.stderr


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


def test_an_attempt_that_is_not_there_is_told(run):
    """By its key."""
    result = run("journal", "show", "none")

    assert (result.exit_code, result.stderr) == (2, "Error: the journal has no attempt 'none'\n")


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
    """And its pickups can be shown, and their advice told with the code."""
    pickup = booked(run("create", request_file("shippo"), "-a", "shippo", "--json"))

    assert pickup in run("list", "-a", "shippo").stdout
    assert f"id            {pickup}" in run("show", pickup, "-a", "shippo").stdout
    assert "the confirmation code is WTC" in run("cancel", pickup, "-a", "shippo").stdout


def test_without_a_journal_that_is_said(run, tmp_path, stand_ins):
    """It was switched off."""
    write_config(tmp_path, accounts(stand_ins), 'journal = "off"')

    result = run("journal", "list")

    assert (result.exit_code, result.stderr) == (
        3,
        "Error: there is no journal: it is switched off\n",
    )
