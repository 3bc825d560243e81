"""The kit at cassettes: good ones pass, each bad one is caught, and they answer for a vendor."""

import json

import pytest
from attrs import frozen

from pickupkit.plugin import Connection, Secret
from pickupkit.testing import RULES, cassette, reply, score
from pickupkit.testing._contract import bench_of, breaches
from tests.conformance._acme import Contract, Settings, build
from tests.conformance._taped import OPERATIONS, fill, spoil, taped, write

CAUGHT = {
    "a header that everybody knows": "cassettes_tell_no_secret",
    "a header of the provider's own": "cassettes_tell_no_secret",
    "a cookie": "cassettes_tell_no_secret",
    "the token of the account": "cassettes_tell_no_secret",
    "a token in an answer": "cassettes_tell_no_secret",
    "a password in a form": "cassettes_tell_no_secret",
    "a key in the URL": "cassettes_tell_no_secret",
    "a token in words": "cassettes_tell_no_secret",
    "a token in a link": "cassettes_tell_no_secret",
    "an answer that nobody can read": "cassettes_tell_no_secret",
    "somebody's address": "cassettes_name_nobody",
    "no origin": "cassettes_say_their_origin",
    "another body": "cassettes_are_played_whole",
    "another query": "cassettes_are_played_whole",
    "another host": "cassettes_are_played_whole",
    "another method": "cassettes_are_played_whole",
    "nothing at all": "cassettes_are_played_whole",
    "more than is asked": "cassettes_are_played_whole",
    "a failure": "cassettes_are_played_whole",
    "a cassette without a case": "every_cassette_has_its_case",
    "a file of another kind": "every_cassette_has_its_case",
}
"""Ways in which a cassette may be wrong, and the rule that each breaks."""

ABOUT = [rule.name for rule in RULES.values() if rule.needs == ("cassette",)]


def contract(folder, broken="", **more):
    given = {"provider": build(broken), "cassettes": folder, **more}
    return type(f"Test{abs(hash((broken, *more)))}", (Contract,), given)


def answered_by(folder, broken=""):
    """Make a contract whose cassettes alone answer."""
    made = contract(folder, broken, replies=())
    made.provider.sandbox_app = None
    return made


@pytest.fixture
def tapes(tmp_path):
    return fill(tmp_path, contract(None))


def missing(made):
    return {line.rule for line in score(made).lines if line.state == "missing"}


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\xff",
        b"interactions: [",
        b"interactions:",
        b"version: 1",
        b"interactions: [5]",
        b"interactions: [{request: {}, response: {}}]",
        b"interactions: [{request: {method: GET, uri: /}, response: told}]",
    ],
)
def test_a_damaged_cassette_is_named(tmp_path, damaged):
    """Of a folder of them, an error of the YAML's alone would not say which."""
    (tmp_path / "get.yaml").write_bytes(damaged)

    with pytest.raises(ValueError, match=r"^get\.yaml is no cassette"):
        cassette(tmp_path / "get.yaml", "https://api.acme.example")


def test_good_cassettes_pass(tapes):
    """No rule is too strict for what the recorder writes."""
    assert {name: breaches(contract(tapes), name) for name in ABOUT} == {name: [] for name in ABOUT}


@pytest.mark.parametrize("how", CAUGHT)
def test_a_bad_cassette_is_caught(tapes, how):
    """Each way to be wrong breaks the rule that is meant for it."""
    spoil(tapes, contract(None), how)

    assert breaches(contract(tapes), CAUGHT[how])


@pytest.mark.parametrize(("ticket", "told"), [("tk-777", True), ("[filtered]", False)])
def test_what_a_login_grants_is_found_by_whatever_name_it_has(tmp_path, ticket, told):
    """It goes in a header afterwards, which tells that it is a credential."""
    others = (each for each in Contract.replies if each.path != "/token")
    replies = (*others, reply("POST", "/token", 200, {"ticket": ticket}))
    write(tmp_path, "create.yaml", taped(contract(None, "a login", replies=replies), "create"))
    made = contract(tmp_path, "a login", replies=replies)
    found = ["create.yaml tells what goes in X-Key; write [filtered] in its place"] * told

    assert [x for x in breaches(made, "cassettes_tell_no_secret") if "X-Key" in x] == found


@frozen(kw_only=True)
class ShopSettings(Settings):
    shop: str


def test_a_setting_that_goes_in_a_header_is_no_grant(tmp_path):
    """Its word may stand anywhere in a cassette."""

    def connect(account):
        headers = {"X-Key": account.settings.token, "X-Shop": Secret(account.settings.shop)}
        return Connection(account.root("https://api.acme.example"), headers)

    provider = build()
    provider.settings, provider.connect = ShopSettings, connect
    given = {"provider": provider, "settings": {**Contract.settings, "shop": "Utrecht"}}
    write(tmp_path, "create.yaml", taped(contract(None, **given), "create"))

    assert breaches(contract(tmp_path, **given), "cassettes_tell_no_secret") == []


@pytest.mark.parametrize("how", CAUGHT)
def test_what_is_found_is_not_told_again(tapes, how):
    """A complaint names the file and the place, and repeats no credential and nobody's address."""
    spoil(tapes, contract(None), how)
    told = " ".join(breaches(contract(tapes), CAUGHT[how]))

    for value in ("dXNlcjpwYXNz", "another-token-9", "acme-token-12345", "abcdef012345", "kim@"):
        assert value not in told


def test_without_cassettes_nobody_is_asked_for_them():
    """The rules do not apply, and say why."""
    none = bench_of(contract(None))

    assert len(ABOUT) == 5
    assert {RULES[name].skipped(none) for name in ABOUT} == {"there is no cassette"}


@pytest.mark.parametrize("name", ABOUT)
def test_a_folder_without_cassettes_is_a_mistake(tmp_path, name):
    """A path that is misspelt makes no rule hold."""
    with pytest.raises(FileNotFoundError, match="no cassette is in"):
        breaches(contract(tmp_path), name)


def test_a_case_may_begin_with_a_booking(tapes):
    """What has to be there first is recorded with it, or the id in the URL is enough."""
    for operation in ("get", "cancel"):
        write(tapes, f"{operation}.yaml", taped(contract(None), operation, story=True))

    assert breaches(contract(tapes), "cassettes_are_played_whole") == []


def test_a_cassette_in_a_folder_of_its_own_belongs_to_a_case(tapes):
    """It is another account's: nobody replays it by its name, but its test has to be there."""
    (tapes / "older").mkdir()
    for name in ("get", "nobody_plays_this"):
        write(tapes / "older", f"{name}.yaml", taped(contract(None), "check"))
    made = contract(tapes)

    assert breaches(made, "cassettes_are_played_whole") == []
    [told] = breaches(made, "every_cassette_has_its_case")
    assert told.startswith("older/nobody_plays_this")


def test_cassettes_answer_where_nobody_else_does(tapes):
    """Without replies and without a sandbox they are the vendor, and all the rules hold."""
    assert missing(answered_by(tapes)) == {"it_is_installed", "it_is_typed", "there_is_a_sandbox"}


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ("a closed enum", "unknown_words_survive"),
        ("times of another instant", "times_are_those_of_the_answer"),
        ("a lost last page", "every_page_is_read"),
        ("a cancel claimed", "a_cancel_is_not_claimed"),
        ("a check that says nothing", "what_is_registered_works"),
    ],
)
def test_a_bad_plugin_is_caught_by_what_was_recorded(tapes, broken, rule):
    """Answers out of cassettes find what answers by hand do."""
    assert breaches(answered_by(tapes, broken), rule)


@pytest.mark.parametrize("operation", sorted(set(OPERATIONS) - {"create"}))
def test_an_operation_without_its_cassette_is_missed(tapes, operation):
    """An operation that nobody answers is told as one that does not work."""
    (tapes / f"{operation}.yaml").unlink()

    assert breaches(answered_by(tapes), "what_is_registered_works")


def test_the_cassette_of_an_operation_answers_first(tapes):
    """Stories may book each for themselves; an operation is played by its own."""
    story = json.dumps(taped(contract(None), "cancel", story=True)).replace("van_1", "van_9")
    write(tapes, "cancel.yaml", json.loads(story))

    assert breaches(answered_by(tapes), "gives_what_is_expected") == []
    assert breaches(answered_by(tapes), "what_is_registered_works") == []


def test_a_body_is_compared_as_what_it_says(tapes):
    """Another order of the keys, and spaces, make no other request."""
    [booked] = taped(contract(None), "create")
    body = json.loads(booked["request"]["body"])
    booked["request"]["body"] = json.dumps(dict(reversed(body.items())), indent=2)
    write(tapes, "create.yaml", [booked])

    assert breaches(contract(tapes), "cassettes_are_played_whole") == []


def test_the_cassette_of_a_check_answers_last(tapes):
    """It may ask for any page, which need not be what a listing finds later."""
    [page, *_] = taped(contract(None), "list")
    page["response"]["body"]["string"] = '{"vans": [], "next": null}'
    write(tapes, "check.yaml", [page, *taped(contract(None), "check")])

    assert breaches(answered_by(tapes), "reconcile_tells_the_truth") == []


def test_a_reconcile_needs_a_case(tapes):
    """It begins with an answer that is lost, so that nobody can replay it by its name."""
    write(tapes, "reconcile.yaml", taped(contract(None), "list"))

    assert breaches(contract(tapes), "cassettes_are_played_whole") == []


def test_without_anybody_who_answers_it_says_what_to_give():
    """Replies, cassettes, or a sandbox."""
    with pytest.raises(TypeError, match="gives no replies and no cassettes, and no sandbox"):
        bench_of(answered_by(None))


def test_a_cassette_is_read_as_replies(tapes):
    """For an author who wants them among replies by hand."""
    [get] = cassette(tapes / "get.yaml", "https://api.acme.example")

    assert (get.method, get.path, get.answer.status) == ("GET", "/vans/van_1", 200)
