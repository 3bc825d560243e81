"""A template passes validation once its blanks are filled, and not before."""

import re
import tomllib
from datetime import timedelta

import pytest

from pickupkit import InvalidRequest, PickupKit
from pickupkit.demo import ACCOUNTS
from pickupkit.request_file import load_request
from pickupkit.template import MARK, template
from pickupkit_sendcloud._carriers import CARRIERS as V3
from pickupkit_sendcloud.v2._carriers import CARRIERS as V2

FILLED = {
    "name": "Goods Out",
    "company": "Example Books",
    "line1": "Stationsplein 1",
    "postal_code": "28013",
    "city": "Utrecht",
    "state": "IT-RM",
    "phone": "+31201234567",
    "email": "dock@example.com",
    "tz": "Europe/Amsterdam",
    "weight": "31.5 kg",
    "reference": "order-1001",
    "destination_country": "GB",
    "closes_at": "17:30",
    "customer_account_number": "CUS0001",
    "trading_location_id": "LOC0001",
    "carrier": "usps",
    "carrier_account": "3f9a1c07b2d84e6f9a5513c0de7b4421",
    "instructions": "Ring at gate B",
    "country": "NL",
}
BLANK = re.compile(rf'^(\w+) = (""|\[""\]) +# {MARK}(.*)$')
CASES = [
    *(("v3", code) for code in V3),
    *(("v2", code) for code in V2),
    ("shippo", "usps"),
    ("shippo", "dhl_express"),
    ("shippo", None),
    ("easypost", None),
    ("easypost", "USPS"),
]


@pytest.fixture(scope="module")
def kit():
    keys = ACCOUNTS["sendcloud"] | {"provider": "sendcloud"}
    accounts = {name: ACCOUNTS[name] | {"provider": name} for name in ("shippo", "easypost")}
    versions = {api: keys | {"api": api} for api in ("v2", "v3")}
    with PickupKit({**accounts, **versions}, journal="off") as kit:
        yield kit


def filled(line):
    match = BLANK.match(line)
    if match is None:
        return line
    key, blank, words = match.groups()
    choices = re.search(r"one of ([^;]+)", words)
    value = choices[1].split(", ")[0] if choices else FILLED.get(key, "shp_1")
    if key == "country" and (single := re.search(r"(?::|;) ([A-Z]{2})(?:;|$)", words)):
        value = single[1]
    return f'{key} = ["{value}"]' if blank != '""' else f'{key} = "{value}"'


def written(kit, account, carrier):
    return template(account, carrier, kit.requirements(account, carrier))


@pytest.mark.parametrize(("account", "carrier"), CASES)
def test_a_filled_template_is_valid(kit, account, carrier, tmp_path):
    """For every carrier, with nothing but the marked blanks filled in."""
    path = tmp_path / "pickup.toml"
    lines = written(kit, account, carrier).splitlines()
    path.write_text("\n".join(map(filled, lines)), encoding="utf-8")

    assert [str(p) for p in kit.validate(account, load_request(path))] == []


@pytest.mark.parametrize(("account", "carrier"), CASES)
def test_an_unfilled_template_is_not(kit, account, carrier, tmp_path):
    """It is TOML as it stands, and cannot be booked by mistake."""
    path = tmp_path / "pickup.toml"
    path.write_text(written(kit, account, carrier), encoding="utf-8")
    tomllib.loads(path.read_text(encoding="utf-8"))

    with pytest.raises(InvalidRequest):
        load_request(path)


@pytest.mark.parametrize(("account", "carrier"), CASES)
def test_what_is_optional_may_be_taken_out_of_its_comment(kit, account, carrier):
    """Every line behind a # is TOML too."""
    text = written(kit, account, carrier)
    opened = re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)

    assert tomllib.loads(opened)["address"]


def test_a_bound_on_the_whole_is_kept(kit):
    """Correos takes ten parcels or more at API v2."""
    assert "quantity = 10 " in written(kit, "v2", "correos")
    assert "quantity = 1" in written(kit, "v3", "correos")


def test_what_a_provider_knows_not_is_not_asked_for(kit):
    """Shippo has shipments and no parcels, Sendcloud the other way round."""
    assert "[[parcels]]" not in written(kit, "shippo", "usps")
    assert "shipments" not in written(kit, "v3", "dhl_express")


def test_what_is_said_of_a_windows_end_stands_beside_it(kit):
    """Else EasyPost's advice would be met only when the buy fails."""
    [line] = [line for line in written(kit, "easypost", None).splitlines() if "until" in line]

    assert "two to four hours within 8:00 and 17:00" in line


def test_the_window_of_a_template_is_one_that_is_advised(kit, tmp_path):
    """At EasyPost one that is too long fails only when it is bought."""
    path = tmp_path / "pickup.toml"
    path.write_text("\n".join(map(filled, written(kit, "easypost", None).splitlines())), "utf-8")
    [window] = load_request(path).windows

    assert timedelta(hours=2) <= window.end - window.start <= timedelta(hours=4)
