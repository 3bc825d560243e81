"""Orders for faults: which call is struck, how they are given, and which make no sense."""

import httpx
import pytest
from click.testing import CliRunner

from pickupkit.cli import main
from pickupkit.errors import ConfigError, InvalidRequest
from pickupkit.plugin.sandbox import JSONResponse, Route, build
from pickupkit.sandbox import Fault, Faults, Sandbox, World, load_faults
from pickupkit_easypost.sandbox import create_app as easypost
from pickupkit_sendcloud.sandbox import create_app as sendcloud
from pickupkit_shippo.sandbox import create_app as shippo

CALL_LIMIT = 10  # seconds
DOES = {"a": ("create", "list"), "b": ("create", "buy", "get")}
BUSY = {"kind": "status", "status": 503}


def draws(faults, calls, provider="a", operation="create"):
    """Give the status that strikes each call, or None."""
    strokes = [faults.draw(provider, operation).fault for _ in range(calls)]
    return [fault and fault.status for fault in strokes]


def in_place(*faults, seed=0):
    made = Faults(DOES)
    made.replace([Fault(**BUSY | fields) for fields in faults], seed)
    return made


def test_a_fault_strikes_every_call_unless_told():
    """No count, no chance: always."""
    assert draws(in_place({}), 3) == [503] * 3


def test_skip_and_times_choose_the_calls():
    """The third and fourth, then no more."""
    assert draws(in_place({"skip": 2, "times": 2}), 6) == [None, None, 503, 503, None, None]


def test_faults_in_a_row_make_a_script():
    """A call that one has taken does not reach the next."""
    script = in_place({"status": 500, "times": 1}, {"status": 502, "times": 2, "skip": 1})
    assert draws(script, 5) == [500, None, 502, 502, None]


def test_a_fault_meets_its_provider_and_operation_alone():
    """Others are neither struck nor counted."""
    faults = in_place({"provider": "b", "operation": "buy", "skip": 1})
    assert draws(faults, 3) == [None] * 3
    assert draws(faults, 3, "b", "get") == [None] * 3
    assert draws(faults, 2, "b", "buy") == [None, 503]


def test_any_meets_what_has_no_name():
    """A path that the provider does not know can be struck too, by a fault for all."""
    assert draws(in_place({}), 1, "a", None) == [503]
    assert draws(in_place({"operation": "create"}), 1, "a", None) == [None]


def test_chance_is_near_what_was_ordered_and_repeats():
    """Equal seeds strike the same calls, another seed strikes others."""
    first, again, other = (
        draws(in_place({"probability": 0.1}, seed=seed), 2000) for seed in (1, 1, 2)
    )
    assert first == again != other
    assert 150 < sum(each is not None for each in first) < 250


def test_equal_chances_in_a_row_are_independent():
    """The second strikes a tenth of what the first leaves, not nothing."""
    faults = in_place({"probability": 0.1}, {"status": 500, "probability": 0.1}, seed=4)
    struck = draws(faults, 2000)
    assert 130 < struck.count(500) < 230


def test_appended_chances_do_not_depend_on_when():
    """In place at once or one after the other: the same strokes."""
    chances = [{"probability": 0.3}, {"status": 500, "probability": 0.3}]
    apart = in_place(chances[0], seed=5)
    apart.append([Fault(**BUSY | chances[1])])
    assert draws(apart, 50) == draws(in_place(*chances, seed=5), 50)


def test_each_provider_names_its_operations():
    """The words of an order are the names of the routes."""
    world = World()
    apps = {"easypost": easypost(world), "shippo": shippo(world), "sendcloud": sendcloud(world)}
    sandbox = Sandbox(apps)
    for provider, operations in {
        "easypost": ("quote", "buy", "get", "list", "cancel"),
        "shippo": ("create",),
        "sendcloud": ("create", "get", "list", "cancel", "metadata"),
    }.items():
        for operation in operations:
            sandbox.faults.append([Fault(provider=provider, operation=operation, **BUSY)])
        with pytest.raises(InvalidRequest, match="/faults/0/operation: is none of any, "):
            sandbox.faults.append([Fault(provider=provider, operation="fly", **BUSY)])


WRONG = [
    (
        {"kind": "rest"},
        "/kind: is none of reset, close, silence, status, late, half, not-gzip, lag",
    ),
    ({}, "/kind: is required"),
    ({"kind": "reset", "colour": 1}, "/colour: is no field; the fields are kind, provider, "),
    ({"kind": "reset", "provider": "c"}, "/provider: is none of any, a"),
    ({"kind": "reset", "operation": "buy"}, "/operation: is none of any, create"),
    ({"kind": "reset", "effect": "soon"}, "/effect: is none of none, done, later"),
    ({"kind": "half", "effect": "none"}, "/effect: is none of done, which kind 'half' can have"),
    ({"kind": "late"}, "/seconds: is required with kind 'late'"),
    ({"kind": "reset", "effect": "later"}, "/seconds: is required with effect 'later'"),
    (
        {"kind": "reset", "seconds": 1},
        "/seconds: means nothing with kind 'reset' and effect 'none'",
    ),
    ({"kind": "late", "seconds": 0}, "/seconds: is not above 0 and at most 86400"),
    ({"kind": "late", "seconds": True}, "/seconds: is not a number"),
    ({"kind": "late", "seconds": "1"}, "/seconds: is not a number"),
    ({"kind": "status"}, "/status: is required with kind 'status'"),
    ({"kind": "status", "status": 101}, "/status: is not 200 to 599"),
    ({"kind": "status", "status": "503"}, "/status: is not a whole number"),
    ({"kind": "status", "status": 204, "body": "html"}, "/body: is not empty, as status 204"),
    ({"kind": "reset", "status": 503}, "/status: means nothing with kind 'reset'"),
    ({"kind": "reset", "body": "html"}, "/body: means nothing with kind 'reset'"),
    ({"kind": "close", "end": "reset"}, "/end: means nothing with kind 'close'"),
    ({**BUSY, "retry_after": "1\r\nx: y"}, "/retry_after: has characters that no header can have"),
    ({**BUSY, "retry_after": " 1"}, "/retry_after: begins or ends with a blank, as no header can"),
    ({**BUSY, "retry_after": 1}, "/retry_after: is not text"),
    ({**BUSY, "times": 0}, "/times: is less than 1"),
    ({**BUSY, "skip": -1}, "/skip: is less than 0"),
    ({**BUSY, "probability": 1.5}, "/probability: is not above 0 and at most 1"),
    ({"kind": "lag", "seconds": 1, "operation": "create"}, "/operation: is none of list, get, any"),
]


async def nothing(_):
    return JSONResponse({})


@pytest.fixture(scope="module")
def running():
    app = build([Route("/x", nothing, name="create")], list, nothing, provider="a")
    with Sandbox(app) as sandbox:
        yield sandbox


@pytest.fixture
def control(running):
    running.faults.clear()
    with httpx.Client(base_url=running.url, trust_env=False, timeout=CALL_LIMIT) as client:
        yield client


FAULTS = "/_sandbox/faults"


@pytest.mark.parametrize(("fields", "message"), WRONG)
def test_a_bad_order_names_its_field(control, fields, message):
    """400 with one line, and what was in place stays."""
    control.post(FAULTS, json=[BUSY])
    answer = control.post(FAULTS, json=[BUSY, fields])
    assert answer.status_code == 400
    assert answer.json()["sandbox"].startswith(f"/faults/1{message}")
    assert len(control.get(FAULTS).json()["faults"]) == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{", "the body is not JSON: "),
        (b"1", "request: is not a table of fields"),
        (b'{"faults": {}}', "/faults: is not a list"),
        (b'{"seed": "x"}', "/seed: is not a whole number"),
        (b'{"fault": []}', "/fault: is no field; the fields are faults, seed, append"),
    ],
)
def test_a_body_that_is_no_order_is_told_so(control, body, message):
    """As clearly as a wrong field."""
    answer = control.post(FAULTS, content=body)
    assert answer.status_code == 400
    assert answer.json()["sandbox"].startswith(message)


def test_posting_replaces_or_appends(control):
    """A list replaces; an object may bring a seed, or append."""
    assert control.post(FAULTS, json=[BUSY]).json()["faults"][0]["status"] == 503
    control.post(FAULTS, json={"seed": 7, "faults": [BUSY, BUSY]})
    shown = control.post(FAULTS, json={"append": True, "faults": [{"kind": "reset"}]}).json()
    assert [each["kind"] for each in shown["faults"]] == ["status", "status", "reset"]
    assert (shown["seed"], shown["struck"]) == (7, [0, 0, 0])


def test_what_is_shown_can_be_posted_again(control):
    """All fields come back, those left open do not."""
    control.post(FAULTS, json=[BUSY | {"times": 2}])
    shown = control.get(FAULTS).json()
    assert shown["faults"] == [
        {"kind": "status", "provider": "any", "operation": "any", "effect": "none", "status": 503,
         "times": 2, "skip": 0, "probability": 1.0}
    ]  # fmt: skip
    assert control.post(FAULTS, json=shown["faults"]).json() == shown


def test_deleting_makes_all_well(control):
    """The provider answers again."""
    control.post(FAULTS, json=[BUSY])
    assert control.get("/x").status_code == 503
    assert control.delete(FAULTS).json() == {"seed": 0, "faults": [], "struck": []}
    assert control.get("/x").status_code == 200
    assert control.put(FAULTS).status_code == 405


def test_a_file_holds_the_same_orders(tmp_path):
    """TOML, with a seed beside the list."""
    path = tmp_path / "faults.toml"
    path.write_text('seed = 9\n[[faults]]\nkind = "late"\nseconds = 2\nprovider = "shippo"\n')
    read = load_faults(path)
    assert (read.seed, read.faults) == (9, (Fault(kind="late", seconds=2, provider="shippo"),))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("x", "cannot be understood"),
        ("faults = 1", "/faults: is not a list"),
        ('[[faults]]\nkind = "late"\nseconds = nan', "/faults/0/seconds: is no finite number"),
        ("append = true", "/append: is no field"),
    ],
)
def test_a_bad_file_is_told_with_its_name(tmp_path, content, message):
    """The file and the field, in one error."""
    path = tmp_path / "faults.toml"
    path.write_text(content)
    with pytest.raises(ConfigError) as caught:
        load_faults(path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        (None, [], "cannot be read: No such file"),
        ('[[faults]]\nkind = "late"', [], "/faults/0/seconds: is required with kind 'late'"),
        ('[[faults]]\nkind = "reset"\nprovider = "ups"', [], "/faults/0/provider: is none of any"),
        ("", ["--truth", "no/such/folder"], "no/such/folder cannot be used: No such file"),
    ],
)
def test_the_command_tells_a_bad_order(tmp_path, monkeypatch, content, options, message):
    """Exit code 2 and one line; nothing is served."""
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / "f.toml").write_text(content)
    done = CliRunner().invoke(main, ["sandbox", "--faults", "f.toml", *options])
    assert done.exit_code == 2
    assert message in done.output
    assert done.output.count("\n") == 1
