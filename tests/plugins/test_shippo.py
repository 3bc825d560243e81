"""Shippo's plugin, fed with answers: the wall clock behind a false Z, an ERROR within a success."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx
import pytest
from attrs import evolve

from pickupkit import PickupKit
from pickupkit.plugin import (
    Answer,
    CancelOutcome,
    Door,
    Failure,
    OutcomeUnknown,
    PickupStatus,
    Refused,
    Secret,
    Spot,
    Unreadable,
    Window,
)
from pickupkit_clients.shippo_pickups.models import LocationBuildingLocationType
from pickupkit_shippo import _operations as operations
from pickupkit_shippo import pickupkit_providers, shippo
from pickupkit_shippo._failure import read_failure
from tests.plugins._play import account, local, ok, play, shippo_request, us_address

ACCOUNT = account("shippo")
SHOP = {"shop": {"provider": "shippo", "api_token": "shippo_test_example"}}
PACIFIC = ZoneInfo("US/Pacific")
ECHO = {
    "object_id": "0c4b7e91d5a34f6286be13f09ad7725e",
    "name": "Goods Out",
    "company": "Example Books",
    "street1": "100 Example Ave",
    "city": "Springfield",
    "state": "IL",
    "zip": "62701",
    "country": "US",
    "phone": "0012175550100",
    "email": "dock@example.com",
}
CONFIRMED = {
    "object_created": "2031-05-09T18:22:05.310Z",
    "object_updated": "2031-05-09T18:22:06.127Z",
    "object_id": "71d0be5c9f2a4a36b8e4407d1f6c8230",
    "carrier_account": "3f9a1c07b2d84e6f9a5513c0de7b4421",
    "location": {
        "instructions": "",
        "building_location_type": "Knock on door",
        "building_type": None,
        "address": ECHO,
    },
    "transactions": ["b81e6f0a4c5d4f3e8a7290d16c3fe95a"],
    "requested_start_time": "2031-05-12T14:00:00Z",
    "requested_end_time": "2031-05-12T17:00:00Z",
    "confirmed_start_time": "2031-05-12T12:00:00Z",
    "confirmed_end_time": "2031-05-12T23:59:59.999Z",
    "cancel_by_time": "2031-05-12T08:00:00Z",
    "status": "CONFIRMED",
    "confirmation_code": "WTC204417936",
    "timezone": "US/Pacific",
    "messages": None,
    "metadata": "order 7731",
    "is_test": False,
}
ERROR = {
    **CONFIRMED,
    "status": "ERROR",
    "confirmed_start_time": None,
    "confirmed_end_time": None,
    "cancel_by_time": None,
    "confirmation_code": None,
    "metadata": "",
}
SLOW = "The carrier is taking too long to process the request. Please try again."
DUPLICATE = "Transaction 5e21c0d48a97463fb2c6e80f9137da5b already has a pickup scheduled."
REQUESTED = "You have already requested a USPS pickup for today."
WRONG_KINDS = [None, "text", 5, 2.5, True, [], {}, [None, 5, "x"], {"a": []}]


def booked(request=None, **changes):
    pickup, _ = play(
        operations.create(ACCOUNT, request or shippo_request()), ok({**CONFIRMED, **changes}, 201)
    )
    return pickup


def written(request):
    _, script = play(operations.create(ACCOUNT, request), ok(CONFIRMED, 201))
    return script


# Writing


def test_a_request_is_written_with_every_field():
    """Times in UTC with Z, the door in Shippo's words, the API version as a header."""
    request = shippo_request(
        address=us_address(line2="Suite 12", state="US-IL", residential=False),
        spot=Spot(door="other", building_part="suite", instructions="Behind the shed"),
        reference="order 7731",
    )

    script = written(request)

    assert script.asked == ["POST /pickups"]
    assert ("SHIPPO-API-VERSION", "2018-02-08") in script.calls[0].headers
    assert script.calls[0].is_safe is False
    assert script.bodies == [
        {
            "carrier_account": "3f9a1c07b2d84e6f9a5513c0de7b4421",
            "location": {
                "building_location_type": "Other",
                "building_type": "suite",
                "instructions": "Behind the shed",
                "address": {
                    "name": "Goods Out",
                    "company": "Example Books",
                    "street1": "100 Example Ave",
                    "street2": "Suite 12",
                    "city": "Springfield",
                    "state": "IL",
                    "zip": "62701",
                    "country": "US",
                    "phone": "+12175550100",
                    "email": "dock@example.com",
                    "is_residential": False,
                },
            },
            "transactions": ["b81e6f0a4c5d4f3e8a7290d16c3fe95a"],
            "requested_start_time": "2031-05-12T14:00:00Z",
            "requested_end_time": "2031-05-12T17:00:00Z",
            "metadata": "order 7731",
        }
    ]


@pytest.mark.parametrize("state", ["ca", "us-ca", "Ca"])
def test_a_state_in_small_letters_goes_as_it_is(state):
    """Two or three letters are documented, and not which."""
    request = shippo_request(address=us_address(state=state))

    with PickupKit(SHOP, journal="off") as kit:
        assert kit.validate("shop", request) == ()
    [body] = written(request).bodies
    assert body["location"]["address"]["state"] == state[-2:]


def test_nothing_is_invented():
    """What is not given, or is empty, stays out; the carrier is told by its account alone."""
    request = shippo_request(carrier=None, shipments=["a", "b"], reference="")

    [body] = written(request).bodies

    assert body.keys() == {
        "carrier_account",
        "location",
        "transactions",
        "requested_start_time",
        "requested_end_time",
    }
    assert body["location"].keys() == {"address", "building_location_type"}
    assert body["location"]["address"].keys() == ECHO.keys() - {"object_id"}
    assert body["transactions"] == ["a", "b"]


@pytest.mark.parametrize("door", [door for door in Door if door is not Door.NONE])
def test_every_door_has_shippos_word(door):
    """The description has twelve, spelt exactly so."""
    odd = {Door.KNOCK: "Knock on Door", Door.MAILBOX: "In/At Mailbox"}
    word = odd.get(door, door.replace("_", " ").title())

    [body] = written(shippo_request(carrier="dhl_express", spot=Spot(door=door))).bodies

    assert body["location"]["building_location_type"] == word
    assert word in [*LocationBuildingLocationType]


# Reading


def test_a_booking_is_read_field_by_field():
    """Confirmed times are the wall clock of the answer's zone, whatever they end in."""
    pickup = booked()

    assert (pickup.provider, pickup.account) == ("shippo", "berlin")
    assert pickup.id == "71d0be5c9f2a4a36b8e4407d1f6c8230"
    assert (pickup.status, pickup.raw_status) == (PickupStatus.CONFIRMED, "CONFIRMED")
    assert (pickup.carrier, pickup.country) == ("usps", "US")
    assert pickup.confirmation == "WTC204417936"
    assert pickup.requested == (local(tz="America/Chicago"),)
    assert [w.start.isoformat() for w in pickup.confirmed] == ["2031-05-12T12:00:00-07:00"]
    assert [w.end.isoformat() for w in pickup.confirmed] == ["2031-05-12T23:59:59.999000-07:00"]
    assert pickup.reference == "order 7731"
    assert pickup.created_at == datetime(2031, 5, 9, 18, 22, 5, 310000, tzinfo=UTC)
    assert pickup.messages == ()
    assert pickup.raw == CONFIRMED


def test_the_echoed_address_is_not_believed():
    """Shippo rewrites phones and doors: the request's own is kept."""
    assert booked().address == us_address()


@pytest.mark.parametrize(
    ("zone", "cancel_by"),
    [
        # West of Greenwich the digits read as UTC come first, east of it as the wall clock.
        ("US/Pacific", "2031-05-12T01:00:00-07:00"),
        ("Europe/Berlin", "2031-05-12T08:00:00+02:00"),
    ],
)
def test_the_earlier_reading_of_the_cancel_time_is_told(zone, cancel_by):
    """Nothing seen proves which is meant."""
    assert booked(timezone=zone).cancel_by.isoformat() == cancel_by


@pytest.mark.parametrize("zone", [None, "", "Mars/Base", "../etc/passwd", 5, {}, "America"])
def test_times_of_an_unknown_zone_are_told_and_not_guessed(zone):
    """The digits stand in a message; the cancel time has its other reading."""
    pickup = booked(timezone=zone)

    assert pickup.confirmed == ()
    [said] = pickup.messages
    assert said == (
        "confirmed from 2031-05-12T12:00:00Z until 2031-05-12T23:59:59.999Z, "
        "on the site's wall clock whatever they end in"
    )
    assert pickup.cancel_by == datetime(2031, 5, 12, 8, tzinfo=UTC)


def test_without_a_zone_the_cancel_time_is_read_in_that_of_the_window():
    """East of Greenwich the wall clock comes first."""
    berlin = ZoneInfo("Europe/Berlin")
    asked = shippo_request()
    [window] = asked.windows
    east = evolve(asked, windows=[window.in_zone("Europe/Berlin")])

    assert booked(east, timezone=None).cancel_by == datetime(2031, 5, 12, 8, tzinfo=berlin)


def test_an_unknown_zone_with_an_open_end():
    """Said in words."""
    [said] = booked(timezone=None, confirmed_end_time=None).messages

    assert said.startswith("confirmed from 2031-05-12T12:00:00Z until an open end")


def test_a_confirmed_start_without_an_end_is_an_open_window():
    """Nulls occur."""
    assert booked(confirmed_end_time=None).confirmed == (
        Window(datetime(2031, 5, 12, 12, tzinfo=PACIFIC)),
    )
    assert booked(confirmed_start_time=None).confirmed == ()


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("PENDING", PickupStatus.REQUESTED),
        ("CONFIRMED", PickupStatus.CONFIRMED),
        ("CANCELLED", PickupStatus.CANCELLED),
        ("SUCCESS", PickupStatus.UNKNOWN),
        ("confirmed", PickupStatus.UNKNOWN),
    ],
)
def test_a_status_is_translated_or_kept(raw, status):
    """A word that is not known here is no error."""
    pickup = booked(status=raw)

    assert (pickup.status, pickup.raw_status) == (status, raw)


@pytest.mark.parametrize(
    ("messages", "told"),
    [
        (["One.", "Two."], ("One.", "Two.")),
        ([{"source": "USPS", "code": "1", "text": "No."}], ("No.",)),
        ([{"message": "No."}, {"code": "1"}, None, 5], ("No.", "code: 1", "5")),
        ([{"detail": "No."}, ["One."]], ("No.", "One.")),
        ([], ()),
        ("No.", ("No.",)),
    ],
)
def test_messages_come_as_texts_or_objects(messages, told):
    """Other resources of Shippo's have the second form; no later answer has them."""
    assert booked(messages=messages).messages == told


@pytest.mark.parametrize("wrong", WRONG_KINDS)
@pytest.mark.parametrize("name", [n for n in CONFIRMED if n not in ("object_id", "status")])
def test_no_field_of_another_kind_hides_a_booking(name, wrong):
    """The answer never comes again: every field but id and status may be anything."""
    pickup = booked(**{name: wrong})

    assert (pickup.id, pickup.status) == (CONFIRMED["object_id"], PickupStatus.CONFIRMED)


@pytest.mark.parametrize("name", ["object_id", "status"])
@pytest.mark.parametrize("wrong", [None, "", [], {}, True, 2.5])
def test_an_answer_without_id_or_status_is_no_booking(name, wrong):
    """It proves nothing; the core calls that an unknown outcome."""
    with pytest.raises(Unreadable, match=f"{name} is missing"):
        booked(**{name: wrong})


@pytest.mark.parametrize(
    ("messages", "told"), [(None, ()), (["Closed."], ("Closed.",)), ([{"text": "No."}], ("No.",))]
)
def test_an_error_within_a_success_is_a_refusal(messages, told):
    """201 does not mean booked; Shippo mostly gives no reason."""
    answer = ok({**ERROR, "messages": messages}, 201)

    with pytest.raises(Refused, match="the carrier did not confirm the pickup") as caught:
        play(operations.create(ACCOUNT, shippo_request()), answer)

    assert (caught.value.messages, caught.value.vendor_code) == (told, "ERROR")
    assert caught.value.http_status is None
    assert caught.value.failure.duplicate is False


@pytest.mark.parametrize("code", ["WTC204417936", 204417936, {"usps": "WTC204417936"}])
def test_an_error_with_a_confirmation_code_is_no_refusal(code):
    """A code is what a carrier gives who comes."""
    answer = ok({**ERROR, "confirmation_code": code}, 201)

    with pytest.raises(OutcomeUnknown):
        play(operations.create(ACCOUNT, shippo_request()), answer)


def test_an_errors_messages_are_read_each_in_its_form():
    """One in a known form hides no other."""
    messages = [{"text": "USPS said:"}, {"detail": SLOW}, "Closed."]
    answer = ok({**ERROR, "messages": messages}, 201)

    with pytest.raises(OutcomeUnknown) as caught:
        play(operations.create(ACCOUNT, shippo_request()), answer)

    assert caught.value.messages == ("USPS said:", SLOW, "Closed.")


@pytest.mark.parametrize("status", [200, 202])
def test_any_success_is_read_like_a_201(status):
    """Which one a real pickup came with was not recorded."""
    pickup, _ = play(operations.create(ACCOUNT, shippo_request()), ok(CONFIRMED, status))

    assert pickup == booked()
    with pytest.raises(Refused, match="the carrier did not confirm the pickup"):
        play(operations.create(ACCOUNT, shippo_request()), ok(ERROR, status))


@pytest.mark.parametrize("messages", [[SLOW], [{"source": "USPS", "text": SLOW}], SLOW])
def test_an_error_of_a_carrier_that_took_too_long_is_no_refusal(messages):
    """In a success as in a failure: it may have booked."""
    answer = ok({**ERROR, "messages": messages}, 201)

    with pytest.raises(OutcomeUnknown) as caught:
        play(operations.create(ACCOUNT, shippo_request()), answer)

    assert caught.value.messages == (SLOW,)


@pytest.mark.parametrize("said", [DUPLICATE, REQUESTED])
def test_an_error_within_a_success_may_be_a_duplicate(said):
    """In a success as in a failure: of it, the first is booked."""
    with pytest.raises(Refused) as caught:
        play(operations.create(ACCOUNT, shippo_request()), ok({**ERROR, "messages": [said]}, 200))

    assert (caught.value.failure.duplicate, caught.value.messages) == (True, (said,))


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(400, text=SLOW),
        httpx.Response(400, json={"messages": [SLOW]}),
        httpx.Response(200, text=SLOW),
        httpx.Response(200, json={**ERROR, "messages": [SLOW]}),
        httpx.Response(202, json={**CONFIRMED, "object_id": None}),
        httpx.Response(204),
    ],
)
def test_an_answer_that_leaves_a_booking_open_is_an_unknown_outcome(answer):
    """Nothing of it says that the carrier has not booked."""
    transport = httpx.MockTransport(lambda _: answer)

    with (
        PickupKit(SHOP, transport=transport, journal="off") as kit,
        pytest.raises(OutcomeUnknown) as caught,
    ):
        kit.create("shop", shippo_request())

    assert "Shippo cannot be asked from here" in caught.value.advice


# Errors


COMPANY = "The company name of the pickup address is invalid or missing."


@pytest.mark.parametrize(
    ("body", "messages"),
    [
        (
            {
                "email": ["This field is required."],
                "requested_end_time": ["requested_end_time is not a future date."],
            },
            (
                "email: This field is required.",
                "requested_end_time: requested_end_time is not a future date.",
            ),
        ),
        ({"address": ["This field is required."]}, ("address: This field is required.",)),
        ({"address": {"zip": ["Bad."]}}, ("zip: Bad.",)),
        ({"messages": [COMPANY]}, (COMPANY,)),
        ({"transactions": [DUPLICATE]}, (f"transactions: {DUPLICATE}",)),
        ({"detail": "Carrier does not support pickups."}, ("Carrier does not support pickups.",)),
        ({"error": "The requested version is not…"}, ("The requested version is not…",)),
        ({"status": "ERROR", "messages": ["You have already…"]}, ("You have already…",)),
        ({"detail": "Token does not exist"}, ("Token does not exist",)),
        ({"detail": "Not found."}, ("Not found.",)),
        (["One.", {"detail": "Two."}], ("One.", "Two.")),
        ("Rate limit exceeded", ("Rate limit exceeded",)),
        ({}, ()),
        ([], ()),
        (None, ()),
        ({"detail": None, "more": [True, 1.5]}, ()),
    ],
)  # fmt: skip
def test_an_error_body_is_read_in_every_shape(body, messages):
    """Fields flat and unprefixed, lists, single texts; there are no codes."""
    failure = read_failure(ok(body, 400))

    assert failure == Failure(messages, duplicate=failure.duplicate)


@pytest.mark.parametrize(
    ("body", "duplicate"),
    [
        ({"transactions": [DUPLICATE]}, True),
        ({"messages": [REQUESTED]}, True),
        (DUPLICATE.encode(), True),
        ({"messages": [COMPANY]}, False),
    ],
)
def test_a_duplicate_is_told_from_other_refusals(body, duplicate):
    """Of it, the first is booked."""
    assert read_failure(ok(body, 400)).duplicate is duplicate


@pytest.mark.parametrize("body", [{"detail": SLOW}, SLOW.encode(), b"\xff<p>%b" % SLOW.encode()])
def test_a_carrier_that_took_too_long_may_have_booked(body):
    """Whatever the status is, and whether or not it is JSON."""
    assert read_failure(ok(body, 400)).outcome_unknown is True


@pytest.mark.parametrize("content", [b"", b"<h1>Not Found</h1>", b"\xff", b"[" * 100_000])
def test_an_error_body_that_is_no_json_says_nothing(content):
    """It may be a whole page, so none of it is told."""
    assert read_failure(Answer(404, {}, content)) == Failure()


# Beside the operations


def test_the_plugin_brings_shippo_which_books_and_no_more():
    """What is not registered is not supported: no list, no get, no cancel."""
    assert [*pickupkit_providers()] == [shippo]
    assert shippo.supports == {"create"}


def test_a_mail_address_is_needed_as_an_answer_said():
    """The description has it as optional."""
    [rule] = [rule for rule in shippo.requirements if rule.pointer == "/address/email"]

    assert rule.source == "a recorded answer of Shippo's"
    assert (rule.need, rule.certainty) == ("required", "seen in traffic")


@pytest.mark.parametrize(
    ("carrier", "whom"),
    [
        ("usps", "USPS"),
        ("dhl_express", "DHL Express"),
        (None, "the carrier (USPS or DHL Express)"),
    ],
)
def test_who_cancels_is_told_with_the_code_and_the_deadline(carrier, whom):
    """Shippo cannot; the carrier can."""
    pickup = booked(shippo_request(carrier=carrier))

    advice = operations.cancel_advice(pickup)

    assert advice.outcome is CancelOutcome.UNSUPPORTED
    assert advice.message == "Shippo cannot cancel pickups"
    assert advice.how == f"ask {whom} directly; the confirmation code is WTC204417936"
    assert advice.deadline == pickup.cancel_by
    assert advice.pickup is pickup


@pytest.mark.parametrize("pickup", [None, booked(confirmation_code=None)])
def test_without_a_code_the_carriers_mail_has_it(pickup):
    """And no number or page is made up."""
    how = operations.cancel_advice(pickup).how

    assert how.endswith(
        "it wants the confirmation code that the booking gave, or that it sent by e-mail"
    )


@pytest.mark.parametrize(
    ("settings", "headers"),
    [
        ({}, {"Authorization": "ShippoToken shippo_test_example"}),
        (
            {"scheme": "Bearer", "api_token": Secret("oauth.example"), "managed_account": "acc_1"},
            {"Authorization": "Bearer oauth.example", "SHIPPO-ACCOUNT-ID": "acc_1"},
        ),
        (
            {"scheme": "JWT", "api_token": Secret("jwt.example")},
            {"Authorization": "JWT jwt.example"},
        ),
    ],
)
def test_an_account_logs_in_by_its_token(settings, headers):
    """In Shippo's own scheme, or as a platform for somebody else."""
    connection = shippo.connect(account("shippo", **settings))

    shown = {n: v.reveal() if isinstance(v, Secret) else v for n, v in connection.headers.items()}
    assert (connection.base_url, shown) == ("https://api.goshippo.com", headers)
    assert "example" not in repr(connection)


def test_the_url_may_be_another():
    """For a stand-in."""
    elsewhere = shippo.connect(evolve(ACCOUNT, url="http://127.0.0.1:1/shippo/"))

    assert elsewhere.base_url == "http://127.0.0.1:1/shippo"
