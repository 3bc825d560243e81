"""Listing, showing and cancelling from the command line."""

import pytest

from pickupkit.demo import ACCOUNTS
from tests.cli.conftest import data, failed, write_config


def test_all_accounts_are_listed_in_one_table(run, request_file):
    """Each pickup on its own site's clock."""
    booked = data(run("create", request_file("easypost"), "-a", "easypost", "--json"))["id"]

    result = run("list")

    assert result.exit_code == 0, result.output
    head, *rows = result.stdout.splitlines()
    assert head.split()[:4] == ["PROVIDER", "CARRIER", "WINDOW", "STATUS"]
    [row] = [row for row in rows if booked in row]
    assert row.split()[0] == "easypost"
    assert "09:00-13:00 C" in row


def test_a_listing_is_told_to_machines(run, request_file):
    """With what could not be read beside it."""
    booked = data(run("create", request_file("easypost"), "-a", "easypost", "--json"))["id"]

    found = data(run("list", "-a", "easypost", "-a", "sendcloud", "--json"))

    assert booked in [pickup["id"] for pickup in found["pickups"]]
    assert found["faults"] == []


@pytest.mark.parametrize("args", [["list"], ["show", "1"]])
def test_a_configuration_without_accounts_is_told(run, tmp_path, args):
    """With what to read, where an empty table would look like no pickups."""
    write_config(tmp_path, {})

    failed(run(*args), 2, "Error: no accounts are configured; see docs/configuration.md\n")


def test_an_account_that_fails_hides_no_other(run, request_file, tmp_path, stand_ins):
    """The good are shown, the fault is told, and the code is its own."""
    easypost = {"provider": "easypost", **ACCOUNTS["easypost"]}
    good = {**easypost, "url": f"{stand_ins}/easypost"}
    write_config(tmp_path, {"good": good, "bad": {**easypost, "url": f"{stand_ins}/nowhere"}})
    booked = data(run("create", request_file("easypost"), "-a", "good", "--json"))["id"]

    result = run("list")

    assert result.exit_code == 3
    assert booked in result.stdout
    assert result.stderr == "bad: easypost list: there is no such thing (HTTP 404)\n"
    assert data(run("list", "--json"), 3)["faults"][0]["account"] == "bad"
    failed(run("list", "-a", "bad"), 3, "Error: easypost list: there is no such thing (HTTP 404)")


def test_an_unknown_account_among_others_is_told(run):
    """As wrong usage."""
    result = run("list", "-a", "easypost", "-a", "nobody")

    assert result.exit_code == 2
    assert "nobody: there is no account 'nobody'" in result.stderr


def test_one_pickup_is_shown(run, request_file):
    """As it is now: handed over a moment ago, confirmed when it is looked at."""
    booked = data(run("create", request_file("sendcloud"), "-a", "sendcloud", "--json"))
    assert booked["status"] == "requested"

    result = run("show", booked["id"], "-a", "sendcloud")
    shown = data(run("show", booked["id"], "-a", "sendcloud", "--json"))

    assert f"id            {booked['id']}\n" in result.stdout
    assert (shown["id"], shown["status"]) == (booked["id"], "confirmed")


def test_what_waiting_goes_by_is_told_with_the_help(run):
    """What each option means, and what it is without it."""
    said = " ".join(run("show", "--help").stdout.split())

    assert (
        "--every SECONDS With --wait: look again after so long. [default: 5.0; 0.1<=x<=86400]"
        in said
    )
    assert "--within SECONDS With --wait: give up after so long. [default: 300.0; 0<=x<=" in said


@pytest.mark.parametrize(
    "words", [("--every", "inf"), ("--every", "1e300"), ("--every", "nan"), ("--within", "nan")]
)
def test_what_is_no_time_to_wait_is_refused(run, words):
    """Before anything is asked."""
    done = run("show", "1", "-a", "sendcloud", "--wait", *words)

    assert done.exit_code == 2
    assert words[0].removeprefix("--") in done.stderr


def test_a_pickup_that_is_not_there_is_told(run):
    """With the provider's own words, and code 3."""
    missing = "pickup_00000000000000000000000000000000"

    failed(run("show", missing, "-a", "easypost"), 3, "Error: easypost get: there is no such thing")
    error = data(run("show", missing, "-a", "easypost", "--json"), 3)["error"]
    assert (error["type"], error["http_status"], error["vendor_code"]) == (
        "NotFound",
        404,
        "NOT_FOUND",
    )


@pytest.mark.parametrize(
    ("trigger", "code", "said"),
    [
        ("200", 0, "cancelled\n"),
        ("202", 0, "cancel requested; look again later whether it was granted\n"),
        ("409", 3, "NOT cancelled, the van may come: "),
        ("409-failed", 3, "NOT cancelled, the van may come: "),
    ],
)
def test_a_cancel_says_what_came_of_it(run, request_file, trigger, code, said):
    """By words and by code, with the pickup and its account."""
    head = f'reference = "sandbox:cancel={trigger}"\n'
    args = ("-a", "sendcloud")
    booked = data(run("create", request_file("sendcloud", head), *args, "--json"))["id"]

    result = run("cancel", booked, *args)

    said = f"pickup {booked} (account sendcloud): {said}"
    assert (result.exit_code, result.stdout[: len(said)]) == (code, said)


def test_a_cancel_is_told_to_machines(run, request_file):
    """With the pickup as it is now."""
    booked = data(run("create", request_file("easypost"), "-a", "easypost", "--json"))["id"]

    done = data(run("cancel", booked, "-a", "easypost", "--json"))

    assert (done["outcome"], done["pickup"]["status"]) == ("cancelled", "cancelled")


def test_who_cancels_is_told_where_the_provider_cannot(run, request_file):
    """With code 3: the van still comes."""
    booked = data(run("create", request_file("shippo"), "-a", "shippo", "--json"))

    result = run("cancel", booked["id"], "-a", "shippo")

    assert result.exit_code == 3
    assert result.stdout.partition("): ")[2].startswith(
        "not cancelled: Shippo cannot cancel pickups; ask the carrier"
    )


def test_a_cancel_shows_its_request_too(run, nowhere):
    """``--dry-run`` is on every command that sends; where nothing is sent, that is said."""
    result = run("cancel", "7", "-a", "sendcloud", "--dry-run")

    assert (result.exit_code, result.stdout.splitlines()[0][-17:]) == (0, "/pickups/7/cancel")
    failed(run("cancel", "7", "-a", "shippo", "--dry-run"), 3, "whose plugin cannot cancel")


@pytest.mark.parametrize(
    ("args", "lacking"),
    [
        (["show", "1"], "look up a pickup"),
        (["orders", "list"], "list orders"),
        (["orders", "show", "1"], "look up an order"),
    ],
)
def test_what_a_provider_cannot_is_told_in_a_sentence(run, args, lacking):
    """Not by an operation's bare name; that the provider could not, nobody has said."""
    said = f"Error: account 'shippo' is at Shippo, whose plugin cannot {lacking}\n"

    failed(run(*args, "-a", "shippo"), 3, said)
