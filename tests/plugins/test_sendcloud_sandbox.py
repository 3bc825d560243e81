"""Sendcloud's stand-in answers as documented; each answer fits the description."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from openapi_core.testing import MockRequest, MockResponse

from pickupkit.plugin.sandbox import Clock, World
from pickupkit.sandbox import combine
from pickupkit_sendcloud.sandbox import TRIGGERS, create_app
from pickupkit_sendcloud.sandbox._carriers import CARRIERS

from ._specs import description

NOW = datetime(2026, 12, 7, 9, 20, 37, 957495, tzinfo=UTC)
HOST = "https://panel.sendcloud.sc"
PICKUPS = "/api/v3/pickups"
AUTH = ("public", "secret")
API = "sendcloud_pickups_v3"
ADDRESS = {
    "name": "Dock Four",
    "company_name": "Example Goods",
    "address_line_1": "Stadhuisplein",
    "house_number": "50",
    "postal_code": "5611EM",
    "city": "Eindhoven",
    "country_code": "NL",
    "email": "dock@example.com",
    "phone_number": "+15550100123",
    "state_province_code": "NL-NB",
}
WEIGHT = {"value": "14.50", "unit": "kg"}
ITEM = {"quantity": 20, "container_type": "parcel", "total_weight": WEIGHT}
SLOT = {"start_at": "2026-12-10T13:00:00Z", "end_at": "2026-12-10T15:00:00Z"}
WANTED = {
    "address": ADDRESS,
    "time_slots": [SLOT],
    "items": [ITEM],
    "quantity": 20,
    "total_weight": WEIGHT,
}
ORIGIN = {
    "package_location": "front",
    "building_part": "apartment",
    "building_part_description": "left door",
    "company_close_time": "17:00:00",
}
UPS_ITEM = ITEM | {"destination_country_code": "GB", "shipping_option": "express"}
EXTRAS = {
    "correos": {"items": [ITEM | {"volumetric_weight_kind": "small"}]},
    "dhl_parcel_gb": {"customer_account_number": "C1", "trading_location_id": "T1"},
    "fedex": {"origin_detail": ORIGIN},
    "ups": {"items": [UPS_ITEM], "is_overweight": False},
}


def ask(app, method, path, *, root="", auth=AUTH, **kwargs):
    async def send():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            return await client.request(method, root + path, auth=auth, **kwargs)

    answer = asyncio.run(send())
    if "/pickups" in path or "/user/" in path:
        validate(method, path, answer)
    return answer


def validate(method, path, answer):
    request = MockRequest(HOST, method.lower(), path.partition("?")[0].rstrip("/"))
    content_type = answer.headers.get("content-type", "")
    reply = MockResponse(answer.content, answer.status_code, content_type=content_type)
    description(API).validate_response(request, reply)


def body_for(carrier, **changes):
    wanted = {"carrier_code": carrier, **WANTED, **EXTRAS.get(carrier, {}), **changes}
    return {key: value for key, value in wanted.items() if value is not ...}


def create(app, carrier="dhl_express", **changes):
    return ask(app, "POST", PICKUPS, json=body_for(carrier, **changes))


def created(app, carrier="dhl_express", **changes):
    answer = create(app, carrier, **changes)
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


def read(app, pickup):
    return ask(app, "GET", f"{PICKUPS}/{pickup}").json()["data"]


def cancel(app, pickup):
    return ask(app, "POST", f"{PICKUPS}/{pickup}/cancel")


def faults(app, carrier="dhl_express", **changes):
    answer = create(app, carrier, **changes)
    assert answer.status_code == 400, answer.text
    assert all(error["status"] == "400" for error in answer.json()["errors"])
    return [(error["code"], error["source"]["pointer"]) for error in answer.json()["errors"]]


@pytest.fixture
def clock():
    return Clock(NOW)


@pytest.fixture
def app(clock):
    return create_app(World(clock=clock, seed=1))


def test_a_new_pickup_is_announcing_without_number(app):
    """201 with a wrapper: handed to the carrier, no more."""
    pickup = created(app, reference="order-17")
    assert (pickup["status"], pickup["tracking_number"]) == ("ANNOUNCING", "")
    assert pickup["created_at"] == "2026-12-07T09:20:37.957495Z"
    assert (pickup["cancelled_at"], pickup["contract_id"]) == (None, 10)
    assert pickup["reference"] == "order-17"
    assert pickup["special_instructions"] == ""
    assert (pickup["items"], pickup["time_slots"]) == ([ITEM], [SLOT])
    assert "quantity" not in pickup


def test_the_first_read_finds_it_created(app):
    """A later GET has the carrier's number, and the next one the same."""
    pickup = created(app)["id"]
    first = read(app, pickup)
    assert first["status"] == "CREATED"
    assert first["tracking_number"].startswith("PRG")
    assert read(app, pickup) == first


def test_a_list_is_a_read_too(app):
    """The list moves pickups on as well."""
    created(app)
    (listed,) = ask(app, "GET", PICKUPS).json()["data"]
    assert listed["status"] == "CREATED"


@pytest.mark.parametrize(
    ("scene", "seen"),
    [("failed", ["FAILED", "FAILED"]), ("slow", ["ANNOUNCING", "CREATED"])],
)
def test_an_announcement_may_fail_or_take_longer(app, scene, seen):
    """The scenes of announce."""
    pickup = created(app, reference=f"sandbox:announce={scene}")["id"]
    assert [read(app, pickup)["status"] for _ in seen] == seen


@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_carrier_takes_its_own_request(app, carrier):
    """All fifteen carriers of the documents can be booked and read."""
    pickup = created(app, carrier)
    assert pickup["carrier_code"] == carrier
    assert read(app, pickup["id"])["status"] == "CREATED"


def test_there_are_fifteen_carriers():
    """As many as the documents have."""
    assert len(CARRIERS) == 15


def test_ups_answers_without_its_own_address_fields(app):
    """Floor, room and the two flags are taken and not given back."""
    own = {"floor": "1", "room": None, "is_alternate_address": True, "is_residential": False}
    pickup = created(app, "ups", address=ADDRESS | own)
    assert pickup["address"] == ADDRESS
    assert pickup["total_weight"] == WEIGHT
    assert "is_overweight" not in pickup


def test_fedex_gives_its_origin_back(app):
    """origin_detail is echoed."""
    assert created(app, "fedex")["origin_detail"] == ORIGIN


def test_an_answer_may_be_sparse(app):
    """As FedEx's example: no status, no times, no number; a read has them."""
    pickup = created(app, "fedex", reference="sandbox:answer=sparse")
    assert set(pickup) == {
        "id", "address", "items", "reference", "cancelled_at", "carrier_code", "contract_id",
        "origin_detail",
    }  # fmt: skip
    assert read(app, pickup["id"])["time_slots"] == [SLOT]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"time_slots": ...}, ("required", "/time_slots")),
        ({"time_slots": []}, ("invalid", "/time_slots")),
        ({"time_slots": SLOT}, ("not_a_list", "/time_slots")),
        ({"time_slots": [SLOT, SLOT]}, ("invalid", "/time_slots")),
        ({"time_slots": [SLOT | {"start_at": "2026-12-10T13:00:00"}]},
         ("invalid", "/time_slots/0/start_at")),
        ({"time_slots": [SLOT | {"start_at": "20261210T130000Z"}]},
         ("invalid", "/time_slots/0/start_at")),
        ({"time_slots": [SLOT | {"start_at": "2026-12-07T09:00:00Z"}]},
         ("invalid", "/time_slots/0/start_at")),
        ({"time_slots": [SLOT | {"end_at": SLOT["start_at"]}]},
         ("invalid", "/time_slots/0/end_at")),
        ({"time_slots": [{"start_at": SLOT["start_at"]}]}, ("required", "/time_slots/0/end_at")),
        ({"time_slots": [SLOT | {"end_at": None}]}, ("null", "/time_slots/0/end_at")),
        ({"address": ...}, ("required", "/address")),
        ({"address": "x"}, ("invalid", "/address")),
        ({"address": ADDRESS | {"name": " "}}, ("invalid", "/address/name")),
        ({"address": ADDRESS | {"city": None}}, ("null", "/address/city")),
        ({"address": ADDRESS | {"country_code": "nl"}},
         ("invalid_choice", "/address/country_code")),
        ({"address": ADDRESS | {"email": "x"}}, ("invalid", "/address/email")),
        ({"items": []}, ("invalid", "/items")),
        ({"items": [ITEM | {"quantity": 0}]}, ("min_value", "/items/0/quantity")),
        ({"items": [ITEM | {"quantity": "2"}]}, ("invalid", "/items/0/quantity")),
        ({"items": [ITEM | {"quantity": True}]}, ("invalid", "/items/0/quantity")),
        ({"items": [ITEM | {"container_type": "pallet"}]},
         ("invalid_choice", "/items/0/container_type")),
        ({"items": [ITEM | {"total_weight": {"value": 2, "unit": "kg"}}]},
         ("invalid", "/items/0/total_weight/value")),
        ({"items": [ITEM | {"total_weight": {"value": "2", "unit": "st"}}]},
         ("invalid_choice", "/items/0/total_weight/unit")),
        ({"items": [{"quantity": 1, "container_type": "parcel"}]},
         ("required", "/items/0/total_weight")),
        ({"items": ..., "quantity": ...}, ("required", "/quantity")),
        ({"items": ..., "total_weight": ...}, ("required", "/total_weight")),
        ({"total_weight": []}, ("validation_error", "/total_weight")),
        ({"contract_id": "10"}, ("invalid", "/contract_id")),
        ({"carrier_code": ...}, ("required", "/carrier_code")),
        ({"carrier_code": "pigeon"}, ("invalid_choice", "/carrier_code")),
        ({"carrier_code": []}, ("invalid_choice", "/carrier_code")),
    ],
)  # fmt: skip
def test_a_wrong_field_is_pointed_at(app, changes, fault):
    """Each fault has a code and a pointer below /data."""
    assert faults(app, **changes) == [(fault[0], f"/data{fault[1]}")]


@pytest.mark.parametrize(
    ("carrier", "changes", "fault"),
    [
        ("dhl_express", {"address": {k: v for k, v in ADDRESS.items() if k != "phone_number"}},
         ("required", "/address/phone_number")),
        ("gls_it", {"address": ADDRESS | {"state_province_code": ""}},
         ("invalid", "/address/state_province_code")),
        ("fedex", {"origin_detail": ...}, ("required", "/origin_detail")),
        ("fedex", {"origin_detail": ORIGIN | {"company_close_time": "5pm"}},
         ("invalid", "/origin_detail/company_close_time")),
        ("ups", {"items": [ITEM | {"shipping_option": "express"}]},
         ("required", "/items/0/destination_country_code")),
        ("ups", {"is_overweight": "no"}, ("invalid", "/is_overweight")),
        ("correos", {"items": [ITEM]}, ("required", "/items/0/volumetric_weight_kind")),
        ("correos", {"reference": ""}, ("invalid", "/reference")),
        ("dhl_parcel_gb", {"trading_location_id": ...}, ("required", "/trading_location_id")),
        ("dhl_de", {"items": [ITEM | {"container_type": "pallet"}]},
         ("invalid_choice", "/items/0/container_type")),
        ("brt", {"time_slots": [SLOT] * 3}, ("invalid", "/time_slots")),
    ],
)  # fmt: skip
def test_carriers_have_rules_of_their_own(app, carrier, changes, fault):
    """What one carrier demands the next does not."""
    assert faults(app, carrier, **changes) == [(fault[0], f"/data{fault[1]}")]


@pytest.mark.parametrize(
    ("carrier", "changes"),
    [
        ("brt", {"time_slots": [SLOT, SLOT]}),
        ("fedex", {"time_slots": [SLOT | {"end_at": None}]}),
        ("dpd", {"time_slots": [{"start_at": SLOT["start_at"]}]}),
        ("dhl", {"items": [ITEM, ITEM | {"container_type": "pallet"}]}),
        ("dhl_de", {"items": [{"quantity": 3}]}),
        ("ups", {"items": [{k: v for k, v in UPS_ITEM.items() if k != "total_weight"}]}),
        ("dhl_express", {"quantity": ..., "total_weight": ...}),
        ("dhl_express", {"items": ...}),
        ("dhl_express", {"something": 1}),
    ],
)
def test_carriers_have_freedoms_of_their_own(app, carrier, changes):
    """Second slots, open ends, pallets, and items or totals."""
    created(app, carrier, **changes)


def test_all_faults_come_at_once(app):
    """An answer names every wrong field."""
    found = faults(app, "fedex", address={}, time_slots=..., origin_detail=...)
    assert len(found) == 8


def test_a_wrong_weight_has_the_documented_text(app):
    """The one documented 400, word for word."""
    (error,) = create(app, total_weight="2").json()["errors"]
    assert error == {
        "status": "400",
        "code": "validation_error",
        "detail": "Decimal input should be an integer, float, string or Decimal object",
        "source": {"pointer": "/data/total_weight"},
    }


def test_totals_may_be_required_or_refused(app):
    """The readings that documents leave open can be played."""
    reference = "sandbox:totals=required"
    left_out = {"quantity": ..., "total_weight": ...}
    assert [code for code, _ in faults(app, reference=reference, **left_out)] == ["required"] * 2
    reference = "sandbox:totals=refused"
    assert [code for code, _ in faults(app, reference=reference)] == ["unknown_field"] * 2
    assert faults(app, reference=reference, items=..., **left_out) == [("required", "/data/items")]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"1"])
def test_a_body_that_is_no_object_is_400(app, content):
    """Nothing is guessed."""
    assert ask(app, "POST", PICKUPS, content=content).status_code == 400


@pytest.mark.parametrize(
    ("scene", "http", "at_once", "later"),
    [
        ("200", 200, "CANCELLED", "CANCELLED"),
        ("202", 202, "CANCELLATION_REQUESTED", "CANCELLED"),
        ("202-failed", 202, "CANCELLATION_REQUESTED", "CANCELLATION_FAILED"),
        ("202-rejected", 202, "CANCELLATION_REQUESTED", "CANCELLATION_REJECTED"),
        ("409-data", 409, "CREATED", "CREATED"),
        ("409-failed-data", 409, "FAILED", "FAILED"),
    ],
)
def test_a_cancel_ends_in_one_of_four_classes(app, scene, http, at_once, later):
    """HTTP status, status at once, status that a read finds."""
    pickup = created(app, reference=f"sandbox:cancel={scene}")["id"]
    answer = cancel(app, pickup)
    assert (answer.status_code, answer.json()["data"]["status"]) == (http, at_once)
    found = read(app, pickup)
    assert found["status"] == later
    assert (found["cancelled_at"] is not None) == (later == "CANCELLED")


@pytest.mark.parametrize(("scene", "left"), [("409", "CREATED"), ("409-failed", "FAILED")])
def test_a_refused_cancel_has_an_error_body(app, scene, left):
    """A carrier that refuses leaves FAILED, one that never cancels leaves the status."""
    pickup = created(app, reference=f"sandbox:cancel={scene}")["id"]
    answer = cancel(app, pickup)
    assert (answer.status_code, answer.json()["errors"][0]["status"]) == (409, "409")
    assert read(app, pickup)["status"] == left


@pytest.mark.parametrize(("carrier", "http"), [("dhl_express", 200), ("ups", 202), ("fedex", 409)])
def test_without_a_trigger_the_carrier_decides(app, carrier, http):
    """Three carriers, three answers: this sandbox's choice."""
    assert cancel(app, created(app, carrier)["id"]).status_code == http


def test_a_started_slot_cannot_be_cancelled(app, clock):
    """From its start on a pickup stays as it is."""
    pickup = created(app)["id"]
    clock.advance(datetime(2026, 12, 10, 13, tzinfo=UTC) - NOW)
    assert cancel(app, pickup).status_code == 409
    assert read(app, pickup)["status"] == "CREATED"


def test_a_second_cancel_changes_nothing(app):
    """409, and the first cancel stands: this sandbox's choice."""
    pickup = created(app)["id"]
    assert cancel(app, pickup).status_code == 200
    assert cancel(app, pickup).status_code == 409
    assert read(app, pickup)["status"] == "CANCELLED"


def links(answer):
    parts = [part.split("; ") for part in answer.headers.get("link", "").split(", ") if part]
    return [(rel.removeprefix('rel="').rstrip('"'), url.strip("<>")) for url, rel in parts]


def test_list_items_have_the_short_form(app):
    """No address, items or reference; a country instead."""
    created(app)
    (listed,) = ask(app, "GET", PICKUPS).json()["data"]
    assert set(listed) == {
        "id", "carrier_code", "country", "tracking_number", "time_slots", "status", "created_at",
        "cancelled_at", "contract_id",
    }  # fmt: skip
    assert listed["country"] == "NL"


def walk(app, path, relation):
    pages = []
    while path is not None:
        answer = ask(app, "GET", path)
        pages.append([item["id"] for item in answer.json()["data"]])
        url = dict(links(answer)).get(relation)
        path = url.removeprefix(HOST) if url else None
    return pages, answer


def test_links_lead_through_all_pages_and_back(app):
    """Newest first; prev stands before next; the ends have no link outwards."""
    made = [created(app)["id"] for _ in range(5)][::-1]
    pages, last = walk(app, f"{PICKUPS}?page_size=2", "next")
    assert pages == [made[:2], made[2:4], made[4:]]
    assert [name for name, _ in links(last)] == ["prev"]
    back, first = walk(app, links(last)[0][1].removeprefix(HOST), "prev")
    assert back == [made[2:4], made[:2]]
    assert [name for name, _ in links(first)] == ["next"]
    middle = ask(app, "GET", links(first)[0][1].removeprefix(HOST))
    assert [name for name, _ in links(middle)] == ["prev", "next"]


def test_links_have_the_vendors_form(app):
    """A final slash, an escaped cursor of base64, the size that was asked for."""
    ids = [created(app)["id"] for _ in range(2)]
    (link,) = links(ask(app, "GET", f"{PICKUPS}/?page_size=1"))
    assert link == ("next", f"{HOST}{PICKUPS}/?cursor=cD0yOTQyNDg%3D&page_size=1")
    assert ids == [294247, 294248]


def test_a_single_page_has_no_link(app):
    """An empty or short list has no Link header at all."""
    assert "link" not in ask(app, "GET", PICKUPS).headers
    created(app)
    assert "link" not in ask(app, "GET", PICKUPS).headers


def test_links_hold_under_a_mount(app):
    """Below /sendcloud the links lead below /sendcloud."""
    for _ in range(2):
        created(app)
    roof = combine({"sendcloud": app})
    answer = ask(roof, "GET", f"{PICKUPS}?page_size=1", root="/sendcloud")
    ((_, url),) = links(answer)
    assert url.startswith(f"{HOST}/sendcloud{PICKUPS}/?cursor=")
    path = url.removeprefix(f"{HOST}/sendcloud")
    assert len(ask(roof, "GET", path, root="/sendcloud").json()["data"]) == 1


@pytest.mark.parametrize("size", ["0", "101", "x"])
def test_a_wrong_page_size_is_refused(app, size):
    """The parameter is named."""
    answer = ask(app, "GET", f"{PICKUPS}?page_size={size}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["source"] == {"parameter": "page_size"}


@pytest.mark.parametrize("cursor", ["x", "cj0x", "cD14", "/w=="])
def test_a_wrong_cursor_is_404(app, cursor):
    """Invalid cursor, as at the orders."""
    answer = ask(app, "GET", PICKUPS, params={"cursor": cursor})
    assert (answer.status_code, answer.json()["errors"][0]["detail"]) == (404, "Invalid cursor")


@pytest.mark.parametrize(("method", "path"), [("GET", "/1"), ("GET", "/x"), ("POST", "/1/cancel")])
def test_an_unknown_id_is_404(app, method, path):
    """The documented words."""
    answer = ask(app, method, PICKUPS + path)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"]) == (404, "not_found")
    assert error["detail"] == "No Pickup matches the given query."


def test_a_final_slash_does_not_matter(app):
    """No redirect on any path."""
    pickup = ask(app, "POST", f"{PICKUPS}/", json=body_for("dhl")).json()["data"]["id"]
    assert ask(app, "GET", f"{PICKUPS}/{pickup}/").status_code == 200
    assert ask(app, "GET", f"{PICKUPS}/").status_code == 200
    assert ask(app, "POST", f"{PICKUPS}/{pickup}/cancel/").status_code == 200
    assert ask(app, "GET", "/api/v3/user/auth/metadata/").status_code == 200


def test_a_key_can_be_checked(app):
    """The cheap call that tells who one is."""
    answer = ask(app, "GET", "/api/v3/user/auth/metadata")
    assert answer.json() == {"data": {"user_id": 1, "integration_id": 1}}
    assert ask(app, "GET", "/api/v3/user/auth/metadata", auth=None).status_code == 401


def test_no_credential_is_told_so(app):
    """The documented 401."""
    (error,) = ask(app, "GET", PICKUPS, auth=None).json()["errors"]
    assert error == {
        "status": "401",
        "code": "authentication_failed",
        "title": "No credentials",
        "detail": "Authentication credentials were not provided.",
    }


@pytest.mark.parametrize("value", ["Basic !", "Basic Og==", "Basic YTo=", "Token x", "Bearer"])
def test_a_wrong_credential_is_told_so(app, value):
    """The recorded 401."""
    headers = {"authorization": value}
    answer = ask(app, "GET", PICKUPS, auth=None, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["detail"] == "Invalid username/password."


def test_a_bearer_token_is_accepted(app):
    """OAuth2 is the documented alternative."""
    headers = {"authorization": "Bearer x"}
    assert ask(app, "GET", PICKUPS, auth=None, headers=headers).status_code == 200


def test_each_key_has_its_own_pickups(app):
    """Another public key sees nothing."""
    pickup = created(app)["id"]
    other = ("other", "secret")
    assert ask(app, "GET", PICKUPS, auth=other).json()["data"] == []
    assert ask(app, "GET", f"{PICKUPS}/{pickup}", auth=other).status_code == 404


def test_what_does_not_exist_is_404_in_the_vendors_form(app):
    """Other paths and methods."""
    answer = ask(app, "GET", "/api/v3/elsewhere")
    assert (answer.status_code, answer.json()["errors"][0]["status"]) == (404, "404")


def test_a_create_may_meet_the_rate_limit(app):
    """A 429 without body."""
    answer = create(app, reference="sandbox:create=429")
    assert (answer.status_code, answer.content) == (429, b"")


def test_the_rate_limit_may_be_told_in_words(app):
    """With the status as a number, as support endpoints have it."""
    answer = create(app, reference="sandbox:create=429-told")
    [told] = answer.json()["errors"]
    assert (answer.status_code, told["status"], told["code"]) == (429, 429, "hit_rate_limit")


def test_one_error_may_stand_alone(app):
    """The description allows an object in the place of the list."""
    answer = create(app, reference="sandbox:create=announcement-object")
    assert answer.json()["errors"]["code"] == "parcel_announcement_error"


def test_a_carrier_may_refuse_the_announcement(app):
    """The code is documented, its use here a scene."""
    answer = create(app, reference="sandbox:create=announcement")
    assert answer.json()["errors"][0]["code"] == "parcel_announcement_error"


def test_an_unknown_trigger_is_told(app):
    """A misspelt trigger is not silently a plain pickup."""
    body = body_for("dhl", reference="sandbox:cancel=maybe")
    answer = asyncio.run(post_plainly(app, body))
    assert answer.status_code == 400
    assert "sandbox:cancel=maybe" in answer.json()["sandbox"]


async def post_plainly(app, body):
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=HOST, auth=AUTH) as client:
        return await client.post(PICKUPS, json=body)


def test_every_trigger_is_in_the_documents():
    """The page for users names each trigger."""
    page = Path(__file__).parents[2] / "docs/sandbox.md"
    text = page.read_text(encoding="utf-8").partition("## Sendcloud")[2]
    missing = [f"{n}={v}" for n in TRIGGERS for v in TRIGGERS[n] if f"sandbox:{n}={v}`" not in text]
    assert missing == []


def test_state_shows_without_moving_on(app, clock):
    """The sandbox's own view is no read."""
    created(app, reference="order-17")
    clock.advance(timedelta(minutes=1))
    for _ in range(2):
        (line,) = ask(app, "GET", "/_sandbox/state", auth=None).json()["bookings"]
        assert (line["status"], line["reference"]) == ("ANNOUNCING", "order-17")
        assert (line["carrier"], line["booked"], line["confirmation"]) == (
            "dhl_express",
            True,
            None,
        )


@pytest.mark.parametrize(
    ("method", "query", "status", "said"),
    [
        ("PUT", "", 404, "Not found."),
        ("GET", "?cursor=x", 404, "Invalid cursor"),
        ("GET", f"?limit={'9' * 5000}", 400, "limit must be 1 to any number."),
    ],
)
def test_what_v2_refuses_is_told_in_its_own_form(app, method, query, status, said):
    """Whatever is wrong: paths, methods, cursors and sizes."""
    answer = ask(app, method, query, root="/api/v2/pickups")

    told = {"code": status, "request": "api/v2/pickups", "message": said}
    assert (answer.status_code, answer.json()) == (status, {"error": told})


@pytest.mark.parametrize("carrier", ["correos", "dhl", "dpd", "ups"])
def test_what_has_totals_and_no_items_shows_in_v2_too(app, carrier):
    """By its totals, as there is nothing else; one such pickup hides no other."""
    made = created(app, carrier, items=...)

    shown = ask(app, "GET", f"/{made['id']}", root="/api/v2/pickups").json()
    listed = ask(app, "GET", "", root="/api/v2/pickups").json()["pickups"]

    assert (shown["quantity"], shown["total_weight"]) == (20, "14.50")
    assert [each["id"] for each in listed] == [made["id"]]
