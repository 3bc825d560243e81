"""Marked secrets and marked people go through everything, and come out nowhere."""

import copy
import json
import logging
import pickle
import socket
import ssl
import traceback

import pytest
from attrs import evolve
from click.testing import CliRunner

from pickupkit import Address, Config, Limits, PickupKit, PickupKitError, ProviderError, Secret
from pickupkit.cli import main
from pickupkit.clock import Clock
from pickupkit.registry import Registry
from pickupkit.sandbox import Clock as FixedClock
from pickupkit.sandbox import Sandbox, World
from tests._canary import (
    KEYS,
    PERSON,
    SECRETS,
    copied,
    gossiping,
    held,
    personal_in,
    pickled,
    request_of,
    secrets_in,
    shown,
)
from tests.cassettes._asked import NOW
from tests.cassettes.conftest import CASSETTES

UNKNOWN = {"easypost": "pickup_0", "sendcloud": "7", "shippo": "0"}
STATUSES = (400, 401, 403, 404, 409, 422, 429, 500, 503)


@pytest.fixture(autouse=True)
def _no_certificates(monkeypatch):
    """Leave out what takes the most time: all is plain HTTP on this machine."""
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    monkeypatch.setattr(ssl, "create_default_context", lambda **_: bare)


@pytest.fixture
def vendors():
    """Serve the sandboxes, and those who repeat everything."""
    found = {name: Registry().get(name).sandbox_app for name in KEYS}
    world = World(clock=FixedClock(NOW))
    apps = {name: make(world) for name, make in found.items()}
    with Sandbox({**apps, "gossip": gossiping()}) as running:
        yield running


def closed():
    """Give a URL on this machine where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def kit(vendors, tmp_path):
    accounts = {
        name: {"provider": name, "url": f"{vendors.url}/{name}", **keys}
        for name, keys in KEYS.items()
    }
    for name, keys in KEYS.items():
        for status in (200, 204, *STATUSES):
            url = f"{vendors.url}/gossip/{name}/{status}"
            accounts[f"{name}-{status}"] = {"provider": name, "url": url, **keys}
        accounts[f"{name}-closed"] = {"provider": name, "url": closed(), **keys}
    clock = Clock(now=lambda: NOW, uniform=lambda low, _high: low)
    journal = tmp_path / "journal.sqlite"
    with PickupKit(accounts, clock=clock, journal=journal, limits=Limits(tries=1)) as opened:
        yield opened


@pytest.fixture
def logged(caplog):
    """Listen to everything that the library and its HTTP client say."""
    for name in ("pickupkit", "httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, name)
    return caplog


def operations(provider):
    request = request_of(provider)
    unknown = UNKNOWN[provider]
    return {
        "create": lambda kit, account: kit.create(account, request),
        "quote": lambda kit, account: kit.quote(account, request),
        "get": lambda kit, account: kit.get(account, unknown),
        "list": lambda kit, account: list(kit.list(account)),
        "cancel": lambda kit, account: kit.cancel(account, unknown),
        "check": lambda kit, account: kit.check(account),
    }


def errors_of(kit, provider, account):
    """Give the error of each operation that the provider has."""
    for name in kit.supports(account) & operations(provider).keys():
        try:
            operations(provider)[name](kit, account)
        except PickupKitError as error:
            yield error


def lives(kit, provider):
    """Go through a pickup's life, and give all that was answered."""
    request = request_of(provider)
    booked = kit.create(provider, request)
    yield from (booked, kit.preview(provider, request), kit.cancel(provider, booked))
    if "list" in kit.supports(provider):
        yield from (kit.get(provider, booked.id), *kit.list(provider), kit.check(provider))
    if "quote" in kit.supports(provider):
        yield kit.quote(provider, request)


@pytest.mark.parametrize("provider", KEYS)
def test_no_answer_holds_a_secret(kit, logged, provider):
    """Pickups, quotations, previews and the log of a whole life show and keep no credential."""
    for thing in lives(kit, provider):
        assert secrets_in(shown(thing)) == []
        assert secrets_in("\n".join(held(thing))) == []
        assert secrets_in(pickled(thing) + copied(thing)) == []

    assert "send_request_headers" in logged.text
    assert secrets_in(logged.text) == []


@pytest.mark.parametrize("provider", KEYS)
def test_no_answer_shows_a_person(kit, logged, provider):
    """What a log line or a debugger's repr would print of an answer names nobody."""
    for thing in lives(kit, provider):
        assert personal_in(shown(thing)) == []

    assert personal_in(logged.text) == []


@pytest.mark.parametrize("status", [200, 204, *STATUSES, "closed"])
@pytest.mark.parametrize("provider", KEYS)
def test_no_error_tells_what_the_vendor_repeats(kit, logged, provider, status):
    """The provider's words are kept, without the keys and without the person in them."""
    errors = list(errors_of(kit, provider, f"{provider}-{status}"))

    assert errors
    for error in errors:
        told = "\n".join((shown(error), *held(vars(error)), pickled(error)))
        plain = "".join(traceback.format_exception(error))
        whole = traceback.TracebackException.from_exception(error, capture_locals=True)

        assert secrets_in(told + plain + "".join(whole.format())) == []
        # The others have no request at hand, and so cannot know whose name to take out.
        assert error.operation not in ("create", "quote") or personal_in(told + plain) == []

    assert secrets_in(logged.text) == []


def test_a_provider_s_words_are_kept_all_the_same(kit):
    """Only what was repeated is taken out."""
    [error] = [e for e in errors_of(kit, "shippo", "shippo-400") if isinstance(e, ProviderError)]

    assert error.messages
    assert all("[…]" in message for message in error.messages)


def test_a_listing_over_accounts_tells_no_secret(kit, logged):
    """Faults of accounts hold no key; the warnings about them hold no word of the provider's."""
    listing = kit.list("easypost", "easypost-401", "sendcloud-500")
    list(listing)

    assert len(listing.faults) == 2
    assert secrets_in(shown(listing.faults) + "\n".join(held(listing.faults))) == []
    assert "listing of sendcloud-500: Unavailable" in logged.text
    assert secrets_in(logged.text) + personal_in(logged.text) == []


@pytest.mark.parametrize("provider", KEYS)
def test_nothing_that_lasts_holds_a_secret(kit, provider):
    """The kit, its accounts, settings and connections can be walked through and not be read."""
    bound = kit._desk.bound(provider)

    for thing in (kit, bound, bound.account, bound.account.settings, bound.connection, kit._desk):
        assert secrets_in(shown(thing)) == []
        assert secrets_in("\n".join(held(thing))) == []
        assert secrets_in(pickled(thing) + copied(thing)) == []


def test_the_walk_would_find_a_secret():
    """What searches does search: through attrs objects, mappings, and slots."""
    assert "x" * 9 in list(held([Address(name="x" * 9)]))
    assert "x" * 9 in list(held(PickupKitError("x" * 9).args))
    assert secrets_in("\n".join(held({"a": [{"b": SECRETS[0]}]}))) == [SECRETS[0]]


def test_a_secret_is_neither_shown_nor_pickled():
    """Only `reveal` gives it."""
    secret = Secret(SECRETS[0])

    assert secrets_in(f"{secret} {secret!r} {[secret]} {vars(Secret)}") == []
    for refused in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            refused(secret)


@pytest.mark.parametrize("provider", KEYS)
def test_a_configuration_keeps_no_secret_in_the_open(provider):
    """Accounts that a program hands over are wrapped as soon as they arrive."""
    config = Config.of({"shop": {"provider": provider, **KEYS[provider]}})

    assert secrets_in(shown(config) + "\n".join(held(config)) + pickled(config)) == []


@pytest.mark.parametrize("provider", KEYS)
def test_an_invalid_request_tells_no_value(kit, provider):
    """Problems say where and why, not what."""
    wrong = {**PERSON, "phone": "12125550177 ext", "email": "canaria-at-birds.example"}
    request = evolve(request_of(provider), windows=[])
    request = evolve(request, address=evolve(request.address, **wrong, state="canary-state-1"))

    with pytest.raises(PickupKitError) as caught:
        kit.create(provider, request)

    assert personal_in(shown(caught.value) + shown(request)) == []


@pytest.mark.parametrize("provider", KEYS)
def test_the_journal_keeps_nobody_and_no_secret(kit, tmp_path, provider):
    """What is written down before and after a booking would tell a thief no home and no key."""
    list(lives(kit, provider))
    list(errors_of(kit, provider, f"{provider}-500"))

    files = [path.read_bytes().decode(errors="replace") for path in tmp_path.glob("journal*")]
    assert files
    assert "order" in "".join(files)
    assert secrets_in("".join(files)) == []
    assert personal_in("".join(files)) == []


@pytest.fixture
def command(vendors, tmp_path, monkeypatch):
    """Run the command with keys from files and the environment; give all that it said."""
    monkeypatch.setenv("PICKUPKIT_JOURNAL", str(tmp_path / "journal.sqlite"))
    lines = []
    for provider, keys in KEYS.items():
        for account, place in ((provider, provider), (f"{provider}-bad", f"gossip/{provider}/400")):
            lines += [f"[accounts.{account}]", f'provider = "{provider}"']
            lines += [f'url = "{vendors.url}/{place}"']
            for name, value in keys.items():
                monkeypatch.setenv(f"CANARY_{name}".upper(), value)
                lines.append(f'{name} = {{ env = "CANARY_{name.upper()}" }}')
    config = tmp_path / "pickupkit.toml"
    config.write_text("\n".join(lines), "utf-8")

    def run(*arguments):
        done = CliRunner().invoke(main, ["--config", str(config), *arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done.output

    return run


def written(request, path):
    """Write a request file."""
    address = {k: v for k, v in request.address.__getstate__().items() if v is not None}
    data = {
        "address": address,
        "windows": [
            {"date": "+2 working days", "from": "09:00", "until": "16:00", "tz": "America/Chicago"}
        ],
        "carrier": request.carrier,
        "carrier_account": request.carrier_account,
        "shipments": request.shipments,
        "spot": {"door": "knock"} if request.spot.door else {},
        "parcels": [{"quantity": p.quantity, "weight": "31.5 kg"} for p in request.parcels],
    }
    path.write_text(json.dumps({k: v for k, v in data.items() if v}), "utf-8")
    return str(path)


@pytest.mark.parametrize("provider", KEYS)
def test_no_command_prints_a_secret(command, tmp_path, provider):
    """Dry runs, results, refusals and the doctor, for people and for machines."""
    file = written(request_of(provider), tmp_path / "request.json")
    dry = command("create", file, "-a", provider, "--dry-run")
    said = [
        command(*arguments, *form)
        for form in ((), ("--json",))
        for arguments in (
            ("create", file, "-a", provider, "--dry-run"),
            ("create", file, "-a", f"{provider}-bad"),
            ("show", UNKNOWN[provider], "-a", f"{provider}-bad"),
            ("cancel", UNKNOWN[provider], "-a", f"{provider}-bad"),
            ("list", "-a", f"{provider}-bad"),
            ("doctor", "--check"),
        )
    ]

    assert PERSON["line1"] in dry
    assert "[secret]" in dry
    assert [secrets_in(text) for text in (dry, *said) if secrets_in(text)] == []


@pytest.mark.parametrize("provider", KEYS)
def test_no_failing_command_names_a_person(command, tmp_path, provider):
    """What ends in a terminal's scrollback or a CI log of a refusal tells nobody's home."""
    file = written(request_of(provider), tmp_path / "request.json")

    for form in ((), ("--json",)):
        said = command("create", file, "-a", f"{provider}-bad", *form)
        assert "[…]" in said
        assert personal_in(said) == []


def test_no_cassette_has_a_canary():
    """Nothing of this module was ever recorded."""
    recorded = "\n".join(path.read_text("utf-8") for path in CASSETTES.rglob("*.yaml"))

    assert secrets_in(recorded) == []
    assert personal_in(recorded) == []
