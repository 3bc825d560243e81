"""Overlays: what they do, and that an action without reason or effect is refused."""

import copy

import pytest

from pickupkit.codegen import SpecError
from pickupkit.codegen.overlay import apply

DOCUMENT = {
    "info": {"title": "T"},
    "paths": {"/a": {"get": {"tags": ["x", "y"], "n": 1}, "post": {"n": 2}}},
}


def changed(*actions, document=DOCUMENT):
    overlay = {"overlay": "1.1.0", "actions": [{"description": "why", **a} for a in actions]}
    return apply(document, overlay, "overlay.yaml")


def test_update_merges_objects_by_key():
    """What the update does not name stays."""
    found = changed({"target": "$.info", "update": {"version": "1"}})
    assert found["info"] == {"title": "T", "version": "1"}


def test_update_appends_to_lists():
    """A list grows at its end, by a list's items or by one value."""
    found = changed(
        {"target": "$.paths.*.get.tags", "update": ["z"]},
        {"target": "$.paths", "update": {"/a": {"get": {"tags": "end"}}}},
    )
    assert found["paths"]["/a"]["get"]["tags"] == ["x", "y", "z", "end"]


def test_update_replaces_plain_values():
    """Overlay 1.1 lets a target be a plain value."""
    assert changed({"target": "$.info.title", "update": "U"})["info"]["title"] == "U"


def test_update_reaches_every_match():
    """One action changes all that its path finds."""
    found = changed({"target": "$.paths.*.*", "update": {"security": []}})
    assert all("security" in operation for operation in found["paths"]["/a"].values())


def test_update_of_the_root_changes_the_document():
    """`$` is a target like another."""
    assert changed({"target": "$", "update": {"openapi": "3.1.0"}})["openapi"] == "3.1.0"


def test_a_filter_finds_by_value():
    """Paths are RFC 9535's, filters included."""
    found = changed({"target": "$.paths['/a'][?@.n == 2]", "update": {"n": 3}})
    assert [found["paths"]["/a"][verb]["n"] for verb in ("get", "post")] == [1, 3]


def test_remove_takes_all_matches_of_a_list():
    """Indexes stay true while items go."""
    found = changed({"target": "$.paths['/a'].get.tags[*]", "remove": True})
    assert found["paths"]["/a"]["get"]["tags"] == []


def test_copy_takes_what_another_place_holds():
    """Overlay 1.1's copy merges a copy, and changes to it do not reach its source."""
    found = changed(
        {"target": "$.paths['/a'].post", "copy": "$.paths['/a'].get"},
        {"target": "$.paths['/a'].post.tags", "update": ["new"]},
    )
    assert found["paths"]["/a"]["post"] == {"tags": ["x", "y", "new"], "n": 1}
    assert found["paths"]["/a"]["get"]["tags"] == ["x", "y"]


def test_the_document_given_is_not_changed():
    """A second overlay starts from the same."""
    before = copy.deepcopy(DOCUMENT)
    changed({"target": "$.info", "remove": True})
    assert before == DOCUMENT


@pytest.mark.parametrize(
    ("action", "fault"),
    [
        ({"target": "$.none", "update": {}}, "matches nothing"),
        ({"target": "$.none", "remove": True}, "matches nothing"),
        ({"target": "$.info", "update": {"title": "T"}}, "changes nothing"),
        ({"target": "$.info", "update": {}, "description": " "}, "description"),
        ({"target": "$.info"}, "exactly one of"),
        ({"target": "$.info", "update": {}, "remove": True}, "exactly one of"),
        ({"target": "$.info", "remove": False}, "exactly one of"),
        ({"target": "$.info", "copy": "$.paths.*.*"}, "copy matches 2 nodes"),
        ({"target": "$.info[", "remove": True}, "no JSONPath"),
        ({"target": "$", "remove": True}, "whole document"),
        ({"target": "$", "copy": "$.paths['/a'].get.tags"}, "must stay an object"),
        ({"target": "$.info", "upadte": {}}, "unknown keys upadte"),
        ({"target": 7, "remove": True}, "must be a JSONPath"),
        ({"target": "$.info", "copy": 7}, "copy must be a JSONPath"),
        ({"target": "$.info", "remove": "false"}, "remove must be true or false"),
        ({"target": "$.info", "remove": 1}, "remove must be true or false"),
    ],
)
def test_an_action_without_reason_or_effect_is_refused_by_name(action, fault):
    """The error names the file, the action's number and what is wrong."""
    with pytest.raises(SpecError, match=rf"overlay\.yaml: action 1 .*{fault}"):
        changed({"target": "$.info", "update": {"x": 1}}, action)


def kept(*paths):
    overlay = {"overlay": "1.1.0", "x-keep-paths": list(paths)}
    return apply({"paths": {"/a": 1, "/b": 2}}, overlay, "overlay.yaml")


def test_an_overlay_may_keep_some_paths_of_a_larger_description():
    """A vendor's whole file can stand in for the part that is wanted."""
    assert kept("/b") == {"paths": {"/b": 2}}


def test_a_path_to_keep_that_is_gone_is_refused():
    """The vendor moved it, or it is misspelt."""
    with pytest.raises(SpecError, match="lists /c"):
        kept("/a", "/c")


@pytest.mark.parametrize("paths", [None, [], ["/a"], "/a", 5])
def test_of_a_document_whose_paths_are_none_no_path_is_kept(paths):
    """What stands there is no table of them; it is told like a path that is gone."""
    overlay = {"overlay": "1.1.0", "x-keep-paths": ["/a"]}
    with pytest.raises(SpecError, match="lists /a"):
        apply({"paths": paths}, overlay, "overlay.yaml")


def test_another_kind_of_document_is_no_overlay():
    """A file without the overlay's version is refused."""
    with pytest.raises(SpecError, match="Overlay"):
        apply(DOCUMENT, {"openapi": "3.1.0"}, "overlay.yaml")


def test_every_action_that_fails_is_named_not_only_the_first():
    """One run shows the whole work; actions that apply are applied meanwhile."""
    overlay = {
        "overlay": "1.1.0",
        "x-keep-paths": ["/a", "/z"],
        "actions": [
            {"target": "$.none", "description": "why", "remove": True},
            {"target": "$.info", "description": "why", "update": {"x": 1}},
            {"target": "$.info", "description": "why", "update": {"x": 1}},
            {"target": "$.info", "update": {"y": 1}},
        ],
    }
    with pytest.raises(SpecError) as refused:
        apply(DOCUMENT, overlay, "overlay.yaml")
    assert [line[:32] for line in str(refused.value).splitlines()] == [
        "overlay.yaml: x-keep-paths lists",
        "overlay.yaml: action 0 ($.none):",
        "overlay.yaml: action 2 ($.info):",
        "overlay.yaml: action 3 ($.info):",
    ]


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("$.paths['/A'].get", "$['paths'] is there, ['/A'] in it is not (but /a)"),
        ("$.paths['/a'].got.tags", "['got'] in it is not (but get and post)"),
        ("$.paths['/a'].get.tags[5]", "['tags'] is there, [5] in it is not"),
        ("$.paths.*.put", "['put'] in it is not"),
    ],
)
def test_an_action_that_matches_nothing_says_how_far_it_gets(target, told):
    """What moved is found by what is left of it, and by what is spelt nearly so."""
    with pytest.raises(SpecError) as refused:
        changed({"target": target, "remove": True})
    assert told in str(refused.value)
    assert "If the vendor mended it, remove the action; if it moved, mend" in str(refused.value)


def test_a_path_that_moved_is_found_by_what_is_spelt_nearly_so():
    """A version before it, for example."""
    overlay = {"overlay": "1.1.0", "x-keep-paths": ["/pickups"]}
    with pytest.raises(SpecError, match=r"the document has not \(but /v2/pickups\)"):
        apply({"paths": {"/v2/pickups": {}, "/rates": {}}}, overlay, "overlay.yaml")


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"actions": "x"}, "overlay.yaml: actions must be a list"),
        ({"actions": {"target": "$"}}, "overlay.yaml: actions must be a list"),
        ({"actions": [3]}, "overlay.yaml: action 0: must be an object"),
        ({"x-keep-paths": "/a"}, "overlay.yaml: x-keep-paths must be a list of paths"),
        ({"x-keep-paths": [3]}, "overlay.yaml: x-keep-paths must be a list of paths"),
    ],
)
def test_an_overlay_of_another_form_is_refused_by_name(keys, fault):
    """Lists are lists, and actions objects."""
    with pytest.raises(SpecError, match=fault):
        apply(DOCUMENT, {"overlay": "1.1.0", **keys}, "overlay.yaml")
