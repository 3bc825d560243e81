"""The faults that vendors' descriptions were seen to have: survived, or named with their cure."""

import copy
import importlib
import json
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from pickupkit.calls import Answer
from pickupkit.codegen import SpecError, derived, generate
from pickupkit.codegen.derive import derive
from pickupkit.codegen.documents import read
from pickupkit.codegen.lint import lint, lint_shape
from pickupkit.codegen.pipeline import formed
from pickupkit.codegen.shape import shape

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def specs(tmp_path_factory):
    return Path(shutil.copytree(HERE / "faulty", tmp_path_factory.mktemp("faulty") / "faulty"))


@pytest.fixture(scope="module")
def strict(specs):
    return derived(specs)


@pytest.fixture(scope="module")
def client(specs, tmp_path_factory):
    """Generate the client of the description with every fault, with the real generator."""
    home = tmp_path_factory.mktemp("faulty_clients")
    generate(specs, home / "faulty_client")
    sys.path.insert(0, str(home))
    package = importlib.import_module("faulty_client")
    package.api = importlib.import_module("faulty_client.api")
    package.models = importlib.import_module("faulty_client.models")
    return package


def test_every_fault_at_once_gives_a_client_without_a_hand_edit(client):
    """Titles, ids, discriminators, kinds, null, aliases, case, references, examples."""
    assert set(client.api.__all__) == {"cancel", "get_vans", "get_vans_by_id", "post_vans"}
    party = client.models.Party(name=None)
    body = client.models.VanRequest(size=client.models.Size("L"), party=party, days=["mo"])
    call = client.api.post_vans(body=body, region=client.models.PostVansRegion("no"))
    assert json.loads(call.body) == {"size": "L", "party": {"name": None}, "days": ["mo"]}
    assert call.params == (("region", "no"),)


def test_an_answer_that_extends_the_request_reads(client, read_everything):
    """What the request demands may be missing from it, and more may be there."""
    answer = Answer(200, {}, b'{"id": "7", "size": "l", "party": {"title": "t"}, "x": 1}')
    booked = client.api.get_vans_by_id("7").parse(answer)
    read_everything(booked)
    assert (booked.size, booked.party.title) == ("l", "t")


def test_values_that_differ_in_case_alone_are_two_members(client):
    """So are those that begin with a digit or are empty, by names that stay when the list grows."""
    members = {member.name: member.value for member in client.models.Size}
    assert members == {"L": "L", "L_2": "l", "XL": "XL", "VALUE_10": "10", "EMPTY": ""}


def test_nothing_is_kept_that_the_kept_operations_do_not_need(strict):
    """Paths, components, tags, webhooks and callbacks of others go, and with them their faults."""
    assert sorted(strict["paths"]) == ["/vans", "/vans/{id}", "/vans/{id}/cancel"]
    assert sorted(strict["components"]["schemas"]) == [
        "Alias",
        "Booked",
        "Party",
        "Size",
        "Van",
        "VanRequest",
        "van",
    ]
    assert strict["tags"] == [{"name": "Vans"}]
    assert "webhooks" not in strict
    assert "callbacks" not in strict["paths"]["/vans"]["post"]
    assert "title" not in strict["components"]["schemas"]["Van"]


def test_operations_without_an_id_of_their_own_are_named_by_method_and_path(strict):
    """None that shares an id keeps it: no name depends on which comes first."""
    ids = {
        f"{method} {path}": operation["operationId"]
        for path, item in strict["paths"].items()
        for method, operation in item.items()
        if method in ("get", "post")
    }
    assert ids == {
        "get /vans": "get_vans",
        "post /vans": "post_vans",
        "get /vans/{id}": "get_vans_by_id",
        "post /vans/{id}/cancel": "cancel",
    }


def test_null_is_spelt_one_way(strict):
    """3.0's keyword, beside a reference too, and 3.1's type in a 3.0 file."""
    fields = strict["components"]["schemas"]["VanRequest"]["properties"]
    assert fields["note"] == {"type": ["string", "null"]}
    assert fields["kind"] == {"type": ["string", "null"], "enum": ["box", None]}
    assert strict["components"]["schemas"]["Booked"]["allOf"][1]["properties"]["party"] == {
        "anyOf": [{"$ref": "#/components/schemas/Party"}, {"type": "null"}]
    }


def test_items_make_an_array_and_no_leftover_stays(strict):
    """``items`` without a type; ``required: true``."""
    schemas = strict["components"]["schemas"]
    assert schemas["VanRequest"]["properties"]["days"]["type"] == "array"
    assert "required" not in schemas["Party"]


def without_overlay(tmp_path, *paths):
    specs = Path(shutil.copytree(HERE / "faulty", tmp_path / "faulty"))
    overlay = {"overlay": "1.1.0", "x-keep-paths": list(paths)}
    (specs / "overlay.yaml").write_text(json.dumps(overlay))
    return specs


def test_a_reference_out_of_the_document_is_named_with_what_would_cure_it(tmp_path):
    """It is no guess what elsewhere means."""
    place = "#/paths/~1depots/get/responses/200/content/application~1json/schema/$ref"
    with pytest.raises(SpecError) as refused:
        derived(without_overlay(tmp_path, "/vans", "/depots"))
    assert f"with its overlay: {place}: reference 'https://elsewhere.example" in str(refused.value)
    assert "an overlay can put what it means in its place" in str(refused.value)


def test_two_fields_of_one_name_are_both_named_with_the_action_that_would_cure_it(tmp_path):
    """The action can be copied into the overlay."""
    with pytest.raises(SpecError) as refused:
        generate(without_overlay(tmp_path, "/vans", "/vans/{id}"), tmp_path / "client")
    place = "$.components.schemas.Booked.allOf[1].properties"
    assert [line.partition("; overlay: ")[2] for line in str(refused.value).splitlines()] == [
        f"target {place}['party-name'], remove: true",
        f"target {place}.partyName, remove: true",
    ]


def faulty(**changes):
    return {**read(HERE / "faulty" / "upstream.yaml"), **changes}


def test_the_order_that_a_vendor_writes_in_changes_nothing():
    """Keys the other way round give the same classes."""

    def reverse(value):
        if isinstance(value, dict):
            return {key: reverse(value[key]) for key in reversed(value)}
        return [reverse(item) for item in value] if isinstance(value, list) else value

    document = faulty()
    del document["paths"]["/depots"]
    assert shape(derive(reverse(document))) == shape(derive(document))


def test_a_way_round_to_itself_is_named():
    """An alias of its own alias, of a schema and of a parameter."""
    document = faulty()
    del document["paths"]["/depots"]
    ring = {"a": {"$ref": "#/components/schemas/b"}, "b": {"$ref": "#/components/schemas/a"}}
    document["components"]["schemas"] |= ring
    document["components"]["schemas"]["Van"] = {"$ref": "#/components/schemas/a"}
    with pytest.raises(SpecError, match=r"#/components/schemas/Van/\$ref: .*round to itself"):
        lint(derive(document))


def test_what_is_no_openapi_is_named_by_place_and_not_by_a_traceback(tmp_path):
    """A parameter without its name, an operation that is nothing."""
    document = faulty()
    document["paths"] = {"/a": {"get": {"parameters": [{"nme": "x"}], "responses": {}}}}
    specs = tmp_path / "broken"
    specs.mkdir()
    (specs / "upstream.yaml").write_text(yaml.safe_dump(document))
    with pytest.raises(SpecError, match=r"#/paths/~1a/get/parameters/0: 'name' is a required"):
        derived(specs)


def test_all_faults_of_all_operations_are_named_at_once():
    """One run shows the whole work; allOf that turns in a circle is told by its operation."""
    circle = {"allOf": [{"$ref": "#/components/schemas/A"}, {}], "properties": {"x": {}}}
    answer = {
        "200": {"content": {"application/json": {"schema": {"$ref": circle["allOf"][0]["$ref"]}}}}
    }
    paths = {f"/{n}": {"get": {"tags": ["t"], "responses": copy.deepcopy(answer)}} for n in "ab"}
    document = faulty(paths=paths, components={"schemas": {"A": circle}})
    with pytest.raises(SpecError) as refused:
        lint_shape(shape(derive(document)))
    assert [line.partition(": ")[0] for line in str(refused.value).splitlines()] == [
        "#/paths/~1a/get",
        "#/paths/~1b/get",
    ]


HOME = "#/components/schemas/"


def chain(length):
    """Make aliases of aliases, and models in models."""
    aliases = {f"A{n}": {"$ref": f"{HOME}A{n + 1}"} for n in range(length)}
    models = {f"M{n}": {"properties": {"m": {"$ref": f"{HOME}M{n + 1}"}}} for n in range(length)}
    return {**aliases, **models, f"A{length}": {"type": "string"}, f"M{length}": {}}


@pytest.mark.parametrize("start", ["A0", "M0"])
def test_what_leads_on_too_far_is_told_by_its_operation(tmp_path, start):
    """At once, and not by the validator's own stumbling."""
    answer = {"content": {"application/json": {"schema": {"$ref": HOME + start}}}}
    paths = {"/a": {"get": {"responses": {"200": answer}}}}
    document = faulty(paths=paths, components={"schemas": chain(3000)})
    specs = tmp_path / "deep"
    specs.mkdir()
    (specs / "upstream.json").write_text(json.dumps(document))
    with pytest.raises(SpecError, match=r"#/paths/~1a/get: what it needs is nested, or refers on"):
        formed(specs, derived(specs))
