"""Checking, pricing and booking a request file from the command line."""

import json

import pytest

from pickupkit.demo import ACCOUNTS
from tests.cli.conftest import data, failed, write_config

SECRETS = ("demo-public", "demo-secret", "shippo_test_demo", "EZTK_demo")


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


@pytest.mark.parametrize("provider", ACCOUNTS)
def test_a_trigger_that_the_sandbox_does_not_know_is_shown(run, request_file, provider):
    """A misspelt word is told, cut if it is long, with those that would do."""
    word = "sandbox:" + "x" * 61
    short = "sandbox:answr=slow"

    for given, shown in ((short, short), (word, f"{word[:-1]}…")):
        result = run("create", request_file(provider, f'reference = "{given}"\n'), "-a", provider)
        failed(result, 3, f"no trigger {shown}; there are ")
