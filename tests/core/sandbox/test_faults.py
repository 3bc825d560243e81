"""Faults to order: what the client sees, and what has truly happened meanwhile."""

import json
import re
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import monotonic

import httpx
import pytest

from pickupkit.plugin.sandbox import JSONResponse, build
from pickupkit.sandbox import Clock, Fault, Sandbox, World, _wrap
from pickupkit_easypost.sandbox import create_app as easypost
from pickupkit_sendcloud.sandbox import create_app as sendcloud
from pickupkit_shippo.sandbox import create_app as shippo

NOW = datetime(2031, 5, 9, 10, 0, tzinfo=UTC)
PATIENCE = 0.3  # seconds that a client waits for what never comes
CALL_LIMIT = 10  # seconds
CUT = ("ReadError", "WriteError", "RemoteProtocolError")  # which one a reset gives is a race
NUMBERS = count()
PLACE = {"city": "Springfield", "state": "IL", "zip": "62701", "country": "US"}
ADDRESS = PLACE | {"name": "Dock Four", "street1": "100 Example Ave", "phone": "+15550100123"}
EASYPOST = {
    "address": ADDRESS,
    "shipment": {"id": "shp_33333333333333333333333333333333"},
    "min_datetime": "2031-05-12",
    "max_datetime": "2031-05-12",
}
USPS = {"carrier": "USPS", "service": "NextDay"}
SHIPPO = {
    "carrier_account": "dhl_account",
    "location": {
        "building_location_type": "Front Door",
        "address": ADDRESS | {"company": "Example Goods", "email": "dock@example.com"},
    },
    "requested_start_time": "2031-05-12T17:00:00Z",
    "requested_end_time": "2031-05-12T21:00:00Z",
}
SENDCLOUD = {
    "carrier_code": "dhl_express",
    "address": {
        "name": "Dock Four",
        "address_line_1": "Stadhuisplein",
        "house_number": "50",
        "postal_code": "5611EM",
        "city": "Eindhoven",
        "country_code": "NL",
        "email": "dock@example.com",
        "phone_number": "+15550100123",
    },
    "time_slots": [{"start_at": "2031-05-12T13:00:00Z", "end_at": "2031-05-12T15:00:00Z"}],
    "items": [
        {
            "quantity": 2,
            "container_type": "parcel",
            "total_weight": {"value": "4.50", "unit": "kg"},
        }
    ],
}
HEADERS = {
    "easypost": {"authorization": "Bearer key"},
    "shippo": {"authorization": "ShippoToken shippo_test_key"},
    "sendcloud": {"authorization": "Bearer key"},
}


def applications():
    world = World(clock=Clock(NOW), seed=1)
    return {"easypost": easypost(world), "shippo": shippo(world), "sendcloud": sendcloud(world)}


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    return tmp_path_factory.mktemp("truth") / "truth.jsonl"


@pytest.fixture(scope="module")
def running(truth):
    with Sandbox(applications(), truth=truth) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running):
    yield running
    running.faults.clear()


@pytest.fixture
def reference():
    return f"order {next(NUMBERS)}"


def client(sandbox, provider, timeout=CALL_LIMIT):
    return httpx.Client(
        base_url=f"{sandbox.url}/{provider}",
        headers=HEADERS[provider],
        trust_env=False,
        timeout=timeout,
    )


def create(sandbox, reference, timeout=CALL_LIMIT):
    with client(sandbox, "sendcloud", timeout) as http:
        return http.post("/api/v3/pickups", json=SENDCLOUD | {"reference": reference})


def seen(call, *args):
    """Give the status that a call brought, or the name of its error."""
    try:
        return call(*args).status_code
    except httpx.HTTPError as error:
        return type(error).__name__


def lines_of(truth, reference):
    lines = [json.loads(line) for line in truth.read_text().splitlines()]
    return [line for line in lines if line["reference"] == reference]


def events(truth, reference):
    return [line["event"] for line in lines_of(truth, reference)]


def booked(sandbox, provider, reference):
    with client(sandbox, provider) as http:
        bookings = http.get("/_sandbox/state").json()["bookings"]
    return [line["booked"] for line in bookings if line["reference"] == reference]


def wait_for(truth, reference, event):
    end = monotonic() + CALL_LIMIT
    while event not in events(truth, reference):
        assert monotonic() < end
        time.sleep(0.01)
    return lines_of(truth, reference)[-1]


CASES = [
    (Fault(kind="reset"), CUT, False),
    (Fault(kind="reset", effect="done"), CUT, True),
    (Fault(kind="close"), ("RemoteProtocolError",), False),
    (Fault(kind="close", effect="done"), ("RemoteProtocolError",), True),
    (Fault(kind="silence"), ("ReadTimeout",), False),
    (Fault(kind="silence", effect="done"), ("ReadTimeout",), True),
    (Fault(kind="late", seconds=0.05), (201,), True),
    (Fault(kind="late", seconds=5), ("ReadTimeout",), True),
    (Fault(kind="half"), ("RemoteProtocolError",), True),
    (Fault(kind="half", end="reset"), ("ReadError",), True),
    (Fault(kind="half", end="silence"), ("ReadTimeout",), True),
    (Fault(kind="not-gzip"), ("DecodingError",), True),
    (Fault(kind="status", status=200), (200,), False),
    (Fault(kind="status", status=201, effect="done"), (201,), True),
    (Fault(kind="status", status=307), (307,), False),
    (Fault(kind="status", status=429), (429,), False),
    *(
        (Fault(kind="status", status=status, effect=effect), (status,), effect == "done")
        for status in (500, 502, 503, 504, 520)
        for effect in ("none", "done")
    ),
]


@pytest.mark.parametrize(("fault", "expected", "is_booked"), CASES)
def test_what_a_client_sees_is_not_what_happened(
    sandbox, truth, reference, fault, expected, is_booked
):
    """Each fault shows its own face; state and truth agree on what is behind it."""
    sandbox.faults.replace([fault])
    timeout = PATIENCE if "ReadTimeout" in expected else CALL_LIMIT
    assert seen(create, sandbox, reference, timeout) in expected
    if is_booked:
        wait_for(truth, reference, "booked")
    assert booked(sandbox, "sendcloud", reference) == [True] * is_booked
    assert events(truth, reference) == ["booked"] * is_booked
    assert sandbox.faults.shown()["struck"] == [1]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(kind="close", effect="later", seconds=0.2),
        Fault(kind="reset", effect="later", seconds=0.2),
        Fault(kind="silence", effect="later", seconds=0.2),
        Fault(kind="status", status=503, effect="later", seconds=0.2),
        Fault(kind="late", effect="later", seconds=0.2),
    ],
    ids=lambda fault: fault.kind,
)
def test_a_booking_can_come_after_the_caller_has_gone(sandbox, truth, reference, fault):
    """The request is carried out late, whether or not its caller still waits."""
    sandbox.faults.replace([fault])
    begun = datetime.now(UTC)
    with pytest.raises(httpx.HTTPError):
        create(sandbox, reference, 0.1).raise_for_status()
    line = wait_for(truth, reference, "booked")
    assert (datetime.fromisoformat(line["time"]) - begun).total_seconds() >= 0.2
    assert booked(sandbox, "sendcloud", reference) == [True]


def test_an_answer_can_be_late(sandbox, reference):
    """It is the vendor's own, only later."""
    sandbox.faults.replace([Fault(kind="late", seconds=0.2)])
    begun = monotonic()
    answer = create(sandbox, reference)
    assert monotonic() - begun >= 0.2
    assert answer.json()["data"]["reference"] == reference


def test_a_made_answer_says_what_was_ordered(sandbox, reference):
    """Body, Retry-After and Location are as written; a 429 is empty, an error is a page."""

    def made(**fields):
        sandbox.faults.replace([Fault(kind="status", **fields)])
        return create(sandbox, reference)

    assert made(status=429).content == b""
    assert "retry-after" not in made(status=429).headers
    assert made(status=429, retry_after="1.5").headers["retry-after"] == "1.5"
    assert made(status=502).headers["content-type"] == "text/html; charset=utf-8"
    assert made(status=502).text.startswith("<!DOCTYPE html>")
    assert made(status=502, body="json").json() == {"message": "Something went wrong"}
    assert made(status=302).headers["location"] == "/sendcloud/api/v3/pickups"
    assert made(status=302, location="https://example.com/").headers["location"] == (
        "https://example.com/"
    )
    assert made(status=204).content == b""


def request_bytes(path, body):
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer key\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def received(sandbox, reference):
    """Give all that a bare socket gets until the end, and how it ended."""
    address = ("127.0.0.1", int(sandbox.url.rpartition(":")[2]))
    body = json.dumps(SENDCLOUD | {"reference": reference})
    with socket.create_connection(address, timeout=CALL_LIMIT) as raw:
        raw.sendall(request_bytes("/sendcloud/api/v3/pickups", body))
        got = b""
        try:
            while piece := raw.recv(65536):
                got += piece
        except ConnectionResetError:
            return got, "reset"
    return got, "closed"


@pytest.mark.parametrize(
    ("fault", "ending"),
    [
        (Fault(kind="reset", effect="done"), "reset"),
        (Fault(kind="close"), "closed"),
        (Fault(kind="close", effect="done"), "closed"),
    ],
)
def test_a_cut_connection_brings_no_byte(sandbox, reference, fault, ending):
    """A reset is a RST and a close is a FIN."""
    sandbox.faults.replace([fault])
    assert received(sandbox, reference) == (b"", ending)


@pytest.mark.parametrize("end", ["close", "reset"])
def test_half_a_body_has_a_whole_head(sandbox, reference, end):
    """The head announces twice of what comes."""
    sandbox.faults.replace([Fault(kind="half", end=end)])
    got, ending = received(sandbox, reference)
    head, _, body = got.partition(b"\r\n\r\n")
    announced = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    assert head.startswith(b"HTTP/1.1 201 ")
    assert len(body) == announced // 2
    assert ending == {"close": "closed", "reset": "reset"}[end]


def test_other_faults_keep_the_connection(sandbox):
    """An answer that was ordered leaves the connection as good as any other."""
    sandbox.faults.replace([Fault(kind="status", status=503, operation="list", times=1)])
    with client(sandbox, "sendcloud") as http:
        answers = [http.get("/api/v3/pickups") for _ in range(2)]
        streams = {answer.extensions["network_stream"] for answer in answers}
    assert [answer.status_code for answer in answers] == [503, 200]
    assert len(streams) == 1


def bought(http, reference):
    pickup = http.post("/v2/pickups", json={"pickup": EASYPOST | {"reference": reference}}).json()
    return pickup["id"], seen(lambda: http.post(f"/v2/pickups/{pickup['id']}/buy", json=USPS))


def test_easypost_books_at_buy(sandbox, truth, reference):
    """A quote is no booking; the buy whose answer is lost is one."""
    sandbox.faults.replace([Fault(kind="close", operation="buy", effect="done")])
    with client(sandbox, "easypost") as http:
        pickup, outcome = bought(http, reference)
        assert outcome == "RemoteProtocolError"
        assert events(truth, reference) == ["booked"]
        assert http.get(f"/v2/pickups/{pickup}").json()["status"] == "scheduled"
        http.post(f"/v2/pickups/{pickup}/cancel")
    assert events(truth, reference) == ["booked", "cancelled"]


@pytest.mark.parametrize(
    ("scene", "is_booked"),
    [("", True), ("sandbox:answer=error", False), ("sandbox:answer=slow", True)],
)
def test_shippo_books_what_is_confirmed_or_slow(sandbox, truth, reference, scene, is_booked):
    """A 201 with ERROR is none, a 400 of a slow carrier is one."""
    words = f"{reference} {scene}"
    body = SHIPPO | {"metadata": words, "transactions": [reference]}
    with client(sandbox, "shippo") as http:
        http.post("/pickups", json=body)
    assert events(truth, words) == ["booked"] * is_booked


def test_a_lost_cancel_is_in_the_truth(sandbox, truth, reference):
    """The caller is told nothing; the van will not come."""
    number = create(sandbox, reference).json()["data"]["id"]
    sandbox.faults.replace([Fault(kind="reset", operation="cancel", effect="done")])
    with client(sandbox, "sendcloud") as http:
        assert seen(lambda: http.post(f"/api/v3/pickups/{number}/cancel")) in CUT
    assert events(truth, reference) == ["booked", "cancelled"]


def test_a_line_of_truth_says_all(sandbox, truth, reference):
    """Provider, id, reference and the machine's time, whatever the sandbox's clock shows."""
    data = create(sandbox, reference).json()["data"]
    line = json.loads(truth.read_text().splitlines()[-1])
    at = datetime.fromisoformat(line.pop("time"))
    assert abs((datetime.now(UTC) - at).total_seconds()) < 60
    told = {"provider": "sendcloud", "id": str(data["id"]), "reference": reference}
    assert line == {"event": "booked", **told}


@pytest.mark.parametrize("operation", ["list", "get", "any"])
def test_a_booking_can_lag(sandbox, reference, operation, monkeypatch):
    """It is invisible where asked until the time is over, and its neighbours are not."""
    now = monotonic()
    monkeypatch.setattr(_wrap, "monotonic", lambda: now)
    earlier = create(sandbox, "earlier").json()["data"]["id"]
    now += 40
    number = create(sandbox, reference).json()["data"]["id"]
    sandbox.faults.replace([Fault(kind="lag", operation=operation, seconds=30)])
    with client(sandbox, "sendcloud") as http:
        listed = [each["id"] for each in http.get("/api/v3/pickups").json()["data"]]
        found = http.get(f"/api/v3/pickups/{number}").status_code
        assert (number in listed) == (operation == "get")
        assert found == (200 if operation == "list" else 404)
        assert earlier in listed
        now += 31
        assert http.get(f"/api/v3/pickups/{number}").status_code == 200
        assert number in [each["id"] for each in http.get("/api/v3/pickups").json()["data"]]


def test_pages_are_cut_from_what_can_be_seen(sandbox, reference):
    """A lag at EasyPost leaves full pages behind, and hides from the moment of the buy."""
    with client(sandbox, "easypost") as http:
        body = {"pickup": EASYPOST | {"reference": reference}}
        older = [http.post("/v2/pickups", json=body).json()["id"] for _ in range(2)]
        newest, _ = bought(http, reference)
        sandbox.faults.replace([Fault(kind="lag", seconds=60)])
        page = http.get("/v2/pickups", params={"page_size": 2}).json()
        assert [each["id"] for each in page["pickups"]] == older[::-1]
        assert http.get(f"/v2/pickups/{newest}").status_code == 404
        assert http.post(f"/v2/pickups/{newest}/cancel").status_code == 200


def test_a_lag_and_another_fault_strike_together(sandbox):
    """A list may be stale and late at once."""
    lag, late = Fault(kind="lag", seconds=9), Fault(kind="late", seconds=0.01)
    sandbox.faults.replace([lag, late])
    with client(sandbox, "sendcloud") as http:
        assert http.get("/api/v3/pickups").status_code == 200
    assert sandbox.faults.shown()["struck"] == [1, 1]


def test_what_is_not_the_vendors_never_goes_wrong(sandbox):
    """State and control answer whatever was ordered."""
    sandbox.faults.replace([Fault(kind="reset")])
    with client(sandbox, "shippo") as http:
        assert http.get("/_sandbox/state").status_code == 200
        assert http.get(f"{sandbox.url}/_sandbox/faults").status_code == 200
        assert seen(lambda: http.get("/anything")) in CUT


WAITS = [
    Fault(kind="silence"),
    Fault(kind="late", seconds=60),
    Fault(kind="half", end="silence"),
    Fault(kind="close", effect="later", seconds=60),
]


@pytest.mark.parametrize("fault", WAITS, ids=lambda fault: fault.kind)
def test_a_sandbox_stops_though_faults_wait(fault, caplog):
    """It does not wait for answers that never come, and nobody complains."""
    with Sandbox({"sendcloud": sendcloud(World(clock=Clock(NOW)))}, faults=[fault]) as sandbox:
        assert seen(create, sandbox, "r", PATIENCE) in ("ReadTimeout", "RemoteProtocolError")
        with client(sandbox, "sendcloud", 0.1) as http, pytest.raises(httpx.HTTPError):
            http.get("/api/v3/pickups")
        begun = monotonic()
    assert monotonic() - begun < 4  # the server alone would wait for five seconds
    assert caplog.records == []


def test_a_client_that_waits_is_cut_off_at_the_end():
    """A silence ends with the sandbox, not before."""
    app = sendcloud(World(clock=Clock(NOW)))
    with Sandbox(app, faults=[Fault(kind="silence")]) as sandbox:
        address = ("127.0.0.1", int(sandbox.url.rpartition(":")[2]))
        with socket.create_connection(address, timeout=CALL_LIMIT) as raw:
            raw.sendall(request_bytes("/api/v3/pickups", "{}"))
            time.sleep(0.05)
            sandbox.__exit__(None, None, None)
            assert raw.recv(100) == b""


def test_truth_needs_an_application_that_tells(tmp_path):
    """One that was built without a world would leave the file empty and look like no booking."""

    async def missing(_):
        return JSONResponse({}, 404)

    with pytest.raises(ValueError, match="quiet was built without its world="):
        Sandbox({"quiet": build([], list, missing)}, truth=tmp_path / "truth")


def test_a_truth_file_that_cannot_be_written_is_an_os_error(tmp_path):
    """It is told on entering, and nothing is left behind."""
    sandbox = Sandbox(applications(), truth=tmp_path / "nowhere" / "truth")
    with pytest.raises(FileNotFoundError), sandbox:
        pass
    with pytest.raises(RuntimeError, match="not running"):
        _ = sandbox.url


def test_a_truth_file_is_continued(tmp_path):
    """Entering again appends, and each event stands there once."""
    path, world = tmp_path / "truth", World(clock=Clock(NOW))
    sandbox = Sandbox({"sendcloud": sendcloud(world)}, truth=path)
    for reference in ("first", "second"):
        with sandbox:
            create(sandbox, reference)
    assert [json.loads(line)["reference"] for line in path.read_text().splitlines()] == [
        "first", "second",
    ]  # fmt: skip
    assert world.observers == []


FILE = """
seed = 3

[[faults]]
kind = "close"
operation = "create"
effect = "done"
times = 1
"""


@pytest.mark.parametrize("provider", ["", "sendcloud"])
def test_the_command_takes_faults_and_tells_the_truth(tmp_path, provider):
    """A process of its own: ordered by file, changed over HTTP, judged by the truth file."""
    (tmp_path / "faults.toml").write_text(FILE)
    command = [sys.executable, "-W", "error", "-m", "pickupkit", "sandbox", "--faults",
               "faults.toml", "--truth", "truth"]  # fmt: skip
    only = ["--provider", provider] if provider else []
    with subprocess.Popen([*command, *only], stdout=-1, text=True, cwd=tmp_path) as process:
        try:
            root = process.stdout.readline().strip()
            url = f"{root}/api/v3/pickups" if provider else f"{root}/sendcloud/api/v3/pickups"
            with httpx.Client(trust_env=False, headers=HEADERS["sendcloud"]) as http:
                with pytest.raises(httpx.RemoteProtocolError):
                    http.post(url, json=SENDCLOUD | {"reference": "a"})
                assert http.get(f"{root}/_sandbox/faults").json()["struck"] == [1]
                http.post(f"{root}/_sandbox/faults", json=[{"kind": "status", "status": 503}])
                assert http.post(url, json=SENDCLOUD | {"reference": "b"}).status_code == 503
            lines = (tmp_path / "truth").read_text().splitlines()
        finally:
            process.terminate()
    assert [json.loads(line)["reference"] for line in lines] == ["a"]


def test_the_examples_of_the_page_run():
    """Pasted into a fresh interpreter, the last one finds a booking that its caller cannot know."""
    page = Path(__file__).parents[3] / "docs/sandbox.md"
    blocks = re.findall(
        r"^```python\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(blocks)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\n['booked']\n")
