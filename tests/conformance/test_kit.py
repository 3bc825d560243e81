"""The kit itself: a good plugin passes, and each bad one is caught by the rule meant for it."""

import pytest
from uvicorn import run as serve

from pickupkit import Window
from pickupkit.plugin import Call, Pickup, PickupStatus, Provider, decode
from pickupkit.testing import RULES, ProviderContract, Scorecard, reply, score
from pickupkit.testing._contract import GUARD, breaches, tampered
from pickupkit.testing._score import Line
from tests.conformance import test_cassettes, test_orders
from tests.conformance._acme import VAN, ArrayContract, Contract, Settings, build, read_array

CAUGHT = {
    "a name in capitals": "is_named_and_numbered",
    "announced and refused": "what_is_registered_works",
    "a check that says nothing": "what_is_registered_works",
    "a dropped field": "nothing_given_is_lost",
    "a second window dropped": "nothing_given_is_lost",
    "a second group of parcels dropped": "nothing_given_is_lost",
    "labels dropped": "nothing_given_is_lost",
    "a reference cut short": "nothing_given_is_lost",
    "a requirement too many": "nothing_given_is_lost",
    "a requirement of nothing": "requirements_name_real_fields",
    "an invented phone": "nothing_is_invented",
    "an invented weight": "nothing_is_invented",
    "a field demanded in silence": "optional_fields_may_be_left_out",
    "a closed enum": "unknown_words_survive",
    "success without an id": "no_success_without_an_id",
    "a crash on odd values": "odd_values_hide_no_booking",
    "a yes without state taken for a no": "odd_values_hide_no_booking",
    "invented codes": "nothing_is_read_from_nowhere",
    "a currency never read": "nothing_is_read_from_nowhere",
    "a raw answer of its own": "the_raw_answer_is_kept",
    "naive times": "times_are_aware",
    "times of another instant": "times_are_those_of_the_answer",
    "the process's own zone": "the_process_zone_changes_nothing",
    "times of a false zone": "windows_are_sent_as_they_are",
    "times of a false day": "windows_are_sent_as_they_are",
    "times without a day": "windows_are_sent_as_they_are",
    "words that are lost": "the_vendors_words_are_told",
    "a crash on error bodies": "no_fault_escapes_untyped",
    "an ERROR taken for a success": "a_refusal_in_a_success_is_one",
    "a 503 as an empty success": "an_error_is_never_an_empty_success",
    "an empty page for no list": "an_unreadable_answer_is_no_success",
    "an empty page for anything": "an_unreadable_answer_is_no_success",
    "an empty page for a page without vans": "an_unreadable_answer_is_no_success",
    "a booking marked as repeatable": "a_booking_is_sent_once",
    "a booking sent again": "a_booking_is_sent_once",
    "a cancel claimed": "a_cancel_is_not_claimed",
    "a cancel claimed after a look": "a_cancel_is_not_claimed",
    "a reconcile that finds anything": "reconcile_tells_the_truth",
    "a reconcile that finds nothing": "reconcile_tells_the_truth",
    "a lost last page": "every_page_is_read",
    "a listing lost by one bad item": "a_bad_item_loses_no_other",
    "an endless cursor": "a_listing_ends",
    "an endless cursor after a login": "a_listing_ends",
    "a foreign link followed": "credentials_stay_at_home",
    "a secret in a plain header": "no_secret_is_seen",
    "a plain setting": "no_secret_is_seen",
    "a key in the URL": "no_secret_is_seen",
    "a secret in a plain Basic header": "no_secret_is_seen",
    "a secret printed": "no_secret_is_seen",
    "an inner secret in the URL": "no_secret_is_seen",
    "a login that is kept for all": "accounts_share_nothing",
    "an id put into the path": "an_id_leads_nowhere_else",
    "a fixed host": "accounts_share_nothing",
    "credentials that are shared": "accounts_share_nothing",
    "a field that nobody tries": "every_carried_field_is_tried",
    "a rule from nowhere": "requirements_give_their_source",
    "a lost answer taken for a no": "a_lost_answer_is_outcome_unknown",
    "a no taken for doubt": "a_clear_no_is_told_as_such",
    "a yes without id taken for a no": "an_unreadable_yes_is_outcome_unknown",
    "another request under asyncio": "both_faces_give_the_same",
    "another's name": "gives_what_is_expected",
    "a broken connection told as nothing found": "a_broken_connection_is_a_typed_error",
    "cancel without advice": "what_is_not_registered_is_refused",
}
"""Ways to be wrong, and the rule that each breaks."""

MORNING = Window.local("2031-05-12", "09:00", "13:00", tz="Europe/Amsterdam")

NOT_HERE = {"it_is_installed", "it_is_typed"}
"""What a provider that is made in a test cannot keep."""


def contract(broken: str = "") -> type[ProviderContract]:
    return type(f"Test{abs(hash(broken))}", (Contract,), {"provider": build(broken)})


def test_a_good_plugin_passes():
    """No rule is too strict for the provider that all the others are made from."""
    card = score(contract())

    assert {
        line.rule: line.why for line in card.lines if line.state == "missing"
    }.keys() == NOT_HERE


@pytest.mark.parametrize("broken", CAUGHT)
def test_a_bad_plugin_is_caught(broken):
    """Each way to be wrong breaks the rule that is meant for it."""
    assert breaches(contract(broken), CAUGHT[broken])


def test_a_day_may_be_told_by_its_month():
    """A wall clock needs its day, in whatever form the vendor wants it."""
    assert breaches(contract("a day by the month's name"), "windows_are_sent_as_they_are") == []


@pytest.mark.parametrize("broken", ["", "times of another instant"])
def test_an_instant_may_be_a_number(broken):
    """In milliseconds since 1970, it has to be read as what it says as well."""
    told = {**VAN, "made": 1935478800250}
    answers = (reply("POST", "/vans", 201, told), reply("GET", "/vans/van_1", 200, told))
    made = type("TestNumbers", (Contract,), {"provider": build(broken), "replies": answers})

    assert bool(breaches(made, "times_are_those_of_the_answer")) is bool(broken)


def test_a_provider_that_knows_no_containers_passes():
    """Nobody gives the usual container, so no rule has to let it through."""
    card = score(contract("no word of containers"))

    assert {line.rule for line in card.lines if line.state == "missing"} == NOT_HERE


def test_a_text_that_is_refused_is_not_lost():
    """Such as one that is an id in the path, of which no requirement tells the length."""
    assert breaches(contract("a reference that is an id"), "nothing_given_is_lost") == []


@pytest.mark.parametrize(
    ("broken", "others", "lost"),
    [
        ("half days", {"/windows/0": MORNING}, False),
        ("half days", {}, True),
        ("half days, always the second", {"/windows/0": MORNING}, True),
    ],
)
def test_a_field_that_cannot_change_alone_changes_with_the_rest(broken, others, lost):
    """A start that has one end alone is tried with the other window that the author gives."""
    made = type("TestHalves", (Contract,), {"provider": build(broken), "others": others})
    found = breaches(made, "nothing_given_is_lost")

    assert {line.split(" ")[0].strip(":") for line in found} == (
        {"/windows/0/start", "/windows/0/end"} if lost else set()
    )


def test_an_account_that_logs_in_passes():
    """Its first request is the login, with a secret of its own."""
    assert breaches(contract("a login of its own"), "accounts_share_nothing") == []


def test_a_refusal_that_is_shown_may_be_read_so():
    """A vendor whose refusals have no state may be taken at its word; nobody else."""
    said = (reply("POST", "/vans", 201, {"id": "van_1", "error": "no van"}),)
    made = {"provider": build("a yes without state taken for a no"), "refusals": said}

    assert breaches(type("TestTold", (Contract,), made), "odd_values_hide_no_booking") == []


def test_what_was_printed_is_told_without_the_secret():
    """A report of a leak is none itself."""
    told = breaches(contract("a secret printed"), "no_secret_is_seen")

    assert "a credential is logged or printed: with [token]…" in told
    assert not any("acme-token" in line for line in told)


def test_what_is_made_from_the_rest_has_to_be_named():
    """A signature changes with each field; its author says so, and no other place is excused."""
    signed = {"provider": build("a signature"), "derived": ("header x-signature",)}

    assert breaches(contract("a signature"), "nothing_is_invented")
    assert breaches(type("TestSigned", (Contract,), signed), "nothing_is_invented") == []
    signed |= {"provider": build("an invented phone")}
    assert breaches(type("TestInvented", (Contract,), signed), "nothing_is_invented")


def of_arrays(broken: str = "", **more) -> type[ProviderContract]:
    return type("TestArrays", (ArrayContract,), {"provider": build(broken, read_array), **more})


def test_a_good_plugin_whose_pages_are_arrays_passes():
    """An empty one of those is an empty page, and no answer that cannot be read."""
    card = score(of_arrays())

    assert {line.rule for line in card.lines if line.state == "missing"} == NOT_HERE


@pytest.mark.parametrize(
    ("broken", "bodies"),
    [
        ("an empty page for no list", {"{}"}),
        ("an empty page for anything", {"{}", '{"error": {"message"', "7"}),
    ],
)
def test_pages_that_are_arrays_excuse_no_other_garbage(broken, bodies):
    """An object, an error or a number in place of an array is not an empty page."""
    found = breaches(of_arrays(broken), "an_unreadable_answer_is_no_success")

    assert {line.split(" ends in ")[0] for line in found} == {
        f"list: HTTP 200 with {body.encode()!r}" for body in bodies
    }


def test_an_empty_array_is_excused_in_a_listing_alone():
    """A look-up that is answered with an array has found nothing if that is empty."""

    async def get(account, pickup_id):
        await Call("GET", f"/vans/{pickup_id}", lambda answer: decode(answer.content))
        known = {"provider": account.provider, "account": account.name}
        return Pickup(**known, id=pickup_id, status=PickupStatus.UNKNOWN)

    provider = build()
    provider.operations["get"] = get
    replies = (reply("GET", "/vans/van_1", 200, [VAN]), *Contract.replies)
    made = type("TestFound", (Contract,), {"provider": provider, "replies": replies})

    found = breaches(made, "an_unreadable_answer_is_no_success")
    assert any(line.startswith("get: HTTP 200 with b'[]'") for line in found)


def test_every_rule_about_behaviour_has_caught_somebody():
    """A rule that no bad plugin breaks proves nothing; those left are the library's own work."""
    by_the_library = {"required_fields_are_demanded", "no_address_is_told_in_errors"}
    about_what_is_there = {
        "a_lost_booking_can_be_looked_for", "credentials_can_be_proved", "error_bodies_are_known",
        "importing_it_is_light", "it_works_over_a_socket", "there_is_a_sandbox",
    }  # fmt: skip

    caught = {*CAUGHT.values(), *test_orders.CAUGHT.values(), *test_cassettes.CAUGHT.values()}
    assert RULES.keys() - caught == by_the_library | about_what_is_there | NOT_HERE


def test_what_is_not_there_is_missed():
    """A provider that only books is told what it lacks, and how far it has come."""
    bare = Provider("bare", title="Bare", settings=Settings, connect=None)
    bare.operations["create"] = build().operations["create"]
    missed = type("TestBare", (Contract,), {"provider": bare, "errors": ()})

    for name in ("a_lost_booking_can_be_looked_for", "credentials_can_be_proved"):
        assert breaches(missed, name)
    assert breaches(missed, "error_bodies_are_known")
    assert breaches(missed, "there_is_a_sandbox")
    socket = next(line for line in score(missed).lines if line.rule == "it_works_over_a_socket")
    assert (socket.state, socket.why) == ("exempt", ("there is no sandbox",))


def test_a_plugin_that_loads_too_much_is_caught():
    """Importing a plugin must not import a server, as this one's home does."""
    heavy = build()
    heavy.operations["create"] = serve

    assert breaches(type("TestHeavy", (Contract,), {"provider": heavy}), "importing_it_is_light")


@pytest.fixture
def shared(tmp_path, monkeypatch):
    """Give a plugin in a package that several share, which does its work in a module below."""
    home = tmp_path / "zz_shared" / "vans"
    home.mkdir(parents=True)
    (home / "__init__.py").touch()
    (home / "work.py").write_text("import httpx\n")
    monkeypatch.syspath_prepend(tmp_path)

    async def create(account, request):
        """Book nothing."""

    create.__module__ = "zz_shared.vans.work"
    provider = Provider("shared", title="Shared", settings=Settings, connect=None)
    provider.create(create)
    return type("TestShared", (Contract,), {"provider": provider}), home


def test_a_package_that_several_share_is_found(shared):
    """Its mark of being typed is in the plugin's own part."""
    made, home = shared

    assert breaches(made, "it_is_typed")
    (home / "py.typed").touch()
    assert breaches(made, "it_is_typed") == []


def test_what_the_operations_need_is_loaded_too(shared):
    """An empty package does not hide what its modules import."""
    assert breaches(shared[0], "importing_it_is_light") == [
        "import zz_shared.vans.work loads httpx"
    ]


class Replaced(Contract):
    """One test is replaced, one is excused, one is gone."""

    provider = build("a name in capitals")
    test_times_are_aware = None

    def test_is_named_and_numbered(self):
        """Pass."""

    @pytest.mark.xfail(strict=True, reason="there is no harmless call")
    def test_credentials_can_be_proved(self):
        """Say why."""


def test_a_test_that_is_replaced_is_noticed():
    """Only a strict xfail with its reason may stand in for a test of the contract."""
    with pytest.raises(AssertionError) as caught:
        Replaced().test_the_contract_is_whole()

    assert "test_is_named_and_numbered is replaced" in str(caught.value)
    assert "test_times_are_aware is replaced" in str(caught.value)
    assert "credentials" not in str(caught.value)


def test_no_word_of_the_authors_switches_a_rule_off():
    """Whatever a contract defines of its own, the rules are the library's."""
    silent = {"provider": build("a name in capitals"), "broken": lambda *_: []}
    card = score(type("TestSilent", (Contract,), silent))

    assert "is_named_and_numbered" in {x.rule for x in card.lines if x.state == "missing"}


@pytest.mark.parametrize("own", [None, lambda _: None])
def test_the_test_that_looks_after_the_others_is_looked_after(own):
    """Without it the card is of no level, whatever the rest keeps."""
    made = type("TestUnguarded", (Contract,), {"provider": build(), GUARD: own})
    card = score(made)

    assert tampered(made) == [f"{GUARD} is replaced; leave it alone"]
    assert (card.level, card.lines[0].why) == (0, tuple(tampered(made)))


def test_a_card_is_text_data_and_a_table():
    """The level is the highest of which nothing is missing; each form tells the reasons."""
    lines = (
        Line("one", 1, "It works", "done"),
        Line("two", 2, "It is safe", "exempt", ("there is no such thing",)),
        Line("three", 3, "It is whole", "missing", ("something is not there",)),
    )
    card = Scorecard("acme", lines)

    assert card.level == card.fields()["level"] == 2
    assert card.text().startswith("acme: level 2 of 3, safe\n")
    assert "MISSING It is whole\n            something is not there" in card.text()
    assert "| 2 safe | It is safe | exempt: there is no such thing |" in card.markdown()
    assert Scorecard("acme", lines[:2]).level == 3
