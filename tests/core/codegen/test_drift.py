"""What a change means to a client, by direction, and what of a plugin it touches."""

import copy

import pytest

from pickupkit.codegen.drift import Usage, as_json, as_markdown, as_text, compare

REQUEST = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "maxLength": 35},
        "door": {"type": "string", "enum": ["front", "back"]},
        "party": {"$ref": "#/components/schemas/Party"},
    },
}
ANSWER = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "status": {"type": "string", "enum": ["OPEN", "DONE"]},
        "party": {"$ref": "#/components/schemas/Party"},
        "slots": {
            "type": "array",
            "items": {"type": "object", "properties": {"from": {"type": "string"}}},
        },
    },
}
PARTY = {"type": "object", "description": "d", "properties": {"zip": {"type": "string"}}}


def described(request=REQUEST, answer=ANSWER, party=PARTY, **operation):
    body = {"required": True, "content": {"application/json": {"schema": request}}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Van"}}}
    post = {
        "operationId": "book",
        "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}],
        "requestBody": body,
        "responses": {"201": {"description": "x", "content": content}},
        **operation,
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://vans.example"}],
        "paths": {"/vans": {"post": post}},
        "components": {"schemas": {"Van": answer, "Party": party}},
    }


def told(new, old=None):
    drift = compare(old or described(), new)
    return [f"{f.kind}: {f.place}: {f.what}" for f in drift.findings]


def changed(schema, name=None, /, **keys):
    """Give a copy of ``schema``, or of its property ``name``, with other keys; None removes."""
    result = copy.deepcopy(schema)
    target = result["properties"].setdefault(name, {}) if name else result
    for key, value in keys.items():
        if value is None:
            target.pop(key)
        else:
            target[key] = value
    return result


def without(schema, name):
    return {**schema, "properties": {k: v for k, v in schema["properties"].items() if k != name}}


def test_a_description_does_not_differ_from_itself():
    """Nor from itself in another order, spelling or cut."""
    assert told(described()) == []
    answer = {
        "allOf": [
            {"properties": dict(reversed(ANSWER["properties"].items()))},
            {"type": "object", "required": ["id"]},
        ]
    }
    assert told(described(answer=answer)) == []
    nullable = changed(ANSWER, "id", nullable=True)
    typed = changed(ANSWER, "id", type=["string", "null"])
    assert told(described(answer=typed), described(answer=nullable)) == []


POST = "POST /vans"


@pytest.mark.parametrize(
    ("change", "sent", "received"),
    [
        (
            lambda s, n: changed(s, "new", type="string"),
            "new: {}.new: field added",
            "new: {}.new: field added",
        ),
        (
            lambda s, n: changed(
                changed(s, "new", type="string"), required=[*s["required"], "new"]
            ),
            "breaking: {}.new: required field added",
            "new: {}.new: field added",
        ),
        (
            lambda s, n: without(s, n),
            "breaking: {}.{n}: field gone",
            "breaking: {}.{n}: field gone",
        ),
        (
            lambda s, n: changed(s, required=[*s["required"], n]),
            "breaking: {}.{n}: became required",
            "changed: {}.{n}: became required",
        ),
        (
            lambda s, n: changed(s, required=None),
            "changed: {}.{r}: is no longer required",
            "breaking: {}.{r}: is no longer required",
        ),
        (
            lambda s, n: changed(s, n, enum=[*s["properties"][n]["enum"], "NEW"]),
            'new: {}.{n}: new value "NEW"',
            'new: {}.{n}: new value "NEW"; decide how it is mapped',
        ),
        (
            lambda s, n: changed(s, n, enum=s["properties"][n]["enum"][:1]),
            "breaking: {}.{n}: value {v} is gone",
            "changed: {}.{n}: value {v} is gone",
        ),
        (
            lambda s, n: changed(s, n, type="integer", enum=None),
            "breaking: {}.{n}: type string became integer",
            "breaking: {}.{n}: type string became integer",
        ),
        (
            lambda s, n: changed(s, n, type=["string", "null"]),
            "new: {}.{n}: may be null",
            "breaking: {}.{n}: may be null",
        ),
        (
            lambda s, n: changed(s, n, type=["string", "integer"]),
            "changed: {}.{n}: type string became integer/string",
            "breaking: {}.{n}: type string became integer/string",
        ),
        (
            lambda s, n: changed(s, n, maxLength=3),
            "breaking: {}.{n}: maxLength None became 3",
            "changed: {}.{n}: maxLength None became 3",
        ),
        (
            lambda s, n: changed(s, n, enum=None),
            "changed: {}.{n}: is no longer one of a list",
            "changed: {}.{n}: is no longer one of a list",
        ),
        (
            lambda s, n: changed(s, n, description="other"),
            "words: {}.{n}: description reworded",
            "words: {}.{n}: description reworded",
        ),
        (
            lambda s, n: changed(s, n, deprecated=True),
            "changed: {}.{n}: is deprecated",
            "changed: {}.{n}: is deprecated",
        ),
        (
            lambda s, n: changed(s, n, pattern="[a-z]"),
            "breaking: {}.{n}: pattern None became [a-z]",
            "changed: {}.{n}: pattern None became [a-z]",
        ),
    ],
)
def test_a_change_of_a_field_means_something_else_on_either_side(change, sent, received):
    """More may not be asked of what is sent; what is received may not lose anything."""

    def line(template, where, side, schema, name):
        value = f'"{schema["properties"][name]["enum"][1]}"'
        kind, _, rest = template.partition(": ")
        text = rest.format(where, n=name, r=schema["required"][0], v=value)
        place, _, what = text.partition(": ")
        return f"{kind}: {place}{'' if kind == 'words' else f' ({side})'}: {what}"

    request, answer = change(REQUEST, "door"), change(ANSWER, "status")
    assert told(described(request=request)) == [
        line(sent, f"{POST} body", "request", REQUEST, "door")
    ]
    assert told(described(answer=answer)) == [line(received, "Van", "answer", ANSWER, "status")]


def test_a_schema_of_both_sides_is_judged_on_each():
    """What it gains is demanded in requests and welcome in answers; words are told once."""
    party = {**changed(PARTY, "code", type="string"), "required": ["code"], "description": "other"}
    assert told(described(party=party)) == [
        "breaking: Party.code (request): required field added",
        "new: Party.code (answer): field added",
        "words: Party: description reworded",
    ]


def test_a_change_deep_in_a_list_is_found():
    """The place says the way."""
    slots = {"type": "array", "items": {"type": "object", "properties": {}}}
    answer = {**ANSWER, "properties": {**ANSWER["properties"], "slots": slots}}
    assert told(described(answer=answer)) == ["breaking: Van.slots[].from (answer): field gone"]


def test_unions_are_compared_by_what_their_options_are():
    """Order says nothing; an option gone matters to who sends, one more to who reads."""
    text, number = {"type": "string"}, {"type": "integer"}
    party = {"$ref": "#/components/schemas/Party"}
    old = described(request={"oneOf": [text, party]}, answer={"oneOf": [text, party]})
    assert (
        told(described(request={"oneOf": [party, text]}, answer={"oneOf": [party, text]}), old)
        == []
    )
    assert told(
        described(request={"oneOf": [text]}, answer={"oneOf": [party, text, number]}), old
    ) == [
        f"breaking: {POST} body (request): can no longer be Party",
        "breaking: Van (answer): can be integer",
    ]


def test_an_option_is_known_in_its_wrapper():
    """How OpenAPI 3.0 lets a reference be null: the reference is no new option."""
    party = {"$ref": "#/components/schemas/Party"}
    wrapped = changed(REQUEST, "party", **{"$ref": None}, nullable=True, allOf=[party])
    options = {"anyOf": [party, {"type": "string"}, {"type": "null"}]}
    assert told(
        described(request=changed(REQUEST, "party", **{"$ref": None}, **options)),
        described(request=wrapped),
    ) == ["new: POST /vans body.party (request): can be string"]


@pytest.mark.parametrize(
    ("operation", "found"),
    [
        ({"parameters": []}, "changed: POST /vans query.page (request): parameter gone"),
        (
            {
                "parameters": [
                    {"name": "page", "in": "query", "required": True, "schema": {"type": "integer"}}
                ]
            },
            "breaking: POST /vans query.page (request): became required",
        ),
        (
            {"parameters": [{"name": "page", "in": "query", "schema": {"type": "string"}}]},
            "breaking: POST /vans query.page (request): type integer became string",
        ),
        (
            {"operationId": "other"},
            "changed: POST /vans: operationId book became other, and what is named after it",
        ),
        ({"deprecated": True}, "changed: POST /vans: is deprecated"),
        ({"summary": "s"}, "words: POST /vans: summary or description reworded"),
        ({"responses": {}}, "breaking: POST /vans (answer): answer 201 gone"),
        ({"security": [{"key": []}]}, "breaking: POST /vans: key logs in"),
    ],
)
def test_a_change_of_an_operation_is_told(operation, found):
    """Parameters, ids, words, answers, ways to log in."""
    assert told(described(**operation)) == [found]


def test_an_operation_gone_breaks_and_a_new_one_is_new():
    """A path that moved is both."""
    moved = described()
    moved["paths"] = {"/v2/vans": moved["paths"]["/vans"]}
    moved["servers"] = [{"url": "https://other.example"}]
    assert told(moved) == [
        "breaking: POST /vans: operation gone",
        "breaking: servers: https://vans.example gone",
        "new: POST /v2/vans: operation added",
        "new: servers: https://other.example added",
    ]


def test_of_paths_that_are_not_used_the_number_is_told():
    """A vendor's file holds much that a plugin does not need."""
    old, new = described(), described()
    for document, kind in ((old, "string"), (new, "integer")):
        answer = {"content": {"application/json": {"schema": {"type": kind}}}}
        document["paths"]["/rates"] = {"get": {"responses": {"200": answer}}}
    drift = compare(old, new, ["/vans"])
    assert (drift.findings, drift.elsewhere, drift.breaks) == ([], 1, False)
    assert "1 in paths that are not used" in as_text(drift, None, "vans")


def test_a_schema_that_leads_back_to_itself_is_compared_once():
    """Trees of parts end."""
    party = changed(PARTY, "parent", **{"$ref": "#/components/schemas/Party"})
    assert told(described(party=without(party, "zip")), described(party=party)) == [
        "breaking: Party.zip (answer): field gone",
        "breaking: Party.zip (request): field gone",
    ]


def test_what_leads_nowhere_is_compared_as_far_as_it_goes():
    """A faulty file is no reason for silence about the rest."""
    answer = changed(without(ANSWER, "id"), "party", **{"$ref": "#/components/schemas/None"})
    assert "breaking: Van.id (answer): field gone" in told(described(answer=answer))


@pytest.fixture
def plugin(tmp_path):
    place = tmp_path / "plugins" / "pickupkit_vans"
    (place / "sandbox").mkdir(parents=True)
    (place / "_mapping.py").write_text(
        "def to_van(answer):\n    return answer.status, answer.zip_\n\n\n"
        "def to_wire():\n    return models.Party(zip_='1')\n"
    )
    (place / "_requirements.py").write_text("R = Requirement('/address/zip')\n")
    (place / "sandbox" / "_app.py").write_text("ANSWER = {'status': 'OPEN'}\n")
    (place / "broken.py").write_text("def (")
    (tmp_path / "cassettes").mkdir()
    (tmp_path / "cassettes" / "book.yaml").write_text(
        "- request:\n    headers:\n      x-page:\n      - '1'\n    uri: https://vans.example/vans/7?page=1\n"
        '  response:\n    string: \'{"status":"OPEN","zip":"1"}\'\n'
    )
    return Usage([place, tmp_path / "cassettes"], tmp_path)


def touched(plugin, new, old=None):
    [finding] = compare(old or described(), new).findings
    return [f"{hit.role} {hit}" for hit in plugin.of(finding)]


def test_a_field_names_the_lines_that_spell_it(plugin):
    """In Python with its underscore, in a requirement as a pointer's end, in a recording."""
    answer = changed(ANSWER, "status", enum=["OPEN", "DONE", "NEW"])
    assert touched(plugin, described(answer=answer)) == [
        "mapping plugins/pickupkit_vans/_mapping.py:2 to_van",
        "sandbox plugins/pickupkit_vans/sandbox/_app.py:1",
        "cassette cassettes/book.yaml:7",
    ]
    shared = described(party=changed(PARTY, "zip", maxLength=5))
    found = [f for f in compare(described(), shared).findings if f.kind == "breaking"]
    assert [f"{hit.role} {hit}" for hit in plugin.of(found[0])] == [
        "mapping plugins/pickupkit_vans/_mapping.py:2 to_van",
        "mapping plugins/pickupkit_vans/_mapping.py:6 to_wire",
        "requirement plugins/pickupkit_vans/_requirements.py:1",
        "cassette cassettes/book.yaml:7",
    ]


def test_a_new_field_names_what_builds_its_class(plugin):
    """The field itself is spelt nowhere yet."""
    new = described(party={**changed(PARTY, "floor", type="string"), "required": ["floor"]})
    finding = compare(described(), new).findings[0]
    assert finding.what == "required field added"
    assert [str(hit) for hit in plugin.of(finding)] == [
        "plugins/pickupkit_vans/_mapping.py:6 to_wire"
    ]


def test_an_operation_gone_names_the_recordings_of_it(plugin):
    """By the path, whose parameters may be anything."""
    old, new = described(), described()
    old["paths"]["/vans/{id}"] = {"get": {"operationId": "read_van", "responses": {}}}
    assert touched(plugin, new, old) == ["cassette cassettes/book.yaml:5"]


def test_the_report_has_three_forms(plugin):
    """For a terminal, for machines and for a pull request."""
    drift = compare(described(), described(answer=without(ANSWER, "status"), summary="s"))
    text, markdown = as_text(drift, plugin, "vans"), as_markdown(drift, plugin, "vans")
    assert text.splitlines()[0] == "vans: 1 breaking, 1 words"
    assert "      mapping: plugins/pickupkit_vans/_mapping.py:2 to_van" in text.splitlines()
    assert "- [ ] `Van.status (answer)`: field gone" in markdown.splitlines()
    found = as_json(drift, plugin, "vans")
    assert (found["breaks"], found["counts"]["breaking"], found["elsewhere"]) == (True, 1, 0)
    assert found["findings"][0]["touches"][0] == {
        "role": "mapping",
        "file": "plugins/pickupkit_vans/_mapping.py",
        "line": 2,
        "inside": "to_van",
    }


def test_a_report_says_when_nothing_spells_it(plugin):
    """That is an answer as well."""
    drift = compare(described(), described(answer=changed(ANSWER, "other", type="string")))
    assert "nothing of ours spells it" in as_text(drift, plugin, "vans")
    assert "nothing that is used differs" in as_text(compare(described(), described()), plugin, "v")
