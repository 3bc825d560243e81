"""Recording: the same bytes each time, never at a vendor unless told to, and replayed strictly."""

import json
import os
import subprocess
import sys

import pytest
from attrs import evolve
from vcr import VCR
from vcr.request import Request

import scripts.record
from pickupkit import PickupKit
from pickupkit.clock import Clock

from ._asked import AT_EASYPOST, NOW
from ._form import (
    AT_SANDBOX,
    AT_VENDOR,
    MATCH,
    Form,
    NotRecorded,
    keep_of_request,
    keep_of_response,
    unplayed,
)
from ._stage import KEYS, credentials
from .conftest import CASSETTES

QUOTE = str(CASSETTES / "easypost" / "quote.yaml")


def record(*arguments, **environment):
    command = [sys.executable, "-m", "scripts.record", *arguments]
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PICKUPKIT_", "PYTEST_"))}
    return subprocess.run(
        command,
        cwd=CASSETTES.parent,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def replay(path=QUOTE):
    recorder = VCR(match_on=MATCH, before_record_request=keep_of_request)
    return recorder.use_cassette(path, record_mode="none")


@pytest.fixture
def kit():
    account = {"provider": "easypost", **KEYS["easypost"]}
    with PickupKit({"shop": account}, clock=Clock(now=lambda: NOW)) as opened:
        yield opened


def test_recording_anew_changes_nothing():
    """What is on disk is what the sandbox answers today, byte for byte, with no orphan."""
    done = record("--check")

    assert (done.stderr, done.returncode) == ("", 0)


def test_a_vendor_is_not_asked_without_credentials():
    """Naming a vendor is not enough; what is missing is told, and nothing is sent."""
    done = record("--vendor", "sendcloud", PICKUPKIT_RECORD_SENDCLOUD_PUBLIC_KEY="public")

    assert done.returncode == 2
    assert done.stderr == "not recorded: set PICKUPKIT_RECORD_SENDCLOUD_SECRET_KEY\n"


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


def test_a_vendor_s_recording_says_so():
    """The first line is the origin; both sides name it alike."""
    text = Form(AT_VENDOR).serialize({"interactions": [], "version": 1})

    assert text.startswith(f"{scripts.record.AT_VENDOR}\n")
    assert Form.deserialize(text) == {"interactions": [], "version": 1}


@pytest.mark.parametrize("name", KEYS)
def test_credentials_come_from_the_environment(name, monkeypatch):
    """Each key of a provider has a variable, and those are what the script asks for."""
    for variable in scripts.record.SECRETS[name]:
        monkeypatch.setenv(variable, variable.lower())

    given = credentials(name, KEYS[name])

    assert given.keys() == KEYS[name].keys()
    assert all(value.endswith(key) for key, value in given.items())


def test_a_request_with_another_body_is_not_answered(kit):
    """Bodies are compared: one field too many, and there is no answer."""
    with replay(), pytest.raises(NotRecorded):
        kit.quote("shop", evolve(AT_EASYPOST, reference="order-9"))


def test_a_request_is_answered_once(kit):
    """A retry that nobody recorded is found."""
    with replay():
        kit.quote("shop", AT_EASYPOST)
        with pytest.raises(NotRecorded):
            kit.quote("shop", AT_EASYPOST)


def test_what_is_not_played_is_told(kit):
    """A case that asks for less than was recorded is found."""
    with replay() as cassette:
        assert unplayed(cassette) == ["POST https://api.easypost.com/v2/pickups"]
        kit.quote("shop", AT_EASYPOST)
        assert unplayed(cassette) == []


def test_the_order_of_keys_does_not_matter(kit):
    """JSON is compared as what it says."""
    with replay() as cassette:
        [recorded] = cassette.requests
        recorded.body = json.dumps(json.loads(recorded.body), sort_keys=True, indent=1).encode()
        assert kit.quote("shop", AT_EASYPOST).rates


def test_of_a_request_only_the_list_is_kept():
    """A credential keeps its scheme, what is not on the list goes."""
    headers = {"Authorization": "Basic c2VjcmV0Og==", "Cookie": "a=b", "Accept": "application/json"}

    kept = keep_of_request(Request("GET", "https://api.example.com/", None, headers))

    assert dict(kept.headers) == {"authorization": "Basic [filtered]", "accept": "application/json"}


def test_of_a_form_no_password_is_kept():
    """A client that logs in by fields of a form does so unseen; what else it says stays."""
    form = b"grant_type=client_credentials&client_id=books&client_secret=hush&scope=api"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    kept = keep_of_request(Request("POST", "https://api.example.com/token", form, headers))

    assert kept.body == form.replace(b"hush", b"[filtered]")


def test_of_a_token_only_that_there_was_one_is_kept():
    """Whatever token an answer holds; how long it lives stays."""
    told = b'{"access_token": "a1", "expires_in": 3600, "refresh_token":"b2", "id_token" : "c3"}'

    kept = keep_of_response({"headers": {}, "body": {"string": told}})["body"]["string"]

    assert json.loads(kept) == {
        "access_token": "[filtered]",
        "expires_in": 3600,
        "refresh_token": "[filtered]",
        "id_token": "[filtered]",
    }


def test_of_an_answer_only_the_list_is_kept():
    """What names a server or sets a cookie goes."""
    answer = {"headers": {"Set-Cookie": ["a=b"], "Link": ["<x>"], "Server": ["y"]}, "body": {}}

    assert keep_of_response(answer)["headers"] == {"link": ["<x>"]}
