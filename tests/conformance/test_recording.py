"""The recorder that the kit brings: an author's tests, run as the author would run them."""

import os
import subprocess
import sys
from pathlib import Path
from runpy import run_path

import pytest
from vcr.request import Request

from pickupkit.sandbox import Sandbox, World
from pickupkit.testing.recording import (
    AT_SANDBOX,
    AT_VENDOR,
    Form,
    keep_of_request,
    keep_of_response,
)
from tests.scaffold._made import QUIETLY

VANLINE = Path(__file__).parents[2] / "docs" / "examples" / "plugin-vanline"
CONFTEST = """
import os
import pytest
from pickupkit import PickupKit
from pickupkit.testing._session import registry_of
from pickupkit_vanline import vanline

pytest_plugins = ["pickupkit.testing.recording"]

@pytest.fixture
def vcr_secrets():
    return {"user": "books-7731"}

@pytest.fixture
def vcr_origin(request):
    return "# Recorded at a fair." if request.node.name == "test_create" else None

@pytest.fixture
def kit():
    account = {"provider": "vanline", "user": "books-7731", "password": "vanline-real-1"}
    accounts = {"shop": {**account, "url": os.environ["VANLINE_URL"]}}
    with PickupKit(accounts, registry=registry_of(vanline), journal="off") as opened:
        yield opened
"""
CASES = """
import os
import pytest
from pathlib import Path
from attrs import evolve
from test_vanline import TestVanline as Whole

@pytest.mark.vcr
def test_create(kit):
    assert kit.create("shop", Whole.request).id

@pytest.mark.vcr
def test_create_again(kit):
    for number in TWICE:
        kit.create("shop", evolve(Whole.request, reference=f"order-{number}"))

@pytest.mark.vcr
def test_list(kit):
    assert len(list(kit.list("shop"))) == 3

class TestRecorded(Whole):
    settings = {**Whole.settings, "url": os.environ["VANLINE_URL"]}
    cassettes = Path(__file__).parent / "cassettes"
"""


class Author:
    """A plugin's author with a folder of tests, and a vendor who is there or not."""

    def __init__(self, home):
        self.home = home
        self.url = ""
        whole = (VANLINE / "tests" / "test_vanline.py").read_text(encoding="utf-8")
        (home / "test_vanline.py").write_text(whole, encoding="utf-8")
        (home / "conftest.py").write_text(CONFTEST, encoding="utf-8")
        (home / "pyproject.toml").write_text("", encoding="utf-8")
        self.cases(2, 3)

    def cases(self, *numbers):
        """Write the tests; the last books once for each number."""
        text = CASES.replace("TWICE", str(numbers))
        (self.home / "test_recorded.py").write_text(text, encoding="utf-8")

    def run(self, *words):
        path = os.pathsep.join([str(VANLINE), str(self.home)])
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *QUIETLY, *words, "test_recorded.py"],
            capture_output=True, text=True, cwd=self.home, check=False,
            env={**os.environ, "PYTHONPATH": path, "VANLINE_URL": self.url},
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def author(tmp_path_factory):
    """Record once, at a server that is gone afterwards."""
    author = Author(tmp_path_factory.mktemp("plugin"))
    code = run_path(str(VANLINE / "pickupkit_vanline" / "_sandbox.py"))
    with Sandbox(code["create_app"](World(seed=1))) as running:
        author.url = running.url
        done, said = author.run("--record-mode=rewrite", "-k", "test_create or test_list")
    assert done == 0, said
    return author


def test_what_is_recorded_is_clean(author):
    """A file for each test, which says its origin; no password and no token is in it."""
    texts = {p.name: p.read_text("utf-8") for p in author.home.glob("cassettes/*")}

    assert texts.keys() == {"create.yaml", "create_again.yaml", "list.yaml"}
    for text in texts.values():
        assert "vanline-real-1" not in text
        assert "user=[user]&password=[filtered]" in text
        assert '"token":"[filtered]"' in text
        assert "Bearer [filtered]" in text


def test_the_author_may_say_where_it_is_recorded(author):
    """For each test; without that, this machine is a sandbox."""
    texts = {p.stem: p.read_text("utf-8") for p in author.home.glob("cassettes/*")}

    assert {name: text.partition("\n")[0] for name, text in texts.items()} == {
        "create": "# Recorded at a fair.",
        "create_again": AT_SANDBOX,
        "list": AT_SANDBOX,
    }


def test_it_is_replayed_without_a_vendor_and_keeps_the_contract(author):
    """The author's tests pass, and each rule about cassettes holds for another account."""
    author.cases(2, 3)
    code, said = author.run("-k", "test_create or test_list or cassette")

    assert code == 0, said
    assert "8 passed" in said


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((2, 3, 4), "NotRecordedError: "),
        ((2, 4), "NotRecordedError: "),
        ((2,), "recorded, and never asked for"),
    ],
)
def test_a_replay_is_strict(author, numbers, told):
    """One request more, another body, or one that is left over: the test does not pass."""
    author.cases(*numbers)
    code, said = author.run("-k", "test_create")

    assert code == 1
    assert told in said
    assert "1 passed" in said or "2 passed" in said


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Basic dXNlcjpwYXNz", "Basic [filtered]"),
        ("key-without-scheme", "[filtered]"),
        ("key-before-a-space ", "[filtered]"),
        ("Token a b", "Token [filtered]"),
    ],
)
def test_of_a_credential_at_most_the_scheme_is_kept(sent, kept):
    """A key that stands alone is no scheme."""
    asked = Request("GET", "https://api.example.com/", None, {"Authorization": sent})

    assert dict(keep_of_request()(asked).headers) == {"authorization": kept}


def test_of_a_request_what_is_on_the_list_is_kept():
    """What an author adds is kept as well; a form's password and a key in the URL go."""
    headers = {"Cookie": "a=b", "Accept": "application/json", "X-Version": "3"}
    url = "https://api.example.com/vans?api_key=77&page=2"
    headers["X-From"] = url
    keep = keep_of_request({"x-version", "x-from"})
    asked = keep(Request("POST", url, b"a=1&password=hush", headers))

    plain = "https://api.example.com/vans?api_key=[filtered]&page=2"
    assert dict(asked.headers) == {"accept": "application/json", "x-version": "3", "x-from": plain}
    assert asked.uri == plain
    assert asked.body == b"a=1&password=[filtered]"


def test_of_an_answer_what_is_on_the_list_is_kept():
    """Cookies and servers go, a token as well; bytes that are no text stay as they are."""
    link = ["<https://api.example.com/vans?token=77>", "<x>"]
    headers = {"Set-Cookie": ["a=b"], "Link": link, "X-Next": "2", "Server": ["y"]}
    body = b'{"access_token": "abc\\"d", "id": 7}\xff'
    kept = keep_of_response({"x-next"})({"headers": headers, "body": {"string": body}})

    plain = ["<https://api.example.com/vans?token=[filtered]>", "<x>"]
    assert kept["headers"] == {"link": plain, "x-next": "2"}
    assert kept["body"]["string"] == b'{"access_token": "[filtered]", "id": 7}\xff'


@pytest.mark.parametrize(
    ("url", "origin"),
    [("http://127.0.0.1:8080/vans", AT_SANDBOX), ("https://api.example.com/vans", AT_VENDOR)],
)
def test_a_recording_says_where_it_was_made(url, origin):
    """This machine is a sandbox, any other the vendor; an author knows better."""
    cassette = {"interactions": [{"request": {"uri": url}}], "version": 1}

    assert Form().serialize(cassette).startswith(f"{origin}\n")
    assert Form("# Recorded at a fair.").serialize(cassette).startswith("# Recorded at a fair.\n")
    assert Form.deserialize(Form().serialize(cassette)) == cassette
