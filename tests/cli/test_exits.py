"""How commands end: each kind of error with its code, its words, and as JSON."""

import click
import pytest
from click.testing import CliRunner

from pickupkit.cli._exits import Command
from pickupkit.errors import Failure, RateLimited, Refused
from tests.cli.conftest import data, failed


def test_a_vendors_refusal_is_printed_so_too():
    """Whatever command got it."""

    @click.command(cls=Command)
    def asks():
        raise Refused("refused", failure=Failure(messages=("no", "sorry\x1b]0;title\x07")))

    result = CliRunner().invoke(asks)

    assert result.exit_code == 3
    assert result.stderr.endswith("  sorry\ufffd]0;title\ufffd\n")


def test_a_single_thing_is_told_in_the_singular():
    """Others are not; a large count is told whole."""

    @click.command(cls=Command)
    @click.argument("seconds", type=float)
    def asks(seconds):
        error = RateLimited("too many requests")
        error.retry_after = seconds
        raise error

    ends = [CliRunner().invoke(asks, [given]).stderr for given in ("1.2", "30", "7654321")]

    assert [end.splitlines()[-1].strip() for end in ends] == [
        "try again in 1 second",
        "try again in 30 seconds",
        "try again in 7654321 seconds",
    ]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["show", "x", "-a", "nobody"], "there is no account 'nobody'; the accounts are: "),
        (["list", "-a", "nobody"], "there is no account 'nobody'"),
        (["--config", "none.toml", "list"], "none.toml cannot be read: No such file or directory"),
        (["show", "../v2", "-a", "easypost"], "is no id of a pickup, such as pickup_"),
        (["show", "pickup_/../v2", "-a", "easypost"], "is no id: 1 to 64 letters, digits"),
        (["show", "abc", "-a", "sendcloud"], "'abc' is no number, as Sendcloud's ids are"),
        (["cancel", "pickup_/b", "-a", "easypost"], "is no id: 1 to 64 letters, digits"),
        (["create"], "Missing argument 'FILE'"),
        (["create", "--no-such-option", "x"], "No such option '--no-such-option'"),
        (["teleport"], "No such command 'teleport'"),
    ],
)  # fmt: skip
def test_wrong_usage_is_told(run, args, said):
    """With code 2, as everything that the caller can mend himself."""
    failed(run(*args), 2, said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "--nosuch"), "No such option '--nosuch'."),
        (("create",), "Missing argument 'FILE'."),
        (("teleport",), "No such command 'teleport'."),
        (("journal", "prune", "--older-than", "0"), "Invalid value for '--older-than': "),
    ],
)
def test_wrong_options_are_told_to_machines(run, words, said):
    """As JSON, where they ask for it."""
    error = data(run(*words, "--json"), 2)["error"]

    assert error["type"] == "UsageError"
    assert error["message"].startswith(said)
    assert run(*words).stdout == ""


def test_a_refusal_is_code_3(run, request_file):
    """With the carrier's words."""
    path = request_file("easypost", 'reference = "sandbox:rates=none"\n')

    failed(run("create", path, "-a", "easypost"), 3, "no carrier offers this pickup: USPS: ")


def test_what_a_provider_cannot_is_code_3(run, request_file):
    """It is said, and nothing is sent."""
    failed(
        run("quote", request_file("shippo"), "-a", "shippo"),
        3,
        "Error: account 'shippo' is at Shippo, whose plugin cannot quote",
    )


def test_an_unknown_outcome_is_code_4(run, request_file):
    """With all that is known, and the advice not to book again."""
    path = request_file("easypost", 'reference = "sandbox:buy=400"\n')

    result = run("create", path, "-a", "easypost")
    error = data(run("create", path, "-a", "easypost", "--json"), 4)["error"]

    failed(result, 4, "OUTCOME UNKNOWN: easypost create: ", "Do not book again before you know.")
    assert "reference sandbox:buy=400; pickup_id pickup_" in result.stderr
    assert error["attempt"]["facts"]["pickup_id"].startswith("pickup_")
    assert error["vendor_code"] == "PICKUP.BUY.FAILED"


def test_too_many_requests_are_code_5(run, request_file):
    """Nothing was booked; it may be tried again."""
    path = request_file("sendcloud", 'reference = "sandbox:create=429"\n')

    failed(run("create", path, "-a", "sendcloud"), 5, "Error: sendcloud create: too many requests")
    error = data(run("create", path, "-a", "sendcloud", "--json"), 5)["error"]
    assert (error["type"], error["http_status"]) == ("RateLimited", 429)
    assert "retry_after" in error


@pytest.mark.parametrize("args", [["list", "-a", "easypost"], ["show", "1", "-a", "sendcloud"]])
def test_a_provider_that_is_not_there_is_code_5(run, nowhere, args, monkeypatch):
    """After some tries."""
    monkeypatch.setattr("time.sleep", lambda _: None)

    failed(run(*args), 5, " could not be reached (Connection refused); nothing was sent")


def test_the_codes_are_told_with_the_help(run):
    """Where one looks for them."""
    said = " ".join(run("--help").stdout.split())

    assert "0 done, 1 a fault of ours, 2 usage, configuration or an invalid request" in said
    assert "3 refused or not supported, 4 outcome unknown" in said
    assert "5 unavailable, 130 interrupted" in said
