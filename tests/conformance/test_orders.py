"""The kit at orders: a good plugin passes, and each bad one is caught by the rule meant for it."""

import pytest

from pickupkit.testing import RULES, ProviderContract, score
from pickupkit.testing._contract import bench_of, breaches
from tests.conformance._shop import Contract, build

CAUGHT = {
    "announced and refused": "what_is_registered_works",
    "another request under asyncio": "both_faces_give_the_same",
    "a closed enum": "unknown_words_survive",
    "an unknown status renamed": "unknown_words_survive",
    "success without an id": "no_success_without_an_id",
    "a crash on odd values": "odd_values_hide_no_booking",
    "a currency made up": "nothing_is_read_from_nowhere",
    "a quantity made up": "nothing_is_read_from_nowhere",
    "a raw order of its own": "the_raw_answer_is_kept",
    "a dropped filter": "a_query_is_kept_or_refused",
    "an order of sorting that is ignored": "a_query_is_kept_or_refused",
    "a filter refused too late": "a_query_is_kept_or_refused",
    "a listing that tells otherwise": "an_order_is_told_alike",
    "a dropped weight": "nothing_of_an_order_is_lost",
    "amounts through floats": "amounts_are_exact",
    "a 503 as an empty success": "an_error_is_never_an_empty_success",
    "a crash on error bodies": "an_error_is_never_an_empty_success",
    "an empty page for no list": "an_unreadable_answer_is_no_success",
    "a broken connection told as nothing found": "a_broken_connection_is_a_typed_error",
    "naive times": "times_are_aware",
    "times of another instant": "times_are_those_of_the_answer",
    "a lost last page": "every_page_is_read",
    "a listing lost by one bad item": "a_bad_item_loses_no_other",
    "an endless cursor": "a_listing_ends",
    "a foreign link followed": "credentials_stay_at_home",
    "a fixed host": "accounts_share_nothing",
}
"""Ways to be wrong about orders, and the rule that each breaks."""

BARE = {
    "error_bodies_are_known", "it_is_typed", "it_is_installed", "there_is_a_sandbox",
    "credentials_can_be_proved",
}  # fmt: skip
"""What a provider that is made in a test, and lists orders alone, cannot keep."""


def contract(broken: str = "", **more) -> type[ProviderContract]:
    return type(f"Test{abs(hash(broken))}", (Contract,), {"provider": build(broken), **more})


@pytest.mark.parametrize("how", ["", "orders alone"])
def test_a_good_plugin_passes(how):
    """No rule is too strict for orders that are looked up, nor for those that are listed alone."""
    unread = ("/order/lines/*/links", "/orders/*/lines/*/links")
    card = score(contract(how, unread=unread))

    assert {line.rule: line.why for line in card.lines if line.state == "missing"}.keys() == BARE


@pytest.mark.parametrize("broken", CAUGHT)
def test_a_bad_plugin_is_caught(broken):
    """Each way to be wrong breaks the rule that is meant for it."""
    assert breaches(contract(broken), CAUGHT[broken])


@pytest.mark.parametrize("login", [False, True])
@pytest.mark.parametrize(
    "broken",
    [
        "a closed enum", "a crash on odd values", "a currency made up", "a dropped weight",
        "amounts through floats", "a raw order of its own", "success without an id",
        "times of another instant",
    ],
)  # fmt: skip
def test_a_listing_is_looked_at_where_nothing_else_is(broken, login):
    """Who lists orders and cannot look one up is held to the same, also behind a login."""
    made = contract(provider=build(broken, login=login))
    del made.provider.operations["order"]

    assert breaches(made, CAUGHT[broken])


@pytest.mark.parametrize(
    "name", [rule.name for rule in RULES.values() if "orders" in str(rule.needs)]
)
def test_a_rule_about_orders_is_for_those_who_have_them(name):
    """A provider without orders is not asked for them."""
    none = build()
    none.operations.clear()
    none.operations["check"] = len

    assert RULES[name].skipped(bench_of(contract(provider=none))) == (
        f"there is no {RULES[name].needs[0]}"
    )


def test_a_value_that_is_read_nowhere_has_to_be_named():
    """What ``raw`` alone keeps is named by its place; what is no order's need not be."""
    told = breaches(contract(unread=()), "nothing_of_an_order_is_lost")

    assert told == ["order: /order/lines/0/links/shelf, here 'A7', is nowhere in the order"]
    assert breaches(contract(unread=("/order/lines",)), "nothing_of_an_order_is_lost") == []
