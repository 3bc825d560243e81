"""What is on disk: no cassette too many or too few, each says its origin, none tells a secret."""

import ast
import json
import re

import pytest

from ._form import AT_SANDBOX, AT_VENDOR, REQUEST_HEADERS, RESPONSE_HEADERS
from ._shelf import FILES, MODULES, TEXTS, every_exchange
from ._stage import KEYS, OTHER_KEYS, part_of
from .conftest import CASSETTES

SECRET = re.compile(
    r"""
    EZ[AT]K[0-9A-Za-z_]{4,}                  # EasyPost, production and test
    | shippo_(live|test)_\w+                 # Shippo
    | \b[0-9a-f]{32}:[0-9a-f]{32}\b          # a pair as Sendcloud gives them
    | \\?"(access|refresh|id)_token\\?"\s*:\s*\\?"(?!\[filtered\]\\?")
    | \bclient_secret=(?!\[filtered\])     # OAuth2, the answer and a form
    | (Basic|Bearer|ShippoToken|JWT)\s+(?!\[filtered\])[\w+/=.-]{6,}
    | -----BEGIN | \bAKIA[0-9A-Z]{16}\b | \bgh[pousr]_\w{20,} | \beyJ[\w-]{10,}\.
    """,
    re.VERBOSE,
)
MAIL = re.compile(r"[\w.+-]+@([\w-]+\.)+\w+")
OF_DOCUMENTATION = re.compile(r".*@(.+\.)?(example\.(com|org|net)|[\w-]+\.example)")
PHONES = {
    "+12175550100", "12175550100", "+14155550142", "0014155550142", "+31201234567",
}  # fmt: skip
NAMES = {
    "Goods Out", "Example Customer", "VAT",
    "Cylinder candle", "Linen, 2 m", "Oak frame", "Squared candle",
}  # fmt: skip


def cases_of(module):
    """Name the cases of a test module without running it."""
    found = [n for n in ast.parse(module.read_text("utf-8")).body if isinstance(n, ast.FunctionDef)]
    return [n.name.removeprefix("test_") for n in found if n.name.startswith("test_")]


def walk(value, key=""):
    """Give every plain value of a JSON document with its key."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from walk(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item, key)
    else:
        yield key, value


def values_of(exchanges):
    """Give every plain value of all bodies that are JSON, with its key."""
    for played in exchanges:
        for body in (played["request"]["body"], played["response"]["body"]["string"]):
            if body and body.startswith("{"):
                yield from walk(json.loads(body))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_each_case_has_its_cassette_and_each_cassette_its_case(module):
    """No orphan, and nothing that would be recorded only on its first run."""
    cases = cases_of(module)
    folder = CASSETTES.joinpath(*part_of(module.stem))

    assert len(cases) == len(set(cases))
    assert {file.stem for file in FILES.values() if file.parent == folder} == set(cases)


def test_nothing_else_is_among_the_cassettes():
    """Folders of providers and of their parts, and files of YAML in them."""
    folders = {CASSETTES.joinpath(*part_of(module.stem)) for module in MODULES}

    assert {file.parent for file in FILES.values()} == folders
    assert {file for file in CASSETTES.rglob("*") if file.is_file()} == set(FILES.values())


def test_a_cassette_says_where_it_was_recorded():
    """Nothing of ours passes for a vendor's."""
    origins = {name: text.partition("\n")[0] for name, text in TEXTS.items()}

    assert {n: o for n, o in origins.items() if o not in (AT_SANDBOX, AT_VENDOR)} == {}


def test_a_scene_of_the_sandbox_was_recorded_there():
    """No vendor knows our triggers."""
    staged = {name: text for name, text in TEXTS.items() if "sandbox:" in text}

    assert [name for name, text in staged.items() if not text.startswith(AT_SANDBOX)] == []


def test_a_cassette_has_no_secret():
    """No key shape of any provider, and no credential but the word in its place."""
    accounts = (*KEYS.values(), *OTHER_KEYS.values())
    keys = [value for account in accounts for value in account.values()]

    assert {name for name, text in TEXTS.items() if SECRET.search(text)} == set()
    assert {name for name, text in TEXTS.items() if any(key in text for key in keys)} == set()


@pytest.mark.parametrize(
    ("side", "wanted"), [("request", REQUEST_HEADERS), ("response", RESPONSE_HEADERS)]
)
def test_a_cassette_has_only_headers_that_are_wanted(side, wanted):
    """The lists are of what may stay, both ways."""
    kept = {name for played in every_exchange() for name in played[side]["headers"]}

    assert kept <= wanted


def test_a_cassette_has_mail_of_documentation_only():
    """Addresses are at example.com and the like."""
    mails = {found[0] for text in TEXTS.values() for found in MAIL.finditer(text)}

    assert {mail for mail in mails if not OF_DOCUMENTATION.fullmatch(mail)} == set()


@pytest.mark.parametrize(
    ("key", "made_up"), [("phone", PHONES), ("telephone", PHONES), ("name", NAMES)]
)
def test_a_cassette_names_nobody(key, made_up):
    """Names and phones are the made-up ones of the cases, however the vendor writes them."""
    values = values_of(every_exchange())
    found = {value for name, value in values if name.removesuffix("_number") == key and value}

    assert found
    assert found <= made_up


@pytest.mark.parametrize(
    "leak",
    [
        "EZTKa1b2c3",
        "shippo_test_1",
        "Authorization: Basic ZGVtbzpkZW1v",
        "Bearer abcdef0123",
        'string: \'{"access_token":"abc"',
        r'string: "{\"refresh_token\": \"abc\"',
        "body: grant_type=client_credentials&client_secret=abc",
    ],
)
def test_the_search_finds_a_secret(leak):
    """The last line of defence would notice."""
    assert SECRET.search(f"- {leak}\n")
