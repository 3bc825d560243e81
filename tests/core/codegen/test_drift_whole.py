"""Nothing that differs is passed over: what no rule knows is told to be looked at."""

import copy

import pytest

from .test_drift import ANSWER, REQUEST, changed, described, told

PARTY = {"$ref": "#/components/schemas/Party"}


def with_item(**keys):
    document = described()
    document["paths"]["/vans"].update(keys)
    return document


def with_scopes(*scopes):
    return described(security=[{"oauth": list(scopes)}])


def with_header(**headers):
    answer = copy.deepcopy(described()["paths"]["/vans"]["post"]["responses"])
    answer["201"]["headers"] = headers
    return described(responses=answer)


def with_parameter(**keys):
    return described(parameters=[{"name": "page", "in": "query", **keys}])


def with_schemes(**schemes):
    document = described()
    document["components"]["securitySchemes"] = schemes
    return document


KEY = {"type": "apiKey", "in": "header", "name": "Key"}
LINK = {"schema": {"type": "string"}}
OTHER = [{"url": "https://other.example"}]
TEXT = {"application/json": {"schema": {"type": "string"}}}
NUMBER = {"application/json": {"schema": {"type": "integer"}}}


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            described(),
            described(servers=OTHER),
            [
                "breaking: POST /vans: server https://vans.example gone",
                "new: POST /vans: server https://other.example added",
            ],
        ),
        (
            with_item(servers=OTHER),
            described(),
            [
                "breaking: POST /vans: server https://other.example gone",
                "new: POST /vans: server https://vans.example added",
            ],
        ),
        (described(servers=OTHER), with_item(servers=OTHER), []),
        (
            with_scopes("api"),
            with_scopes("all"),
            [
                "breaking: POST /vans: oauth (api) no longer logs in",
                "new: POST /vans: oauth (all) logs in",
            ],
        ),
        (
            with_scopes("a", "b"),
            with_scopes("a"),
            [
                "new: POST /vans: oauth (a) logs in",
                "changed: POST /vans: oauth (a, b) no longer logs in",
            ],
        ),
        (
            with_scopes("a"),
            described(security=[]),
            ["changed: POST /vans: oauth (a) no longer logs in"],
        ),
        (with_schemes(key=KEY), with_schemes(), ["breaking: securitySchemes.key: is gone"]),
        (with_schemes(), with_schemes(key=KEY), ["new: securitySchemes.key: is added"]),
        (
            with_header(Link=LINK),
            with_header(),
            ["breaking: POST /vans 201 header.link (answer): header gone"],
        ),
        (
            with_header(),
            with_header(Link=LINK),
            ["new: POST /vans 201 header.link (answer): header added"],
        ),
        (with_header(Link=LINK), with_header(LINK=LINK), []),
        (
            with_header(Link=LINK),
            with_header(Link={"schema": {"type": "integer"}}),
            ["breaking: POST /vans 201 header.link (answer): type string became integer"],
        ),
        (
            with_parameter(style="form"),
            with_parameter(style="pipeDelimited"),
            [
                "breaking: POST /vans query.page (request): explode True became False",
                "breaking: POST /vans query.page (request): style form became pipeDelimited",
            ],
        ),
        (with_parameter(), with_parameter(style="form", explode=True), []),
        (
            with_parameter(content=TEXT),
            with_parameter(content=NUMBER),
            ["breaking: POST /vans query.page (request): type string became integer"],
        ),
        (
            with_parameter(),
            with_parameter(allowReserved=True),
            ["breaking: POST /vans query.page (request): allowReserved differs; look at it"],
        ),
        (
            described(),
            described(**{"x-rate": 3}),
            ["changed: POST /vans: x-rate differs; look at it"],
        ),
        (
            described(tags=["a"]),
            described(tags=["b"]),
            ["changed: POST /vans: tags differs; look at it"],
        ),
    ],
)
def test_where_and_how_an_operation_is_called_is_compared(old, new, found):
    """Servers and scopes as they hold for it, headers whatever their case, styles said or not."""
    assert told(new, old) == found


def test_a_path_parameter_that_is_gone_breaks():
    """Its place in the path has nothing to be filled with."""
    number = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    assert told(described(parameters=[]), described(parameters=[number])) == [
        "breaking: POST /vans path.id (request): parameter gone"
    ]


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({"uniqueItems": True}, "uniqueItems differs; look at it"),
        ({"patternProperties": {"^x": {}}}, "patternProperties differs; look at it"),
        ({"prefixItems": [{}]}, "prefixItems differs; look at it"),
        ({"not": {"maxLength": 3}}, "not differs; look at it"),
        ({"if": {"maxLength": 3}}, "if differs; look at it"),
        ({"then": {"maxLength": 3}}, "then differs; look at it"),
        ({"dependentRequired": {"a": ["b"]}}, "dependentRequired differs; look at it"),
        ({"contentEncoding": "base64"}, "contentEncoding differs; look at it"),
    ],
)
def test_a_keyword_that_no_rule_knows_is_told(keys, found):
    """It may refuse what is sent; of an answer it is to be known."""
    assert told(described(request=changed(REQUEST, "name", **keys))) == [
        f"breaking: POST /vans body.name (request): {found}"
    ]
    assert told(described(answer=changed(ANSWER, "id", **keys))) == [
        f"changed: Van.id (answer): {found}"
    ]


def test_what_such_a_keyword_leads_to_is_compared_too():
    """The keyword itself stays word for word; words and order say nothing."""
    request = changed(REQUEST, "name", **{"not": PARTY})
    old = described(request=request)
    assert told(old, old) == []
    party = {"type": "object", "properties": {"zip": {"type": "integer"}}}
    assert "breaking: POST /vans body.name (request): not differs; look at it" in told(
        described(request=request, party=party), old
    )
    reworded = {"type": "object", "description": "e", "properties": {"zip": {"type": "string"}}}
    assert told(described(request=request, party=reworded), old) == [
        "words: Party: description reworded"
    ]


def test_an_extension_asks_nothing_of_who_sends():
    """It is told all the same."""
    request = changed(REQUEST, "name", **{"x-hint": 1})
    assert told(described(request=request)) == [
        "changed: POST /vans body.name (request): x-hint differs; look at it"
    ]


def test_options_beside_the_rest_narrow_a_request():
    """They are no new kinds of value; each is named by what it demands."""
    union = [{"required": ["door"]}, {"required": ["party"]}]
    old, new = described(), described(request={**REQUEST, "anyOf": union})
    assert told(new, old) == [
        "breaking: POST /vans body (request): must also be one of: with door, with party"
    ]
    assert told(old, new) == [
        "changed: POST /vans body (request): no longer has to be one of: with door, with party"
    ]
    assert told(new, new) == []


def test_the_rest_beside_options_is_compared_as_well():
    """What all options have to be."""
    union = [{"required": ["door"]}, {"required": ["party"]}]
    old = described(request={**REQUEST, "anyOf": union})
    new = described(request={**changed(REQUEST, "name", maxLength=3), "anyOf": union})
    assert told(new, old) == [
        "breaking: POST /vans body.name (request): maxLength 35 became 3",
    ]


def test_a_field_that_becomes_false_is_gone():
    """That is how a schema says that it may not be there."""
    request = {**REQUEST, "properties": {**REQUEST["properties"], "door": False}}
    assert told(described(request=request)) == [
        "breaking: POST /vans body.door (request): field gone"
    ]


def test_items_that_become_false_leave_no_value():
    """A list is empty then."""
    old = changed(ANSWER, "slots", items={"type": "string"})
    new = changed(ANSWER, "slots", items=False)
    assert told(described(answer=new), described(answer=old)) == [
        "breaking: Van.slots[] (answer): no value can be there now"
    ]


def test_a_field_that_is_demanded_need_not_be_described():
    """It must be sent all the same."""
    request = {**REQUEST, "required": ["name", "more"]}
    assert told(described(request=request)) == [
        "breaking: POST /vans body.more (request): became required"
    ]


def test_what_stands_beside_a_reference_is_compared():
    """OpenAPI 3.1 lets it narrow what is referred to."""
    assert told(described(request=changed(REQUEST, "party", maxProperties=1))) == [
        "breaking: POST /vans body.party (request): maxProperties None became 1"
    ]


def discriminated(name="kind", **mapping):
    union = {"oneOf": [PARTY, {"type": "string"}]}
    return {**union, "discriminator": {"propertyName": name, "mapping": mapping}}


def test_a_discriminator_is_compared_by_field_and_values():
    """A target may be spelt as a name or as a reference."""
    old = described(request=discriminated(party=PARTY["$ref"]))
    assert told(described(request=discriminated(party="Party")), old) == []
    assert told(described(request=discriminated("type", party="Party")), old) == [
        "breaking: POST /vans body (request): discriminator kind became type"
    ]
    assert told(described(request=discriminated(other="Party")), old) == [
        "breaking: POST /vans body (request): mapping of the discriminator differs; look at it"
    ]


def test_whether_other_fields_may_come_is_told_of_answers_too():
    """And what they are."""
    closed = described(answer={**ANSWER, "additionalProperties": False})
    assert told(closed) == ["changed: Van (answer): gives no other fields now"]
    assert told(described(), closed) == ["changed: Van (answer): gives other fields now"]
    texts = described(request={**REQUEST, "additionalProperties": {"type": "string"}})
    assert told(texts) == ["breaking: POST /vans body.* (request): type anything became string"]
