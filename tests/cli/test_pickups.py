"""Booking, looking up and cancelling from the command line."""

import json
import socket
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from pickupkit.cli._exits import Command
from pickupkit.cli._say import echo_json, say
from pickupkit.demo import ACCOUNTS
from pickupkit.errors import Failure, RateLimited, Refused
from tests.cli.conftest import write_config

SECRETS = ("demo-public", "demo-secret", "shippo_test_demo", "EZTK_demo")


def failed(result, code, *said):
    """Check an exit code and that each text was said on stderr, without a traceback."""
    assert (result.exit_code, result.stdout) == (code, "")
    for text in said:
        assert text in result.stderr
    assert "Traceback" not in result.output


def data(result, code=0):
    """Read the JSON that a command printed."""
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


@pytest.fixture
def nowhere(tmp_path):
    """Give a configuration whose accounts lead to a port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        accounts = {n: {"provider": n, "url": url, **keys} for n, keys in ACCOUNTS.items()}
        yield write_config(tmp_path, accounts)


def test_a_terminal_obeys_no_word_of_a_vendor(capsys):
    """Neither a control sequence nor a turn of the line's direction; ends of lines stay."""
    say("a\x1b[2Jb\rc\u202ed\x9be\nf\tg")

    assert capsys.readouterr().out == "a\ufffd[2Jb\ufffdc\ufffdd\ufffde\nf\tg\n"


def test_a_program_gets_every_character(capsys):
    """What a terminal would obey is escaped; text from right to left keeps its marks."""
    said = "a\x1b[2J\x7f\x9b\u202b\u05d0\u202c\u2067\u05d1\u2069\t\n"
    echo_json({said: said})

    printed = capsys.readouterr().out
    assert json.loads(printed) == {said: said}
    assert not {*"\x1b\x7f\x9b\u202b\u2067"} & {*printed}


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


# Booking


@pytest.mark.parametrize(
    ("provider", "shown"),
    [
        ("easypost", {"status": "confirmed", "carrier": "USPS NextDay", "price": "0.00 USD"}),
        ("shippo", {"status": "confirmed", "carrier": "usps", "confirmation": "WTC"}),
        ("sendcloud", {"status": "requested", "carrier": "dhl_express"}),
    ],
)
def test_a_pickup_is_booked_and_shown(run, request_file, provider, shown):
    """Everything that is known of it, a line each."""
    result = run("create", request_file(provider), "-a", provider)

    assert result.exit_code == 0, result.output
    for name, value in {"account": provider, "window": "", **shown}.items():
        assert f"{name:13} {value}" in result.stdout


@pytest.mark.parametrize("provider", ACCOUNTS)
def test_a_booking_is_told_to_machines(run, request_file, provider):
    """Times with their offsets, the vendor's own JSON beside."""
    pickup = data(run("create", request_file(provider), "-a", provider, "--json"))

    assert (pickup["provider"], pickup["account"]) == (provider, provider)
    assert pickup["requested"][0]["start"].endswith(("09:00:00-05:00", "09:00:00-06:00"))
    assert pickup["raw"]


def test_the_only_account_need_not_be_named(run, request_file, tmp_path, stand_ins):
    """With several, one must be."""
    path = request_file("easypost")
    failed(run("create", path), 2, "say which account with --account; there are: sendcloud, shippo")

    keys = ACCOUNTS["easypost"]
    write_config(tmp_path, {"us": {"provider": "easypost", "url": f"{stand_ins}/easypost", **keys}})

    assert run("create", path).exit_code == 0


@pytest.mark.parametrize("provider", ACCOUNTS)
def test_a_dry_run_shows_the_request_and_sends_nothing(run, request_file, nowhere, provider):
    """Exactly, but for the secrets: nobody listens where it would go."""
    path = request_file(provider)

    result = run("create", path, "-a", provider, "--dry-run")
    shown = data(run("create", path, "-a", provider, "--dry-run", "--json"))

    head, _, body = result.stdout.partition("\n\n")
    assert (result.exit_code, head.splitlines()[0]) == (0, f"POST {shown['url']}")
    assert "Authorization: [secret]" in head.splitlines()
    assert body.strip() == shown["body"]
    assert "Goods Out" in json.dumps(json.loads(shown["body"]))
    assert shown["headers"]["Authorization"] == "[secret]"
    assert not [secret for secret in SECRETS if secret in result.stdout]


def test_offers_are_asked_for_and_nothing_is_booked(run, request_file):
    """As a table, or as data with exact amounts."""
    path = request_file("easypost")

    result = run("quote", path, "-a", "easypost")
    quotation = data(run("quote", path, "-a", "easypost", "--json"))

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].split() == ["CARRIER", "SERVICE", "PRICE"]
    assert ["USPS", "NextDay", "0.00", "USD"] in [
        line.split() for line in result.stdout.splitlines()
    ]
    assert quotation["rates"][0]["price"] == {"amount": "0.00", "currency": "USD"}


def test_a_carriers_words_stand_below_the_offers(run, request_file):
    """Who would not come, and why."""
    path = request_file("easypost", 'reference = "sandbox:rates=none"\n')

    result = run("quote", path, "-a", "easypost")

    assert result.exit_code == 0
    assert "USPS: " in result.stdout


def test_a_quote_shows_its_request_too(run, request_file, nowhere):
    """``--dry-run`` is on every command that sends."""
    result = run("quote", request_file("easypost"), "-a", "easypost", "--dry-run")

    assert (result.exit_code, result.stdout.splitlines()[0][-8:]) == (0, "/pickups")


def test_a_valid_request_is_called_so(run, request_file):
    """Nothing is sent."""
    path = request_file("shippo")

    assert run("validate", path, "-a", "shippo").stdout == f"{path} is valid for shippo\n"
    assert data(run("validate", path, "-a", "shippo", "--json")) == {"problems": []}


# Bad input


DHL = 'carrier = "dhl_express"'
BAD = {
    "naive time": (
        "easypost",
        {"date =": 'start = 2031-05-12T09:00:00\n#', "from": "#", "until": "#", "tz =": "#"},
        "/windows/0/start: 2031-05-12T09:00:00 has no time zone",
    ),
    "inverted window": ("easypost", {'until = "13:00"': 'until = "08:00"'}, "is not after"),
    "past window": (
        "easypost",
        {'date = "+2 working days"': 'date = "2021-05-12"'},
        "/windows/0: 2021-05-12T09:00:00-05:00 is past",
    ),
    "missing phone": ("sendcloud", {"phone": "#"}, "/address/phone: is required  [Sendcloud"),
    "unknown carrier": ("sendcloud", {DHL: 'carrier = "dhl_expres"'}, "'dhl_expres' is none of"),
    "unknown key": ("easypost", {"postal_code": "zip"}, "/address/zip: is no field; the"),
    "bad weight": ("sendcloud", {"31.5 kg": "31.5"}, "weight: '31.5' is not a weight such as"),
    "no time zone": ("easypost", {"America/Chicago": "Chicago"}, "/tz: 'Chicago' is no time zone"),
    "empty file": ("easypost", None, "is empty"),
    "no such file": ("easypost", ..., "cannot be read: No such file or directory"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["create", "validate"])
def test_bad_input_gets_one_clear_message(run, request_file, nowhere, tmp_path, command, name):
    """With the field, the reason and whose rule it is; nothing is sent."""
    provider, changes, said = BAD[name]
    path = tmp_path / "bad.toml"
    if changes is not ...:
        text = (tmp_path / request_file(provider)).read_text() if changes else ""
        for old, new in (changes or {}).items():
            assert old in text
            text = text.replace(old, new)
        path.write_text(text)

    result = run(command, str(path), "-a", provider)

    failed(result, 2, "The request is not valid; nothing was sent.\n  ", said)
    assert len(result.stderr.splitlines()) == 2


def test_bad_input_is_told_to_machines(run, request_file, nowhere, tmp_path):
    """As data, on stdout."""
    path = tmp_path / request_file("sendcloud")
    path.write_text(path.read_text().replace("phone", "#").replace("city", "#"))

    error = data(run("create", str(path), "-a", "sendcloud", "--json"), 2)["error"]

    assert error["type"] == "InvalidRequest"
    assert [problem["pointer"] for problem in error["problems"]] == [
        "/address/city",
        "/address/phone",
    ]
    assert {problem["source"] for problem in error["problems"]} == {
        "Sendcloud API v3, Create a pickup"
    }


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


# Listing and showing


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


def test_json_is_json_whatever_the_terminal_shows(monkeypatch):
    """A letter that the output cannot hold is written as JSON has it."""
    monkeypatch.setenv("PYTHONIOENCODING", "iso8859-2")
    command = [sys.executable, "-m", "pickupkit", "--config", "ñ😀.toml", "list", "--json"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)

    assert "ñ😀.toml" in json.loads(done.stdout)["error"]["message"]


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


# Cancelling


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


@pytest.mark.parametrize("provider", ACCOUNTS)
def test_a_trigger_that_the_sandbox_does_not_know_is_shown(run, request_file, provider):
    """A misspelt word is told, cut if it is long, with those that would do."""
    word = "sandbox:" + "x" * 61
    short = "sandbox:answr=slow"

    for given, shown in ((short, short), (word, f"{word[:-1]}…")):
        result = run("create", request_file(provider, f'reference = "{given}"\n'), "-a", provider)
        failed(result, 3, f"no trigger {shown}; there are ")


# Exit codes


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
