"""What there is, what it needs, and whether it is well."""

import json
import sys

import pytest
from click.testing import CliRunner

from pickupkit.cli import main
from pickupkit.demo import ACCOUNTS
from pickupkit.models import Requirement
from tests.cli.conftest import write_config
from tests.core._distributions import BODIES, install

BUILT_IN = ["easypost", "sendcloud", "shippo"]


@pytest.fixture
def _broken_plugin(tmp_path, monkeypatch):
    """Install a good plugin and one that cannot be imported."""
    install(tmp_path, "good", "bad_import")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv("PICKUPKIT_NO_PLUGINS")


def table(text):
    return [line.split() for line in text.splitlines()]


def bare(*args):
    """Run a command where nothing is configured."""
    return CliRunner().invoke(main, [*args])


def test_providers_are_shown_with_what_they_can_do():
    """Without any configuration."""
    result = bare("providers")

    head, *rows = table(result.stdout)
    assert result.exit_code == 0
    assert head[:6] == ["PROVIDER", "CREATE", "QUOTE", "GET", "LIST", "CANCEL"]
    assert [row[0] for row in rows] == BUILT_IN
    assert rows[0][:6] == ["easypost", "yes", "yes", "yes", "yes", "yes"]
    assert rows[2][:6] == ["shippo", "yes", "-", "-", "-", "-"]


@pytest.mark.usefixtures("_broken_plugin")
def test_a_broken_plugin_hides_no_provider():
    """It is named with its distribution."""
    result = bare("providers")
    found = json.loads(bare("providers", "--json").stdout)

    said = "provider 'bad_import' of fake-bad_import 1.2 did not load: ModuleNotFoundError"
    assert result.exit_code == 0
    assert [row[0] for row in table(result.stdout)[1:]] == [
        "easypost",
        "good",
        "sendcloud",
        "shippo",
    ]
    assert result.stderr.startswith(f"broken: {said}")
    assert [p["name"] for p in found["providers"]] == ["easypost", "good", "sendcloud", "shippo"]
    assert found["broken"]["bad_import"].startswith(said)


@pytest.mark.parametrize("provider", BUILT_IN)
def test_requirements_need_no_configuration(provider):
    """They are told by the provider's name."""
    result = bare("requirements", provider)

    rows = result.stdout.splitlines()
    assert result.exit_code == 0
    assert rows[0].split()[:6] == ["FIELD", "NEED", "VALUES", "WHY", "SURE", "SOURCE"]
    assert [row for row in rows if row.startswith("/address/name") and " required " in row]


def test_requirements_are_told_for_one_carrier():
    """A line for each field; those of the others are left out, and so are the carriers."""
    fedex = bare("requirements", "sendcloud", "fedex").stdout
    dpd = bare("requirements", "sendcloud", "dpd").stdout

    assert "/spot/closes_at" in fedex
    assert "/spot/closes_at" not in dpd
    assert "CARRIERS" not in fedex
    [phone] = [line for line in fedex.splitlines() if line.startswith("/address/phone")]
    assert phone.split()[1] == "required"
    assert "  an E.164 number" in phone


def test_requirements_are_told_in_words():
    """Conditions, bounds, choices, patterns, how sure they are, and whose."""
    shippo, easypost, sendcloud, correos = (
        " ".join(bare("requirements", *names).stdout.split())
        for names in (("shippo",), ("easypost",), ("sendcloud",), ("sendcloud", "correos"))
    )

    assert "/spot/instructions conditional if the door is other" in shippo
    assert "apartment | building | department" in shippo
    assert "/windows required exactly 1 one window documented" in shippo
    assert "/address/line2 optional at most 35 characters" in shippo
    assert "conditional in the United States and Canada" in easypost
    assert "CARRIERS" not in easypost
    assert "/parcels/*/size_class required" in correos
    assert "Create a pickup correos /parcels/*/destination_country" in sendcloud
    assert "Create a pickup all but dhl, dpd_at, ups" in sendcloud
    assert "at least 0.001 kg, at most 1000000 kg of the whole group inferred" in sendcloud
    assert "/carrier_account optional matches [1-9][0-9]{0,18} the contract's id" in sendcloud


def test_a_bound_on_a_sum_is_told_as_one(run, tmp_path, stand_ins):
    """Ten parcels in all, for Correos at Sendcloud's API v2."""
    keys = {"provider": "sendcloud", "public_key": "a", "secret_key": "b", "api": "v2"}
    write_config(tmp_path, {"old": keys})
    said = " ".join(run("requirements", "old", "correos").stdout.split())

    assert "/parcels/*/quantity required at least 1, at most 1000000 - " in said
    assert "/parcels/*/quantity required at least 10, in all all parcels together" in said


def test_requirements_are_told_to_machines(run):
    """By account too; every field of a rule but the function that decides."""
    found = json.loads(run("requirements", "shippo", "usps", "--json").stdout)

    assert (found["provider"], found["carrier"]) == ("shippo", "usps")
    names = {field.name for field in Requirement.__attrs_attrs__} - {"applies"}
    assert {name for rule in found["requirements"] for name in rule} == names


def test_a_template_is_told_to_machines():
    """As text, under its name."""
    words = bare("requirements", "shippo", "usps", "--template").stdout
    found = json.loads(bare("requirements", "shippo", "usps", "--template", "--json").stdout)

    assert found == {"provider": "shippo", "carrier": "usps", "template": words}


def unknown(name, *known):
    return (
        f"{name}: no rules of a carrier 'nope' are known here; these are the fields that every "
        f"carrier has; known: {', '.join(known)}"
    )


def test_a_carrier_that_is_not_known_is_told():
    """On stderr, whatever is printed: it may be new, or misspelt."""
    said = unknown("shippo", "usps", "dhl_express") + "\n"

    for more in ((), ("--json",), ("--template",)):
        result = bare("requirements", "shippo", "nope", *more)
        assert (result.exit_code, result.stderr) == (0, said)
        assert bare("requirements", "shippo", "usps", *more).stderr == ""
    assert "known" not in bare("requirements", "shippo", "nope", "--json").stdout
    assert bare("requirements", "shippo").stderr == ""


def test_an_accounts_own_carriers_are_those_known(run, tmp_path, stand_ins):
    """Sendcloud's older API has fewer."""
    keys = {"provider": "sendcloud", "public_key": "a", "secret_key": "b", "api": "v2"}
    write_config(tmp_path, {"old": keys})

    assert run("requirements", "old", "dpd").stderr == ""
    said = run("requirements", "old", "nope").stderr
    assert said.startswith(unknown("old", "correos", "correos_express", "dhl", "dhl_express"))
    assert "brt" not in said


def test_where_no_carrier_is_known_by_name_none_is_unknown():
    """EasyPost's carriers are those of the account."""
    assert bare("requirements", "easypost", "nope").stderr == ""


def test_requirements_of_nobody_are_told():
    """With those that are installed."""
    result = bare("requirements", "nobody")

    said = "Error: no provider 'nobody'; installed: easypost, sendcloud, shippo\n"
    assert (result.exit_code, result.stderr) == (2, said)


def test_a_configuration_that_was_named_must_be_there():
    """For requirements too: a misspelt path is no wish to do without."""
    result = bare("--config", "none.toml", "requirements", "shippo")

    assert result.exit_code == 2
    assert "none.toml cannot be read" in result.stderr


def test_the_doctor_finds_a_sound_installation_healthy(run):
    """Versions, plugins, configuration and accounts; nothing is asked of a provider."""
    result = run("doctor")

    said = [line.split(":")[0] for line in result.stdout.splitlines()]
    assert result.exit_code == 0, result.output
    assert said == [
        "ok    pickupkit",
        "ok    provider easypost",
        "ok    provider sendcloud",
        "ok    provider shippo",
        "ok    configuration",
        "ok    journal",
        "ok    account sendcloud",
        "ok    account shippo",
        "ok    account easypost",
    ]
    assert "credentials not tried" in result.stdout


def test_the_doctor_opens_the_journal_as_a_booking_would(run, tmp_path, monkeypatch):
    """Sound, or with code 5 and what is wrong with it."""
    monkeypatch.setenv("PICKUPKIT_JOURNAL", str(tmp_path / "j.sqlite"))
    assert "ok    journal: ready" in run("doctor").stdout

    (tmp_path / "other.sqlite").write_bytes(b"no database" * 1000)
    monkeypatch.setenv("PICKUPKIT_JOURNAL", str(tmp_path / "other.sqlite"))
    broken = run("doctor")
    assert broken.exit_code == 5
    assert "WRONG journal: the journal cannot be used" in broken.stdout


def test_the_doctor_says_that_a_provider_cannot_be_asked(run, tmp_path):
    """5, as of any command; nothing is to be mended."""
    key = ACCOUNTS["easypost"]["api_key"]
    away = {"provider": "easypost", "api_key": key, "url": "http://127.0.0.1:9"}
    write_config(tmp_path, {"away": away})

    assert run("doctor", "--check").exit_code == 5


def test_the_doctor_proves_credentials_when_asked(run):
    """By a harmless call, where the provider has one."""
    found = json.loads(run("doctor", "--check", "--json").stdout)

    said = {f["what"]: f["said"] for f in found["findings"]}
    assert found["healthy"] is True
    assert said["account easypost"] == "the key is accepted"
    assert said["account sendcloud"].startswith("the keys are accepted (integration ")
    assert said["account shippo"].endswith("credentials not tried")


def test_the_doctor_names_what_is_wrong(run, tmp_path, stand_ins, monkeypatch):
    """Each account by itself, with the cure, and code 2."""
    monkeypatch.delenv("PICKUPKIT_KEYLESS_API_KEY", raising=False)
    key = ACCOUNTS["easypost"]["api_key"]
    write_config(
        tmp_path,
        {
            "keyless": {"provider": "easypost"},
            "nobody": {"provider": "nobody"},
            "plain": {"provider": "easypost", "api_key": key, "url": "http://api.example"},
            "lost": {"provider": "easypost", "api_key": key, "url": f"{stand_ins}/nowhere"},
            "good": {"provider": "easypost", "api_key": key, "url": f"{stand_ins}/easypost"},
        },
    )

    result = run("doctor", "--check")

    assert result.exit_code == 2
    wrong = dict(
        line.removeprefix("WRONG account ").split(": ", 1)
        for line in result.stdout.splitlines()
        if line.startswith("WRONG")
    )
    assert wrong.pop("keyless").startswith("account 'keyless': api_key is required; set PICKUPKIT_")
    assert wrong.pop("plain").startswith(
        "account 'plain': url 'http://api.example/v2' must start with https://"
    )
    assert wrong == {
        "nobody": "no provider 'nobody'; installed: easypost, sendcloud, shippo",
        "lost": "easypost check: there is no such thing (HTTP 404)",
    }
    assert "ok    account good: the key is accepted" in result.stdout
    assert key not in result.stdout


@pytest.mark.usefixtures("_broken_plugin")
def test_the_doctor_names_a_broken_plugin(run):
    """With its distribution, version and cause."""
    result = run("doctor")

    assert result.exit_code == 2
    assert "ok    provider good: fake-good 1.2; can " in result.stdout
    assert (
        "WRONG provider bad_import: provider 'bad_import' of fake-bad_import 1.2 did not load: "
        "ModuleNotFoundError: No module named 'a_module_that_is_not_there'"
    ) in result.stdout


def test_the_doctor_names_a_shadow(run, tmp_path, monkeypatch):
    """A plugin that would take a provider's place, beside the provider that is well."""
    install(tmp_path, "easypost")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv("PICKUPKIT_NO_PLUGINS")

    result = run("doctor")

    assert result.exit_code == 2
    assert "ok    provider easypost: pickupkit; operations: " in result.stdout
    assert (
        "WRONG provider easypost (fake-easypost 1.2): "
        "fake-easypost 1.2 brings 'easypost', which pickupkit itself brings"
    ) in result.stdout


FAULTY = """
def fails(*_): raise KeyError("s3cret")
def provider():
    made = make('faulty')
    {fault}
    return made
@hookimpl
def pickupkit_providers(): return [provider()]
"""
FAULTS = {
    "made._connect = fails": "fake-faulty 1.2: connect of 'faulty' fails: KeyError in ",
    "made._connect = id": "fake-faulty 1.2: connect of 'faulty' gives no Connection but a int",
    "made.lacking = fails": "fake-faulty 1.2: fails: KeyError in ",
    "made._rules = fails": "fake-faulty 1.2: requirements of 'faulty' cannot be told: KeyError",
}


def install_faulty(folder, monkeypatch, fault):
    """Install a plugin that loads and fails later; give it an account beside a good one."""
    monkeypatch.setitem(BODIES, "faulty", FAULTY.format(fault=fault))
    install(folder, "faulty")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delenv("PICKUPKIT_NO_PLUGINS")
    monkeypatch.delitem(sys.modules, "fake_faulty", raising=False)
    write_config(folder, {"bad": {"provider": "faulty"}, "z": {"provider": "faulty"}})


@pytest.mark.parametrize("fault", FAULTS)
def test_the_doctor_names_a_plugin_that_fails_when_it_is_used(tmp_path, monkeypatch, fault):
    """Its distribution, its account and the place; the look goes on, and no word of it shows."""
    install_faulty(tmp_path, monkeypatch, fault)

    result = bare("doctor")

    assert result.exit_code == 2, result.output
    assert f"WRONG account bad: {FAULTS[fault]}" in result.stdout
    assert "WRONG account z: " in result.stdout
    assert "s3cret" not in result.output


def test_rules_that_cannot_be_told_end_in_words(tmp_path, monkeypatch):
    """Code 2 and no traceback."""
    install_faulty(tmp_path, monkeypatch, "made._rules = fails")

    result = bare("requirements", "bad")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "requirements of 'faulty' cannot be told: KeyError in " in result.stderr


@pytest.mark.parametrize("command", [["providers"], ["requirements", "shippo"], ["doctor"]])
@pytest.mark.parametrize("text", ["[plugin]\nblock = ['good']", "[plugins]\nblock = 'good'", "["])
def test_what_may_be_forbidden_is_not_loaded(tmp_path, monkeypatch, command, text):
    """Where the configuration cannot be read, no third party's plugin is, and that is said."""
    monkeypatch.setitem(BODIES, "good", "raise AssertionError('it was imported')")
    install(tmp_path, "good")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv("PICKUPKIT_NO_PLUGINS")
    (tmp_path / "pickupkit.toml").write_text(text, encoding="utf-8")

    result = bare(*command)

    assert "it was imported" not in result.output
    assert result.stderr.startswith("no third party's plugin is used: ")


def test_the_doctor_misses_a_configuration():
    """There is nothing to look at further."""
    result = bare("doctor")

    assert result.exit_code == 2
    assert "WRONG configuration: there is no pickupkit.toml here, above, or in " in result.stdout
