"""Pickups as people see them: on the site's own clock, with a dash for what is not known."""

from datetime import UTC, datetime

import pytest
from attrs import evolve

from pickupkit import (
    Cancellation,
    CancelOutcome,
    Money,
    Pickup,
    PickupStatus,
    Secret,
    Window,
    render,
)
from pickupkit.transport import Send

MADRID = "Europe/Madrid"
ASKED = Window.local("2031-05-12", "09:00", "12:00", tz=MADRID)
PROMISED = Window(datetime(2031, 5, 12, 8, tzinfo=UTC), datetime(2031, 5, 12, 9, 30, tzinfo=UTC))
BARE = Pickup(provider="easypost", account="us", id="pickup_1", status=PickupStatus.QUOTED)
WHOLE = evolve(
    BARE,
    status=PickupStatus.CONFIRMED,
    raw_status="scheduled",
    carrier="USPS",
    service="NextDay",
    confirmation="WTC60000001",
    tracking_number="T1",
    requested=(ASKED,),
    confirmed=(PROMISED,),
    price=Money("6.18", "USD"),
    cancel_by=datetime(2031, 5, 12, 6, tzinfo=UTC),
    reference="order-7",
    created_at=datetime(2031, 5, 9, 20, 39, tzinfo=UTC),
    cancelled_at=datetime(2031, 5, 10, 8, tzinfo=UTC),
    messages=("One.", "Two."),
)


def test_columns_line_up_and_the_unknown_is_a_dash():
    """No blanks at a line's end; a provider may have written nothing else."""
    shown = render.table(("A", "LONG"), [("x", None), ("", "y"), ("longer", "z"), ("\n ", "w")])

    assert shown.splitlines() == [
        "A       LONG", "x       -", "-       y", "longer  z", "-       w",
    ]  # fmt: skip


def test_a_table_without_rows_is_its_head():
    """Nothing was found."""
    assert render.pickups([]).split()[:3] == ["PROVIDER", "CARRIER", "WINDOW"]


def test_a_pickup_is_a_row():
    """With what is confirmed, on the clock of its site where that is known."""
    alone = [(evolve(WHOLE, account="easypost"), MADRID), (evolve(BARE, account="easypost"), None)]
    head, whole, bare = render.pickups(alone).splitlines()

    assert head.split("  ")[0] == "PROVIDER"
    assert " ".join(whole.split()) == (
        "easypost USPS Mon 12 May 2031 10:00-11:30 CEST confirmed WTC60000001 6.18 USD "
        "Mon 12 May 2031 08:00 CEST pickup_1"
    )
    assert bare.split() == ["easypost", "-", "-", "quoted", "-", "-", "-", "pickup_1"]


def test_accounts_are_named_where_their_names_say_more():
    """As `show` and `cancel` want them."""
    head, whole, _ = render.pickups([(WHOLE, MADRID), (BARE, None)]).splitlines()

    assert head.split()[:2] == ["ACCOUNT", "PROVIDER"]
    assert whole.split()[:2] == ["us", "easypost"]


def test_a_tracking_number_stands_in_for_a_confirmation():
    """Sendcloud has the one, the others the other."""
    assert " T1 " in render.pickups([(evolve(WHOLE, confirmation=None), None)])


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2031-05-12T09:00", "2031-05-12T12:00", "Mon 12 May 2031 09:00-12:00 CEST"),
        ("2031-05-12T22:00", "2031-05-13T02:00", "Mon 12 May 2031 22:00-Tue 13 May 02:00 CEST"),
        ("2031-12-01T09:00", None, "Mon 01 Dec 2031 from 09:00 CET"),
        # A provider's own contradiction is shown as it is.
        ("2031-05-12T12:00", "2031-05-12T09:00", "Mon 12 May 2031 12:00-09:00 CEST"),
        ("2031-10-26T01:30", "2031-10-26T04:30", "Sun 26 Oct 2031 01:30 CEST-04:30 CET"),
    ],
)
def test_a_window_is_shown_on_its_own_clock(start, end, shown):
    """The day is told again where it changes; the zone always."""
    zone = ASKED.start.tzinfo
    first = datetime.fromisoformat(start).replace(tzinfo=zone)
    last = end and datetime.fromisoformat(end).replace(tzinfo=zone)

    assert render.window(Window.reported(first, last)) == shown


def test_what_is_confirmed_goes_before_what_was_asked_for():
    """And is shown in the site's zone, if that is known."""
    assert render.windows(WHOLE) == "Mon 12 May 2031 08:00-09:30 UTC"
    assert render.windows(evolve(WHOLE, confirmed=())) == "Mon 12 May 2031 09:00-12:00 CEST"
    assert render.windows(evolve(WHOLE, confirmed=(PROMISED, PROMISED)), MADRID) == (
        "Mon 12 May 2031 10:00-11:30 CEST, Mon 12 May 2031 10:00-11:30 CEST"
    )
    assert render.windows(BARE) is None


def test_a_mere_date_stays_the_date_that_it_is():
    """EasyPost keeps one as midnight UTC, twice: in Chicago that is the evening before."""
    midnight = datetime(2031, 5, 12, tzinfo=UTC)
    dated = evolve(BARE, requested=(Window.reported(midnight, midnight),))

    assert render.windows(dated, "America/Chicago") == "Mon 12 May 2031 00:00-00:00 UTC"


def test_a_status_that_is_not_known_is_told_in_the_providers_word():
    """It may mean something to the reader."""
    assert render.status(WHOLE) == "confirmed"
    unknown = evolve(WHOLE, status=PickupStatus.UNKNOWN)
    assert render.status(unknown) == "unknown (scheduled)"
    assert render.status(evolve(unknown, raw_status=None)) == "unknown"


def test_details_are_a_line_for_each_thing_known():
    """What is not known has none."""
    assert render.details(WHOLE, MADRID).splitlines() == [
        "account       us (easypost)",
        "id            pickup_1",
        "carrier       USPS NextDay",
        "status        confirmed",
        "window        Mon 12 May 2031 10:00-11:30 CEST",
        "confirmation  WTC60000001",
        "tracking      T1",
        "price         6.18 USD",
        "cancel by     Mon 12 May 2031 08:00 CEST",
        "reference     order-7",
        "created at    Fri 09 May 2031 22:39 CEST",
        "cancelled at  Sat 10 May 2031 10:00 CEST",
        "message       One.",
        "message       Two.",
    ]
    assert render.details(BARE).splitlines() == [
        "account       us (easypost)",
        "id            pickup_1",
        "status        quoted",
    ]


def test_an_offer_is_not_told_as_booked():
    """Nor what nobody knows to be: when it was made is all that is told."""
    for status in (PickupStatus.QUOTED, PickupStatus.UNKNOWN):
        assert "booked" not in render.details(evolve(WHOLE, status=status, raw_status=None))


def test_a_providers_ends_of_lines_make_no_line_of_details():
    """It might say what is not so."""
    forged = evolve(BARE, reference="order-7\nstatus        cancelled", messages=("a\r\nb",))

    assert render.details(forged).splitlines()[-2:] == [
        "reference     order-7 status cancelled",
        "message       a b",
    ]


def test_a_moment_of_no_known_site_is_shown_in_its_own_zone():
    """With its year, as everywhere."""
    assert render.moment(WHOLE.cancel_by) == "Mon 12 May 2031 06:00 UTC"
    assert render.moment(None, MADRID) is None


def test_our_own_record_is_called_so():
    """In both: the provider was not asked, so it may be otherwise by now."""
    own = evolve(BARE, source="journal")

    assert "  quoted (as booked here)  " in render.pickups([(own, None)])
    assert "source        as booked here; the provider cannot be asked" in render.details(own)
    assert "as booked here" not in render.pickups([(BARE, None)]) + render.details(BARE)


def test_the_first_result_of_a_key_is_no_record_of_a_provider_that_cannot_be_asked():
    """It comes from the journal whatever the provider can."""
    assert "source" not in render.details(evolve(BARE, source="journal"), asked=False)


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ({"outcome": "cancelled"}, "cancelled"),
        ({"outcome": "requested"}, "cancel requested; look again later whether it was granted"),
        (
            {"outcome": "refused", "message": "Too late."},
            "NOT cancelled, the van may come: Too late.",
        ),
        (
            {"outcome": "refused", "message": "No.", "pickup": BARE},
            "not cancelled; it shows as quoted, not as booked: No.",
        ),
        (
            {"outcome": "refused", "pickup": evolve(BARE, status=PickupStatus.UNKNOWN)},
            "NOT cancelled, the van may come",
        ),
        (
            {
                "outcome": "unsupported",
                "message": "It cannot",
                "how": "ask USPS",
                "deadline": datetime(2031, 5, 12, 6, tzinfo=UTC),
            },
            "not cancelled: It cannot; ask USPS, before Mon 12 May 2031 08:00 CEST",
        ),
        ({"outcome": "unknown"}, "nobody knows whether it is cancelled; look it up"),
    ],
)
def test_a_cancellation_says_what_is_left_to_do(done, said):
    """A van that may still come is said first."""
    outcome = CancelOutcome(done.pop("outcome"))

    assert render.cancellation(Cancellation(outcome=outcome, **done), MADRID) == said


def test_every_outcome_has_words():
    """A new one too."""
    for outcome in CancelOutcome:
        assert render.cancellation(Cancellation(outcome=outcome))


def test_a_request_is_shown_exactly_but_for_its_secrets():
    """Method, URL, headers, body."""
    headers = (("Authorization", Secret("hidden")), ("SHIPPO-API-VERSION", "2018-02-08"))
    send = Send("POST", "https://a.example/pickups", headers, '{"city":"Köln"}'.encode(), 1.0)

    assert render.request(send).splitlines() == [
        "POST https://a.example/pickups",
        "Authorization: [secret]",
        "SHIPPO-API-VERSION: 2018-02-08",
        "",
        '{"city":"Köln"}',
    ]
    assert render.request_fields(send) == {
        "method": "POST",
        "url": "https://a.example/pickups",
        "headers": {"Authorization": "[secret]", "SHIPPO-API-VERSION": "2018-02-08"},
        "body": '{"city":"Köln"}',
    }


def test_a_request_without_a_body_ends_after_its_headers():
    """A cancel has none."""
    send = Send("POST", "https://a.example/pickups/1/cancel", (), None, 1.0)

    assert render.request(send) == "POST https://a.example/pickups/1/cancel"
