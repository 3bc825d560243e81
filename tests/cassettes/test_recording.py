"""Recording: the same bytes each time, never at a vendor unless told to, and replayed strictly."""

import json
import os

import pytest
from attrs import evolve

import scripts.record
from pickupkit import PickupKit
from pickupkit.clock import Clock
from pickupkit.testing._session import NotRecordedError
from pickupkit.testing.recording import AT_VENDOR

from ._asked import AT_EASYPOST, NOW
from ._stage import AT_SANDBOX, KEYS, VENDOR, credentials, origin
from .conftest import CASSETTES

QUOTE = str(CASSETTES / "easypost" / "quote.yaml")


@pytest.fixture
def record(monkeypatch, capfd):
    """Run the script without anybody's credentials; give its end and its complaints."""
    for name in [n for n in os.environ if n.startswith(("PICKUPKIT_", "PYTEST_"))]:
        if name != "PYTEST_CURRENT_TEST":  # pytest itself takes it away
            monkeypatch.delenv(name)

    def run(*arguments):
        done = scripts.record.main(arguments)
        return done, capfd.readouterr().err

    return run


@pytest.fixture
def kit():
    account = {"provider": "easypost", **KEYS["easypost"]}
    with PickupKit({"shop": account}, clock=Clock(now=lambda: NOW)) as opened:
        yield opened


def test_recording_anew_changes_nothing(record):
    """What is on disk is what the sandbox answers today, byte for byte, with no orphan."""
    assert record("--check") == (0, "")


def test_a_vendor_is_not_asked_without_credentials(record, monkeypatch):
    """Naming a vendor is not enough; what is missing is told, and nothing is sent."""
    monkeypatch.setenv("PICKUPKIT_RECORD_SENDCLOUD_PUBLIC_KEY", "public")

    told = "not recorded: set PICKUPKIT_RECORD_SENDCLOUD_SECRET_KEY\n"
    assert record("--vendor", "sendcloud") == (2, told)


def test_what_a_vendor_gave_is_kept(tmp_path, monkeypatch, capsys):
    """The sandbox replaces its own recordings and removes orphans; a vendor's it leaves alone."""
    new, old = tmp_path / "new", tmp_path / "old"
    for folder, cassettes in (
        (new, {"a": f"{AT_SANDBOX}\n2", "b": f"{AT_SANDBOX}\n2"}),
        (old, {"a": f"{AT_SANDBOX}\n1", "b": f"{AT_VENDOR}\n1", "orphan": AT_VENDOR}),
    ):
        folder.mkdir()
        for name, text in cassettes.items():
            (folder / f"{name}.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(scripts.record, "CASSETTES", old)

    scripts.record._put(new, whole=True)

    assert (old / "a.yaml").read_text("utf-8") == f"{AT_SANDBOX}\n2"
    assert (old / "b.yaml").read_text("utf-8") == f"{AT_VENDOR}\n1"
    assert not (old / "orphan.yaml").exists()
    assert "removed orphan.yaml" in capsys.readouterr().out


@pytest.mark.parametrize("name", KEYS)
def test_credentials_come_from_the_environment(name, monkeypatch):
    """Each key of a provider has a variable, and those are what the script asks for."""
    for variable in scripts.record.SECRETS[name]:
        monkeypatch.setenv(variable, f"value of {variable.lower()}")

    assert credentials(name, KEYS[name]) == {
        key: f"value of pickupkit_record_{name}_{key}" for key in KEYS[name]
    }


@pytest.mark.vcr(QUOTE)
def test_the_order_of_keys_does_not_matter(kit, vcr):
    """JSON is compared as what it says."""
    [recorded] = vcr.requests
    recorded.body = json.dumps(json.loads(recorded.body), sort_keys=True, indent=1).encode()

    assert kit.quote("shop", AT_EASYPOST).rates


@pytest.mark.vcr(QUOTE)
def test_cases_are_replayed_strictly(kit):
    """Our own are the library's recorder's: another body, or one time more, ends the test."""
    with pytest.raises(NotRecordedError):
        kit.quote("shop", evolve(AT_EASYPOST, reference="order-9"))
    kit.quote("shop", AT_EASYPOST)
    with pytest.raises(NotRecordedError):
        kit.quote("shop", AT_EASYPOST)


def test_what_a_vendor_gives_says_so(monkeypatch):
    """Only who is recorded at himself is the vendor; the host would tell so of all."""
    monkeypatch.setenv(VENDOR, "easypost")

    assert {name: origin(name) for name in KEYS} == {
        "easypost": AT_VENDOR,
        "sendcloud": AT_SANDBOX,
        "shippo": AT_SANDBOX,
    }
