"""Commands about orders, and bookings made of them."""

import json
from contextlib import closing
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx
import pytest
from attrs import evolve, fields_dict
from click.testing import CliRunner

from pickupkit import (
    Address,
    Customs,
    Money,
    Order,
    OrderItem,
    OrderQuery,
    Parcels,
    PickupKit,
    ShipWith,
    TaxNumber,
    Weight,
)
from pickupkit.cli import main
from pickupkit.cli._from_orders import _groups, _ours
from pickupkit.cli._orders import show_order
from pickupkit.cli._say import echo_json
from pickupkit.demo import accounts, applications
from pickupkit.journal import Entry, Journal, State, as_url
from pickupkit.sandbox import Sandbox, World

AMSTERDAM = "Europe/Amsterdam"
REQUEST = """
carrier = "dhl_express"
[address]
name = "Goods Out"
line1 = "Stationsplein"
house_number = "1"
postal_code = "3511 ED"
city = "Utrecht"
country = "NL"
phone = "+31201234567"
[[windows]]
date = "+2 working days"
from = "13:00"
until = "17:00"
tz = "Europe/Amsterdam"
"""


@pytest.fixture(scope="module")
def url():
    with Sandbox(applications(World(seed=1), "sendcloud")) as sandbox:
        yield sandbox.url


@pytest.fixture
def run(url, tmp_path, monkeypatch):
    keys = accounts(url)["sendcloud"]
    lines = [f'{key} = "{value}"' for key, value in keys.items()]
    config = tmp_path / "pickupkit.toml"
    config.write_text("journal = 'off'\n[accounts.shop]\n" + "\n".join(lines), encoding="utf-8")
    config.chmod(0o600)
    (tmp_path / "request.toml").write_text(REQUEST, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, ["--config", str(config), *words])


def listed(run, *words):
    done = run("orders", "list", "--json", *words)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["orders"]


def test_orders_are_listed_as_a_table_and_as_json(run):
    """Newest first, with all that a shop wants to see."""
    done = run("orders", "list", "--created-from", "2026-09-03")
    found = listed(run, "--created-from", "2026-09-03")

    head, first = done.stdout.splitlines()[:2]
    ordered = datetime.fromisoformat(found[0]["ordered_at"]).astimezone(ZoneInfo(AMSTERDAM))
    assert head.split()[:3] == ["NUMBER", "ORDERED", "STATUS"]
    assert first.split()[0] == found[0]["number"] == "N-250"
    assert f"{ordered:%d %b %Y %H:%M %Z}" in first, "on the wall clock of the account's site"
    assert len(done.stdout.splitlines()) == len(found) + 1


def test_filters_stand_apart_or_together(run):
    """Options, or the whole query in one; not both."""
    apart = listed(run, "--status", "unshipped", "--integration", "41", "--sort", "-number")
    together = listed(run, "--where", "status=unshipped&integrations=41&sort=-number")

    assert apart == together != []
    assert run("orders", "list", "--where", "status=a", "--status", "b").exit_code == 2


@pytest.mark.parametrize("words", [("--sort", "pk"), ("--page-size", "900"), ("--where", "x=1")])
def test_a_wrong_filter_is_refused_before_anything_is_sent(run, words):
    """With exit code 2."""
    done = run("orders", "list", *words)

    assert done.exit_code == 2
    assert "nothing was sent" in done.stderr


def test_one_order_is_shown(run):
    """With its items; one that is not there is an error."""
    done = run("orders", "show", "1001")

    assert done.exit_code == 0
    assert "item" in done.stdout
    assert "N-1" in done.stdout
    assert " CEST" in done.stdout
    assert run("orders", "show", "9").exit_code == 3


def test_as_json_an_order_has_each_of_its_fields(capsys):
    """Also those that its repr leaves out, as they may be somebody's."""
    item = OrderItem(properties={"engraving": "for Nora"})
    customs = Customs(tax_numbers=(TaxNumber(of="sender", value="NL1"),))
    order = Order(
        provider="p", account="a", id="1", items=(item,), notes="ring", customs=customs
    )  # fmt: skip

    echo_json(order)

    told = json.loads(capsys.readouterr().out)
    assert told.keys() == fields_dict(Order).keys()
    assert (told["notes"], told["items"][0]["properties"]) == ("ring", {"engraving": "for Nora"})
    assert told["customs"]["tax_numbers"][0]["value"] == "NL1"


def test_an_order_is_shown_a_line_for_each_thing(capsys):
    """Whatever ends of lines its shop wrote; what is not known is a dash."""
    item = OrderItem(name="Mug\nid         9", total_price=Money("2", "EUR"))

    order = Order(provider="p", account="a", id="1", number="N\r\n1", items=(item, OrderItem()))

    show_order(order, None)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "number     N 1"
    assert lines[-3:] == ["id         1", "item       - x Mug id 9  2 EUR", "item       - x -"]


def test_orders_that_cannot_be_weighed_are_told(run):
    """Nothing is booked of them."""
    query = "status=unshipped"
    done = run("create", "request.toml", "--from-orders", query)

    assert done.exit_code == 2
    assert "/parcels/0/weight" in done.stderr
    assert "without a weight, such as N-" in done.stderr


def test_a_pickup_is_made_of_orders(run):
    """Those for its carrier are counted and weighed, the others told."""
    weighed = [
        order for order in listed(run, "--status", "unshipped")
        if order["ship_with"] and order["ship_with"]["carrier"] == "dhl_express"
        and all(item["weight"] for item in order["items"]) and not order["is_local_pickup"]
    ]  # fmt: skip
    number = weighed[0]["number"]

    done = run("create", "request.toml", "--from-orders", f"number={number}", "--dry-run")
    none = run("create", "request.toml", "--from-orders", "number=nobody's")

    assert done.exit_code == 0, done.output
    assert '"quantity":1' in done.stdout
    assert none.exit_code == 2
    assert "no order is to be shipped with dhl_express" in none.stderr


UPS = REQUEST.replace('"dhl_express"', '"ups"') + "[[parcels]]\nquantity = 1\n"


def test_a_group_in_the_file_says_what_each_parcel_is_like(run, tmp_path):
    """UPS wants to know how they go, and where, which the orders tell."""
    path = tmp_path / "ups.toml"
    path.write_text(UPS + 'service = "standard"\n', encoding="utf-8")
    [first, *_] = [
        order["number"]
        for order in listed(run, "--status", "unshipped")
        if order["ship_with"] and order["ship_with"]["carrier"] == "ups"
        and all(item["weight"] for item in order["items"]) and not order["is_local_pickup"]
    ]  # fmt: skip

    done = run("create", str(path), "--from-orders", f"number={first}", "--json")

    assert done.exit_code == 0, done.output
    [item] = json.loads(done.stdout)["raw"]["items"]
    assert (item["quantity"], item["shipping_option"]) == (1, "standard")
    assert item["destination_country_code"] == "NL"


@pytest.mark.parametrize(
    "more", ['weight = "1 kg"', "[[parcels]]\nquantity = 1", "overweight = true\nquantity = 2"]
)
def test_how_many_and_how_heavy_the_orders_say(run, tmp_path, more):
    """A file that says so too is refused before they are asked for."""
    path = tmp_path / "ups.toml"
    text = UPS.replace("quantity = 1\n", "") if "quantity = 2" in more else UPS
    path.write_text(text + more, encoding="utf-8")

    done = run("create", str(path), "--from-orders", "status=unshipped")

    assert done.exit_code == 2
    assert "/parcels: orders take its place" in done.stderr


def test_what_else_is_wrong_is_told_before_orders_are_asked_for(run, tmp_path):
    """They may be many."""
    path = tmp_path / "poor.toml"
    path.write_text(REQUEST.replace('city = "Utrecht"\n', ""), encoding="utf-8")

    done = run("create", str(path), "--from-orders", "status=unshipped")

    assert (done.exit_code, done.stderr.splitlines()[1:]) == (
        2,
        ["  /address/city: is required  [Sendcloud API v3, Create a pickup]"],
    )


def test_parcels_are_told_apart_by_where_they_go():
    """A group for each country, where the carrier wants to know."""
    orders = [
        Order(
            provider="p", account="a", id=str(number), ship_to=Address(country=country),
            weight=Weight(number), ship_with=ShipWith(option="ups:x", carrier="ups"),
        )
        for number, country in enumerate(("NL", "GB", "NL"), 1)
    ]  # fmt: skip
    pattern = Parcels(quantity=1, service="express")

    apart = {group.destination_country: group for group in _groups(pattern, orders, apart=True)}
    [whole] = _groups(pattern, orders, apart=False)

    assert apart["NL"] == evolve(pattern, quantity=2, weight=Weight(4), destination_country="NL")
    assert apart["GB"] == evolve(pattern, weight=Weight(2), destination_country="GB")
    assert whole == evolve(pattern, quantity=3, weight=Weight(6))


def test_an_order_is_for_the_carrier_that_it_was_told_with_last():
    """One that changes while the pages are read comes twice."""
    told = [
        {"id": number, "shipping_details": {"ship_with": {"properties": {
            "shipping_option_code": f"{carrier}:any"}}}}
        for number, carrier in (("1", "dhl"), ("2", "dhl"), ("1", "ups"))
    ]  # fmt: skip
    answer = httpx.MockTransport(lambda _: httpx.Response(200, json={"data": told}))
    keys = {"provider": "sendcloud", "public_key": "public", "secret_key": "secret"}

    with PickupKit({"shop": keys}, transport=answer, journal="off") as kit:
        assert [order.id for order in _ours(kit, "shop", "dhl", OrderQuery())] == ["2"]


def test_a_blank_filter_is_no_filter_forgotten(run):
    """An empty variable in a script would list everything."""
    assert run("orders", "list", "--status", "").exit_code == 2


def test_a_template_is_printed(run):
    """For an account or a provider."""
    done = run("requirements", "sendcloud", "fedex", "--template")

    assert done.exit_code == 0
    assert done.stdout.startswith("# A pickup by fedex through sendcloud.")


def test_showing_can_wait_for_the_carrier(run, tmp_path):
    """It was announcing when it was booked."""
    (tmp_path / "request.toml").write_text(
        REQUEST + '[[parcels]]\nquantity = 2\nweight = "3 kg"\n', encoding="utf-8"
    )
    booked = json.loads(run("create", "request.toml", "--json").stdout)

    done = run("show", booked["id"], "--wait", "--every", "0.1", "--json")

    assert booked["status"] == "requested"
    assert json.loads(done.stdout)["status"] == "confirmed"


def test_without_a_key_orders_are_not_booked_beside_what_is_unknown(run, tmp_path):
    """With one more order in, the same command would be another request: a second van."""
    config, path = tmp_path / "pickupkit.toml", tmp_path / "journal.sqlite"
    config.write_text(config.read_text("utf-8").replace("'off'", f"'{path}'"), encoding="utf-8")
    asked = ("create", "request.toml", "--from-orders", "status=unshipped")
    intent = Entry(key="lost", account="shop", provider="sendcloud", request_hash="0" * 64)
    with closing(Journal(as_url(str(path)))) as journal:
        lost = evolve(journal.begin(intent, {}), state=State.UNKNOWN)
        journal.settle(lost)

        refused = run(*asked)
        named = run(*asked, "--key", "own")

    assert refused.exit_code == 2
    assert "/key: is needed: 1 booking of shop may or may not be booked" in refused.output
    assert "/key" not in named.output
