"""Shippo's stand-in answers as was seen and documented; each answer fits the description."""

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from openapi_core.testing import MockRequest, MockResponse

from pickupkit.plugin.sandbox import Clock, World
from pickupkit_shippo.sandbox import TRIGGERS, create_app

from ._specs import description

NOW = datetime(2026, 12, 1, 18, 22, 5, 310000, tzinfo=UTC)
HOST = "https://api.goshippo.com"
HEADERS = {"authorization": "ShippoToken shippo_test_example", "shippo-api-version": "2018-02-08"}
API = "shippo_pickups"
ADDRESS = {
    "name": "Dock Four",
    "company": "Lantern Books",
    "street1": "1820 Alder Ave",
    "street2": "Suite 12",
    "city": "Portland",
    "state": "OR",
    "zip": "97214",
    "country": "US",
    "phone": "+1 555 010 0123",
    "email": "dock@example.com",
}
LOCATION = {"building_location_type": "Knock on Door", "address": ADDRESS}
WANTED = {
    "carrier_account": "3f9a1c07b2d84e6f9a5513c0de7b4421",
    "location": LOCATION,
    "transactions": ["b81e6f0a4c5d4f3e8a7290d16c3fe95a"],
    "requested_start_time": "2026-12-02T17:00:00Z",
    "requested_end_time": "2026-12-02T21:00:00Z",
}
DHL = {"carrier_account": "dhl_account"}


def ask(app, method, path, **kwargs):
    async def send():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=HOST, headers=HEADERS) as client:
            return await client.request(method, path, **kwargs)

    return asyncio.run(send())


def create(app, *, headers=None, **changes):
    answer = ask(app, "POST", "/pickups", json=WANTED | changes, headers=headers)
    content_type = answer.headers["content-type"]
    reply = MockResponse(answer.content, answer.status_code, content_type=content_type)
    description(API).validate_response(MockRequest(HOST, "post", "/pickups"), reply)
    return answer


def created(app, **changes):
    answer = create(app, **changes)
    assert answer.status_code == 201, answer.text
    return answer.json()


def refused(app, **changes):
    answer = create(app, **changes)
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert bookings(app) == []
    return answer.json()


def bookings(app):
    return ask(app, "GET", "/_sandbox/state").json()["bookings"]


def at(**changes):
    return LOCATION | {"address": {k: v for k, v in (ADDRESS | changes).items() if v is not None}}


@pytest.fixture
def app():
    return create_app(World(clock=Clock(NOW), seed=1))


def test_a_confirmed_pickup_has_the_documented_keys(app):
    """A create is 201 with every key, messages null and is_test false with a test token."""
    pickup = created(app, metadata="order 7731")
    assert set(pickup) == {
        "object_created", "object_updated", "object_id", "carrier_account", "location",
        "transactions", "requested_start_time", "requested_end_time", "confirmed_start_time",
        "confirmed_end_time", "cancel_by_time", "status", "confirmation_code", "timezone",
        "messages", "metadata", "is_test",
    }  # fmt: skip
    assert (pickup["status"], pickup["messages"], pickup["is_test"]) == ("CONFIRMED", None, False)
    assert pickup["object_created"] == "2026-12-01T18:22:05.310Z"
    assert re.fullmatch(r"WTC\d{9}", pickup["confirmation_code"])
    assert pickup["metadata"] == "order 7731"


def test_confirmed_times_are_local_with_a_false_z(app):
    """Noon to midnight and eight o'clock are the address's wall clock, whatever the Z says."""
    pickup = created(app)
    assert pickup["timezone"] == "US/Pacific"
    assert pickup["confirmed_start_time"] == "2026-12-02T12:00:00Z"
    assert pickup["confirmed_end_time"] == "2026-12-02T23:59:59.999Z"
    assert pickup["cancel_by_time"] == "2026-12-02T08:00:00Z"


def test_the_confirmed_day_is_the_local_one(app):
    """05:00 UTC is the evening before in Portland."""
    times = {"requested_start_time": "2026-12-03T05:00:00Z"}
    pickup = created(app, requested_end_time="2026-12-03T06:00:00Z", **times)
    assert pickup["confirmed_start_time"] == "2026-12-02T12:00:00Z"


def test_requested_times_are_echoed_unchanged(app):
    """An offset or a fraction comes back as it was sent."""
    sent = "2026-12-02T12:00:00.815-05:00"
    assert created(app, requested_start_time=sent)["requested_start_time"] == sent


@pytest.mark.parametrize(
    ("state", "zone"),
    [("CA", "US/Pacific"), ("IL", "US/Central"), ("NY", "US/Eastern"), ("HI", "US/Hawaii"),
     ("AZ", "US/Arizona"), ("ZZ", "US/Eastern")],
)  # fmt: skip
def test_the_zone_goes_by_the_state(app, state, zone):
    """Zones have their old US names, as seen."""
    assert created(app, location=at(state=state))["timezone"] == zone


def test_the_echo_differs_from_what_was_sent(app):
    """A small d, a null building type, a phone in another form, an id on the address."""
    location = created(app)["location"]
    assert location["building_location_type"] == "Knock on door"
    assert (location["building_type"], location["instructions"]) == (None, "")
    assert location["address"]["phone"] == "0015550100123"
    assert set(location["address"]) == {*ADDRESS, "object_id"}


def test_other_spots_come_back_as_sent(app):
    """Only Knock on Door changes."""
    location = LOCATION | {
        "building_location_type": "Other",
        "instructions": "Behind the shed",
        "building_type": "suite",
    }
    got = created(app, location=location)["location"]
    assert {key: got[key] for key in location if key != "address"} == {
        key: value for key, value in location.items() if key != "address"
    }


@pytest.mark.parametrize("path", ["/pickups", "/pickups/"])
def test_both_paths_work_without_redirect(app, path):
    """The final slash does not matter, and no redirect loses the body."""
    assert ask(app, "POST", path, json=WANTED).status_code == 201


def test_the_version_header_may_be_missing():
    """Optional on paper, and accepted so."""
    app = create_app(World(clock=Clock(NOW)))

    async def send():
        transport = httpx.ASGITransport(app=app)
        headers = {"authorization": HEADERS["authorization"]}
        async with httpx.AsyncClient(transport=transport, base_url=HOST, headers=headers) as client:
            return await client.post("/pickups", json=WANTED)

    assert asyncio.run(send()).status_code == 201


def test_an_unusable_version_is_refused(app):
    """Shape f."""
    answer = create(app, headers={"shippo-api-version": "1999-01-01"})
    text = "The requested version is not available for this resource"
    assert (answer.status_code, answer.json()) == (400, {"error": text})


def test_faults_come_all_at_once_and_flat(app):
    """Shape a: the recorded answer, address fields without prefix."""
    past = {"requested_start_time": "2020-05-12T12:00:00Z"}
    body = refused(app, location=at(email=None), requested_end_time="2020-05-12T16:00:00Z", **past)
    assert body == {
        "email": ["This field is required."],
        "requested_start_time": ["requested_start_time is not a future date."],
        "requested_end_time": ["requested_end_time is not a future date."],
    }


def test_an_absent_address_is_named(app):
    """Shape b."""
    location = {"building_location_type": "Front Door"}
    assert refused(app, location=location) == {"address": ["This field is required."]}


def test_an_empty_request_names_every_field(app):
    """Everything that is needed is told at once."""
    answer = ask(app, "POST", "/pickups", json={})
    fields = {*WANTED}
    assert (answer.status_code, {*answer.json()}) == (400, fields)


@pytest.mark.parametrize(
    "field", ["name", "street1", "city", "state", "zip", "country", "email", "phone"]
)
def test_an_address_needs_more_than_the_description_says(app, field):
    """Email and phone are demanded too."""
    assert refused(app, location=at(**{field: None})) == {field: ["This field is required."]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"metadata": "x" * 101}, "metadata"),
        ({"metadata": 7}, "metadata"),
        ({"transactions": []}, "transactions"),
        ({"transactions": "x"}, "transactions"),
        ({"transactions": [1]}, "transactions"),
        ({"carrier_account": 1}, "carrier_account"),
        ({"requested_start_time": "2026-12-02T17:00:00"}, "requested_start_time"),
        ({"requested_start_time": "9999-12-31T23:59:59-01:00"}, "requested_start_time"),
        ({"requested_end_time": "2026-12-02T17:00:00Z"}, "requested_end_time"),
        ({"location": LOCATION | {"building_location_type": "knock on door"}},
         "building_location_type"),
        ({"location": LOCATION | {"building_location_type": "Other"}}, "instructions"),
        ({"location": LOCATION | {"building_type": "Office"}}, "building_type"),
        ({"location": LOCATION | {"building_location_type": "Shipping Dock"}},
         "building_location_type"),
        ({"location": at(street1="x" * 36)}, "street1"),
        ({"location": 5}, "location"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(app, changes, field):
    """One fault, one key, one text."""
    body = refused(app, **changes)
    assert [*body] == [field]
    assert len(body[field]) == 1


def test_unknown_keys_are_tolerated(app):
    """is_test and others are ignored, as recorded."""
    assert created(app, is_test=True, anything=1)["is_test"] is False


def test_dhl_alone_takes_a_dock(app):
    """Two spots belong to DHL Express; its code has another form."""
    location = LOCATION | {"building_location_type": "Shipping Dock"}
    assert created(app, location=location, **DHL)["confirmation_code"].startswith("PRG")


def test_a_used_transaction_is_refused(app):
    """Shape d names the transaction."""
    created(app)
    answer = create(app, **DHL)
    text = f"Transaction {WANTED['transactions'][0]} already has a pickup scheduled."
    assert (answer.status_code, answer.json()) == (400, {"transactions": [text]})
    assert len(bookings(app)) == 1


def test_usps_comes_once_a_day(app):
    """Shape c for the same place and day; another day, place or carrier is another visit."""
    created(app)
    answer = create(app, transactions=["t2"])
    assert answer.status_code == 400
    assert answer.json()["messages"][0].startswith("You have already requested a USPS pickup")
    later = {"requested_end_time": "2026-12-03T21:00:00Z"}
    created(app, transactions=["t3"], requested_start_time="2026-12-03T17:00:00Z", **later)
    created(app, transactions=["t4"], location=at(zip="97215"))
    created(app, transactions=["t5"], **DHL)


def test_a_company_is_in_effect_demanded(app):
    """Shape c with the text about the company."""
    (text,) = refused(app, location=at(company=None))["messages"]
    assert text.startswith("The company name of the pickup address is invalid or missing.")


@pytest.mark.parametrize("account", ["ups_1", "fedex_1"])
def test_other_carriers_have_no_pickups(app, account):
    """Shape e."""
    body = refused(app, carrier_account=account)
    assert body == {"detail": "Carrier does not support pickups."}


def test_another_accounts_object_is_403(app):
    """Shape i."""
    answer = create(app, carrier_account="foreign_1")
    text = "You do not have permission to perform this action."
    assert (answer.status_code, answer.json()) == (403, {"detail": text})


def test_a_201_may_be_an_error(app):
    """Status ERROR holds nulls and no reason; the transaction is not used up."""
    pickup = created(app, metadata="sandbox:answer=error")
    unset = ("confirmed_start_time", "confirmed_end_time", "cancel_by_time", "confirmation_code")
    assert pickup["status"] == "ERROR"
    assert {pickup[key] for key in (*unset, "messages")} == {None}
    assert pickup["location"]["instructions"] is None
    assert pickup["timezone"] == "US/Pacific"
    assert not bookings(app)[0]["booked"]
    assert created(app)["status"] == "CONFIRMED"


def test_a_201_may_be_pending(app):
    """Status PENDING has no code yet, and cannot be asked for again."""
    pickup = created(app, metadata="order 1 sandbox:answer=pending")
    assert (pickup["status"], pickup["confirmation_code"]) == ("PENDING", None)


@pytest.mark.parametrize(
    ("scene", "keys", "words"),
    [
        ("service", {"messages"}, "requires at least one transaction"),
        ("duplicate", {"messages"}, "already requested a USPS pickup"),
        ("duplicate-old", {"messages", "status"}, "already requested a USPS pickup"),
        ("company", {"messages"}, "company name"),
        ("version", {"error"}, "version is not available"),
    ],
)
def test_a_scene_may_refuse(app, scene, keys, words):
    """Each documented refusal can be had at will."""
    body = refused(app, metadata=f"sandbox:answer={scene}")
    assert {*body} == keys
    assert words in str(body)


def test_a_slow_carrier_books_all_the_same(app):
    """The caller is told of a failure; the state knows better."""
    answer = create(app, metadata="sandbox:answer=slow")
    assert answer.status_code == 400
    assert "taking too long" in answer.json()["messages"][0]
    assert bookings(app)[0]["booked"]


def test_the_rate_limit_is_no_json(app):
    """A 429 is plain text."""
    answer = create(app, metadata="sandbox:answer=429")
    assert (answer.status_code, answer.text) == (429, "Rate limit exceeded")


@pytest.mark.parametrize(
    ("value", "detail"),
    [
        ("", "Authentication credentials were not provided."),
        ("shippo_test_example", "Authentication credentials were not provided."),
        ("Basic YTpi", "Authentication credentials were not provided."),
        ("ShippoToken", "Authentication credentials were not provided."),
        ("ShippoToken example", "Token does not exist"),
        ("ShippoToken shippo_test_sandbox-inactive", "Token does not exist"),
    ],
)
def test_a_missing_or_unknown_token_is_401(app, value, detail):
    """Shape h, before anything else is looked at."""
    answer = create(app, headers={"authorization": value}, location=None)
    assert (answer.status_code, answer.json()) == (401, {"detail": detail})


@pytest.mark.parametrize("scheme", ["Bearer", "JWT"])
def test_other_tokens_are_accepted(app, scheme):
    """OAuth tokens and JWTs have no prefix of Shippo's."""
    assert create(app, headers={"authorization": f"{scheme} abc"}).status_code == 201


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/pickups"), ("DELETE", "/pickups/1"), ("POST", "/pickups/<b>")]
)
def test_what_shippo_does_not_offer_is_404_in_html(app, method, path):
    """No list, get or cancel."""
    answer = ask(app, method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert answer.text.startswith("<h1>Not Found</h1><p>The requested URL /v1/pickups")
    assert "<b>" not in answer.text


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff"])
def test_a_body_that_is_no_object_is_400(app, content):
    """Nothing is guessed."""
    assert ask(app, "POST", "/pickups", content=content).status_code == 400


def test_an_unknown_trigger_is_told(app):
    """A misspelt trigger is not silently a plain pickup."""
    assert "answer=error" in refused_by_sandbox(app, "sandbox:answer=eror")


def refused_by_sandbox(app, metadata):
    answer = ask(app, "POST", "/pickups", json=WANTED | {"metadata": metadata})
    assert answer.status_code == 400
    return answer.json()["sandbox"]


def test_every_trigger_is_in_the_documents():
    """The page for users names each trigger."""
    page = Path(__file__).parents[2] / "docs/sandbox.md"
    text = page.read_text(encoding="utf-8").partition("## Shippo")[2].partition("\n## ")[0]
    missing = [f"{n}={v}" for n in TRIGGERS for v in TRIGGERS[n] if f"sandbox:{n}={v}`" not in text]
    assert missing == []
