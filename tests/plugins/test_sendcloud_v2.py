"""Sendcloud's API v2: the same request, another form; lists by URLs in bodies; no cancel."""

import asyncio
import json
import tracemalloc
from datetime import UTC, datetime, time
from decimal import localcontext
from pathlib import Path

import httpx
import pytest
from openapi_core.testing import MockRequest, MockResponse

from pickupkit import (
    Address,
    AsyncPickupKit,
    CancelOutcome,
    MalformedAnswer,
    NotFound,
    Parcels,
    PickupKit,
    PickupRequest,
    PickupStatus,
    Refused,
    Spot,
    Unsupported,
    Weight,
    Window,
)
from pickupkit.request_file import load_request
from pickupkit.sandbox import Clock, World
from pickupkit_sendcloud import sendcloud
from pickupkit_sendcloud.sandbox import create_app

from ._specs import description

HOST = "https://panel.sendcloud.sc"
API = "sendcloud_pickups_v2"
KEYS = {"provider": "sendcloud", "public_key": "public", "secret_key": "secret", "api": "v2"}
NOW = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[2] / "docs/examples/sendcloud-v2"
SAME = {
    "correos": ["quantity", "total_volume_weight", "reference", "address"],
    "dhl": ["quantity", "pallet_quantity", "pickup_from", "pickup_until"],
    "fedex": ["origin_detail", "telephone", "country"],
    "ups": ["items", "quantity", "name", "company_name", "floor", "room"],
}
WINDOW = Window.local("2031-05-12", "13:00", "17:00", tz="Europe/Madrid")
SITE = Address(
    name="Goods Out",
    company="Example Books",
    line1="Calle Mayor",
    house_number="30",
    postal_code="28013",
    city="Madrid",
    country="ES",
    phone="+34915550100",
)


def request(carrier="correos_express", **changes):
    basic = {
        "carrier": carrier,
        "address": SITE,
        "windows": [WINDOW],
        "parcels": [Parcels(quantity=12, weight=Weight("31.5"))],
        "reference": "order-1001",
    }
    return PickupRequest(**(basic | changes))


def changed(address, **changes):
    return Address(**({f: getattr(address, f) for f in address.__slots__ if f[0] != "_"} | changes))


def kit_of(answer, **account):
    return PickupKit({"old": KEYS | account}, transport=httpx.MockTransport(answer), journal="off")


def body_of(wanted, **account):
    with kit_of(lambda _: None, **account) as kit:
        sent = kit.preview("old", wanted)
    return sent.url, json.loads(sent.body)


def pointers(wanted):
    with kit_of(lambda _: None) as kit:
        return [problem.pointer for problem in kit.validate("old", wanted)]


def listed(*pickups, next_=None):
    return {"next": next_, "previous": None, "pickups": list(pickups)}


def item(number, carrier, status, **changes):
    """Give an item of a list, in the form that the vendor shows."""
    basic = {
        "id": number,
        "pickup_from": "2026-12-09T11:00:00Z",
        "pickup_until": "2026-12-09T14:00:00Z",
        "country": "ES",
        "carrier": carrier,
        "tracking_number": f"T{number}",
        "pickup_status": status,
        "created_at": "2026-12-07T10:05:02.185445Z",
        "cancelled_at": None,
        "contract": 57,
    }
    return {k: v for k, v in (basic | changes).items() if v is not ...}


LISTS = [
    item(1, "dhl_express", "Cancelled", country="NL", contract=...,
         cancelled_at="2026-12-07T10:57:11.656260Z"),
    item(2, "fedex", "Announcing", tracking_number="", contract=...,
         pickup_from="2026-12-09T10:53:43.533832Z"),
    item(3, "correos_express", "Cancelled", tracking_number="100200300"),
    item(4, "dhl", "Created", country="BE", tracking_number="01234567-AB12CD34"),
    item(5, "dpd", "Created", country="DE", cancelled_at="2026-12-07T11:17:14.476858Z"),
    item(6, "poste_it_delivery", "Created", country="IT", contract=None),
    item(7, "correos", "Cancelled"),
    item(8, "ups", "Cancelled", country="GB", pickup_until=None),
    item(9, "dhl_parcel_iberia", "Created", country="PT", tracking_number="1234.0",
         cancelled_at=..., contract="57,"),
    item(10, "dhl_express", "Failed", country="NL", tracking_number="",
         pickup_from="2026-12-09T14:00:00Z", pickup_until="2026-12-09T11:00:00Z"),
]  # fmt: skip
STATUS = {
    "Announcing": PickupStatus.REQUESTED,
    "Created": PickupStatus.CONFIRMED,
    "Cancelled": PickupStatus.CANCELLED,
    "Failed": PickupStatus.FAILED,
}


@pytest.mark.parametrize("told", LISTS, ids=lambda told: f"{told['carrier']}-{told['id']}")
def test_every_carriers_list_is_read(told):
    """Nine carriers and a failed one, with what the vendor's examples lack or overdo."""
    with kit_of(lambda _: httpx.Response(200, json=listed(told))) as kit:
        listing = kit.list("old")
        [pickup] = listing

    assert listing.faults == []
    assert pickup.id == str(told["id"])
    assert (pickup.carrier, pickup.country) == (told["carrier"], told["country"])
    assert (pickup.status, pickup.raw_status) == (
        STATUS[told["pickup_status"]], told["pickup_status"],
    )  # fmt: skip
    assert pickup.tracking_number == (told["tracking_number"] or None)
    assert pickup.requested[0].start == datetime.fromisoformat(told["pickup_from"])
    assert pickup.created_at.tzinfo is not None
    assert pickup.raw == told


def test_a_pickup_is_read_field_by_field():
    """Looked up, it has the address and the reference that no list shows."""
    told = item(4, "ups", "Cancelled", cancelled_at="2026-12-07T10:57:11Z", reference="order-1",
                name="Goods Out", company_name="Example Books", address="Calle Mayor 30",
                address_2="Gate B", city="Madrid", postal_code="28013", country_state="ES-MD",
                telephone="+34915550100", email="dock@example.com",
                is_residential=False)  # fmt: skip
    with kit_of(lambda _: httpx.Response(200, json=told)) as kit:
        pickup = kit.get("old", "4")

    assert (pickup.provider, pickup.account, pickup.id) == ("sendcloud", "old", "4")
    assert pickup.reference == "order-1"
    assert pickup.requested[0].end == datetime(2026, 12, 9, 14, tzinfo=UTC)
    assert pickup.created_at == datetime(2026, 12, 7, 10, 5, 2, 185445, tzinfo=UTC)
    assert pickup.cancelled_at == datetime(2026, 12, 7, 10, 57, 11, tzinfo=UTC)
    assert pickup.address == Address(
        name="Goods Out",
        company="Example Books",
        line1="Calle Mayor 30",
        line2="Gate B",
        city="Madrid",
        postal_code="28013",
        state="ES-MD",
        country="ES",
        phone="+34915550100",
        email="dock@example.com",
        residential=False,
    )


@pytest.mark.parametrize("name", ["address", "city"])
def test_a_part_of_an_address_is_one(name):
    """A list's item has neither, and no address."""
    answer = listed(item(1, "dpd", "Created", **{name: "Madrid"}), item(2, "dpd", "Created"))
    with kit_of(lambda _: httpx.Response(200, json=answer)) as kit:
        some, none = (pickup.address for pickup in kit.list("old"))

    assert "Madrid" in (some.line1, some.city)
    assert none is None


def test_an_unknown_status_is_kept_and_one_bad_item_loses_no_other():
    """The word stays in raw_status; an item without id becomes a fault."""
    answer = listed(item(1, "dpd", "Postponed"), item(..., "dpd", "Created"), "nonsense")
    with kit_of(lambda _: httpx.Response(200, json=answer)) as kit:
        listing = kit.list("old")
        [pickup] = listing

    assert (pickup.status, pickup.raw_status) == (PickupStatus.UNKNOWN, "Postponed")
    assert [fault.reason for fault in listing.faults] == [
        "id is missing", "the item is no object",
    ]  # fmt: skip


def test_the_same_request_goes_out_in_the_other_form():
    """One line for street and number, kilograms as text, flat fields, times in UTC."""
    url, body = body_of(request())

    assert url == f"{HOST}/api/v2/pickups"
    assert body == {
        "carrier": "correos_express",
        "name": "Goods Out",
        "company_name": "Example Books",
        "telephone": "+34915550100",
        "address": "Calle Mayor 30",
        "city": "Madrid",
        "postal_code": "28013",
        "country": "ES",
        "pickup_from": "2031-05-12T11:00:00Z",
        "pickup_until": "2031-05-12T15:00:00Z",
        "quantity": 12,
        "total_weight": "31.50",
        "reference": "order-1001",
    }


def test_all_that_is_given_goes_out():
    """To UPS also whether it is a home, and what is particular to the account."""
    site = changed(SITE, country="GB", line2="Gate B", house_number="30 bis", state="GB-LND",
                   email="dock@example.com", residential=False)  # fmt: skip
    spot = Spot(instructions="Ring twice.")
    wanted = request("ups", address=site, spot=spot, carrier_account="57",
                     extra={"is_alternate_address": True})  # fmt: skip
    _, body = body_of(wanted)

    assert body["address"].endswith(" 30 bis")
    assert (body["address_2"], body["country"]) == ("Gate B", "GB")
    assert (body["country_state"], body["email"]) == (site.state, "dock@example.com")
    assert body["special_instructions"] == "Ring twice."
    assert body["contract"] == 57
    assert (body["is_residential"], body["is_alternate_address"]) == (False, True)


@pytest.mark.parametrize(("carrier", "country"), [("ups", "ES"), ("dhl", "NL")])
def test_nothing_is_invented(carrier, country):
    """Neither pallets nor a spot, a home, a weight or a service that nobody named."""
    site = changed(SITE, country=country, state=None)
    _, body = body_of(request(carrier, address=site, reference=None))
    items = body.pop("items", None)

    assert items in (None, [{"quantity": 12, "container_code": "01"}])
    assert body.keys() == {
        "carrier",
        "name",
        "company_name",
        "telephone",
        "address",
        "city",
        "postal_code",
        "country",
        "pickup_from",
        "pickup_until",
        "quantity",
        "total_weight",
    }


def test_fedex_is_told_where_on_the_site_the_parcels_are():
    """In its own words, and until when the driver may come in."""
    spot = Spot(door="front_door", building_part="floor", closes_at=time(17))
    wanted = request("fedex", spot=spot, extra={"building_part_description": "2nd"})

    assert body_of(wanted)[1]["origin_detail"] == {
        "package_location": "front",
        "building_part": "floor",
        "building_part_description": "2nd",
        "company_close_time": "17:00:00",
    }


def test_an_open_end_stays_out():
    """DPD needs none."""
    site, groups = changed(SITE, country="DE"), [Parcels(quantity=10, weight=Weight(5))]
    window = Window(WINDOW.start)
    _, body = body_of(request("dpd", address=site, parcels=groups, windows=[window]))

    assert (body["pickup_from"], "pickup_until" in body) == ("2031-05-12T11:00:00Z", False)


def test_ups_gets_its_numeric_codes():
    """Containers 01 and 03, methods 007, 065 and 011, in groups."""
    groups = [
        Parcels(quantity=1, weight=Weight(2), service="express", destination_country="DE"),
        Parcels(quantity=2, weight=Weight(3), service="express_saver", overweight=True),
        Parcels(quantity=3, weight=Weight(4), service="standard", container="pallet"),
    ]
    spot = Spot(floor="1", room="22B")
    _, body = body_of(request("ups", parcels=groups, spot=spot))

    assert body["items"] == [
        {"quantity": 1, "destination_country": "DE", "container_code": "01",
         "shipping_method": "007"},
        {"quantity": 2, "container_code": "01", "shipping_method": "065"},
        {"quantity": 3, "container_code": "03", "shipping_method": "011"},
    ]  # fmt: skip
    assert (body["quantity"], body["total_weight"]) == (6, "9.00")
    assert (body["floor"], body["room"], body["is_overweight"]) == ("1", "22B", True)


@pytest.mark.parametrize(
    ("size", "code"),
    [("envelope", "10"), ("small", "20"), ("medium", "30"), ("large", "40"),
     ("very_large", "50"), ("pallet", "60")],
)  # fmt: skip
def test_correos_gets_its_volume_code(size, code):
    """Six sizes by number."""
    groups = [Parcels(quantity=10, weight=Weight(5), size_class=size)]

    assert body_of(request("correos", parcels=groups))[1]["total_volume_weight"] == code


def test_dhl_counts_pallets_apart():
    """Parcels in quantity, pallets in a field of their own."""
    groups = [
        Parcels(quantity=4, weight=Weight(5)),
        Parcels(quantity=2, weight=Weight(300), container="pallet"),
    ]
    site = changed(SITE, country="NL")
    _, body = body_of(request("dhl", address=site, parcels=groups))

    assert (body["quantity"], body["pallet_quantity"]) == (4, 2)
    assert body["total_weight"] == "305.00"


@pytest.mark.parametrize(
    ("weights", "written"),
    [
        (["0.001"], "0.01"),
        (["14.505"], "14.51"),
        (["2", "3.10"], "5.10"),
        ([Weight("5", "lb")], "2.27"),
        ([Weight("500", "g"), Weight("1", "kg")], "1.50"),
    ],
)
def test_weights_are_never_lighter_than_they_are(weights, written):
    """Two decimals as the vendor writes them, rounded up."""
    groups = [
        Parcels(quantity=1, weight=w if isinstance(w, Weight) else Weight(w)) for w in weights
    ]

    assert body_of(request(parcels=groups))[1]["total_weight"] == written


def test_the_programs_own_rounding_reaches_no_weight():
    """Three digits would be a tenth of a ton too few."""
    groups = [Parcels(quantity=1, weight=Weight(w)) for w in ("1234.56", "1.001")]
    with localcontext() as context:
        context.prec = 3
        written = body_of(request(parcels=groups))[1]["total_weight"]

    assert written == "1235.57"


@pytest.mark.parametrize(
    ("wanted", "pointer"),
    [
        (request("brt"), "/carrier"),
        (request("correos", parcels=[Parcels(quantity=9, weight=Weight(1), size_class="small")]),
         "/parcels"),
        (request("correos", reference=None,
                 parcels=[Parcels(quantity=10, weight=Weight(1), size_class="small")]),
         "/reference"),
        (request("dpd", address=changed(SITE, country="DE"),
                 parcels=[Parcels(quantity=5, weight=Weight(1))] * 1), "/parcels"),
        (request("dhl_parcel_iberia", parcels=[Parcels(quantity=500, weight=Weight(1))] * 2),
         "/parcels"),
        (request("dhl", address=changed(SITE, country="BE"),
                 parcels=[Parcels(quantity=6, weight=Weight(1), container="pallet")]), "/parcels"),
        (request("correos_express", address=changed(SITE, country="PT")), "/address/country"),
        (request("correos_express", address=changed(SITE, phone=None)), "/address/phone"),
        (request("correos_express", windows=[Window(WINDOW.start)]), "/windows/0/end"),
        (request("dhl_parcel_iberia", address=changed(SITE, state="ES-MD")), "/address/state"),
        (request("fedex"), "/spot/door"),
        (request("correos_express", windows=[WINDOW, Window.local(
            "2031-05-13", "13:00", "17:00", tz="Europe/Madrid")]), "/windows"),
    ],
)  # fmt: skip
def test_what_api_v2_wants_is_checked_before(wanted, pointer):
    """Codes, countries and counts that differ from v3's."""
    assert pointer in pointers(wanted)


def test_a_reference_that_the_journals_key_stands_in_for_is_not_missed(tmp_path):
    """What is told to be wrong is what would be refused."""
    parcels = [Parcels(quantity=10, weight=Weight(1), size_class="small")]
    wanted = request("correos", reference=None, parcels=parcels)
    accounts = {"old": KEYS}

    with PickupKit(accounts, journal=tmp_path / "journal.sqlite") as kit:
        assert kit.validate("old", wanted) == ()
        assert json.loads(kit.preview("old", wanted).body)["reference"].startswith("pickupkit-")
    with PickupKit(accounts, journal="off") as kit:
        assert [problem.pointer for problem in kit.validate("old", wanted)] == ["/reference"]


def test_dhl_express_needs_no_contact():
    """It alone."""
    site = changed(SITE, name=None, company=None, phone=None)

    assert pointers(request("dhl_express", address=site)) == []


def test_dhl_express_needs_no_weight():
    """It alone; what not all groups have is not known of all, and goes out as null."""
    light = [Parcels(quantity=2)]

    assert pointers(request("dhl_express", parcels=light)) == []
    assert body_of(request("dhl_express", parcels=light))[1]["total_weight"] is None
    assert pointers(request("correos_express", parcels=light)) == ["/parcels/0/weight"]


def test_dhl_express_is_given_all_weights_or_none():
    """A weight that cannot go out is not dropped."""
    groups = [Parcels(quantity=2), Parcels(quantity=1, weight=Weight(3))]

    assert pointers(request("dhl_express", parcels=groups)) == ["/parcels"]


@pytest.mark.parametrize("carrier", ["brt", "nobody"])
def test_of_an_unknown_carrier_the_carrier_alone_is_complained_of(carrier):
    """Its rules are not known, those of the others are not its own."""
    assert pointers(request(carrier)) == ["/carrier"]


def test_one_size_for_all_of_correos():
    """API v2 has one field for the whole pickup."""
    groups = [
        Parcels(quantity=10, weight=Weight(1), size_class=size) for size in ("small", "large")
    ]

    assert pointers(request("correos", parcels=groups)) == ["/parcels"]


def test_bounds_on_a_sum_hold_for_all_groups_together():
    """Two fives are ten."""
    site = changed(SITE, country="DE")

    assert (
        pointers(request("dpd", address=site, parcels=[Parcels(quantity=5, weight=Weight(1))] * 2))
        == []
    )


def test_cancel_says_who_can():
    """Without opting in, nothing is sent."""
    answer = item(4, "dpd", "Created")
    with kit_of(lambda _: httpx.Response(200, json=answer)) as kit:
        assert "cancel" not in kit.supports("old")
        done = kit.cancel("old", kit.get("old", "4"))
        with pytest.raises(Unsupported):
            kit.preview("old", "4", "cancel")

    assert done.outcome is CancelOutcome.UNSUPPORTED
    assert "panel" in done.how
    assert "Support with pickup 4, tracking number T4" in done.how


def test_cancel_goes_by_v3_where_the_account_opts_in():
    """With cancel_by_v3, to v3's path."""
    asked = []

    def answer(sent):
        asked.append((sent.method, sent.url.path))
        return httpx.Response(200, json={"data": {"id": 4, "status": "CANCELLED"}})

    with kit_of(answer, cancel_by_v3=True) as kit:
        assert "cancel" in kit.supports("old")
        assert kit.cancel("old", "4").outcome is CancelOutcome.CANCELLED

    assert asked == [("POST", "/api/v3/pickups/4/cancel")]


@pytest.mark.parametrize(
    ("known", "status"),
    [
        (PickupStatus.CANCEL_REQUESTED, PickupStatus.CANCEL_REQUESTED),
        (PickupStatus.CANCEL_REFUSED, PickupStatus.CANCEL_REFUSED),
        (PickupStatus.REQUESTED, PickupStatus.CONFIRMED),
    ],
)
def test_what_became_of_a_cancel_stays_known(known, status):
    """API v2 has no words for it before it is done."""
    with kit_of(lambda _: httpx.Response(200, json=item(4, "dpd", "Created"))) as kit:
        found = kit.get("old", "4")

    assert sendcloud.retold(known, found).status is status


def test_requirements_are_those_of_the_accounts_api():
    """The same carrier, another rule; a provider's own name tells v3's."""
    with kit_of(lambda _: None) as kit:
        old = {rule.pointer for rule in kit.requirements("old", "dhl_parcel_gb") if rule.carriers}
        new = {rule.pointer for rule in kit.requirements("sendcloud", "dhl_parcel_gb")}

    assert "/extra/trading_location_id" in new - old


@pytest.mark.parametrize(
    ("status", "body", "error", "words"),
    [
        (400, {"error": {"code": 400, "request": "api/v2/pickups/",
                         "message": 'total_weight: "This field is required."'}},
         Refused, 'total_weight: "This field is required."'),
        (404, {"error": {"code": 404, "request": "api/v2/pickups/1",
                         "message": "No Pickup matches the given query."}},
         NotFound, "No Pickup matches the given query."),
    ],
)  # fmt: skip
def test_error_bodies_are_read(status, body, error, words):
    """One object with a code and a text."""
    with (
        kit_of(lambda _: httpx.Response(status, json=body)) as kit,
        pytest.raises(error) as raised,
    ):
        kit.create("old", request())

    assert raised.value.messages == (words,)
    assert raised.value.vendor_code == str(status)


@pytest.mark.parametrize(
    ("next_", "words"),
    [
        ("https://elsewhere.example/api/v2/pickups/?cursor=a", "another host"),
        ("https://user@panel.sendcloud.sc/api/v2/pickups/?cursor=a", "credentials"),
        (f"{HOST}/api/v2/pickups/", "has no cursor"),
        (17, "is no URL"),
    ],
)
def test_a_foreign_next_page_is_refused(next_, words):
    """No request goes there."""
    asked = []

    def answer(sent):
        asked.append(str(sent.url))
        return httpx.Response(200, json=listed(item(1, "dpd", "Created"), next_=next_))

    with kit_of(answer) as kit, pytest.raises(MalformedAnswer, match=words):
        list(kit.list("old"))

    assert asked == [f"{HOST}/api/v2/pickups?limit=100"]


def test_a_cursor_that_comes_twice_ends_the_listing():
    """The cursor goes back as it was, and once."""
    asked = []

    def answer(sent):
        asked.append(sent.url.params.get("cursor"))
        next_ = f"{HOST}/api/v2/pickups/?cursor=cD0yOTQzNDQ%3D&limit=1"
        return httpx.Response(200, json=listed(item(1, "dpd", "Created"), next_=next_))

    with kit_of(answer) as kit, pytest.raises(MalformedAnswer, match="circle"):
        list(kit.list("old"))

    assert asked == [None, "cD0yOTQzNDQ="]


def fits(method, path, answer, status=200):
    """Check an answer against the strict description."""
    asked = MockRequest(HOST, method, f"/api/v2/{path}")
    reply = MockResponse(json.dumps(answer).encode(), status_code=status)
    description(API).validate_response(asked, reply)


def test_the_vendors_list_fits_the_description():
    """Recorded answers are checked by it, so it must not refuse what is documented."""
    fits("get", "pickups", listed(*LISTS, next_=f"{HOST}/api/v2/pickups/?cursor=a"))


@pytest.mark.parametrize("carrier", ["correos", "dhl", "fedex", "ups"])
def test_what_is_sent_fits_the_description(carrier):
    """As what the stand-in answers does; each of these has fields of its own."""
    wanted = load_request(EXAMPLES / f"{carrier}.toml")
    with kit_of(lambda _: None) as kit:
        sent = kit.preview("old", wanted)
    description(API).validate_request(
        MockRequest(
            HOST, "post", "/api/v2/pickups", data=sent.body, headers={"Authorization": "Basic eDp5"}
        )
    )

    async def book():
        transport = httpx.ASGITransport(create_app(World(seed=1)))
        async with AsyncPickupKit({"old": KEYS}, transport=transport, journal="off") as kit:
            booked = await kit.create("old", wanted)
            return booked.raw, (await kit.get("old", booked.id)).raw

    for raw in asyncio.run(book()):
        assert raw["total_weight"] == json.loads(sent.body)["total_weight"]
        assert {k: raw[k] for k in SAME[carrier]} == {
            k: json.loads(sent.body)[k] for k in SAME[carrier]
        }
        fits("get", "pickups/1", raw)


FLAT = {
    "name": "Goods Out", "company_name": "Example Books", "telephone": "+34915550100",
    "address": "Calle Mayor 30", "city": "Madrid", "postal_code": "28013",
    "pickup_from": "2026-12-09T11:00:00Z", "pickup_until": "2026-12-09T14:00:00Z",
    "quantity": 10, "total_weight": "2.00", "reference": "order-1",
}  # fmt: skip


def posted(carrier, country, **changes):
    """Send a body to the stand-in as it is; what is ``...`` is left out."""
    body = FLAT | {"carrier": carrier, "country": country} | changes
    wanted = {name: value for name, value in body.items() if value is not ...}

    async def send():
        transport = httpx.ASGITransport(create_app(World(clock=Clock(NOW), seed=1)))
        async with httpx.AsyncClient(transport=transport, auth=("public", "secret")) as client:
            made = await client.post(f"{HOST}/api/v2/pickups", json=wanted)
            if made.is_success:
                path = f"pickups/{made.json()['id']}"
                for api in ("v3", "v2"):
                    made = await client.get(f"{HOST}/api/{api}/{path}")
            return made

    return asyncio.run(send())


def test_the_stand_in_takes_no_weight_from_dhl_express():
    """Null, not left out; both generations of the API show the pickup."""
    taken = posted("dhl_express", "NL", total_weight=None)

    assert (taken.status_code, taken.json()["total_weight"]) == (200, None)
    fits("get", "pickups/1", taken.json())
    assert posted("dhl_express", "NL", total_weight=...).status_code == 400


ORIGIN = {
    "package_location": "front", "building_part": "floor", "company_close_time": "17:00:00",
}  # fmt: skip


@pytest.mark.parametrize(
    ("carrier", "country", "fault", "mended"),
    [
        ("correos", "ES", {"postal_code": "280130"}, {"postal_code": "28013"}),
        ("poste_it_delivery", "IT", {"country_state": "IT-ROM"}, {"country_state": "IT-RM"}),
        ("dhl", "NL", {"quantity": ...}, {"quantity": ..., "pallet_quantity": 2}),
        ("fedex", "NL", {"total_weight": None}, {"total_weight": "2.00"}),
    ],
)
def test_the_stand_in_refuses_what_api_v2_does_not_take(carrier, country, fault, mended):
    """With the field; mended, the same body is taken."""
    own = {"correos": {"total_volume_weight": "10"}, "fedex": {"origin_detail": ORIGIN}}
    more = own.get(carrier, {})

    refused = posted(carrier, country, **more, **fault)

    assert refused.status_code == 400
    assert refused.json()["error"]["message"].startswith(f'{next(iter(fault))}: "')
    assert posted(carrier, country, **more, **mended).status_code == 200


@pytest.mark.parametrize(("carrier", "country"), [("dpd", "DE"), ("dhl_parcel_iberia", "PT")])
def test_the_stand_in_takes_no_notice_of_another_carriers_fields(carrier, country):
    """They are let through unread, whatever they hold, and none is given back."""
    others = {"total_volume_weight": "large", "pallet_quantity": "two", "floor": 3}

    taken = posted(carrier, country, **others)

    assert (taken.status_code, others.keys() & taken.json().keys()) == (200, set())
    fits("get", "pickups/1", taken.json())


def test_the_stand_in_tells_an_unknown_trigger_in_the_form_of_api_v2():
    """As any other 400 of that API."""
    refused = posted("dpd", "DE", reference="sandbox:cancel=maybe")

    assert "sandbox:cancel=maybe" in refused.json()["error"]["message"]
    fits("post", "pickups", refused.json(), 400)


class Remembering(httpx.ASGITransport):
    """Asks an application in this process, and keeps its answers by URL."""

    def __init__(self, app):
        super().__init__(app)
        self.answers = {}

    async def handle_async_request(self, request):
        answer = await super().handle_async_request(request)
        self.answers[str(request.url)] = (dict(answer.headers), await answer.aread())
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def again(self, request):
        """Answer as before; whatever was not asked before fails."""
        headers, content = self.answers[str(request.url)]
        return httpx.Response(200, headers=headers, content=content)


def filled(count):
    """Give a stand-in that holds so many pickups of one account."""
    app = create_app(World(clock=Clock(NOW), seed=1), orders=0)
    address = {"address_line_1": "Stationsplein 1", "country_code": "NL"}
    slot = {"start_at": "2026-12-10T13:00:00Z", "end_at": "2026-12-10T15:00:00Z"}
    weight = {"value": "2.00", "unit": "kg"}
    items = [{"quantity": 1, "container_type": "parcel", "total_weight": weight}]
    wanted = {
        "carrier_code": "dhl_express", "address": address, "time_slots": [slot], "items": items,
    }  # fmt: skip
    for _ in range(count):
        app.state.store.add("public", wanted, {})
    return app


def listed_by(api, transport):
    """Count what is listed; nothing that is read is kept here."""

    async def read():
        accounts = {"one": KEYS | {"api": api}}
        async with AsyncPickupKit(accounts, transport=transport, journal="off") as kit:
            return sum([1 async for _ in kit.list("one")])

    return asyncio.run(read())


@pytest.mark.parametrize("api", ["v2", "v3"])
def test_ten_thousand_pickups_take_a_request_a_page_and_little_memory(api):
    """100 pages from the stand-in; the same again shows what the client alone holds meanwhile."""
    transport = Remembering(filled(10_000))
    assert (listed_by(api, transport), len(transport.answers)) == (10_000, 100)

    tracemalloc.start()
    try:
        assert listed_by(api, httpx.MockTransport(transport.again)) == 10_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 15 * 2**20
