"""The kit at a vendor that speaks XML: its answers are changed, lost and read as JSON is."""

import json
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

from pickupkit.testing import ProviderContract, Reply, reply, score
from pickupkit.testing._contract import breaches
from pickupkit.testing._markup import read, write
from tests.conformance import _acme
from tests.conformance._acme import OTHER, VAN, Contract, build
from tests.conformance.test_kit import NOT_HERE

CAUGHT = {
    "an invented phone": "nothing_is_invented",
    "an invented weight": "nothing_is_invented",
    "a closed enum": "unknown_words_survive",
    "success without an id": "no_success_without_an_id",
    "a crash on odd values": "odd_values_hide_no_booking",
    "a yes without state taken for a no": "odd_values_hide_no_booking",
    "invented codes": "nothing_is_read_from_nowhere",
    "a raw answer of its own": "the_raw_answer_is_kept",
    "naive times": "times_are_aware",
    "times of another instant": "times_are_those_of_the_answer",
    "a lost last page": "every_page_is_read",
    "a listing lost by one bad item": "a_bad_item_loses_no_other",
}
"""Ways to be wrong that show only where an answer or a body is read place by place."""


def as_xml(value: dict, name: str = "told") -> bytes:
    """Write an object as an element, its lists as elements that repeat; null is left out."""
    return ET.tostring(filled(ET.Element(name), value))


def filled(element: ET.Element, value: object) -> ET.Element:
    if not isinstance(value, dict):
        element.text = {True: "true", False: "false"}.get(value, str(value))
        return element
    for name, held in value.items():
        for each in held if isinstance(held, list) else [held]:
            if each is not None:
                filled(ET.SubElement(element, name), each)
    return element


def from_xml(content: bytes) -> dict:
    """Read it as a careful author does, who knows which element repeats and which is a flag.

    What is empty is nothing to him, and space around a text no part of it.
    """
    told = plain(ET.fromstring(content))  # noqa: S314 - written above
    return told if isinstance(told, dict) else {}


def plain(element: ET.Element) -> object:
    if not len(element):
        said = (element.text or "").strip()
        return {"true": True, "false": False}.get(said, said or None)
    told = {child.tag: plain(child) for child in element}
    if "vans" in told:
        told["vans"] = [plain(child) for child in element if child.tag == "vans"]
    return told


@pytest.fixture
def contract(monkeypatch):
    """Give the made-up provider's contract, at a vendor that speaks XML."""
    monkeypatch.setattr(_acme, "decode", from_xml)
    monkeypatch.setattr(_acme, "encode", as_xml)

    def made(broken: str = "") -> type[ProviderContract]:
        tables = ("replies", "absent", "errors", "refusals")
        spoken = {name: tuple(map(in_xml, getattr(Contract, name))) for name in tables}
        return type("TestMarkup", (Contract,), {"provider": build(broken), **spoken})

    return made


def in_xml(reply):
    content = as_xml({**json.loads(reply.answer.content), "memo": "\n ", "by": " web-3 "})
    return evolve(reply, answer=evolve(reply.answer, content=content))


def test_a_good_plugin_passes(contract):
    """No rule is too strict for a vendor whose answers and requests are XML."""
    card = score(contract())

    assert {line.rule for line in card.lines if line.state == "missing"} == NOT_HERE


@pytest.mark.parametrize("broken", CAUGHT)
def test_a_bad_plugin_is_caught(contract, broken):
    """Each way to be wrong breaks the rule that is meant for it."""
    assert breaches(contract(broken), CAUGHT[broken])


DEEP = "in envelopes"


def page(number: int, following: int | None, *vans: dict) -> Reply:
    """Give a page whose items are a level deeper."""
    told = {
        "vans": [{"at": at, "van": van} for at, van in enumerate(vans)],
        "next": following and f"https://api.acme.example/vans?page={following}",
    }
    return reply("GET", f"/vans?page={number}&shape={quote(DEEP)}", 200, told)


def test_what_a_page_lists_may_be_a_level_deeper(contract):
    """Each of its items is a list of one then, as any element that holds others."""
    pages = page(1, 2, VAN, OTHER), page(2, None, {**VAN, "id": "van_3", "ref": "order-3"})
    replies = (*Contract.replies[:5], *pages)
    absent = (page(1, None, OTHER, {**OTHER, "id": "van_4"}),)
    spoken = {"replies": tuple(map(in_xml, replies)), "absent": tuple(map(in_xml, absent))}
    card = score(type("TestDeep", (contract(f"items {DEEP}"),), spoken))

    assert {line.rule for line in card.lines if line.state == "missing"} == NOT_HERE


PAGE = b"""<?xml version="1.0"?>
<vans xmlns="urn:acme" total="1"><van kind="small"><id>v1</id><at/><note>a</note><note>b</note>
</van><size unit="m">3</size></vans>"""


def test_what_is_written_is_what_was_read():
    """Attributes, names with a namespace, texts beside attributes and what repeats are kept."""
    told = read(PAGE)

    assert told == {
        "{urn:acme}vans": {
            "@total": "1",
            "{urn:acme}van": [
                {
                    "@kind": "small",
                    "{urn:acme}id": "v1",
                    "{urn:acme}at": "",
                    "{urn:acme}note": ["a", "b"],
                }
            ],
            "{urn:acme}size": [{"@unit": "m", "#text": "3"}],
        }
    }
    assert read(write(told)) == told


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, b"<a />"), (7, b"<a>7</a>"), (True, b"<a>true</a>"), ([], b"<a />"),
        ({}, b"<a />"), ({"b": None}, b"<a><b /></a>"), ({"b": [[1], 2]}, b"<a><b /><b>2</b></a>"),
        ({"@b": 1, "#text": "c"}, b'<a b="1">c</a>'),
    ],
)  # fmt: skip
def test_every_value_that_stands_in_for_another_can_be_written(value, written):
    """What XML has no kind for becomes its text, or nothing."""
    assert write({"a": value}) == written


def test_a_root_that_is_taken_away_leaves_nothing():
    """No bytes are no document."""
    assert write({}) == b""
    assert read(b"") is read(b"<a>") is read(b'<?xml version="1.0" encoding="zz"?><a/>') is None
