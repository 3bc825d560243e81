"""What is on disk: no cassette too many or too few, and nothing in them that was not made up.

Only what the contract's rules about cassettes cannot know: how our vendors' keys look, who the
cases are about, which headers we want, and that each case has a cassette of its own.
"""

import ast
import json
import re

import pytest

from ._shelf import MODULES, SHELF, every_exchange
from ._stage import AT_SANDBOX, KEYS, OTHER_KEYS, part_of
from .conftest import CASSETTES

SECRET = re.compile(
    r"""
    EZ[AT]K[0-9A-Za-z_]{4,}                  # EasyPost, production and test
    | shippo_(live|test)_\w+                 # Shippo
    | \b[0-9a-f]{32}:[0-9a-f]{32}\b          # a pair as Sendcloud gives them
    | \bShippoToken\s+(?!\[filtered\])\S{6,}
    """,
    re.VERBOSE,
)
ASKED = {"accept", "authorization", "content-type", "shippo-api-version"}
ANSWERED = {"content-type", "link", "retry-after", "x-ep-request-uuid"}
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
        for body in (played.body, played.answer.content.decode()):
            if body.startswith("{"):
                yield from walk(json.loads(body))


def test_each_case_has_its_cassette_and_each_cassette_its_case():
    """No orphan, no file of another kind, nothing that is recorded only on its first run."""
    cases = [
        "/".join(filter(None, (*part_of(module.stem), case)))
        for module in MODULES
        for case in cases_of(module)
    ]
    there = [path for path in CASSETTES.rglob("*") if path.is_file()]

    assert len(cases) == len(set(cases))
    assert {path.relative_to(CASSETTES).as_posix() for path in there} == {
        f"{case}.yaml" for case in cases
    }


def test_a_scene_of_the_sandbox_was_recorded_there():
    """No vendor knows our triggers."""
    staged = [each for each in SHELF.values() if "sandbox:" in each.text]

    assert staged
    assert [each.name for each in staged if not each.text.startswith(f"{AT_SANDBOX}\n")] == []


def test_a_cassette_has_no_key():
    """Nothing that looks like one of our vendors', and none that the cases are recorded with."""
    accounts = (*KEYS.values(), *OTHER_KEYS.values())
    keys = [value for account in accounts for value in account.values()]

    assert [each.name for each in SHELF.values() if SECRET.search(each.text)] == []
    assert [e.name for e in SHELF.values() if any(key in e.text for key in keys)] == []


def test_a_cassette_has_only_headers_that_are_wanted():
    """The lists are of what may stay, both ways."""
    played = every_exchange()

    assert set().union(*(each.asked for each in played)) <= ASKED
    assert set().union(*(each.answer.headers for each in played)) <= ANSWERED


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
        "0123456789abcdef" * 2 + ":" + "fedcba9876543210" * 2,
        "ShippoToken 4711-0815",
    ],
)
def test_the_search_finds_a_key(leak):
    """The last line of defence would notice."""
    assert SECRET.search(f"- {leak}\n")
