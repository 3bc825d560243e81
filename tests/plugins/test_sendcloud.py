"""Sendcloud's plugin, fed with answers: each carrier's own body, sparse answers, three cancels."""

import json
import re
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from pickupkit.plugin import (
    Address,
    Answer,
    Attempt,
    CancelOutcome,
    Certainty,
    Failure,
    InvalidRequest,
    Need,
    NotFound,
    OutcomeUnknown,
    Parcels,
    Pickup,
    PickupStatus,
    Refused,
    Spot,
    Unreadable,
    Weight,
    Window,
)
from pickupkit_sendcloud import _carriers, pickupkit_providers, sendcloud
from pickupkit_sendcloud.v2 import _carriers as v2_carriers
from tests.plugins._play import (
    NOW,
    SENDCLOUD_CARRIERS,
    account,
    local,
    ok,
    pages,
    play,
    sendcloud_request,
)

ACCOUNT = account("sendcloud")
DO = sendcloud.operations
CONTRADICTED = ("/parcels", "/parcels/*/weight")
BASE = "https://panel.sendcloud.sc/api/v3/pickups"
ADDRESS = {
    "name": "Goods Out",
    "company_name": "Example Books",
    "address_line_1": "Stationsplein",
    "house_number": "1",
    "address_line_2": "",
    "postal_code": "3511 ED",
    "city": "Utrecht",
    "country_code": "NL",
    "email": "dock@example.com",
    "phone_number": "+31201234567",
}
SLOT = {"start_at": "2031-05-12T07:00:00Z", "end_at": "2031-05-12T10:00:00Z"}
SEVEN = datetime(2031, 5, 12, 7, tzinfo=UTC)
TEN = datetime(2031, 5, 12, 10, tzinfo=UTC)
ITEM = {
    "quantity": 12,
    "container_type": "parcel",
    "total_weight": {"value": "31.5", "unit": "kg"},
}
CREATED = {
    "id": 294247,
    "carrier_code": "dhl_express",
    "address": ADDRESS,
    "items": [ITEM],
    "time_slots": [SLOT],
    "reference": "order-7",
    "special_instructions": "",
    "total_weight": {"value": "31.50", "unit": "kg"},
    "tracking_number": "1025216",
    "status": "CREATED",
    "created_at": "2031-05-09T09:20:37.957495Z",
    "cancelled_at": None,
    "contract_id": 10,
}
LISTED = {
    "id": 294247,
    "carrier_code": "dhl_express",
    "country": "NL",
    "tracking_number": "1025216",
    "time_slots": [SLOT],
    "status": "CREATED",
    "created_at": "2031-05-09T09:20:37.957495Z",
    "cancelled_at": None,
    "contract_id": 10,
}
SPARSE = {
    "id": 1,
    "address": ADDRESS,
    "items": [ITEM],
    "reference": "",
    "cancelled_at": None,
    "carrier_code": "fedex",
    "contract_id": 10,
    "origin_detail": {"package_location": "front"},
}
WRONG_KINDS = [None, "text", 5, 2.5, True, [], {}, [None, 5, "x"], {"a": []}]


def written(request, **settings):
    """Give the body that a request becomes."""
    work = DO["create"](account("sendcloud", **settings), request)
    _, script = play(work, ok({"data": CREATED}, 201))
    assert script.asked == ["POST /pickups"]
    assert script.calls[0].is_safe is False
    return script.bodies[0]


def got(**changes):
    """Read a pickup with these changes."""
    pickup, _ = play(DO["get"](ACCOUNT, "294247"), ok({"data": {**CREATED, **changes}}))
    return pickup


# Writing


def test_a_request_is_written_with_every_common_field():
    """Times in UTC with Z, weights as text, totals added up."""
    request = sendcloud_request(
        "dhl_express",
        address=Address(
            name="Goods Out",
            company="Example Books",
            line1="Stationsplein",
            line2="Platform 2",
            house_number="1",
            postal_code="3511 ED",
            city="Utrecht",
            state="NL-UT",
            country="NL",
            phone="+31201234567",
            email="dock@example.com",
        ),
        parcels=[
            Parcels(quantity=2, weight=Weight("1.50")),
            Parcels(quantity=1, weight=Weight("0.30")),
        ],
        windows=[local(tz="Europe/Amsterdam")],
        carrier_account="57",
        spot=Spot(instructions="Ring at gate B"),
        reference="order-7",
        shipments=["not sent"],
    )

    assert written(request) == {
        "carrier_code": "dhl_express",
        "address": {
            "name": "Goods Out",
            "company_name": "Example Books",
            "address_line_1": "Stationsplein",
            "address_line_2": "Platform 2",
            "house_number": "1",
            "postal_code": "3511 ED",
            "city": "Utrecht",
            "state_province_code": "NL-UT",
            "country_code": "NL",
            "phone_number": "+31201234567",
            "email": "dock@example.com",
        },
        "time_slots": [SLOT],
        "items": [
            {
                "quantity": 2,
                "container_type": "parcel",
                "total_weight": {"value": "1.50", "unit": "kg"},
            },
            {
                "quantity": 1,
                "container_type": "parcel",
                "total_weight": {"value": "0.30", "unit": "kg"},
            },
        ],
        "quantity": 3,
        "total_weight": {"value": "1.80", "unit": "kg"},
        "reference": "order-7",
        "special_instructions": "Ring at gate B",
        "contract_id": 57,
    }


OWN = {
    "correos": {"items": [{**ITEM, "volumetric_weight_kind": "small"}], "reference": "order-7"},
    "dhl_parcel_gb": {"customer_account_number": "CUS1", "trading_location_id": "T1"},
    "fedex": {
        "origin_detail": {
            "package_location": "front",
            "building_part": "floor",
            "company_close_time": "17:00:00",
        }
    },
    "ups": {
        "items": [{**ITEM, "destination_country_code": "NL", "shipping_option": "express"}],
    },
}


@pytest.mark.parametrize("carrier", SENDCLOUD_CARRIERS)
def test_nothing_is_invented_for_any_carrier(carrier):
    """What is not given stays out; each carrier has its own fields and no other's."""
    body = written(sendcloud_request(carrier))

    address = body.pop("address")
    assert address.keys() - {"state_province_code", "phone_number"} == {
        "name",
        "address_line_1",
        "house_number",
        "postal_code",
        "city",
        "country_code",
    }
    assert body == {
        "carrier_code": carrier,
        "time_slots": [SLOT],
        "items": [ITEM],
        "quantity": 12,
        "total_weight": {"value": "31.5", "unit": "kg"},
        **OWN.get(carrier, {}),
    }


def test_ups_takes_the_place_on_the_site_and_says_overweight():
    """Floor, room and kind of address stand in its address; one heavy group counts for all."""
    parcels = [
        Parcels(quantity=1, weight=Weight(40), destination_country="NL", service="standard",
                overweight=True, container="pallet"),
        Parcels(quantity=1, weight=Weight(1), destination_country="NL", service="express",
                overweight=False),
    ]  # fmt: skip
    request = sendcloud_request(
        "ups",
        parcels=parcels,
        address=evolve(sendcloud_request().address, residential=False),
        spot=Spot(floor="1", room="22B"),
        extra={"is_alternate_address": True},
    )

    body = written(request)

    own = {"floor": "1", "room": "22B", "is_residential": False, "is_alternate_address": True}
    assert {name: body["address"][name] for name in own} == own
    assert body["is_overweight"] is True
    assert [item["container_type"] for item in body["items"]] == ["pallet", "parcel"]
    assert [item["shipping_option"] for item in body["items"]] == ["standard", "express"]


@pytest.mark.parametrize(
    ("door", "word"),
    [("front_door", "front"), ("none", "none"), ("back_door", "rear"), ("side_door", "side")],
)
def test_fedex_is_told_where_the_parcels_stand(door, word):
    """In its four words, with the site's closing time."""
    spot = Spot(door=door, building_part="suite", closes_at=time(18, 30))
    request = sendcloud_request("fedex", spot=spot, extra={"building_part_description": "left"})

    assert written(request)["origin_detail"] == {
        "package_location": word,
        "building_part": "suite",
        "building_part_description": "left",
        "company_close_time": "18:30:00",
    }


def test_correos_needs_no_reference():
    """API v2 alone demands one."""
    rules = sendcloud.rules(ACCOUNT)

    assert [r.need for r in rules if r.pointer == "/reference" and r.concerns("correos")] == [
        Need.OPTIONAL
    ]


@pytest.mark.parametrize("api", ["v2", "v3"])
def test_poste_wants_to_know_the_label_of_a_single_parcel(api):
    """As Sendcloud's support says; without a reference a booking's key would stand there."""
    rules = sendcloud.rules(account("sendcloud", api=api))
    told = [r.why for r in rules if r.pointer == "/reference" and r.concerns("poste_it_delivery")]

    assert told == ["", "for a single parcel, the number of its label"]


@pytest.mark.parametrize("api", ["v2", "v3"])
@pytest.mark.parametrize(
    ("carrier", "advised"),
    [
        ("dhl_express", []),
        ("correos", ["three working days ahead in peak; 10:00 to 14:00 or 15:00 to 19:00"]),
        ("correos_express", ["10:00 to 14:00 or 15:00 to 19:00"]),
        (
            "poste_it_delivery",
            [
                "never at a weekend or on a public holiday; three working days ahead in peak",
                "the driver comes from 8:00 to 18:00, whatever the window",
            ],
        ),
    ],
)
def test_how_early_and_when_a_van_can_be_had_is_told(api, carrier, advised):
    """Of the carriers of which Sendcloud's overview and support pages say it."""
    rules = sendcloud.rules(account("sendcloud", api=api))
    told = [r.why for r in rules if r.pointer == "/windows" and r.concerns(carrier)]

    assert told[-1 - len(advised) :] == ["at least two working days ahead", *advised]


@pytest.mark.parametrize(("api", "carriers"), [("v2", v2_carriers), ("v3", _carriers)])
def test_no_rule_is_of_a_carrier_that_the_api_does_not_know(api, carriers):
    """API v2 has no BRT and no GLS in Italy."""
    rules = sendcloud.rules(account("sendcloud", api=api))

    assert {each for r in rules for each in (*r.carriers, *r.but_not)} <= carriers.CARRIERS.keys()


def test_the_description_demands_of_v3_what_its_rules_do():
    """FedEx's closing time as API v2, and of Correos no reference."""
    path = Path(__file__).parents[2] / "specs" / "sendcloud_pickups_v3" / "openapi.json"
    schemas = json.loads(path.read_text("utf-8"))["components"]["schemas"]

    assert "company_close_time" in schemas["PickupRequestOriginDetail"]["required"]
    assert schemas["PickupRequest"]["properties"]["reference"] == {"type": "string"}


def test_what_the_documents_contradict_is_not_told_as_documented():
    """Of items, weights and totals, the description demands what its examples leave out."""
    told = {rule.certainty for rule in sendcloud.rules(ACCOUNT) if rule.pointer in CONTRADICTED}

    assert told == {Certainty.INFERRED}


def test_two_slots_are_written_where_both_are_given():
    """A morning and an afternoon."""
    windows = [local("09:00", "12:00"), local("13:00", "15:00")]

    assert written(sendcloud_request("brt", windows=windows))["time_slots"] == [
        SLOT,
        {"start_at": "2031-05-12T11:00:00Z", "end_at": "2031-05-12T13:00:00Z"},
    ]


def test_an_open_slot_has_no_end():
    """It is left out, not made up."""
    slots = written(sendcloud_request("correos", windows=[local(end=None)]))["time_slots"]

    assert slots == [{"start_at": "2031-05-12T07:00:00Z"}]


@pytest.mark.parametrize(
    ("weights", "total"),
    [
        ([Weight("500", "g"), Weight("250", "g")], {"value": "750", "unit": "g"}),
        ([Weight("2", "lb")], {"value": "2", "unit": "lbs"}),
        ([Weight("8", "oz"), Weight("1", "oz")], {"value": "9", "unit": "oz"}),
        ([Weight("1", "lb"), Weight("1.5", "kg")], {"value": "1.95359237", "unit": "kg"}),
        ([Weight("500", "g"), Weight("1", "kg")], {"value": "1.5", "unit": "kg"}),
        ([Weight("1e1", "kg")], {"value": "10", "unit": "kg"}),
    ],
)
def test_totals_are_exact_in_whatever_unit(weights, total):
    """In their own unit if all share it, else in kilograms."""
    parcels = [Parcels(quantity=1, weight=weight) for weight in weights]

    assert written(sendcloud_request(parcels=parcels))["total_weight"] == total


def test_totals_can_be_left_out():
    """The description demands them, the examples have none: an account may choose."""
    body = written(sendcloud_request(), send_totals=False)

    assert body.keys() == {"carrier_code", "address", "time_slots", "items"}


def test_a_new_carriers_own_fields_go_out_as_they_are():
    """Beside the common ones, and nowhere else, also if UPS has one of that name."""
    extra = {"depot": {"code": 5}, "insured": False, "is_alternate_address": True}

    body = written(sendcloud_request("new_carrier", extra=extra), more_carriers=("new_carrier",))

    assert (body["carrier_code"], body["quantity"]) == ("new_carrier", 12)
    assert {name: body[name] for name in extra} == extra
    assert "is_alternate_address" not in body["address"]


# Reading


def test_a_pickup_is_read_field_by_field():
    """In the common language, with the vendor's own JSON beside it."""
    pickup = got()

    assert evolve(pickup, raw={}) == Pickup(
        provider="sendcloud",
        account="berlin",
        id="294247",
        status=PickupStatus.CONFIRMED,
        raw_status="CREATED",
        carrier="dhl_express",
        country="NL",
        tracking_number="1025216",
        address=Address(
            name="Goods Out",
            company="Example Books",
            line1="Stationsplein",
            house_number="1",
            postal_code="3511 ED",
            city="Utrecht",
            country="NL",
            phone="+31201234567",
            email="dock@example.com",
        ),
        requested=(Window(SEVEN, TEN),),
        reference="order-7",
        created_at=datetime(2031, 5, 9, 9, 20, 37, 957495, tzinfo=UTC),
    )
    assert pickup.raw == CREATED


def test_a_booking_tells_its_window_on_the_sites_clock():
    """In the zone that was asked for."""
    answer = ok({"data": {**CREATED, "status": "ANNOUNCING", "tracking_number": ""}}, 201)

    pickup, _ = play(DO["create"](ACCOUNT, sendcloud_request()), answer)

    assert (pickup.status, pickup.tracking_number) == (PickupStatus.REQUESTED, None)
    assert pickup.requested == (local(),)
    assert pickup.requested[0].start.tzinfo == ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("CREATED", PickupStatus.CONFIRMED),
        ("FAILED", PickupStatus.FAILED),
        ("COLLECTED", PickupStatus.UNKNOWN),
    ],
)
def test_the_answer_to_a_booking_tells_its_status(raw, status):
    """Only where it has none, the 201 itself is what is told."""
    answer = ok({"data": {**CREATED, "status": raw}}, 201)

    pickup, _ = play(DO["create"](ACCOUNT, sendcloud_request()), answer)

    assert (pickup.status, pickup.raw_status) == (status, raw)


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("ANNOUNCING", PickupStatus.REQUESTED),
        ("CREATED", PickupStatus.CONFIRMED),
        ("FAILED", PickupStatus.FAILED),
        ("CANCELLED", PickupStatus.CANCELLED),
        ("CANCELLATION_REQUESTED", PickupStatus.CANCEL_REQUESTED),
        ("CANCELLATION_FAILED", PickupStatus.CANCEL_REFUSED),
        ("CANCELLATION_REJECTED", PickupStatus.CANCEL_REFUSED),
        ("COLLECTED", PickupStatus.UNKNOWN),
        (None, PickupStatus.UNKNOWN),
    ],
)
def test_a_status_is_translated_or_kept(raw, status):
    """A word that is not known here is no error."""
    pickup = got(status=raw)

    assert (pickup.status, pickup.raw_status) == (status, raw)


def test_an_answer_as_sparse_as_documented_is_a_booking():
    """FedEx's has neither status nor slots nor time of creation: the 201 says 'handed over'."""
    pickup, _ = play(DO["create"](ACCOUNT, sendcloud_request("fedex")), ok({"data": SPARSE}, 201))

    assert (pickup.id, pickup.status, pickup.raw_status) == ("1", PickupStatus.REQUESTED, None)
    assert (pickup.carrier, pickup.country, pickup.requested) == ("fedex", "NL", ())
    assert (pickup.created_at, pickup.tracking_number, pickup.reference) == (None, None, None)


@pytest.mark.parametrize(
    ("changes", "name", "value"),
    [
        ({"tracking_number": 220406003404}, "tracking_number", "220406003404"),
        ({"id": "7"}, "id", "7"),
        ({"address": {**ADDRESS, "postal_code": 10115}}, "country", "NL"),
        ({"country": "XX"}, "country", "XX"),
        ({"carrier_code": "dhe_parcel_iberia"}, "carrier", "dhe_parcel_iberia"),
        ({"created_at": "2031-05-09T09:20:37"}, "created_at", None),
        (
            {"time_slots": [{"start_at": SLOT["end_at"], "end_at": SLOT["start_at"]}]},
            "requested",
            (Window.reported(TEN, SEVEN),),
        ),
        (
            {"time_slots": [None, {}, {"start_at": SLOT["start_at"], "end_at": None}]},
            "requested",
            (Window(SEVEN),),
        ),
    ],
)
def test_surprises_are_read_as_far_as_they_make_sense(changes, name, value):
    """The vendor's own examples hold numbers where text belongs, and typing mistakes."""
    assert getattr(got(**changes), name) == value


def test_a_postal_code_that_is_a_number_is_read():
    """One of the vendor's examples has one."""
    assert got(address={**ADDRESS, "postal_code": 10115}).address.postal_code == "10115"


@pytest.mark.parametrize("wrong", WRONG_KINDS)
@pytest.mark.parametrize("name", [name for name in CREATED if name != "id"])
def test_no_field_of_another_kind_hides_a_pickup(name, wrong):
    """Every field but the id may be anything."""
    assert got(**{name: wrong}).id == "294247"


@pytest.mark.parametrize("wrong", WRONG_KINDS)
def test_no_part_of_another_kind_hides_a_pickup(wrong):
    """Nor do nulls everywhere in nested objects."""
    broken = {
        "address": dict.fromkeys(ADDRESS, wrong),
        "time_slots": [dict.fromkeys(SLOT, wrong)],
        "items": [dict.fromkeys(ITEM, wrong)],
    }

    assert got(**broken).id == "294247"


@pytest.mark.parametrize("wrong", [None, "", [], {}, True, 2.5])
def test_a_pickup_without_an_id_is_none(wrong):
    """An answer that does not say what it is about proves nothing."""
    with pytest.raises(Unreadable, match="id is missing"):
        got(id=wrong)


@pytest.mark.parametrize("answer", [{}, {"data": None}, {"data": []}, {"data": "text"}])
@pytest.mark.parametrize("operation", ["create", "get"])
def test_an_answer_without_data_is_no_pickup(operation, answer):
    """It may be an error in disguise."""
    subject = sendcloud_request() if operation == "create" else "1"
    status = 201 if operation == "create" else 200

    with pytest.raises(Unreadable, match="data is missing"):
        play(DO[operation](ACCOUNT, subject), ok(answer, status))


@pytest.mark.parametrize("operation", ["get", "cancel"])
@pytest.mark.parametrize(
    "pickup_id", ["", "abc", "1/2", "1.5", "-1", "0", "007", "٣", "9" * 20, "9" * 5000]
)
def test_an_id_that_is_no_number_is_refused(operation, pickup_id):
    """Before it becomes part of a path."""
    with pytest.raises(InvalidRequest, match="is no number, as Sendcloud's ids are"):
        play(DO[operation](ACCOUNT, pickup_id))


@pytest.mark.parametrize("api", ["v2", "v3"])
def test_a_contract_longer_than_any_is_refused_before_it_is_sent(api):
    """Its id is a whole number of 64 bits, as all are."""
    rules = sendcloud.rules(account("sendcloud", api=api))
    [pattern] = {rule.pattern for rule in rules if rule.pointer == "/carrier_account"}

    assert re.fullmatch(pattern, "57")
    assert re.fullmatch(pattern, "9" * 19)
    assert not re.fullmatch(pattern, "9" * 20)


# Listing


def link(*targets):
    return ", ".join(f'<{url}>; rel="{rel}"' for url, rel in targets)


def test_a_listing_follows_its_links_by_their_cursor_alone():
    """``prev`` may come first, cursors are percent-encoded, paths need not be ours."""
    first = link((f"{BASE}/?cursor=cHJldg%3D%3D", "prev"), (f"{BASE}/?cursor=cD0y%3D", "next"))
    second = link(("https://panel.sendcloud.sc/v3/pickups?page_size=9&cursor=cD0z", "next"))

    found, script = pages(
        DO["list"](account("sendcloud", page_size=2)),
        ok({"data": [{**LISTED, "id": 1}, {**LISTED, "id": 2}]}, link=first),
        ok({"data": [{**LISTED, "id": 3}]}, link=second),
        ok({"data": []}, link=link((f"{BASE}/?cursor=cD0x", "prev"))),
    )

    assert script.asked == [
        "GET /pickups?page_size=2",
        "GET /pickups?page_size=2&cursor=cD0y=",
        "GET /pickups?page_size=2&cursor=cD0z",
    ]
    assert [[pickup.id for pickup in page.pickups] for page in found] == [["1", "2"], ["3"], []]


def test_an_item_has_a_country_and_no_address():
    """That is all there is of a place."""
    [page], _ = pages(DO["list"](ACCOUNT), ok({"data": [LISTED]}))

    [pickup] = page.pickups
    assert (pickup.country, pickup.address, pickup.carrier) == ("NL", None, "dhl_express")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("https://elsewhere.example/api/v3/pickups?cursor=a", "leads to another host"),
        ("http://panel.sendcloud.sc/api/v3/pickups?cursor=a", "leads to another host"),
        ("https://panel.sendcloud.sc:444/api/v3/pickups?cursor=a", "leads to another host"),
        (f"{BASE}?page=2", "has no cursor"),
        ("https://user@panel.sendcloud.sc/api/v3/pickups?cursor=a", "carries credentials"),
    ],
)
def test_a_link_that_leads_elsewhere_is_refused(target, said):
    """The credentials go nowhere else."""
    with pytest.raises(Unreadable, match=said):
        pages(DO["list"](ACCOUNT), ok({"data": []}, link=link((target, "next"))))


def test_a_listing_that_goes_round_in_a_circle_is_ended():
    """A cursor that comes again would never end."""
    again = ok({"data": [LISTED]}, link=link((f"{BASE}?cursor=same", "next")))

    with pytest.raises(Unreadable, match="round in a circle"):
        pages(DO["list"](ACCOUNT), again, again)


def test_a_single_object_in_place_of_the_list_is_read():
    """One of the vendor's examples has it so."""
    [page], _ = pages(DO["list"](ACCOUNT), ok({"data": LISTED}))

    assert [pickup.id for pickup in page.pickups] == ["294247"]


@pytest.mark.parametrize("answer", [{}, {"data": None}, {"data": "text"}])
def test_an_answer_without_its_list_is_no_empty_page(answer):
    """It may be an error in disguise."""
    with pytest.raises(Unreadable, match="the list is missing"):
        pages(DO["list"](ACCOUNT), ok(answer))


def test_a_broken_item_becomes_a_fault_beside_the_good_ones():
    """With what was received."""
    items = [LISTED, {**LISTED, "id": None}, None, [], {**LISTED, "id": 2, "contract_id": None}]

    [page], _ = pages(DO["list"](ACCOUNT), ok({"data": items}))

    assert [pickup.id for pickup in page.pickups] == ["294247", "2"]
    assert [(fault.reason, fault.raw) for fault in page.faults] == [
        ("id is missing", items[1]),
        ("the item is no object", None),
        ("the item is no object", []),
    ]


# Cancelling


@pytest.mark.parametrize(
    ("http", "status", "outcome"),
    [
        (200, "CANCELLED", CancelOutcome.CANCELLED),
        (202, "CANCELLATION_REQUESTED", CancelOutcome.REQUESTED),
        (202, "CANCELLED", CancelOutcome.CANCELLED),
        (200, "CANCELLATION_REJECTED", CancelOutcome.REFUSED),
        (200, "FAILED", CancelOutcome.REFUSED),
        (202, "FAILED", CancelOutcome.REFUSED),
        (202, "CANCELLATION_REJECTED", CancelOutcome.REFUSED),
        (202, "CREATED", CancelOutcome.REQUESTED),
        (202, "SOMETHING", CancelOutcome.REQUESTED),
        (200, "CREATED", CancelOutcome.UNKNOWN),
        (200, "SOMETHING", CancelOutcome.UNKNOWN),
    ],
)
def test_a_cancel_tells_what_the_answer_says(http, status, outcome):
    """Done at once, or asked of a person at Sendcloud."""
    done, script = play(
        DO["cancel"](ACCOUNT, "294247"), ok({"data": {**CREATED, "status": status}}, http)
    )

    assert (done.outcome, done.pickup.raw_status) == (outcome, status)
    assert script.asked == ["POST /pickups/294247/cancel"]
    assert script.bodies == [None]


@pytest.mark.parametrize(
    "silent",
    [{}, {"data": None}, {"data": {"id": 294247}}, {"data": {"status": "CANCELLED"}}, {"data": {}}],
)
def test_a_silent_yes_is_settled_by_looking(silent):
    """The pickup itself tells."""
    cancelled = ok({"data": {**CREATED, "status": "CANCELLED"}})

    done, script = play(DO["cancel"](ACCOUNT, "294247"), ok(silent), cancelled)

    assert done.outcome is CancelOutcome.CANCELLED
    assert script.asked[1] == "GET /pickups/294247"


@pytest.mark.parametrize("status", ["CREATED", "FAILED", "CANCELLATION_REJECTED"])
@pytest.mark.parametrize(
    ("http", "outcome"), [(200, CancelOutcome.UNKNOWN), (202, CancelOutcome.REQUESTED)]
)
def test_a_silent_yes_is_no_refusal(status, http, outcome):
    """What a look shows may be from before; that it is requested, the 202 says."""
    shown = ok({"data": {**CREATED, "status": status}})

    done, _ = play(DO["cancel"](ACCOUNT, "294247"), ok({}, http), shown)

    assert done.outcome is outcome


def test_a_202_whose_body_cannot_be_read_is_a_requested_cancel():
    """That it is requested, the 202 says; what stands in its body is inferred."""
    lost = OutcomeUnknown("accepted, but the answer cannot be read", http_status=202)

    done, _ = play(DO["cancel"](ACCOUNT, "294247"), lost, ok({"data": CREATED}))

    assert (done.outcome, done.pickup.status) == (
        CancelOutcome.REQUESTED,
        PickupStatus.CANCEL_REQUESTED,
    )


def test_a_cancel_that_stays_unknown_keeps_the_words_of_its_answer():
    """No later answer has them."""
    lost = OutcomeUnknown("it does not say", failure=Failure(("Failed.", "Call us.")))

    done, _ = play(DO["cancel"](ACCOUNT, "294247"), lost, ok({"data": CREATED}))

    assert (done.outcome, done.message) == (
        CancelOutcome.UNKNOWN,
        "it does not say: Failed. Call us.",
    )


def test_a_requested_cancel_is_under_way_whatever_the_pickup_shows():
    """Its own word for it is not in all answers."""
    done, _ = play(DO["cancel"](ACCOUNT, "294247"), ok({"data": CREATED}, 202))

    assert done.pickup.status is PickupStatus.CANCEL_REQUESTED
    assert done.pickup.raw_status == CREATED["status"]


def conflict(*messages):
    return OutcomeUnknown("refused", http_status=409, failure=Failure(messages))


@pytest.mark.parametrize("status", ["CREATED", "FAILED", "CANCELLATION_REJECTED"])
@pytest.mark.parametrize(
    ("messages", "said"),
    [
        (("Too late.", "Call us."), "Too late. Call us."),
        ((), "the carrier or Sendcloud refused; the driver may come"),
    ],
)
def test_a_conflict_is_a_refusal_whatever_the_pickup_shows(status, messages, said):
    """``FAILED`` means here that the cancel failed: the driver may come."""
    done, _ = play(
        DO["cancel"](ACCOUNT, "294247"),
        conflict(*messages),
        ok({"data": {**CREATED, "status": status}}),
    )

    assert (done.outcome, done.message) == (CancelOutcome.REFUSED, said)
    assert (done.pickup.status, done.pickup.raw_status) == (PickupStatus.CANCEL_REFUSED, status)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("CANCELLED", CancelOutcome.CANCELLED),
        ("CANCELLATION_REQUESTED", CancelOutcome.REQUESTED),
    ],
)
def test_a_second_cancel_tells_what_the_first_achieved(status, outcome):
    """A conflict over what is cancelled already is no refusal."""
    shown = ok({"data": {**CREATED, "status": status}})

    done, _ = play(DO["cancel"](ACCOUNT, "294247"), conflict("Already cancelled."), shown)

    assert (done.outcome, done.pickup.raw_status) == (outcome, status)


@pytest.mark.parametrize(
    ("status", "outcome", "message"),
    [
        ("CANCELLED", CancelOutcome.CANCELLED, None),
        ("CANCELLATION_REQUESTED", CancelOutcome.REQUESTED, None),
        ("CANCELLATION_REJECTED", CancelOutcome.UNKNOWN, "no answer came in time"),
        ("CREATED", CancelOutcome.UNKNOWN, "no answer came in time"),
        ("FAILED", CancelOutcome.UNKNOWN, "no answer came in time"),
    ],
)
def test_a_lost_cancel_is_settled_by_looking(status, outcome, message):
    """Where the pickup does not tell, nobody knows: a refusal may be that of an earlier cancel."""
    done, _ = play(
        DO["cancel"](ACCOUNT, "294247"),
        OutcomeUnknown("no answer came in time"),
        ok({"data": {**CREATED, "status": status}}),
    )

    assert (done.outcome, done.message) == (outcome, message)


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("ANNOUNCING", PickupStatus.REQUESTED),
        ("CREATED", PickupStatus.CONFIRMED),
        ("CANCELLATION_REJECTED", PickupStatus.CANCEL_REFUSED),
    ],
)
@pytest.mark.parametrize("first", [ok({}), OutcomeUnknown("no answer")], ids=["silent", "lost"])
def test_what_is_seen_after_a_cancel_is_told_as_it_is(first, raw, status):
    """The cancel's outcome is unknown, the pickup is not: the driver may be on the way."""
    shown = ok({"data": {**CREATED, "status": raw}})

    done, _ = play(DO["cancel"](ACCOUNT, "294247"), first, shown)

    assert (done.outcome, done.pickup.status) == (CancelOutcome.UNKNOWN, status)


@pytest.mark.parametrize(
    "answers",
    [
        [ok({"data": {**CREATED, "status": "FAILED"}})],
        [ok({"data": {**CREATED, "status": "FAILED"}}, 202)],
        [conflict(), ok({"data": {**CREATED, "status": "FAILED"}})],
    ],
    ids=["200", "202", "409"],
)
def test_failed_in_the_answer_to_a_cancel_is_a_refused_cancel(answers):
    """The booking stands, and the driver may come."""
    done, _ = play(DO["cancel"](ACCOUNT, "294247"), *answers)

    assert done.outcome is CancelOutcome.REFUSED
    assert (done.pickup.status, done.pickup.raw_status) == (PickupStatus.CANCEL_REFUSED, "FAILED")


@pytest.mark.parametrize("first", [ok({}), OutcomeUnknown("no answer")], ids=["silent", "lost"])
def test_failed_seen_after_a_cancel_is_no_failed_booking(first):
    """Whether a driver comes, nobody knows."""
    shown = ok({"data": {**CREATED, "status": "FAILED"}})

    done, _ = play(DO["cancel"](ACCOUNT, "294247"), first, shown)

    assert (done.pickup.status, done.pickup.raw_status) == (PickupStatus.UNKNOWN, "FAILED")


@pytest.mark.parametrize(
    ("known", "raw", "status"),
    [
        (PickupStatus.CANCEL_REQUESTED, "CREATED", PickupStatus.CANCEL_REQUESTED),
        (PickupStatus.CANCEL_REQUESTED, "CANCELLED", PickupStatus.CANCELLED),
        (PickupStatus.CANCEL_REQUESTED, "CANCELLATION_REJECTED", PickupStatus.CANCEL_REFUSED),
        (PickupStatus.CANCEL_REFUSED, "CREATED", PickupStatus.CONFIRMED),
        (PickupStatus.CANCEL_REQUESTED, "FAILED", PickupStatus.CANCEL_REFUSED),
        (PickupStatus.CANCEL_REFUSED, "FAILED", PickupStatus.CANCEL_REFUSED),
        (PickupStatus.REQUESTED, "FAILED", PickupStatus.FAILED),
        (PickupStatus.REQUESTED, "CREATED", PickupStatus.CONFIRMED),
    ],
)
def test_a_cancel_under_way_stays_so_while_its_words_are_missing(known, raw, status):
    """Not all answers have words for it; the final ones are believed."""
    assert sendcloud.retold(known, got(status=raw)).status is status


@pytest.mark.parametrize("error", [NotFound("there is no such thing"), Refused("refused")])
def test_a_pickup_that_is_not_there_cannot_be_cancelled(error):
    """That is an error, not an outcome."""
    with pytest.raises(type(error)):
        play(DO["cancel"](ACCOUNT, "1"), error)


# Finding out


ATTEMPT = Attempt(
    key="k",
    provider="sendcloud",
    account="berlin",
    reference="order-7",
    sent_at=NOW,
    reason="no answer came in time",
    carrier="dhl_express",
    country="NL",
    windows=((SEVEN, None),),
)
MADE = "2031-05-09T12:00:03Z"


def test_a_lost_booking_is_found_by_its_reference():
    """Only a candidate's detail has it; what was made before or comes at another time is none."""
    items = [
        {**LISTED, "id": 2, "created_at": "2031-05-06T12:00:00Z"},
        {**LISTED, "id": 4, "created_at": MADE, "time_slots": [{**SLOT, "start_at": MADE}]},
        {**LISTED, "id": 5, "created_at": MADE},
        {"id": 6},
    ]

    found, script = play(
        DO["reconcile"](ACCOUNT, ATTEMPT),
        ok({"data": items}),
        ok({"data": {**CREATED, "id": 5}}),
        ok({"data": {**CREATED, "id": 6, "reference": "order-8"}}),
    )

    assert [pickup.id for pickup in found] == ["5"]
    assert script.asked[1:] == ["GET /pickups/5", "GET /pickups/6"]


LATER = {"start_at": "2031-05-12T11:00:00Z", "end_at": "2031-05-12T13:00:00Z"}
ELEVEN = datetime(2031, 5, 12, 11, tzinfo=UTC)


def looked_for(detail=None, listed=None, **attempt):
    """Look for an attempt in a listing of one; give the ids that were found."""
    found, _ = play(
        DO["reconcile"](ACCOUNT, evolve(ATTEMPT, **attempt)),
        ok({"data": [{**LISTED, "created_at": MADE, **(listed or {})}]}),
        ok({"data": {**CREATED, **(detail or {})}}),
    )
    return [pickup.id for pickup in found]


@pytest.mark.parametrize("fraction", [1, 500_000, 999_999])
def test_a_window_with_fractions_of_a_second_is_found(fraction):
    """They are not sent, and so do not come back."""
    assert looked_for(windows=((SEVEN.replace(microsecond=fraction), None),)) == ["294247"]


@pytest.mark.parametrize("slots", [[SLOT, LATER], [LATER, SLOT], [LATER], []])
def test_two_slots_are_found_in_any_order(slots):
    """Or one of them, or none."""
    windows = ((SEVEN, TEN), (ELEVEN, None))

    assert looked_for(listed={"time_slots": slots}, windows=windows) == ["294247"]


@pytest.mark.parametrize("code", ["dhe_parcel_iberia", "dhl_parcel_iberia", "", None])
def test_a_carrier_spelled_otherwise_rules_nothing_out(code):
    """The vendor's own answers misspell one, even for another carrier."""
    found = looked_for(listed={"carrier_code": code}, detail={"carrier_code": code}, carrier="dpd")

    assert found == ["294247"]


@pytest.mark.parametrize("country", ["gb", "GB", None])
def test_a_country_spelled_otherwise_rules_nothing_out(country):
    """The reference decides."""
    assert looked_for(listed={"country": country}, country="UK") == ["294247"]


@pytest.mark.parametrize(
    ("sent", "shown"), [(" order-7 ", "order-7"), ("order-7", " order-7\n"), ("7", 7)]
)
def test_a_reference_is_compared_without_outer_blanks(sent, shown):
    """Whoever cut them off; or read digits as a number."""
    assert looked_for(detail={"reference": shown}, reference=sent) == ["294247"]


@pytest.mark.parametrize("shown", ["", "  ", "order-8"])
def test_a_detail_with_another_reference_or_an_empty_one_is_not_ours(shown):
    """An empty one says that there is none: a complete look has found nothing."""
    assert looked_for(detail={"reference": shown}) == []


@pytest.mark.parametrize("left_out", [{"reference": None}, {"reference": []}, {}])
def test_a_detail_that_leaves_its_reference_out_proves_nothing(left_out):
    """It might be the one."""
    detail = {name: value for name, value in CREATED.items() if name != "reference"}
    answers = ok({"data": [LISTED]}), ok({"data": {**detail, **left_out}})

    with pytest.raises(Unreadable, match="it might be the one"):
        play(DO["reconcile"](ACCOUNT, ATTEMPT), *answers)


def test_a_detail_without_reference_hides_no_certain_match():
    """The other one has it."""
    found, _ = play(
        DO["reconcile"](ACCOUNT, ATTEMPT),
        ok({"data": [{**LISTED, "id": 1}, {**LISTED, "id": 2}]}),
        ok({"data": {**CREATED, "id": 1, "reference": None}}),
        ok({"data": {**CREATED, "id": 2}}),
    )

    assert [pickup.id for pickup in found] == ["2"]


@pytest.mark.parametrize("reference", [None, "", "  "])
def test_without_a_reference_nothing_is_looked_for(reference):
    """Nothing would tell which one is ours."""
    with pytest.raises(Unreadable, match="none was sent"):
        play(DO["reconcile"](ACCOUNT, evolve(ATTEMPT, reference=reference)))


def test_a_listing_with_a_fault_proves_nothing():
    """The item that cannot be read might be the one."""
    with pytest.raises(Unreadable, match="it might be the one"):
        play(DO["reconcile"](ACCOUNT, ATTEMPT), ok({"data": [None]}))


# Errors


def entry(**more):
    return {"status": "400", "code": "invalid", **more}


@pytest.mark.parametrize(
    ("body", "messages", "code"),
    [
        (
            {"errors": [entry(detail="Not a number.", source={"pointer": "/data/total_weight"})]},
            ("/data/total_weight: Not a number.",),
            "invalid",
        ),
        (
            {"errors": [entry(detail="One."), entry(code="required", title="Two", detail="")]},
            ("One.", "Two"),
            "invalid",
        ),
        (
            {"errors": [entry(detail="No.", source={"parameter": "integration"})]},
            ("integration: No.",),
            "invalid",
        ),
        ({"errors": [{"status": 429, "code": "slow", "detail": "Slow."}]}, ("Slow.",), "slow"),
        ({"errors": [{"detail": "No.", "source": None, "code": None}]}, ("No.",), None),
        ({"errors": [entry(detail=None)]}, (), "invalid"),
        ({"errors": {"code": "invalid", "detail": "As an object."}}, ("As an object.",), "invalid"),
        ({"errors": [None, "text", 5]}, (), None),
        (
            {"error": {"code": 400, "request": "api/v2/pickups/", "message": "country: No."}},
            ("country: No.",),
            "400",
        ),
        ({"error": {"message": "Invalid username.", "code": 401}}, ("Invalid username.",), "401"),
        (
            {"error": "invalid_client", "error_description": "No.", "error_hint": None},
            ("No.",),
            "invalid_client",
        ),
        ({"error": None}, (), None),
        ({"data": CREATED}, (), None),
        ([], (), None),
        ("text", (), None),
        (None, (), None),
    ],
)  # fmt: skip
def test_an_error_body_is_read_in_every_form(body, messages, code):
    """Those of both API generations; status and code come as text or number."""
    assert sendcloud.read_failure(ok(body, 400)) == Failure(messages, code)


@pytest.mark.parametrize("content", [b"", b"<html>Bad Gateway</html>", b"\xff"])
def test_an_error_body_that_is_no_json_says_nothing(content):
    """The core takes the exception for that; a 429 has no body at all."""
    with pytest.raises(ValueError, match=r"Expecting value|utf-8"):
        sendcloud.read_failure(Answer(429, {}, content))


# Beside the operations


def test_the_plugin_brings_sendcloud():
    """With all that it can do, and its carriers by name."""
    assert [*pickupkit_providers()] == [sendcloud]
    assert sendcloud.supports >= {"create", "get", "list", "cancel", "reconcile", "check"}
    assert sendcloud.carriers == SENDCLOUD_CARRIERS


def test_an_account_logs_in_by_its_two_keys():
    """The URL may be another."""
    connection = sendcloud.connect(ACCOUNT)

    assert connection.base_url == "https://panel.sendcloud.sc/api/v3"
    assert connection.headers["Authorization"].reveal() == "Basic cHVibGljOnByaXZhdGU="
    assert "private" not in repr(connection)
    elsewhere = sendcloud.connect(evolve(ACCOUNT, url="http://127.0.0.1:1/sendcloud/"))
    assert elsewhere.base_url == "http://127.0.0.1:1/sendcloud/api/v3"


@pytest.mark.parametrize(
    ("answer", "integration"),
    [({"data": {"user_id": 1, "integration_id": 7}}, "7"), ({}, "None"), ({"data": []}, "None")],
)
def test_a_check_asks_who_we_are(answer, integration):
    """The cheapest call that needs the keys; its answer may say anything."""
    said, script = play(DO["check"](ACCOUNT), ok(answer))

    assert said == f"the keys are accepted (integration {integration})"
    assert script.asked == ["GET /user/auth/metadata"]
