"""EasyPost's plugin, fed with answers: what it writes, what it reads, which offer it buys."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from pickupkit.plugin import (
    Address,
    Answer,
    Attempt,
    CancelOutcome,
    Failure,
    InvalidRequest,
    Money,
    NotFound,
    OutcomeUnknown,
    PickupStatus,
    Rate,
    RateLimited,
    Refused,
    Spot,
    Unavailable,
    Unreadable,
    Window,
)
from pickupkit_easypost import _mapping as mapping
from pickupkit_easypost import _operations as operations
from pickupkit_easypost import easypost, pickupkit_providers
from pickupkit_easypost._failure import read_failure
from pickupkit_easypost._rates import choose
from tests.plugins._play import NOW, account, easypost_request, local, ok, pages, play, us_address

ID = "pickup_0123456789abcdef0123456789abcdef"
ACCOUNT = account("easypost")
CHICAGO = ZoneInfo("America/Chicago")
RATE = {
    "object": "PickupRate",
    "id": "pickuprate_22222222222222222222222222222222",
    "pickup_id": ID,
    "carrier": "USPS",
    "service": "NextDay",
    "rate": "0.00",
    "currency": "USD",
}
ADDRESS = {
    "id": "adr_11111111111111111111111111111111",
    "name": "Goods Out",
    "company": None,
    "street1": "100 Example Ave",
    "street2": "",
    "city": "Springfield",
    "state": "IL",
    "zip": "62701",
    "country": "US",
    "phone": "2175550100",
    "email": "dock@example.com",
    "residential": None,
    "created_at": "2031-05-09T20:39:27+00:00",
}
QUOTED = {
    "id": ID,
    "object": "Pickup",
    "created_at": "2031-05-09T20:39:27Z",
    "updated_at": "2031-05-09T20:39:27Z",
    "mode": "test",
    "status": "unknown",
    "reference": "order-17",
    "min_datetime": "2031-05-12T14:00:00Z",
    "max_datetime": "2031-05-12T17:00:00Z",
    "is_account_address": False,
    "instructions": "Ring twice",
    "messages": [],
    "confirmation": None,
    "address": ADDRESS,
    "carrier_accounts": [],
    "pickup_rates": [RATE],
}
BOUGHT = {**QUOTED, "status": "scheduled", "confirmation": "WTC60000001"}
CANCELLED = {**BOUGHT, "status": "canceled", "updated_at": "2031-05-09T20:39:34Z"}
MESSAGE = {
    "carrier": "USPS",
    "carrier_account_id": "ca_44444444444444444444444444444444",
    "type": "rate_error",
    "message": "An unexpected system error has occurred.  ",
}
WRONG_KINDS = [None, "text", 5, 2.5, True, [], {}, [None, 5, "x"], {"a": []}]


def rate(carrier="USPS", service="NextDay", amount="0.00", currency="USD"):
    return Rate(carrier=carrier, service=service, price=Money(amount, currency))


def got(**changes):
    """Read a pickup with these changes."""
    pickup, _ = play(operations.get(ACCOUNT, ID), ok({**BOUGHT, **changes}))
    return pickup


# Writing


def test_a_request_is_written_with_every_field():
    """Times in UTC, ids as objects, one account restricted to."""
    request = easypost_request(
        address=us_address(line2="Unit 4", state="US-IL"),
        windows=[local("09:00", "12:00", tz="America/Chicago")],
        carrier="USPS",
        service="NextDay",
        carrier_account="ca_5",
        reference="order-17",
        max_price=Money(20, "USD"),
        spot=Spot(instructions="Ring twice"),
        extra={"is_account_address": False},
    )

    _, script = play(operations.quote(ACCOUNT, request), ok(QUOTED))

    assert script.asked == ["POST /pickups"]
    assert script.bodies == [
        {
            "pickup": {
                "address": {
                    "name": "Goods Out",
                    "company": "Example Books",
                    "street1": "100 Example Ave",
                    "street2": "Unit 4",
                    "city": "Springfield",
                    "state": "IL",
                    "zip": "62701",
                    "country": "US",
                    "phone": "+12175550100",
                    "email": "dock@example.com",
                },
                "shipment": {"id": "shp_33333333333333333333333333333333"},
                "carrier_accounts": [{"id": "ca_5"}],
                "min_datetime": "2031-05-12T14:00:00Z",
                "max_datetime": "2031-05-12T17:00:00Z",
                "instructions": "Ring twice",
                "reference": "order-17",
                "is_account_address": False,
            }
        }
    ]


def test_nothing_is_invented():
    """What is not given, or is empty, stays out."""
    request = easypost_request(
        address=Address(name="Goods Out", line1="Example Ave", company="", country="NL"),
        shipments=[],
        batch="batch_1",
        reference="",
        windows=[local("17:00", "18:00", tz="America/Los_Angeles")],
    )

    _, script = play(operations.quote(ACCOUNT, request), ok(QUOTED))

    assert script.bodies == [
        {
            "pickup": {
                "address": {"name": "Goods Out", "street1": "Example Ave", "country": "NL"},
                "batch": {"id": "batch_1"},
                "min_datetime": "2031-05-13T00:00:00Z",
                "max_datetime": "2031-05-13T01:00:00Z",
            }
        }
    ]


# Booking


def test_a_booking_quotes_notes_and_buys():
    """The id is kept before the dangerous step; the offer goes back as it came."""
    offer = {**RATE, "carrier": "UpsDAP", "service": "Future-day Pickup", "rate": "6.18"}

    pickup, script = play(
        operations.create(ACCOUNT, easypost_request(carrier="upsdap")),
        ok({**QUOTED, "pickup_rates": [RATE, offer]}),
        ok({**BOUGHT, "pickup_rates": [RATE, offer]}),
    )

    assert script.asked == ["POST /pickups", f"POST /pickups/{ID}/buy"]
    assert [call.repeatable for call in script.calls] == [True, False]
    assert script.bodies[1] == {"carrier": "UpsDAP", "service": "Future-day Pickup"}
    assert script.facts == {"pickup_id": ID, "carrier": "UpsDAP", "service": "Future-day Pickup"}
    assert (pickup.status, pickup.confirmation) == (PickupStatus.CONFIRMED, "WTC60000001")
    assert (pickup.carrier, pickup.service) == ("UpsDAP", "Future-day Pickup")
    assert pickup.price == Money("6.18", "USD")
    assert pickup.requested == (local(tz="America/Chicago"),)
    assert pickup.requested[0].start.tzinfo == CHICAGO


def test_offers_that_come_late_are_waited_for():
    """A create is not atomic: the record may show before its offers do."""
    late = {**QUOTED, "pickup_rates": []}

    _, script = play(
        operations.create(ACCOUNT, easypost_request()), ok(late), ok(late), ok(QUOTED), ok(BOUGHT)
    )

    get = f"GET /pickups/{ID}"
    assert script.asked == ["POST /pickups", get, get, f"POST /pickups/{ID}/buy"]
    assert script.slept == [1, 1]


def test_offers_that_never_come_are_a_refusal():
    """Nothing is bought, and the waiting ends."""
    late = ok({**QUOTED, "pickup_rates": []})

    with pytest.raises(Refused, match="no carrier offers this pickup"):
        play(operations.create(ACCOUNT, easypost_request()), late, late, late)


def test_a_carriers_refusal_is_told_and_nothing_is_bought():
    """It comes with status 200, and only once: a later look shows no messages."""
    refused = ok({**QUOTED, "pickup_rates": [], "messages": [MESSAGE]})

    with pytest.raises(Refused) as caught:
        play(operations.create(ACCOUNT, easypost_request()), refused)

    assert caught.value.messages == ("USPS: An unexpected system error has occurred.",)


@pytest.mark.parametrize("offers", [[RATE], []])
@pytest.mark.parametrize("wrong", [None, "", "pickup_1/../2", "x" * 65])
def test_a_record_without_an_id_to_ask_for_is_no_fault_of_the_request(offers, wrong):
    """Nothing is bought; the caller has nothing to mend."""
    shown = ok({**QUOTED, "id": wrong, "pickup_rates": offers})

    with pytest.raises(Unreadable, match="id is"):
        play(operations.create(ACCOUNT, easypost_request()), shown)


@pytest.mark.parametrize(
    ("messages", "told"),
    [
        ([{**MESSAGE, "message": ["Closed.", " Call. "]}], "USPS: Closed.; Call."),
        ([{**MESSAGE, "message": {"text": "Closed."}}], "USPS: text: Closed."),
        ([["Closed."], "  "], "Closed."),
        ("Closed.", "Closed."),
        ({"USPS": ["Closed."]}, "USPS: Closed."),
    ],
)
def test_a_refusal_is_told_in_whatever_form(messages, told):
    """No later answer has it."""
    refused = ok({**QUOTED, "pickup_rates": [], "messages": messages})

    with pytest.raises(Refused) as caught:
        play(operations.create(ACCOUNT, easypost_request()), refused)

    assert caught.value.messages == (told,)


LIMITED = RateLimited("too many requests", http_status=429)


def test_a_buy_over_the_limit_is_looked_for_before_anyone_buys_again():
    """Where the 429 came too late, the booking stands."""
    booked, script = play(
        operations.create(ACCOUNT, easypost_request()), ok(QUOTED), LIMITED, ok(BOUGHT)
    )

    assert booked.status is PickupStatus.CONFIRMED
    assert script.asked[1:] == [f"POST /pickups/{ID}/buy", f"GET /pickups/{ID}"]


@pytest.mark.parametrize("shown", [ok(QUOTED), Unavailable("the provider failed")])
def test_a_buy_over_the_limit_that_does_not_show_is_over_the_limit(shown):
    """Nothing was booked, as the core takes a 429."""
    with pytest.raises(RateLimited, match="too many requests"):
        play(operations.create(ACCOUNT, easypost_request()), ok(QUOTED), LIMITED, shown)


@pytest.mark.parametrize("confirmation", [None, ""])
def test_a_buy_that_shows_nothing_bought_is_no_booking(confirmation):
    """``unknown`` is EasyPost's word for not bought, whatever the 200 says."""
    shown = {**QUOTED, "confirmation": confirmation}

    with pytest.raises(Unreadable, match="shows as not bought"):
        play(operations.create(ACCOUNT, easypost_request()), ok(QUOTED), ok(shown))


def test_a_buy_in_a_status_that_is_not_known_is_kept():
    """EasyPost took the buy; what its new word means, nobody here can say."""
    shown = {**QUOTED, "status": "in_process"}

    kept, _ = play(operations.create(ACCOUNT, easypost_request()), ok(QUOTED), ok(shown))

    assert (kept.status, kept.raw_status) == (PickupStatus.UNKNOWN, "in_process")


@pytest.mark.parametrize("status", ["unknown", "in_process"])
def test_a_confirmation_proves_a_booking_whatever_the_status(status):
    """It is no mere offer any more."""
    shown = {**BOUGHT, "status": status}

    booked, _ = play(operations.create(ACCOUNT, easypost_request()), ok(QUOTED), ok(shown))

    assert booked.confirmation == BOUGHT["confirmation"]
    assert booked.status is PickupStatus.UNKNOWN


def test_a_quotation_lists_offers_and_refusals():
    """One carrier quotes, another would not come."""
    two = [RATE, {**RATE, "carrier": "UPS", "service": "Same-Day Pickup", "rate": "10.52"}]

    quotation, _ = play(
        operations.quote(ACCOUNT, easypost_request()),
        ok({**QUOTED, "pickup_rates": two, "messages": [{**MESSAGE, "carrier": None}]}),
    )

    assert [(r.carrier, r.service, str(r.price)) for r in quotation.rates] == [
        ("USPS", "NextDay", "0.00 USD"),
        ("UPS", "Same-Day Pickup", "10.52 USD"),
    ]
    assert quotation.rates[0].id == RATE["id"]
    assert quotation.messages == ("An unexpected system error has occurred.",)
    assert (quotation.id, quotation.provider, quotation.account) == (ID, "easypost", "berlin")


# Choosing


@pytest.mark.parametrize(
    ("offers", "wanted", "chosen"),
    [
        ([rate(amount="6.18"), rate("UPS", "Future", "4.00")], {}, ("UPS", "Future")),
        ([rate("A", "x", "4.00"), rate("B", "y", "4.00")], {}, ("A", "x")),
        ([rate(amount="10"), rate("UPS", "Future", "9")], {"carrier": "usps"}, ("USPS", "NextDay")),
        ([rate(), rate("USPS", "Later", "9")], {"service": "LATER"}, ("USPS", "Later")),
        (
            [rate("UPS", "a", "9"), rate("USPS", "a", "1"), rate("UPS", "b", "2")],
            {"carrier": "UPS", "service": "a"},
            ("UPS", "a"),
        ),
        ([rate("UPS", "a", "9"), rate("UPS", "b", "2"), rate("C", "c", "5")], {}, ("UPS", "b")),
        ([rate("UPS", "a", "2"), rate("USPS", "a", "9"), rate("C", "c", "5")], {}, ("UPS", "a")),
        ([rate(amount="12.00")], {"max_price": Money("12", "USD")}, ("USPS", "NextDay")),
        (
            [rate(amount="9"), rate("DHL", "x", "5", "EUR")],
            {"carrier": "dhl"},
            ("DHL", "x"),
        ),
        ([rate(amount="1e1"), rate("B", "y", "9.999")], {}, ("B", "y")),
    ],
)
def test_the_cheapest_offer_that_fits_is_chosen(offers, wanted, chosen):
    """Carrier and service without regard to case, the first on a tie."""
    best = choose(offers, easypost_request(**wanted), ())

    assert (best.carrier, best.service) == chosen


@pytest.mark.parametrize(
    ("offers", "wanted", "said"),
    [
        ([], {}, "no carrier offers this pickup"),
        ([rate()], {"carrier": "UPS"}, "UPS is not offered; offered are USPS NextDay"),
        ([rate()], {"service": "Next"}, "Next is not offered; offered are USPS NextDay"),
        (
            [rate(), rate("UPS", "Day")],
            {"carrier": "UPS", "service": "Next"},
            "UPS Next is not offered; offered are USPS NextDay, UPS Day",
        ),
        (
            [rate(), rate("DHL", "x", "5", "EUR")],
            {},
            "offers are in several currencies; name carrier, service or carrier_account",
        ),
        (
            [rate(amount="12.01")],
            {"max_price": Money(12, "USD")},
            "the cheapest offer, 12.01 USD, is over max_price, 12 USD",
        ),
        (
            [rate(amount="1")],
            {"max_price": Money(12, "EUR")},
            "max_price is in EUR, the offer in USD",
        ),
    ],
)
def test_an_offer_that_does_not_fit_is_refused(offers, wanted, said):
    """Before anything is bought, with the carriers' own words."""
    with pytest.raises(Refused) as caught:
        choose(offers, easypost_request(**wanted), ("USPS: no",))

    assert (caught.value.summary, caught.value.messages) == (said, ("USPS: no",))


def test_of_two_accounts_offers_of_one_service_the_dearer_counts():
    """A buy names neither account nor offer, and may take either."""
    offers = [rate("UPS", "Day", "10"), rate("ups", "day", "50"), rate("USPS", "Next", "12")]

    cheapest = choose(offers, easypost_request(), ())
    named = choose(offers, easypost_request(carrier="UPS"), ())
    with pytest.raises(Refused, match="50 USD, is over max_price, 20 USD"):
        choose(offers, easypost_request(carrier="UPS", max_price=Money(20, "USD")), ())

    assert (cheapest.carrier, named.price) == ("USPS", Money(50, "USD"))


def test_what_other_carriers_said_stays_with_the_booking():
    """Only the first answer need have it; what the second says more is told as well."""
    more = {**MESSAGE, "carrier": "UPS", "message": "Ring twice."}
    pickup, _ = play(
        operations.create(ACCOUNT, easypost_request()),
        ok({**QUOTED, "messages": [MESSAGE]}),
        ok({**BOUGHT, "messages": [MESSAGE, more]}),
    )

    assert pickup.status is PickupStatus.CONFIRMED
    assert pickup.messages == (
        "USPS: An unexpected system error has occurred.",
        "UPS: Ring twice.",
    )


@pytest.mark.parametrize("operation", [operations.get, operations.cancel])
@pytest.mark.parametrize("reference", ["order-17", "", "PICKUP_1", "pickup"])
def test_a_reference_is_no_id(operation, reference):
    """EasyPost takes one, and means the newest pickup that bears it."""
    with pytest.raises(InvalidRequest, match="is no id of a pickup"):
        play(operation(ACCOUNT, reference))


@pytest.mark.parametrize("operation", [operations.get, operations.cancel])
def test_another_pickup_is_not_taken_for_the_one_asked_for(operation):
    """EasyPost gives one for a reference, which may look like an id."""
    with pytest.raises(Unreadable, match="it is about another pickup, pickup_2"):
        play(operation(ACCOUNT, "pickup_may"), ok({**CANCELLED, "id": "pickup_2"}))


def test_a_buy_that_is_answered_with_another_pickup_is_no_booking_of_it():
    """The core calls that an unknown outcome; the id that was noted tells."""
    other = ok({**BOUGHT, "id": "pickup_2"})

    with pytest.raises(Unreadable, match="it is about another pickup, pickup_2"):
        play(operations.create(ACCOUNT, easypost_request()), ok(QUOTED), other)


def test_a_refused_cancel_that_cannot_be_looked_up_keeps_its_words():
    """Whether it was cancelled before, nobody knows."""
    done, _ = play(
        operations.cancel(ACCOUNT, ID),
        Refused("refused", failure=Failure(("Too late.",))),
        Unavailable("no answer came in time"),
    )

    assert (done.outcome, done.pickup) == (CancelOutcome.UNKNOWN, None)
    assert done.message == "Too late.; no answer came in time"


@pytest.mark.parametrize(
    "broken",
    [
        {**RATE, "rate": None},
        {**RATE, "rate": "free"},
        {**RATE, "rate": "NaN"},
        {**RATE, "rate": "-5.00"},
        {**RATE, "currency": None},
        {**RATE, "carrier": ""},
        {**RATE, "service": []},
        {},
        None,
        "USPS",
    ],
)
def test_an_offer_that_cannot_be_read_is_none(broken):
    """The others still count."""
    offers = [broken, {**RATE, "rate": 3}, {**RATE, "rate": 6.18}]

    quotation, _ = play(
        operations.quote(ACCOUNT, easypost_request()), ok({**QUOTED, "pickup_rates": offers})
    )

    assert [r.price for r in quotation.rates] == [Money("3", "USD"), Money("6.18", "USD")]


@pytest.mark.parametrize("operation", [operations.create, operations.quote])
@pytest.mark.parametrize("price", [None, "free", "1,50", "-5.00"])
def test_offers_of_which_none_can_be_read_are_not_no_offers(operation, price):
    """The carriers would come; nothing is bought."""
    offers = [{**RATE, "rate": price}]

    with pytest.raises(Unreadable, match=r"no offer has .* a price of 0 or more"):
        play(operation(ACCOUNT, easypost_request()), ok({**QUOTED, "pickup_rates": offers}))


# Reading


def test_a_pickup_is_read_field_by_field():
    """In the common language, with the vendor's own JSON beside it."""
    pickup = got()

    assert evolve(pickup, raw={}) == mapping.Pickup(
        provider="easypost",
        account="berlin",
        id=ID,
        status=PickupStatus.CONFIRMED,
        raw_status="scheduled",
        carrier="USPS",
        service="NextDay",
        country="US",
        confirmation="WTC60000001",
        address=Address(
            name="Goods Out",
            line1="100 Example Ave",
            postal_code="62701",
            city="Springfield",
            state="IL",
            country="US",
            phone="2175550100",
            email="dock@example.com",
        ),
        requested=(
            Window(
                datetime(2031, 5, 12, 14, tzinfo=UTC),
                datetime(2031, 5, 12, 17, tzinfo=UTC),
            ),
        ),
        price=Money("0.00", "USD"),
        reference="order-17",
        created_at=datetime(2031, 5, 9, 20, 39, 27, tzinfo=UTC),
    )
    assert pickup.raw == BOUGHT


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"status": "scheduled"}, PickupStatus.CONFIRMED),
        ({"status": "canceled"}, PickupStatus.CANCELLED),
        ({"status": "unknown", "confirmation": None}, PickupStatus.QUOTED),
        ({"status": "unknown", "confirmation": "WTC1"}, PickupStatus.UNKNOWN),
        ({"status": "unknown", "confirmation": None, "pickup_rates": []}, PickupStatus.UNKNOWN),
        ({"status": "dispatched"}, PickupStatus.UNKNOWN),
        ({"status": "SCHEDULED"}, PickupStatus.UNKNOWN),
    ],
)
def test_a_status_is_translated_or_kept(changes, status):
    """A word that is not known here is no error."""
    pickup = got(**changes)

    assert (pickup.status, pickup.raw_status) == (status, changes["status"])


def test_several_offers_leave_open_which_was_bought():
    """Nothing in an answer marks it, so neither carrier nor price are claimed."""
    pickup = got(pickup_rates=[RATE, {**RATE, "carrier": "UPS"}])

    assert (pickup.carrier, pickup.service, pickup.price) == (None, None, None)


def test_what_was_only_quoted_has_no_price():
    """An offer costs nothing."""
    assert got(status="unknown", confirmation=None).price is None


def test_a_cancelled_pickup_keeps_its_confirmation():
    """And tells since when."""
    pickup = got(**CANCELLED)

    assert pickup.confirmation == "WTC60000001"
    assert pickup.cancelled_at == datetime(2031, 5, 9, 20, 39, 34, tzinfo=UTC)


def test_equal_times_are_kept_though_no_window_of_ours_may_be_empty():
    """Most pickups on record were asked for so."""
    midnight = "2031-05-12T00:00:00Z"

    [window] = got(min_datetime=midnight, max_datetime=midnight).requested

    assert window.start == window.end == datetime(2031, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "name", "value"),
    [
        ({"confirmation": 60000001}, "confirmation", "60000001"),
        ({"reference": 17}, "reference", "17"),
        ({"created_at": "2031-05-09T20:39:27"}, "created_at", None),
        ({"created_at": "yesterday"}, "created_at", None),
        ({"min_datetime": "2031-05-12"}, "requested", ()),
        ({"address": {**ADDRESS, "zip": 62701, "country": "ZZ"}}, "country", "ZZ"),
        ({"messages": [MESSAGE, {"message": {"a": 1}}, 5]}, "messages",
         ("USPS: An unexpected system error has occurred.", "a: 1", "5")),
    ],
)  # fmt: skip
def test_surprises_are_read_as_far_as_they_make_sense(changes, name, value):
    """Numbers where text belongs are taken; times without zone are nobody's guess."""
    assert getattr(got(**changes), name) == value


@pytest.mark.parametrize("wrong", WRONG_KINDS)
@pytest.mark.parametrize("name", [name for name in BOUGHT if name not in ("id", "status")])
def test_no_field_of_another_kind_hides_a_pickup(name, wrong):
    """Every field but id and status may be anything."""
    pickup = got(**{name: wrong})

    assert (pickup.id, pickup.status) == (ID, PickupStatus.CONFIRMED)


@pytest.mark.parametrize("wrong", WRONG_KINDS)
@pytest.mark.parametrize("part", ["address", "pickup_rates", "messages"])
def test_no_part_of_another_kind_hides_a_pickup(part, wrong):
    """Nor do nulls everywhere in a nested object."""
    whole = {"address": ADDRESS, "pickup_rates": RATE, "messages": MESSAGE}[part]
    broken = dict.fromkeys(whole, wrong)

    assert got(**{part: broken if part == "address" else [broken]}).id == ID


def test_unknown_fields_are_kept_in_the_raw_answer():
    """They may matter to somebody."""
    assert got(new_field={"a": 1}).raw["new_field"] == {"a": 1}


@pytest.mark.parametrize("name", ["id", "status"])
@pytest.mark.parametrize("wrong", [None, "", [], {}, True, 2.5])
def test_a_pickup_without_id_or_status_is_none(name, wrong):
    """An answer that does not say what it is about proves nothing."""
    with pytest.raises(Unreadable, match=f"{name} is missing"):
        got(**{name: wrong})


# Listing


def test_a_listing_follows_the_last_id_and_repeats_the_page_size():
    """Until there is no more; a dropped size would fall back to the vendor's own."""
    found, script = pages(
        operations.list_pickups(account("easypost", page_size=2)),
        ok(
            {
                "pickups": [{**BOUGHT, "id": "pickup_1"}, {**BOUGHT, "id": "pickup_2"}],
                "has_more": True,
            }
        ),
        ok({"pickups": [{**BOUGHT, "id": "pickup_3"}], "has_more": False}),
    )

    assert script.asked == [
        "GET /pickups?page_size=2",
        "GET /pickups?before_id=pickup_2&page_size=2",
    ]
    assert [[p.id for p in page.pickups] for page in found] == [
        ["pickup_1", "pickup_2"],
        ["pickup_3"],
    ]


@pytest.mark.parametrize("broken", [None, {**BOUGHT, "id": None}, 5])
def test_an_item_without_an_id_hides_no_later_page(broken):
    """The listing goes on from the last one that has an id."""
    first = [{**BOUGHT, "id": "pickup_1"}, {"id": "pickup_2"}, broken]

    found, script = pages(
        operations.list_pickups(account("easypost", page_size=3)),
        ok({"pickups": first, "has_more": True}),
        ok({"pickups": [{**BOUGHT, "id": "pickup_3"}], "has_more": False}),
    )

    assert script.asked[1] == "GET /pickups?before_id=pickup_2&page_size=3"
    assert [[p.id for p in page.pickups] for page in found] == [["pickup_1"], ["pickup_3"]]
    assert [len(page.faults) for page in found] == [2, 0]


def test_a_page_without_any_id_leads_nowhere():
    """That there is more is not kept quiet."""
    with pytest.raises(Unreadable, match="id is missing"):
        pages(operations.list_pickups(ACCOUNT), ok({"pickups": [None, {}], "has_more": True}))


def test_an_empty_page_may_be_the_last():
    """If it says so."""
    [page], _ = pages(operations.list_pickups(ACCOUNT), ok({"pickups": [], "has_more": False}))

    assert page.pickups == ()


def test_an_empty_page_that_says_there_is_more_leads_nowhere():
    """What is missing is not kept quiet."""
    with pytest.raises(Unreadable, match="id is missing"):
        pages(operations.list_pickups(ACCOUNT), ok({"pickups": [], "has_more": True}))


@pytest.mark.parametrize("more", [{}, *({"has_more": each} for each in (None, "false", 0, []))])
@pytest.mark.parametrize("listed", [[], [BOUGHT]])
def test_a_page_that_does_not_say_whether_there_is_more_is_no_end(listed, more):
    """Every recorded one does; a cut listing must not look whole."""
    with pytest.raises(Unreadable, match="has_more is missing"):
        pages(operations.list_pickups(ACCOUNT), ok({"pickups": listed, **more}))


def test_a_listing_that_goes_round_in_a_circle_is_ended():
    """A cursor that comes again would never end."""
    again = ok({"pickups": [BOUGHT], "has_more": True})

    with pytest.raises(Unreadable, match="round in a circle"):
        pages(operations.list_pickups(ACCOUNT), again, again)


@pytest.mark.parametrize("answer", [{}, {"pickups": None, "has_more": False}, {"pickups": {}}])
def test_an_answer_without_its_list_is_no_empty_page(answer):
    """It may be an error in disguise."""
    with pytest.raises(Unreadable, match="the list is missing"):
        pages(operations.list_pickups(ACCOUNT), ok(answer))


def test_a_broken_item_becomes_a_fault_beside_the_good_ones():
    """With what was received."""
    items = [BOUGHT, {**BOUGHT, "id": None}, None, 5, {**BOUGHT, "id": "pickup_2"}]

    [page], _ = pages(operations.list_pickups(ACCOUNT), ok({"pickups": items, "has_more": False}))

    assert [pickup.id for pickup in page.pickups] == [ID, "pickup_2"]
    assert [(fault.reason, fault.raw) for fault in page.faults] == [
        ("id is missing", items[1]),
        ("the item is no object", None),
        ("the item is no object", 5),
    ]


# Cancelling


def test_a_cancel_tells_what_was_cancelled():
    """One call, without a body."""
    done, script = play(operations.cancel(ACCOUNT, ID), ok(CANCELLED))

    assert (done.outcome, done.pickup.status) == (CancelOutcome.CANCELLED, PickupStatus.CANCELLED)
    assert script.asked == [f"POST /pickups/{ID}/cancel"]
    assert script.bodies == [None]


@pytest.mark.parametrize(
    ("lost", "shown", "outcome", "message"),
    [
        (
            Refused("refused", failure=Failure(("Too late.",))),
            BOUGHT,
            CancelOutcome.REFUSED,
            "Too late.",
        ),
        (Refused("refused"), BOUGHT, CancelOutcome.REFUSED, None),
        (Refused("refused"), CANCELLED, CancelOutcome.CANCELLED, None),
        (OutcomeUnknown("no answer came in time"), CANCELLED, CancelOutcome.CANCELLED, None),
        (
            OutcomeUnknown("no answer came in time"),
            BOUGHT,
            CancelOutcome.UNKNOWN,
            "no answer came in time",
        ),
        (
            OutcomeUnknown("it does not say", failure=Failure(("Failed.",))),
            BOUGHT,
            CancelOutcome.UNKNOWN,
            "it does not say: Failed.",
        ),
    ],
)
def test_a_cancel_without_a_yes_is_settled_by_looking(lost, shown, outcome, message):
    """The pickup itself tells."""
    done, script = play(operations.cancel(ACCOUNT, ID), lost, ok(shown))

    assert (done.outcome, done.message, done.pickup.id) == (outcome, message, ID)
    assert script.asked[1] == f"GET /pickups/{ID}"


def test_a_yes_that_shows_no_cancelled_pickup_is_no_yes():
    """The status is believed, not the 200."""
    done, _ = play(operations.cancel(ACCOUNT, ID), ok(BOUGHT))

    assert done.outcome is CancelOutcome.UNKNOWN


def test_a_pickup_that_is_not_there_cannot_be_cancelled():
    """That is an error, not an outcome."""
    with pytest.raises(NotFound):
        play(operations.cancel(ACCOUNT, ID), NotFound("there is no such thing"))


# Finding out

LOST = Attempt(
    key="k",
    provider="easypost",
    account="berlin",
    reference="order-17",
    sent_at=NOW,
    reason="no answer came in time",
    facts={"pickup_id": ID},
)


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (BOUGHT, [ID]),
        (CANCELLED, [ID]),
        ({**BOUGHT, "status": "unknown"}, [ID]),
        ({**BOUGHT, "status": "in_process"}, [ID]),
        ({**QUOTED, "confirmation": {"number": "WTC1"}}, [ID]),
        ({**BOUGHT, "confirmation": None}, [ID]),
        (QUOTED, []),
        ({**QUOTED, "pickup_rates": []}, []),
    ],
)
def test_a_lost_buy_is_found_by_its_id(shown, found):
    """What is still not bought, past the server's own limit, was not booked."""
    pickups, script = play(operations.reconcile(ACCOUNT, LOST), ok(shown))

    assert [pickup.id for pickup in pickups] == found
    assert script.asked == [f"GET /pickups/{ID}"]


def test_a_lost_buy_in_a_status_that_is_not_known_stays_open():
    """It is neither found nor absent."""
    shown = {**QUOTED, "status": "in_process"}

    with pytest.raises(Unreadable, match="it is in_process, and has no confirmation"):
        play(operations.reconcile(ACCOUNT, LOST), ok(shown))


def test_a_check_asks_for_one_pickup():
    """The cheapest call that needs the key."""
    said, script = play(operations.check(ACCOUNT), ok({"pickups": [], "has_more": False}))

    assert (said, script.asked) == ("the key is accepted", ["GET /pickups?page_size=1"])


# Errors


def error(message=None, errors=None, **more):
    return {"error": {"message": message, "errors": errors, **more}}


@pytest.mark.parametrize(
    ("body", "messages", "code"),
    [
        (
            error(
                "Invalid request, 'min_datetime' is required.",
                [],
                code="PICKUP.MIN_DATETIME.REQUIRED",
            ),
            ("Invalid request, 'min_datetime' is required.",),
            "PICKUP.MIN_DATETIME.REQUIRED",
        ),
        (
            error("Missing.", [{"field": "pickup", "message": "cannot be blank"}]),
            ("Missing.", "pickup: cannot be blank"),
            None,
        ),
        (
            error("No.", [{"code": "X", "field": "a", "message": "b", "suggestion": None}]),
            ("No.", "a: b"),
            None,
        ),
        (error("No.", [{"code": "X", "message": "b"}]), ("No.", "b"), None),
        (
            error("No.", [{"to_address": "Required and missing."}]),
            ("No.", "to_address: Required and missing."),
            None,
        ),
        (error("No.", ["plain", " plain "]), ("No.", "plain"), None),
        (error(["one", "two"]), ("one", "two"), None),
        (error({"base": "odd", "deep": {"a": 1}}), ("base: odd; deep: a: 1",), None),
        (error({"errors": ["one", "two"]}), ("errors: one, two",), None),
        (error("No.", {"address": ["bad zip"]}), ("No.", "address: bad zip"), None),
        (
            error("No.", [{"field": "zip", "message": ["bad", "odd"]}]),
            ("No.", "zip: bad; odd"),
            None,
        ),
        (error({"deep": {"a": None}}), ("deep: a: ?",), None),
        (error({}), (), None),
        (error("  trailing   "), ("trailing",), None),
        ({"error": "short"}, ("short",), None),
        ({"error": None}, (), None),
        ({"errors": []}, (), None),
        ([], (), None),
        ("text", (), None),
        (None, (), None),
    ],
)
def test_an_error_body_is_read_in_every_form(body, messages, code):
    """Key order varies, the code may be missing, details come in six forms."""
    failure = read_failure(ok(body, 422))

    assert (failure.messages, failure.code, failure.outcome_unknown) == (messages, code, False)


def test_a_failed_buy_proves_nothing():
    """It comes with 400 though the carrier's own server failed."""
    body = error("Service availability unknown.ServerCode=500", [], code="PICKUP.BUY.FAILED")

    assert read_failure(ok(body, 400)).outcome_unknown is True


@pytest.mark.parametrize("said", [error("Unavailable."), error("No.", code=[]), {"error": "No."}])
def test_words_without_a_code_prove_nothing_with_a_400(said):
    """They may be those of a carrier whose server failed; a code can be missing."""
    assert read_failure(ok(said, 400)).outcome_unknown is True
    assert read_failure(ok(error("No.", code="BAD_REQUEST"), 400)).outcome_unknown is False
    assert read_failure(ok({}, 400)).outcome_unknown is False


@pytest.mark.parametrize("one", ["[%s]", '{"a": %s}'])
def test_words_in_hundreds_of_lists_exhaust_nothing(one):
    """Neither an error's nor a pickup's: what else is told counts."""
    deep = '"x"'
    for _ in range(800):
        deep = one % deep
    failed = f'{{"error": {{"code": "PICKUP.BUY.FAILED", "message": {deep}}}}}'
    whole = json.dumps(BOUGHT).replace('"messages": []', f'"messages": {deep}')

    assert read_failure(ok(failed.encode(), 400)).outcome_unknown is True
    pickup, _ = play(operations.get(ACCOUNT, ID), ok(whole.encode()))
    assert pickup.status is PickupStatus.CONFIRMED


def test_an_error_names_the_request_for_the_vendors_support():
    """From a header, whatever the body."""
    for body in ({}, {"error": "short"}, error("No.")):
        failure = read_failure(ok(body, 500, **{"x-ep-request-uuid": "0f" * 16}))
        assert failure.request_id == "0f" * 16


@pytest.mark.parametrize("content", [b"", b"<html>502</html>", b"\xff", b'{"error": NaN}'])
def test_an_error_body_that_is_no_json_says_nothing(content):
    """But its headers still name the request."""
    answer = Answer(502, {"x-ep-request-uuid": "0f"}, content)

    assert read_failure(answer) == Failure(request_id="0f")


# Beside the operations


def test_the_plugin_brings_easypost():
    """With all that it can do."""
    assert [*pickupkit_providers()] == [easypost]
    assert easypost.supports == {
        "create",
        "quote",
        "get",
        "list",
        "cancel",
        "reconcile",
        "check",
    }


@pytest.mark.parametrize(
    ("pointer", "source", "certainty"),
    [
        ("/address/name", "EasyPost API reference, Pickups", "inferred"),
        ("/address/country", "recorded answers of EasyPost's test mode", "seen in traffic"),
        ("/address/phone", "EasyPost support articles", "documented"),
        ("/windows/*/end", "EasyPost support articles", "documented"),
    ],
)
def test_a_rule_names_the_source_that_gives_it(pointer, source, certainty):
    """The reference says no more of an address than that it is fully specified."""
    rule = [rule for rule in easypost.requirements if rule.pointer == pointer][-1]

    assert (rule.source, rule.certainty) == (source, certainty)


def test_an_account_logs_in_by_its_key_alone():
    """As user name, without a password; the URL may be another."""
    connection = easypost.connect(ACCOUNT)

    assert connection.base_url == "https://api.easypost.com/v2"
    assert connection.headers["Authorization"].reveal() == "Basic RVpUS19leGFtcGxlOg=="
    assert "EZTK" not in repr(connection)
    elsewhere = easypost.connect(evolve(ACCOUNT, url="http://127.0.0.1:1/easypost/"))
    assert elsewhere.base_url == "http://127.0.0.1:1/easypost/v2"
