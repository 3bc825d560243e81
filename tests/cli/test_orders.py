"""Commands about orders, and bookings made of them."""

import json

import pytest
from click.testing import CliRunner

from pickupkit.cli import main
from pickupkit.demo import accounts, applications
from pickupkit.sandbox import Sandbox, World

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
    assert head.split()[:3] == ["NUMBER", "ORDERED", "STATUS"]
    assert first.split()[0] == found[0]["number"] == "N-250"
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
    assert run("orders", "show", "9").exit_code == 3


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
