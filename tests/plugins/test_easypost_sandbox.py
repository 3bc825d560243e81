"""EasyPost's stand-in answers as test mode was seen to answer; each answer fits the description."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from openapi_core.testing import MockRequest, MockResponse

from pickupkit.plugin.sandbox import Clock, World
from pickupkit_easypost.sandbox import TRIGGERS, create_app

from ._specs import description

NOW = datetime(2031, 5, 9, 20, 39, 27, tzinfo=UTC)
HOST = "https://api.easypost.com"
KEY = {"authorization": "Bearer EZTK-example"}
API = "easypost_pickups"
ADDRESS = {
    "name": "Dock Four",
    "street1": "100 Example Ave",
    "city": "Springfield",
    "state": "IL",
    "zip": "62701",
    "country": "US",
    "phone": "+1 (555) 010-0123",
}
WANTED = {
    "address": ADDRESS,
    "shipment": {"id": "shp_33333333333333333333333333333333"},
    "min_datetime": "2031-05-12",
    "max_datetime": "2031-05-12",
}
USPS = {"carrier": "USPS", "service": "NextDay"}


async def send(app, method, path, **kwargs):
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=HOST, headers=KEY) as client:
        answer = await client.request(method, path, **kwargs)
    request = MockRequest(HOST, method.lower(), answer.request.url.path)
    content_type = answer.headers["content-type"]
    reply = MockResponse(answer.content, answer.status_code, content_type=content_type)
    description(API).validate_response(request, reply)
    return answer


def ask(app, method, path, **kwargs):
    return asyncio.run(send(app, method, path, **kwargs))


def create(app, **changes):
    return ask(app, "POST", "/v2/pickups", json={"pickup": WANTED | changes})


def created(app, **changes):
    answer = create(app, **changes)
    assert answer.status_code == 200, answer.text
    return answer.json()


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


@pytest.fixture
def clock():
    return Clock(NOW)


@pytest.fixture
def app(clock):
    return create_app(World(clock=clock, seed=1))


def test_create_answers_200_with_the_sixteen_keys(app):
    """A create is 200, never 201, unbought, with all keys of a pickup."""
    pickup = created(app, reference="order-17", instructions="Ring twice")
    assert set(pickup) == {
        "id", "object", "created_at", "updated_at", "mode", "status", "reference", "min_datetime",
        "max_datetime", "is_account_address", "instructions", "messages", "confirmation",
        "address", "carrier_accounts", "pickup_rates",
    }  # fmt: skip
    assert (pickup["status"], pickup["confirmation"], pickup["messages"]) == ("unknown", None, [])
    assert (pickup["reference"], pickup["instructions"]) == ("order-17", "Ring twice")
    assert pickup["created_at"] == pickup["updated_at"] == "2031-05-09T20:39:27Z"
    assert (pickup["is_account_address"], pickup["carrier_accounts"]) == (False, [])


def test_what_was_not_sent_is_null(app):
    """Reference and instructions are null when absent."""
    pickup = created(app)
    assert (pickup["reference"], pickup["instructions"]) == (None, None)


def test_an_address_has_other_dates_and_a_phone_of_digits(app):
    """Address dates end in +00:00 where the pickup's end in Z; the phone loses all but digits."""
    address = created(app)["address"]
    assert address["created_at"] == "2031-05-09T20:39:27+00:00"
    assert address["phone"] == "15550100123"
    assert len(address) == 20
    assert address["verifications"] == {}


def test_a_missing_country_comes_back_as_us(app):
    """An address without country is one in the US, and is quoted."""
    pickup = created(app, address={k: v for k, v in ADDRESS.items() if k != "country"})
    assert pickup["address"]["country"] == "US"
    assert pickup["pickup_rates"]


def test_an_address_by_id_keeps_its_id(app):
    """An address may be an id or an object with one; one made before comes back whole."""
    first = created(app)["address"]
    assert created(app, address=first["id"])["address"] == first
    assert created(app, address={"id": "adr_0"})["address"]["id"] == "adr_0"


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("2031-06-08", "2031-06-08T00:00:00Z"),
        ("2031-6-8", "2031-06-08T00:00:00Z"),
        ("2031/06/08", "2031-06-08T00:00:00Z"),
        ("2031-06-08T00:00:00+00:00", "2031-06-08T00:00:00Z"),
        ("2031-06-08T14:09:00.672755-05:00", "2031-06-08T19:09:00Z"),
        ("2031-06-08T14:09:00+05:45", "2031-06-08T08:24:00Z"),
        ("2031-06-08 10:30:00", "2031-06-08T10:30:00Z"),
    ],
)
def test_dates_are_stored_in_utc_without_fraction(app, sent, stored):
    """A bare date is midnight UTC, an offset is converted, a fraction dropped."""
    pickup = created(app, min_datetime=sent, max_datetime=sent)
    assert pickup["min_datetime"] == pickup["max_datetime"] == stored


def test_us_carriers_quote_prices_as_text(app):
    """USPS comes free, UPS at a price; a rate has ten keys."""
    pickup = created(app)
    rates = [(r["carrier"], r["service"], r["rate"]) for r in pickup["pickup_rates"]]
    assert rates == [("USPS", "NextDay", "0.00"), ("UPS", "Future-day Pickup", "10.52")]
    assert {len(rate) for rate in pickup["pickup_rates"]} == {10}
    assert {rate["pickup_id"] for rate in pickup["pickup_rates"]} == {pickup["id"]}


def test_carrier_accounts_restrict_who_quotes(app):
    """Only the named accounts quote, and they are echoed."""
    pickup = created(app, carrier_accounts=[{"id": "ca_ups_1"}])
    assert [rate["carrier"] for rate in pickup["pickup_rates"]] == ["UPS"]
    assert pickup["carrier_accounts"] == [{"id": "ca_ups_1"}]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"min_datetime": "2031-05-02", "max_datetime": "2031-05-02"}, "occurs in the past"),
        ({"min_datetime": "2031-05-09T23:00:00Z"}, "cutoff"),
        ({"address": ADDRESS | {"country": "DE"}}, "United States"),
        ({"reference": "sandbox:rates=none order-17"}, "unexpected system error"),
    ],
)
def test_a_create_that_none_can_serve_is_200_with_one_message(app, changes, words):
    """No rate and one message of the carrier; a later read has lost the message."""
    pickup = created(app, **changes)
    assert pickup["pickup_rates"] == []
    (message,) = pickup["messages"]
    assert set(message) == {"carrier", "carrier_account_id", "type", "message"}
    assert message["type"] == "rate_error"
    assert words in message["message"]
    again = ask(app, "GET", f"/v2/pickups/{pickup['id']}").json()
    assert (again["status"], again["messages"], again["pickup_rates"]) == ("unknown", [], [])


def test_the_cutoff_is_two_in_chicago_on_the_utc_day(app, clock):
    """A window of a day is quoted until 02:00 Central of that UTC day (07:00 UTC in summer)."""
    clock.advance(datetime(2031, 5, 12, 6, 59, 59, tzinfo=UTC) - NOW)
    assert created(app)["pickup_rates"]
    clock.advance(timedelta(seconds=1))
    assert created(app)["pickup_rates"] == []


def test_one_carrier_may_refuse_while_another_quotes(app):
    """The mixed scene has a rate of UPS and a message of USPS."""
    pickup = created(app, reference="sandbox:rates=mixed")
    assert [rate["carrier"] for rate in pickup["pickup_rates"]] == ["UPS"]
    assert [message["carrier"] for message in pickup["messages"]] == ["USPS"]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"min_datetime": None}, "PICKUP.MIN_DATETIME.REQUIRED"),
        ({"max_datetime": ""}, "PICKUP.MAX_DATETIME.REQUIRED"),
        ({"address": None}, "PICKUP.ADDRESS.REQUIRED"),
        ({"address": {"name": "Dock"}}, "PICKUP.ADDRESS.INVALID"),
        ({"address": ADDRESS | {"zip": 62701}}, "PICKUP.ADDRESS.INVALID"),
        ({"address": ["x"]}, "PICKUP.ADDRESS.INVALID"),
        ({"shipment": None}, "PICKUP.BATCH.REQUIRED"),
        ({"shipment": {}}, "PICKUP.BATCH.REQUIRED"),
        ({"shipment": {"x": 1}}, "PICKUP.REQUEST.INVALID"),
        ({"batch": "batch_1"}, "PICKUP.REQUEST.INVALID"),
        ({"max_datetime": "2031-05-11"}, "PICKUP.REQUEST.INVALID"),
        ({"reference": 17}, "PICKUP.REQUEST.INVALID"),
        ({"carrier_accounts": "ca_1"}, "PICKUP.REQUEST.INVALID"),
        ({"min_datetime": "soon"}, "DATE.PARSE.FAILURE"),
        ({"min_datetime": "2031-02-30"}, "DATE.PARSE.FAILURE"),
        ({"min_datetime": "0001-01-01T00:00:00+14:00"}, "DATE.PARSE.FAILURE"),
        ({"reference": "sandbox:create=inconsistent"}, "PICKUP.BATCH_CARRIER.INCONSISTENT"),
    ],
)
def test_a_wrong_create_is_422_with_its_code_and_stores_nothing(app, changes, wanted):
    """Each fault has EasyPost's code in EasyPost's form."""
    answer = create(app, **changes)
    assert code(answer) == (422, wanted)
    assert set(answer.json()["error"]) == {"code", "message", "errors"}
    assert ask(app, "GET", "/v2/pickups").json()["pickups"] == []


def test_a_missing_start_has_the_recorded_answer(app):
    """The one recorded 422 of a create, word for word."""
    assert create(app, min_datetime=None).json() == {
        "error": {
            "code": "PICKUP.MIN_DATETIME.REQUIRED",
            "message": "Invalid request, 'min_datetime' is required.",
            "errors": [],
        }
    }


@pytest.mark.parametrize("body", [{}, {"pickup": {}}, {"pickup": 1}, []])
def test_a_body_without_pickup_names_it(app, body):
    """The wrapper is demanded."""
    answer = ask(app, "POST", "/v2/pickups", json=body)
    assert code(answer) == (422, "PARAMETER.REQUIRED")
    assert answer.json()["error"]["errors"][0]["field"] == "pickup"


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"pickup": NaN}', b"\xff", b'"\\ud800"', b"[" * 9999]
)
def test_a_body_that_is_no_json_is_400(app, body):
    """What is not strict JSON is refused, not guessed."""
    assert code(ask(app, "POST", "/v2/pickups", content=body)) == (400, "BAD_REQUEST")


def test_buy_books_and_changes_nothing_else(app):
    """A buy sets status, confirmation and a later updated_at."""
    before = created(app)
    after = ask(app, "POST", f"/v2/pickups/{before['id']}/buy", json=USPS).json()
    assert after["status"] == "scheduled"
    assert after["confirmation"].startswith("WTC")
    assert len(after["confirmation"]) == 11
    assert after["updated_at"] > before["updated_at"]
    changed = {"status", "confirmation", "updated_at"}
    assert {key for key in before if before[key] != after[key]} == changed


def test_buy_matches_without_regard_to_case(app):
    """Carrier and service may differ in case from the quote."""
    path = f"/v2/pickups/{created(app)['id']}/buy"
    answer = ask(app, "POST", path, json={"carrier": "usps", "service": "Nextday"})
    assert answer.json()["status"] == "scheduled"


def test_nothing_prevents_a_double_booking(app):
    """Two pickups for one address and day get a confirmation each."""
    ids = [created(app, reference="same")["id"] for _ in range(2)]
    bought = [ask(app, "POST", f"/v2/pickups/{one}/buy", json=USPS).json() for one in ids]
    assert len({pickup["confirmation"] for pickup in bought}) == 2


def test_ups_always_has_one_confirmation(app):
    """UPS in test mode gives every booking the same number."""
    ups = {"carrier": "UPS", "service": "Future-day Pickup"}
    paths = [f"/v2/pickups/{created(app)['id']}/buy" for _ in range(2)]
    numbers = {ask(app, "POST", path, json=ups).json()["confirmation"] for path in paths}
    assert numbers == {"2929602E9CP"}


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ({"carrier": "FedEx", "service": "NextDay"}, "PICKUP.BUY.NO_MATCHING_RATES"),
        ({"service": "NextDay"}, "PICKUP.CARRIER.REQUIRED"),
        ({"carrier": "USPS"}, "PICKUP.SERVICE.REQUIRED"),
        ({"pickup": USPS}, "PICKUP.CARRIER.REQUIRED"),
        ([], "PICKUP.CARRIER.REQUIRED"),
    ],
)
def test_a_wrong_buy_is_422_and_books_nothing(app, body, wanted):
    """A rate is named by carrier and service, not wrapped, and must have been quoted."""
    pickup = created(app)["id"]
    assert code(ask(app, "POST", f"/v2/pickups/{pickup}/buy", json=body)) == (422, wanted)
    assert ask(app, "GET", f"/v2/pickups/{pickup}").json()["status"] == "unknown"


def test_a_failed_buy_is_400_and_leaves_a_trace(app):
    """The carrier's failure is a 400; the pickup stays unknown with a later updated_at."""
    pickup = created(app, reference="sandbox:buy=400")
    answer = ask(app, "POST", f"/v2/pickups/{pickup['id']}/buy", json=USPS)
    assert code(answer) == (400, "PICKUP.BUY.FAILED")
    left = ask(app, "GET", f"/v2/pickups/{pickup['id']}").json()
    assert (left["status"], left["confirmation"]) == ("unknown", None)
    assert left["updated_at"] > left["created_at"]


def test_a_second_buy_is_refused(app):
    """A bought pickup cannot be bought again: this sandbox's choice."""
    path = f"/v2/pickups/{created(app)['id']}/buy"
    ask(app, "POST", path, json=USPS)
    assert code(ask(app, "POST", path, json=USPS)) == (422, "PICKUP.STATUS.INVALID")


@pytest.mark.parametrize("kwargs", [{}, {"json": {}}, {"json": []}])
def test_cancel_keeps_confirmation_and_rates(app, kwargs):
    """Cancel takes no body, {} or []; status is canceled with one l."""
    pickup = created(app)["id"]
    bought = ask(app, "POST", f"/v2/pickups/{pickup}/buy", json=USPS).json()
    gone = ask(app, "POST", f"/v2/pickups/{pickup}/cancel", **kwargs).json()
    assert gone["status"] == "canceled"
    assert gone["confirmation"] == bought["confirmation"]
    assert gone["pickup_rates"] == bought["pickup_rates"]
    assert gone["updated_at"] > bought["updated_at"]


def test_cancel_wants_a_booked_pickup(app):
    """An unbought pickup and one already canceled are refused: this sandbox's choice."""
    pickup = created(app)["id"]
    path = f"/v2/pickups/{pickup}/cancel"
    assert code(ask(app, "POST", path)) == (422, "PICKUP.STATUS.INVALID")
    ask(app, "POST", f"/v2/pickups/{pickup}/buy", json=USPS)
    assert ask(app, "POST", path).status_code == 200
    assert code(ask(app, "POST", path)) == (422, "PICKUP.STATUS.INVALID")


def test_a_cancel_may_fail(app):
    """The scene leaves the pickup scheduled."""
    pickup = created(app, reference="sandbox:cancel=failed")["id"]
    ask(app, "POST", f"/v2/pickups/{pickup}/buy", json=USPS)
    answer = ask(app, "POST", f"/v2/pickups/{pickup}/cancel")
    assert code(answer) == (422, "PICKUP.CANCEL.FAILED")
    assert ask(app, "GET", f"/v2/pickups/{pickup}").json()["status"] == "scheduled"


def test_rates_may_come_late_for_others():
    """While a create runs, another reader sees the pickup without rates."""
    seen = []

    async def sleep(seconds):
        seen.append((await send(app, "GET", "/v2/pickups")).json()["pickups"][0])

    app = create_app(World(clock=Clock(NOW), sleep=sleep))
    assert created(app, reference="sandbox:rates=late")["pickup_rates"]
    assert seen[0]["pickup_rates"] == []


def test_a_buy_under_way_shows_and_is_not_begun_twice():
    """During a slow buy a reader sees unknown with a later updated_at; a second buy is refused."""
    seen = []

    async def sleep(seconds):
        seen.append((await send(app, "GET", "/v2/pickups")).json()["pickups"][0])
        path = f"/v2/pickups/{seen[0]['id']}/buy"
        seen.append(code(await send(app, "POST", path, json=USPS)))

    app = create_app(World(clock=Clock(NOW), sleep=sleep))
    pickup = created(app, reference="sandbox:buy=slow")["id"]
    bought = ask(app, "POST", f"/v2/pickups/{pickup}/buy", json=USPS).json()
    assert bought["status"] == "scheduled"
    assert seen[0]["status"] == "unknown"
    assert seen[0]["updated_at"] > seen[0]["created_at"]
    assert seen[1] == (422, "PICKUP.STATUS.INVALID")


def ids(answer):
    return [pickup["id"] for pickup in answer.json()["pickups"]]


def test_lists_come_newest_first_in_pages_by_id(app):
    """before_id is exclusive and means older; has_more ends at the last page."""
    made = [created(app)["id"] for _ in range(5)][::-1]
    first = ask(app, "GET", "/v2/pickups", params={"page_size": 2})
    assert set(first.json()) == {"pickups", "has_more"}
    assert (ids(first), first.json()["has_more"]) == (made[:2], True)
    params = {"page_size": 2, "before_id": made[3]}
    last = ask(app, "GET", "/v2/pickups", params=params)
    assert (ids(last), last.json()["has_more"]) == (made[4:], False)


def test_after_id_gives_the_page_just_newer(app):
    """after_id means newer, still newest first."""
    made = [created(app)["id"] for _ in range(5)][::-1]
    params = {"page_size": 2, "after_id": made[4]}
    page = ask(app, "GET", "/v2/pickups", params=params)
    assert (ids(page), page.json()["has_more"]) == (made[2:4], True)


def test_a_page_has_twenty_unless_told(app):
    """The default size is 20."""
    for _ in range(21):
        created(app)
    page = ask(app, "GET", "/v2/pickups").json()
    assert (len(page["pickups"]), page["has_more"]) == (20, True)


def test_dates_filter_by_creation(app, clock):
    """start_datetime and end_datetime look at created_at; any character may be escaped."""
    first = created(app)["id"]
    clock.advance(timedelta(hours=1))
    second = created(app)["id"]
    query = "start_datetime=%32%30%33%31-05-09T21%3A00%3A00Z"
    assert ids(ask(app, "GET", f"/v2/pickups?{query}")) == [second]
    params = {"end_datetime": "2031-05-09T21:00:00Z"}
    assert ids(ask(app, "GET", "/v2/pickups", params=params)) == [first]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("page_size=0", (422, "PICKUP.REQUEST.INVALID")),
        ("page_size=101", (422, "PICKUP.REQUEST.INVALID")),
        ("page_size=x", (422, "PICKUP.REQUEST.INVALID")),
        ("before_id=a&after_id=b", (422, "PICKUP.REQUEST.INVALID")),
        ("before_id=pickup_0", (404, "NOT_FOUND")),
        ("start_datetime=x", (422, "DATE.PARSE.FAILURE")),
    ],
)
def test_a_wrong_list_is_refused(app, query, wanted):
    """Wrong paging is refused: this sandbox's choice."""
    assert code(ask(app, "GET", f"/v2/pickups?{query}")) == wanted


def test_a_reference_finds_the_newest(app):
    """Retrieve takes a reference as well; two with one reference give the newest."""
    pickups = [created(app, reference="order 17")["id"] for _ in range(2)]
    assert ask(app, "GET", "/v2/pickups/order%2017").json()["id"] == pickups[1]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v2/pickups/pickup_0"),
        ("POST", "/v2/pickups/pickup_0/buy"),
        ("POST", "/v2/pickups/pickup_0/cancel"),
    ],
)
def test_an_unknown_id_is_404(app, method, path):
    """What does not exist has EasyPost's own words."""
    answer = ask(app, method, path, json=USPS)
    assert code(answer) == (404, "NOT_FOUND")


def test_a_key_goes_as_basic_user_or_bearer(app):
    """Both schemes name the same account."""
    pickup = created(app)["id"]
    basic = httpx.BasicAuth("EZTK-example", "")
    assert ids(ask(app, "GET", "/v2/pickups", auth=basic)) == [pickup]


def test_each_key_has_its_own_pickups(app):
    """Another key sees nothing, by list or by id."""
    pickup = created(app)["id"]
    other = {"authorization": "Bearer other"}
    assert ids(ask(app, "GET", "/v2/pickups", headers=other)) == []
    assert ask(app, "GET", f"/v2/pickups/{pickup}", headers=other).status_code == 404


@pytest.mark.parametrize("value", ["", "Bearer", "Basic !", "Basic Og==", "Basic YTpi", "Token x"])
def test_a_missing_or_malformed_credential_is_401(app, value):
    """No key, another scheme or a password beside the key is refused in EasyPost's form."""
    answer = ask(app, "GET", "/v2/pickups", headers={"authorization": value})
    assert code(answer) == (401, "UNAUTHORIZED")


def test_an_inactive_key_is_403(app):
    """The recorded answer for a key that was switched off."""
    answer = ask(app, "GET", "/v2/pickups", headers={"authorization": "Bearer sandbox-inactive"})
    assert code(answer) == (403, "APIKEY.INACTIVE")


def test_answers_carry_easyposts_headers(app):
    """Successes and errors name a request id and the server's time."""
    for path in ("/v2/pickups", "/v2/pickups/pickup_0"):
        headers = ask(app, "GET", path).headers
        assert headers["content-type"] == "application/json; charset=utf-8"
        assert len(headers["x-ep-request-uuid"]) == 32
        assert headers["x-runtime"] == "0.000000"


@pytest.mark.parametrize(
    ("scene", "wanted"),
    [("429", (429, "RATE_LIMITED")), ("500", (500, "INTERNAL_SERVER_ERROR"))],
)
def test_a_create_may_meet_a_server_in_trouble(app, scene, wanted):
    """The scenes of create answer in EasyPost's error form."""
    assert code(create(app, reference=f"sandbox:create={scene}")) == wanted


def test_a_buy_may_meet_the_rate_limit(app):
    """Nothing was begun: updated_at stays."""
    pickup = created(app, reference="sandbox:buy=429")
    answer = ask(app, "POST", f"/v2/pickups/{pickup['id']}/buy", json=USPS)
    assert code(answer) == (429, "RATE_LIMITED")
    assert ask(app, "GET", f"/v2/pickups/{pickup['id']}").json() == pickup


def test_a_rate_may_be_gone_when_it_is_bought(app):
    """The code is the recorded one; nothing was begun."""
    pickup = created(app, reference="sandbox:buy=422")
    answer = ask(app, "POST", f"/v2/pickups/{pickup['id']}/buy", json=USPS)
    assert code(answer) == (422, "PICKUP.BUY.NO_MATCHING_RATES")
    assert ask(app, "GET", f"/v2/pickups/{pickup['id']}").json() == pickup


@pytest.mark.parametrize(
    ("form", "kinds"),
    [
        ("fields", {"field", "message"}),
        ("suggestion", {"code", "field", "message", "suggestion"}),
        ("keyed", {"to_address"}),
        ("texts", str),
    ],
)
def test_details_have_the_forms_that_were_recorded(app, form, kinds):
    """On other resources of the same API."""
    [detail] = create(app, reference=f"sandbox:create={form}").json()["error"]["errors"]
    assert (type(detail) if isinstance(detail, str) else set(detail)) == kinds


def test_an_error_may_lack_its_parts(app):
    """A 500 without a code, a message that is a list, an error that is a text."""
    codeless, listed, bare = (
        create(app, reference=f"sandbox:create={form}") for form in ("codeless", "listed", "bare")
    )
    assert (codeless.status_code, set(codeless.json()["error"])) == (500, {"message", "errors"})
    assert isinstance(listed.json()["error"]["message"], list)
    assert isinstance(bare.json()["error"], str)


def test_an_unknown_trigger_is_told(app):
    """A misspelt trigger is not silently a plain pickup."""
    answer = create(app, reference="sandbox:buy=never")
    assert answer.status_code == 400
    assert "sandbox:buy=never" in answer.json()["sandbox"]


def test_every_trigger_is_in_the_documents():
    """The module's text and the page for users name each trigger."""
    page = Path(__file__).parents[2] / "docs/sandbox.md"
    text = page.read_text(encoding="utf-8").partition("## EasyPost")[2].partition("\n## ")[0]
    missing = [f"{n}={v}" for n in TRIGGERS for v in TRIGGERS[n] if f"sandbox:{n}={v}`" not in text]
    assert missing == []


def test_state_tells_bookings_in_order_of_arrival(app):
    """The sandbox's own view needs no key and knows what the carrier holds."""
    quoted, bought = created(app)["id"], created(app, reference="order-17")["id"]
    ask(app, "POST", f"/v2/pickups/{bought}/buy", json=USPS)

    async def look():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            return (await client.get("/_sandbox/state")).json()["bookings"]

    lines = asyncio.run(look())
    assert [(line["id"], line["booked"]) for line in lines] == [(quoted, False), (bought, True)]
    assert (lines[1]["carrier"], lines[1]["reference"]) == ("USPS", "order-17")
    assert not lines[1]["cancelled"]


def test_one_seed_gives_one_recording():
    """Two sandboxes with the same clock and seed answer byte for byte alike."""

    def play():
        app = create_app(World(clock=Clock(NOW), seed=7))
        pickup = create(app)
        bought = ask(app, "POST", f"/v2/pickups/{pickup.json()['id']}/buy", json=USPS)
        return [(one.headers.raw, one.content) for one in (pickup, bought)]

    assert play() == play()
