"""A request file is read whole, or everything that is wrong with it is told with its place."""

import json
import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO, TextIOWrapper
from zoneinfo import ZoneInfo

import pytest

from pickupkit import (
    Address,
    InvalidRequest,
    Money,
    Parcels,
    PickupRequest,
    Spot,
    Weight,
    Window,
    load_request,
)
from pickupkit.request_file import read_request

NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)  # a Friday
WINDOW = {"date": "2031-05-12", "from": "09:00", "until": "12:00", "tz": "Europe/Madrid"}
MINIMAL = {"address": {}, "windows": [WINDOW]}

TOML = """
carrier = "fedex"
service = "standard"
carrier_account = "57"
batch = "batch_1"
shipments = ["shp_1", "shp_2"]
reference = "order-7"
max_price = "12.50 EUR"

[address]
name = "Goods Out"
company = "Example Books"
line1 = "Calle Mayor"
line2 = "Patio"
house_number = "30"
postal_code = "28001"
city = "Madrid"
state = "ES-MD"
country = "ES"
phone = "+34600000000"
email = "dock@example.com"
residential = false

[[windows]]
date = 2031-05-12
from = 09:00:00
until = 12:00:00
tz = "Europe/Madrid"

[[windows]]
start = 2031-05-12T13:00:00+02:00
end = 2031-05-12T15:00:00Z

[[parcels]]
quantity = 2
weight = "2.50 kg"
container = "pallet"
destination_country = "PT"
service = "express"
size_class = "large"
overweight = true

[spot]
door = "side_door"
building_part = "floor"
floor = "1"
room = "22B"
closes_at = 17:30:00
instructions = "Ring twice"

[extra]
building_part_description = "left"
"""

WHOLE = PickupRequest(
    address=Address(
        name="Goods Out",
        company="Example Books",
        line1="Calle Mayor",
        line2="Patio",
        house_number="30",
        postal_code="28001",
        city="Madrid",
        state="ES-MD",
        country="ES",
        phone="+34600000000",
        email="dock@example.com",
        residential=False,
    ),
    windows=(
        Window.local("2031-05-12", "09:00", "12:00", tz="Europe/Madrid"),
        Window(datetime(2031, 5, 12, 11, tzinfo=UTC), datetime(2031, 5, 12, 15, tzinfo=UTC)),
    ),
    parcels=(
        Parcels(
            quantity=2,
            weight=Weight("2.50"),
            container="pallet",
            destination_country="PT",
            service="express",
            size_class="large",
            overweight=True,
        ),
    ),
    shipments=("shp_1", "shp_2"),
    batch="batch_1",
    carrier="fedex",
    service="standard",
    carrier_account="57",
    spot=Spot(
        door="side_door",
        building_part="floor",
        floor="1",
        room="22B",
        closes_at=time(17, 30),
        instructions="Ring twice",
    ),
    reference="order-7",
    max_price=Money("12.50", "EUR"),
    extra={"building_part_description": "left"},
)


def write(folder, text, name="pickup.toml"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def problems_of(work):
    with pytest.raises(InvalidRequest) as caught:
        work()
    return [str(problem) for problem in caught.value.problems]


def wrong(**changes):
    return problems_of(lambda: read_request({**MINIMAL, **changes}, NOW))


def windows_of(window):
    return read_request({**MINIMAL, "windows": [window]}, NOW).windows


def test_a_toml_file_holds_every_field(tmp_path):
    """Each comes out as the kind that the request wants."""
    assert load_request(write(tmp_path, TOML)) == WHOLE


@pytest.mark.parametrize("name", ["pickup.json", "PICKUP.JSON"])
def test_a_json_file_holds_the_same(tmp_path, name):
    """Times are text there."""
    data = {
        **MINIMAL,
        "parcels": [{"quantity": 1, "weight": {"value": 2.3, "unit": "lb"}}],
        "spot": {"closes_at": "17:30"},
    }

    request = load_request(write(tmp_path, json.dumps(data), name))

    assert request.windows == (Window.local("2031-05-12", "09:00", "12:00", tz="Europe/Madrid"),)
    assert request.parcels == (Parcels(quantity=1, weight=Weight("2.3", "lb")),)
    assert request.spot == Spot(closes_at=time(17, 30))


def test_a_byte_order_mark_is_no_matter(tmp_path):
    """Some editors begin every file with one."""
    text = b"\xef\xbb\xbf" + json.dumps(MINIMAL).encode()

    assert load_request(write(tmp_path, text, "a.json")) == read_request(MINIMAL)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (b"", "a.toml", "is empty"),
        (b" \n\t\n", "a.json", "is empty"),
        (b"\xff\xfe\x00P\x00K", "a.toml", "cannot be read: it is not UTF-8"),
        (b"carrier = ", "a.toml", "cannot be understood: Invalid value (at end of document)"),
        (b"a = 1\na = 2", "a.toml", "cannot be understood: Cannot overwrite a value"),
        (b'{"carrier": }', "a.json", "cannot be understood: Expecting value: line 1 column 13"),
        (b'{"max_price": NaN}', "a.json", "cannot be understood: NaN is not JSON"),
        (b'{"extra": {"a": 1, "a": 2}}', "a.json", "cannot be understood: the keys a, a hold one"),
        (b"[" * 100_000, "a.json", "cannot be understood: maximum recursion depth"),
        (b"a = " + b"[" * 100_000, "a.toml", "cannot be understood"),
        (b"[1, 2]", "a.json", "holds no table of fields"),
        (b'"text"', "a.json", "holds no table of fields"),
        (b"null", "a.json", "holds no table of fields"),
    ],
)
def test_a_file_that_is_none_is_told(tmp_path, text, name, said):
    """One message with the file's name, never a traceback."""
    path = write(tmp_path, text, name)

    [problem] = problems_of(lambda: load_request(path))

    assert problem.startswith(f"request: {path} {said}")


def test_a_file_that_is_not_there_is_told(tmp_path):
    """A folder is no file either."""
    assert problems_of(lambda: load_request(tmp_path / "none.toml")) == [
        f"request: {tmp_path}/none.toml cannot be read: No such file or directory"
    ]
    assert problems_of(lambda: load_request(tmp_path)) == [
        f"request: {tmp_path} cannot be read: Is a directory"
    ]


def test_every_problem_is_told_at_once(tmp_path):
    """With a JSON pointer each."""
    text = """
    carier = "ups"
    max_price = "lots"
    [address]
    zip = "28001"
    residential = "no"
    [[windows]]
    start = 2031-05-12T09:00:00
    [[windows]]
    date = "2031-05-12"
    from = "9am"
    tz = "Europe/Madrid"
    [[parcels]]
    weight = "heavy"
    container = "crate"
    """

    found = problems_of(lambda: load_request(write(tmp_path, text)))

    assert [problem.partition(":")[0] for problem in found] == [
        "/carier",
        "/max_price",
        "/address/zip",
        "/address/residential",
        "/windows/0/start",
        "/windows/1/from",
        "/parcels/0/weight",
        "/parcels/0/container",
        "/parcels/0/quantity",
    ]
    assert "the fields are address, windows, parcels" in found[0]
    assert "the fields are name, company, line1" in found[2]


def test_what_must_be_there_is_told():
    """A request without address and windows is none."""
    assert problems_of(lambda: read_request({})) == [
        "/address: is required",
        "/windows: is required",
    ]


@pytest.mark.parametrize(
    ("window", "start", "end"),
    [
        (WINDOW, "2031-05-12T09:00:00+02:00", "2031-05-12T12:00:00+02:00"),
        (
            {**WINDOW, "date": date(2031, 5, 12), "from": time(9), "until": time(12)},
            "2031-05-12T09:00:00+02:00",
            "2031-05-12T12:00:00+02:00",
        ),
        (
            {"date": "2031-05-12", "from": "09:00", "tz": "Europe/Madrid"},
            "2031-05-12T09:00:00+02:00",
            None,
        ),
        ({**WINDOW, "until": None}, "2031-05-12T09:00:00+02:00", None),
        (
            {"start": "2031-05-12T09:00:00Z", "end": "2031-05-12T12:00:00+02:00"},
            "2031-05-12T09:00:00+00:00",
            "2031-05-12T12:00:00+02:00",
        ),
        ({"start": "2031-05-12T09:00:00-05:00"}, "2031-05-12T09:00:00-05:00", None),
        ({"start": "2031-05-12T09:00:00Z", "end": None}, "2031-05-12T09:00:00+00:00", None),
    ],
)
def test_a_window_is_written_in_several_ways(window, start, end):
    """On the site's wall clock, or as moments with their offsets."""
    [found] = windows_of(window)

    assert found.start.isoformat() == start
    assert (found.end and found.end.isoformat()) == end


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ("tomorrow", "/windows/0: is not a table: date, from, until, tz; or start, end"),
        (
            {"date": "2031-05-12", "from": "09:00"},
            "/windows/0/tz: is required; a window has date, from, until and tz; or start and end",
        ),
        ({**WINDOW, "start": "2031-05-12T09:00:00Z"}, "/windows/0/start: is no field here; a"),
        ({**WINDOW, "a/b": 1}, "/windows/0/a~1b: is no field here; a window has date, from"),
        ({"end": "2031-05-12T09:00:00Z"}, "/windows/0/start: is required; a window has date"),
        (
            {"start": "2031-05-12T09:00:00"},
            "/windows/0/start: 2031-05-12T09:00:00 has no time zone",
        ),
        ({"start": date(2031, 5, 12)}, "/windows/0/start: 2031-05-12T00:00:00 has no time zone"),
        ({"start": "today"}, "/windows/0/start: is no time with offset, such as 2026-12-01T09"),
        ({"start": 5}, "/windows/0/start: is no time with offset"),
        ({"start": "2031-05-12T09:00:00Z", "end": ""}, "/windows/0/end: is no time with offset"),
        (
            {"start": "2031-05-12T09:00:00Z", "end": "2031-05-12T08:00:00Z"},
            "/windows/0/end: 2031-05-12T08:00:00+00:00 is not after the start",
        ),
        ({**WINDOW, "tz": "Mars/Base"}, "/windows/0/tz: 'Mars/Base' is no time zone"),
        ({**WINDOW, "tz": "localtime"}, "/windows/0/tz: 'localtime' is no time zone"),
        ({**WINDOW, "tz": "posixrules"}, "/windows/0/tz: 'posixrules' is no time zone"),
        (
            {**WINDOW, "tz": "right/Europe/Madrid"},
            "/windows/0/tz: 'right/Europe/Madrid' is no time zone",
        ),
        ({**WINDOW, "tz": 2}, "/windows/0/tz: '2' is no time zone"),
        ({**WINDOW, "date": "12/05/2031"}, "/windows/0/date: '12/05/2031' is no date"),
        (
            {**WINDOW, "date": datetime(2031, 5, 12, 9, tzinfo=UTC)},
            "/windows/0/date: '2031-05-12 09",
        ),
        ({**WINDOW, "date": "+2 working days", "tz": "X"}, "/windows/0/tz: 'X' is no time zone"),
        ({**WINDOW, "date": "+0 working days"}, "/windows/0/date: '+0 working days' is no date"),
        ({**WINDOW, "from": 9}, "/windows/0/from: '9' is no time such as 09:00"),
        ({**WINDOW, "from": None}, "/windows/0/from: 'None' is no time such as 09:00"),
        ({**WINDOW, "until": "08:00"}, "/windows/0/until: 2031-05-12T08:00:00+02:00 is not after"),
        (
            {**WINDOW, "date": "2031-03-30", "from": "02:30"},
            "/windows/0/from: 02:30 does not exist on 2031-03-30 in Europe/Madrid",
        ),
    ],
)
def test_a_window_that_names_no_span_is_told(window, said):
    """The place and the reason, for every way to get it wrong."""
    [problem] = wrong(windows=[window])

    assert problem.startswith(said)


def test_each_key_of_a_window_that_is_too_many_or_missing_is_told():
    """By its own name, all at once."""
    misspelt = {"date": "2031-05-12", "form": "09:00", "til": "12:00", "tz": "Europe/Madrid"}

    found = wrong(windows=[misspelt])

    assert [problem.partition("; ")[0] for problem in found] == [
        "/windows/0/form: is no field here",
        "/windows/0/til: is no field here",
        "/windows/0/from: is required",
    ]
    assert [problem.partition(":")[0] for problem in wrong(windows=[{}])] == [
        "/windows/0/date",
        "/windows/0/from",
        "/windows/0/tz",
    ]


@pytest.mark.parametrize(
    ("ahead", "now", "tz", "day"),
    [
        ("+1 working day", "2031-05-09T12:00:00+00:00", "Europe/Madrid", "2031-05-12"),
        ("+2 working days", "2031-05-09T12:00:00+00:00", "Europe/Madrid", "2031-05-13"),
        ("+2 working days", "2031-05-07T12:00:00+00:00", "Europe/Madrid", "2031-05-09"),
        ("+6 working days", "2031-05-09T12:00:00+00:00", "Europe/Madrid", "2031-05-19"),
        ("+1 working day", "2031-05-10T12:00:00+00:00", "Europe/Madrid", "2031-05-12"),
        # Friday evening in UTC is Saturday in Tokyo and still Friday in Chicago.
        ("+1 working day", "2031-05-08T23:30:00+00:00", "Asia/Tokyo", "2031-05-12"),
        ("+1 working day", "2031-05-09T03:30:00+00:00", "America/Chicago", "2031-05-09"),
    ],
)
def test_working_days_count_from_today_at_the_site(ahead, now, tz, day):
    """Weekends are left out, and today is what the site's wall clock says."""
    data = {**MINIMAL, "windows": [{**WINDOW, "date": ahead, "tz": tz}]}

    [found] = read_request(data, datetime.fromisoformat(now)).windows

    assert found.start == datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=ZoneInfo(tz))


def test_working_days_count_from_now_by_themselves():
    """Without a clock of the caller's the machine's is taken."""
    [window] = read_request({**MINIMAL, "windows": [{**WINDOW, "date": "+3 working days"}]}).windows

    assert 2 <= (window.start.date() - datetime.now(window.start.tzinfo).date()).days <= 6


@pytest.mark.parametrize(
    ("written", "weight"),
    [
        ("2.50 kg", Weight("2.50", "kg")),
        ("  12 lb ", Weight("12", "lb")),
        ("500 g", Weight("500", "g")),
        ("8 oz", Weight("8", "oz")),
        ({"value": "2.5", "unit": "kg"}, Weight("2.5", "kg")),
        ({"value": 2, "unit": "g"}, Weight("2", "g")),
        ({"value": Decimal("0.1"), "unit": "kg"}, Weight("0.1", "kg")),
        ({"value": 2.3, "unit": "kg"}, Weight("2.3", "kg")),
    ],
)
def test_a_weight_is_written_in_several_ways(written, weight):
    """As text or as a table; every digit is kept."""
    request = read_request({**MINIMAL, "parcels": [{"quantity": 1, "weight": written}]})

    assert request.parcels[0].weight == weight


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2.5", "'2.5' is not a weight such as '2.5 kg'"),
        ("2.5kg", "'2.5kg' is not a weight such as '2.5 kg'"),
        ("2,5 kg", "'2,5 kg' is not a weight such as '2.5 kg'"),
        ("NaN kg", "'NaN kg' is not a weight such as '2.5 kg'"),
        ("inf kg", "'inf kg' is not a weight such as '2.5 kg'"),
        (2.5, "is not a weight such as '2.5 kg'"),
        ("1_000 kg", "'1_000 kg' is not a weight such as '2.5 kg'"),
        ("٣ kg", "'٣ kg' is not a weight such as '2.5 kg'"),
        ("1e3 kg", "'1e3 kg' is not a weight such as '2.5 kg'"),
        ("+1 kg", "'+1 kg' is not a weight such as '2.5 kg'"),
        (".5 kg", "'.5 kg' is not a weight such as '2.5 kg'"),
        ({"value": "1_0", "unit": "kg"}, "'1_0' is not a weight such as '2.5 kg'"),
        ({"value": Decimal("NaN"), "unit": "kg"}, "is not a weight such as '2.5 kg'"),
        (["2.5 kg"], "is not a weight such as '2.5 kg'"),
        ({"value": 2}, "is not a weight such as '2.5 kg'"),
        ({"value": True, "unit": "kg"}, "is not a weight such as '2.5 kg'"),
        ({"value": "2", "unit": "kg", "more": 1}, "is not a weight such as '2.5 kg'"),
        ("2 st", "has none of the units kg, g, lb, oz"),
        ("2 KG", "has none of the units kg, g, lb, oz"),
    ],
)
def test_a_weight_that_is_none_is_told(written, said):
    """A comma, a missing unit or a number that is none are not guessed at."""
    parcels = [{"quantity": 1, "weight": written}]

    assert wrong(parcels=parcels) == [f"/parcels/0/weight: {said}"]


@pytest.mark.parametrize(
    ("written", "price"),
    [
        ("12.50 EUR", Money("12.50", "EUR")),
        ({"amount": "0.10", "currency": "USD"}, Money("0.10", "USD")),
        ({"amount": 5, "currency": "JPY"}, Money("5", "JPY")),
    ],
)
def test_an_amount_is_written_in_several_ways(written, price):
    """As text or as a table."""
    assert read_request({**MINIMAL, "max_price": written}).max_price == price


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("12.50", "'12.50' is not an amount such as '12.50 EUR'"),
        ("12.50 €", "'12.50 €' is not an amount such as '12.50 EUR'"),
        ("NaN EUR", "'NaN EUR' is not an amount such as '12.50 EUR'"),
        ("1_2 EUR", "'1_2 EUR' is not an amount such as '12.50 EUR'"),
        (12, "is not an amount such as '12.50 EUR'"),
        ("12.50 eur", "has no currency of three capitals, such as EUR"),
        ("12.50 EU", "has no currency of three capitals, such as EUR"),
        ({"amount": 1, "currency": 978}, "has no currency of three capitals, such as EUR"),
    ],
)
def test_an_amount_that_is_none_is_told(written, said):
    """A bound in an unknown currency would bound nothing."""
    assert wrong(max_price=written) == [f"/max_price: {said}"]


def test_numbers_of_a_file_keep_their_digits(tmp_path):
    """A fraction in the file is never a binary one on the way."""
    value = "0.1000000000000000000001"
    parcels = [{"quantity": 1, "weight": {"value": 0, "unit": "kg"}}]
    text = json.dumps({**MINIMAL, "parcels": parcels}).replace(": 0,", f": {value},")

    request = load_request(write(tmp_path, text, "a.json"))

    assert request.parcels[0].weight == Weight(value)


def test_extra_fields_are_kept_as_json_has_them(tmp_path):
    """Numbers with a fraction included: they must go out again."""
    extra = {"text": "a", "number": 2.5, "whole": 3, "no": False, "deep": {"list": [1, None]}}
    path = write(tmp_path, json.dumps({**MINIMAL, "extra": extra}), "a.json")

    assert load_request(path).extra == extra


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ([], "is not a table of fields"),
        ({"day": date(2031, 5, 12)}, "holds what JSON cannot, such as a date; write it as text"),
        ({"n": Decimal("NaN")}, "holds what JSON cannot, such as a date; write it as text"),
    ],
)
def test_extra_fields_that_json_cannot_hold_are_told(extra, said):
    """TOML has dates and NaN, the wire has not."""
    assert wrong(extra=extra) == [f"/extra: {said}"]


def test_deep_data_is_no_crash(tmp_path):
    """Not even where anything may stand."""
    text = json.dumps({**MINIMAL, "extra": {"a": 0}}).replace("0}", "[" * 900 + "]" * 900 + "}")

    load_request(write(tmp_path, text, "a.json"))


@pytest.mark.parametrize(
    "text", ['{"address": {"city": "Utrecht"}}', '[address]\ncity = "Utrecht"']
)
def test_a_minus_is_standard_input(text, monkeypatch):
    """In either form."""
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(text.encode())))
    with pytest.raises(InvalidRequest) as raised:
        load_request("-")
    assert {problem.pointer for problem in raised.value.problems} == {"/windows"}


def test_standard_input_that_is_closed_is_told(monkeypatch):
    """As a file that cannot be read."""
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InvalidRequest, match="- cannot be read: Bad file descriptor"):
        load_request("-")


def test_what_is_no_request_for_its_size_is_not_read_to_its_end(tmp_path):
    """Such as a device that never ends."""
    file = tmp_path / "request.toml"
    file.write_text("#" * (1024 * 1024 + 1), encoding="utf-8")
    for path in (file, "/dev/zero"):
        with pytest.raises(InvalidRequest, match="larger than a megabyte"):
            load_request(path)
