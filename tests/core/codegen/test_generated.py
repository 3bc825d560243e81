"""What generated code does, on a client generated from the small description."""

import copy
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from pickupkit.calls import UNSET, Answer, Call, UnexpectedStatus, UnreadableAnswer
from pickupkit.calls.wire import InvalidSegment

CACHE = Path(__file__).resolve().parents[3] / ".mypy_cache" / "generated"


def answer(value, status=200):
    return Answer(status, {}, json.dumps(value).encode())


@pytest.fixture
def parcel(parcels):
    """Make a request with the required fields alone."""
    models = parcels.models
    return models.Parcel(country=models.ParcelCountry.NO, kind=models.ParcelKind.BOX, weight="2")


def body_of(parcels, parcel):
    return json.loads(parcels.api.create_parcel(body=parcel).body)


def test_a_request_leaves_out_what_is_unset(parcels, parcel):
    """No default of the description is sent for the caller."""
    assert body_of(parcels, parcel) == {"country": "NO", "kind": "box", "weight": "2"}


def test_a_request_sends_null_where_it_was_given(parcels, parcel):
    """None is a value; UNSET is its absence."""
    values = {"country": "NO", "kind": "box", "weight": "2", "note": None, "switch": None}
    made = type(parcel)(
        country=parcel.country, kind=parcel.kind, weight="2", note=None, switch=None
    )
    assert body_of(parcels, made) == values


def test_a_request_writes_names_as_the_vendor_spells_them(parcels, parcel):
    """Reserved words and built-in names get an underscore in Python alone."""
    models = parcels.models
    made = type(parcel)(
        country=parcel.country,
        kind=parcel.kind,
        weight="2",
        from_=models.Party(name="Ærø"),
        zip_="0150",
        kinds=[models.ParcelKindsItem.A],
        parent=parcel,
        free={"any": [1]},
    )
    found = body_of(parcels, made)
    assert found["from"] == {"name": "Ærø"}
    assert found["zip"] == "0150"
    assert found["kinds"] == ["a"]
    assert found["parent"]["weight"] == "2"
    assert found["free"] == {"any": [1]}


def test_a_request_is_built_by_keyword_only(parcels):
    """Regeneration may sort its fields anew."""
    with pytest.raises(TypeError):
        parcels.models.Party("name")


def test_a_request_cannot_be_changed_and_shows_no_values(parcels):
    """It may hold an address; its text names the fields that are set."""
    party = parcels.models.Party(name="Somebody")
    with pytest.raises(AttributeError):
        party.name = "else"
    assert repr(party) == "Party(name)"


def test_a_body_makes_the_call_say_that_it_is_json(parcels, parcel):
    """A body that was left out has no content type."""
    assert dict(parcels.api.create_parcel(body=parcel).headers) == {
        "Content-Type": "application/json"
    }
    left_out = parcels.api.create_parcel()
    assert (left_out.body, left_out.headers) == (None, ())


def test_a_call_is_inert_and_equal_to_its_like(parcels):
    """It names method, path and API, and sends nothing."""
    call = parcels.api.get_parcel("p-1")
    assert isinstance(call, Call)
    assert (call.method, call.path, call.api) == ("GET", "/parcels/p-1", "parcels_client")
    assert call == parcels.api.get_parcel("p-1")
    assert hash(call) == hash(parcels.api.get_parcel("p-1"))


@pytest.mark.parametrize(
    "value", ["..", ".", "", "a/b", "a?b", "%2e%2e", "a b", "ä", "a" * 65, None, True]
)
def test_a_path_takes_ids_alone(parcels, value):
    """``..`` would address another resource, and so may anything that is no id."""
    with pytest.raises(InvalidSegment, match="id"):
        parcels.api.get_parcel(value)


def test_parameters_are_written_as_pairs(parcels):
    """Lists repeat their name, booleans are lower case, what is unset stays out."""
    call = parcels.api.list_parcels(kind=["a", "b"], only_open=True, x_trace="t")
    assert call.params == (("kind", "a"), ("kind", "b"), ("only-open", "true"))
    assert call.headers == (("X-Trace", "t"),)
    assert parcels.api.list_parcels().params == ()


def test_an_answer_is_seen_as_it_came(parcels):
    """``raw`` is the vendor's own object, undeclared keys included."""
    raw = {"weight": "2", "zip": "0150", "undeclared": 1, "level": 7, "title": "t"}
    parcel = parcels.api.get_parcel("1").parse(answer(raw))
    assert parcel.raw == raw
    assert (parcel.weight, parcel.zip_, parcel.level, parcel.title) == ("2", "0150", 7, "t")


def test_an_unknown_enum_value_is_kept_and_says_so(parcels):
    """A vendor's new value spoils no answer."""
    parcel = parcels.api.get_parcel("1").parse(answer({"kind": "crate", "country": "NO"}))
    assert parcel.kind == "crate"
    assert not parcel.kind.is_known
    assert parcel.country is parcels.models.ParcelCountry.NO
    assert parcel.country.is_known
    assert "crate" not in [member.value for member in parcels.models.ParcelKind]


def test_an_unknown_enum_value_copies_pickles_and_encodes(parcels):
    """It is a text like the known ones."""
    crate = parcels.models.ParcelKind("crate")
    for same in (copy.deepcopy(crate), pickle.loads(pickle.dumps(crate))):  # noqa: S301
        assert same == crate == "crate"
        assert not same.is_known
    assert json.dumps([crate]) == '["crate"]'
    assert f"{crate}" == "crate"


def test_a_tag_of_a_request_stays_closed(parcels):
    """An enum of one value is no list that a vendor extends; in answers it is plain text."""
    assert parcels.models.ParcelTag("parcel") == "parcel"
    with pytest.raises(ValueError, match="other"):
        parcels.models.ParcelTag("other")
    assert parcels.api.get_parcel("1").parse(answer({"tag": "other"})).tag == "other"


def test_the_later_part_of_an_allof_decides_an_enum(parcels):
    """The base knows one kind, the parcel two."""
    assert [kind.value for kind in parcels.models.ParcelKind] == ["box", "bag"]


def test_countries_and_switches_stay_text(parcels):
    """YAML 1.1 would read them as false and true."""
    assert [country.value for country in parcels.models.ParcelCountry] == ["NO", "DE"]
    assert [switch.value for switch in parcels.models.ParcelSwitch] == ["ON", "OFF"]


def test_nested_objects_and_lists_are_views(parcels):
    """A list keeps its broken items, whose properties are all None."""
    raw = {"from": {"name": "n"}, "kinds": ["a", "new", 1], "grid": [[1]], "sizes": "no list"}
    parcel = parcels.api.get_parcel("1").parse(answer(raw))
    assert parcel.from_.name == "n"
    assert parcel.kinds == ["a", "new"]
    assert parcel.grid == [[1]]
    assert parcel.sizes is None
    made = parcels.api.create_parcel().parse(answer({"warnings": [{"text": "t"}, 7, None]}, 299))
    assert [item.text for item in made.warnings] == ["t", None, None]
    assert [item.raw for item in made.warnings] == [{"text": "t"}, 7, None]
    assert made.parcel is None


@pytest.mark.parametrize("value", [None, "x", 1, 1.5, True, [], {}, [None, "x", 1, [], {}]])
def test_no_kind_of_value_makes_a_property_raise(parcels, read_everything, value):
    """Missing, null and of another kind: the view gives it or None."""
    names = ["country", "kind", "kinds", "from", "grid", "sizes", "parent", "level", "weight"]
    for raw in ({}, dict.fromkeys(names, value), {"parent": dict.fromkeys(names, value)}):
        read_everything(parcels.api.get_parcel("1").parse(answer(raw)))


def test_a_success_of_another_kind_is_unreadable(parcels):
    """A list, a text or null where an object is documented; an object where a list is; no JSON."""
    for value in ([], "", None, 1):
        with pytest.raises(UnreadableAnswer):
            parcels.api.get_parcel("1").parse(answer(value))
    for content in (b"", b"<html>", b'{"a": NaN}', b"\xff"):
        with pytest.raises(UnreadableAnswer):
            parcels.api.get_parcel("1").parse(Answer(200, {}, content))
    with pytest.raises(UnreadableAnswer):
        parcels.api.list_parcels().parse(answer({}))


def test_a_list_is_read_item_by_item(parcels):
    """A bad item does not lose the others."""
    found = parcels.api.list_parcels().parse(answer([{"weight": "1"}, None, "x"]))
    assert [parcel.weight for parcel in found] == ["1", None, None]


def test_an_answer_without_body_reads_as_none(parcels):
    """204 has nothing to decode."""
    assert parcels.api.delete_parcel("1").parse(Answer(204, {}, b"")) is None


@pytest.mark.parametrize("status", [200, 302, 404, 520, 599])
def test_other_statuses_are_unexpected_and_their_bodies_unread(parcels, status):
    """Errors are read elsewhere; the text names the status and never the body."""
    with pytest.raises(UnexpectedStatus) as refused:
        parcels.api.delete_parcel("1").parse(Answer(status, {}, b"secret"))
    assert str(refused.value) == f"HTTP {status}, 6 bytes"


def test_texts_of_the_description_end_no_docstring(parcels):
    """Quotes and backslashes come out as text."""
    assert "escapes \\x with" in parcels.models.Parcel.__doc__
    assert "kind: Only 'these' \\ kinds" in parcels.api.list_parcels.__doc__


def test_a_misspelt_name_is_no_attribute(parcels):
    """Laziness hides no mistakes."""
    for home in (parcels.api, parcels.models):
        with pytest.raises(AttributeError, match="none"):
            home.none  # noqa: B018
        assert set(home.__all__) <= set(dir(home))


def test_unset_is_the_default_of_what_is_optional(parcels, parcel):
    """It is false, and one."""
    assert parcel.note is UNSET
    assert not parcel.note


def test_generated_code_is_strictly_typed(parcels_tree):
    """Mypy --strict finds nothing, and misspelt names of models and operations."""
    user = parcels_tree.parent / "user.py"
    user.write_text(
        "from parcels_client import api, models\n"
        "call = api.get_parcel('1')\n"
        "reveal_type(call.parse)\n"
        "api.get_parsel('1')\n"
        "models.Parsel\n"
        "models.Party(name=1)\n"
    )
    # What is no part of the client, such as the standard library, is read once and for all.
    kept = f"--cache-dir={CACHE}"
    command = [sys.executable, "-m", "mypy", "--strict", kept, "--config-file="]
    done = subprocess.run(
        [*command, "parcels_client", "user.py"],
        cwd=parcels_tree.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if not line.startswith("user.py")]
    assert lines == ["Found 3 errors in 1 file (checked 20 source files)"], done.stdout
    assert "Answer) -> parcels_client.models.parcel_answer.ParcelAnswer" in done.stdout
    assert 'has no attribute "get_parsel"' in done.stdout
    assert 'has no attribute "Parsel"' in done.stdout
    assert Path(parcels_tree / "py.typed").exists()
