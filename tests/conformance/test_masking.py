"""Credentials in texts: hidden the same way wherever they stand, and found where they do not."""

import json

import pytest

from pickupkit.testing._masking import bare, hide, is_hidden

SHOWN = {
    '{"access_token": "abc"}': ["access_token"],
    '{"a": {"clientSecret": null, "client_secret":"x\\"y"}}': ["client_secret"],
    "grant_type=password&password=hush": ["password"],
    "https://api.example.com/vans?page=2&apiKey=77": ["apiKey"],
    '<https://api.example.com/vans?token=77>; rel="next"': ["token"],
    r'{"data":"{\"access_token\":\"a\\\"b\\\\\", \"b\": 1}"}': ["access_token"],
    r'"{\"data\":\"{\\\"secret\\\": \\\"x\\\\ny\\\"}\"}"': ["secret"],
    '{"api_token": [ "a]b", "c"], "b": ["c"]}': ["api_token"],
    '{"secret":-12.5e3, "b": 1}': ["secret"],
    r'"{\n \"secret\": 1234}"': ["secret"],
    '{"x-api-key":"abc"}': ["x-api-key"],
    "https://api.example.com/vans?key=77": ["key"],
    '{"session_token": "abc"}': ["session_token"],
    '{"jwt": "abc"}': ["jwt"],
    '{"bearer": "abc"}': ["bearer"],
    '{"sessionId": "abc"}': ["sessionId"],
    '{"user": "books", "pwd": "abc"}': ["pwd"],
    '{"passphrase": "abc"}': ["passphrase"],
    '{"app_key": "abc"}': ["app_key"],
    '{"consumerSecret": "abc"}': ["consumerSecret"],
    '{"page_access_token": "abc"}': ["page_access_token"],
    '{"accessToken": {"value": "abc", "expires": "2031-01-01"}}': ["accessToken"],
    r'{"data": "{\"jwt\": {\"value\": \"a\\\"b\"}}"}': ["jwt"],
    "<Login><User>books</User><Password>abc</Password></Login>": ["Password"],
    '<wsse:Token Type="text"> abc</wsse:Token>': ["Token"],
    "<secret><![CDATA[abc]]></secret>": ["secret"],
    "user=books&pwd=abc": ["pwd"],
    '{"next": "https://api.example.com/vans?page=2&key=77", "b": "c"}': ["key"],
    r'{"data": "{\"next\": \"/vans?token=77\"}"}': ["token"],
    "Authorization: Basic dXNlcjpwYXNz": ["Basic dX…"],
    "use Bearer abc12345 there": ["Bearer a…"],
    "-----BEGIN PRIVATE KEY-----": ["-----BEG…"],
    '"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"': ["eyJhbGci…"],
}
"""Texts that show a credential, and what is told of it."""

FINE = (
    '{"message": "Token expired", "detail": "Basic authentication required"}',
    '{"token": "[filtered]", "api_key": "<key>", "password": ""}',
    "password=%5Bfiltered%5D&client_secret=[filtered]",
    "https://api.example.com/vans?token=<key>",
    '<https://api.example.com/vans?token=[filtered]>; rel="next"',
    '{"next_token": "abc", "tokens": 3, "tracking": "1Z999"}',
    "https://api.example.com/vans?cursor=abc&signed=yes",
    '{"key": "abc", "secret": null, "token": [], "password": {"min": 8}, "api_key": true}',
    "key=abc&monkey=b",
    '{"nextPageToken": "abc", "page_token": "b", "token_type": "bearer", "expires_in": 3600}',
    "https://api.example.com/vans?continuation_token=abc&page-token=b",
    '{"tracking_number": "1Z999", "keyword": "van", "public_key": "abc", "secretary": "Ann"}',
    '{"password": {"min": 8, "detail": "is too short"}, "token": {"expires": "2031-01-01"}}',
    "<Password/><Token></Token><NextToken>abc</NextToken><Secret>[filtered]</Secret>",
)


@pytest.mark.parametrize("text", SHOWN)
def test_a_credential_is_found(text):
    """By the field that it stands in, or by how such ones look; it is not repeated."""
    assert list(bare(text)) == SHOWN[text]


@pytest.mark.parametrize("text", FINE)
def test_what_is_none_is_left_alone(text):
    """Words about credentials, fields that are called nearly so, and what is hidden already."""
    assert list(bare(text)) == []


FIELDS = [text for text, [told] in SHOWN.items() if not told.endswith("…")]


@pytest.mark.parametrize("text", FIELDS)
def test_what_is_hidden_is_not_found(text):
    """The recorder and the rule agree about fields; hiding twice changes nothing."""
    hidden = hide(text, {})

    assert list(bare(hidden)) == []
    assert hidden.count("[filtered]") == 1
    assert hide(hidden, {}) == hidden


@pytest.mark.parametrize("text", [text for text in FIELDS if text[0] in '{"'])
def test_json_stays_json(text):
    """What is not the credential stays as it is, in JSON within JSON too."""

    def inner(value):
        return inner(json.loads(value)) if isinstance(value, str) and value[0] in '{"' else value

    before, after = inner(text), inner(hide(text, {}))
    before, after = ({**each, "data": inner(each.get("data"))} for each in (before, after))

    assert before.keys() == after.keys()
    assert before != after
    assert before.get("b") == after.get("b")


def test_a_hostile_text_is_read_in_no_time():
    """The patterns have no way to go wild."""
    signs = (
        "\\", '\\"', '"secret":', '"secret":[', '"secret":["",', '"secret":"\\n', "&key=", '"a_',
        '"secret":{"value":', "<secret>", "<secret><![CDATA[", "<secret a", "a", "_token",
    )  # fmt: skip
    for sign in signs:
        text = sign * (100_000 // len(sign))
        list(bare(text))
        hide(text, {})


@pytest.mark.parametrize(
    "text", ['<https://api.example.com/?token=77>; rel="next"', "<?token=77>", "password=77>8>;a=1"]
)
def test_a_link_stays_one(text):
    """What is hidden ends where the URL does; a bracket elsewhere may be a password's."""
    assert hide(text, {}) == text.replace("77>8", "77").replace("77", "[filtered]")


def test_known_values_get_their_names():
    """Wherever they stand; an empty one stands nowhere."""
    secrets = {"user": "books-7", "nothing": ""}

    assert hide("/users/books-7/vans?by=books-7", secrets) == "/users/[user]/vans?by=[user]"


@pytest.mark.parametrize(
    ("value", "hidden"),
    [
        ("[filtered]", True), ("Basic [filtered]", True), ("<key>", True), ("", True),
        ("Basic dXNlcjpwYXNz", False), ("abc", False), ("[a] b", False), ("a b [c]", False),
    ],
)  # fmt: skip
def test_a_word_in_brackets_hides(value, hidden):
    """Alone or after its scheme; nothing else may stand beside it."""
    assert is_hidden(value) is hidden
