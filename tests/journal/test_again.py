"""Asked again: by key or by habit, on another day, with other accounts or none."""

import json
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal, localcontext
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from attrs import evolve, field, fields_dict, frozen, make_class
from click.testing import CliRunner

from pickupkit import (
    Address,
    InvalidRequest,
    Limits,
    Money,
    OutcomeUnknown,
    Parcels,
    Pickup,
    PickupKit,
    PickupRequest,
    PickupStatus,
    RateLimited,
    Refused,
    Spot,
    Unsupported,
    Weight,
    Window,
)
from pickupkit.booking._records import attempt_of, entry_of, keep, request_hash, restore
from pickupkit.cli._exits import Command
from pickupkit.clock import Clock
from pickupkit.journal import Journal, State, Taken, as_url
from pickupkit.plugin import Account, Connection, Need, Provider, Requirement
from pickupkit.registry import Registry
from tests.cassettes._asked import AT_SENDCLOUD, NOW
from tests.plugins._play import easypost_request

KEYS = {"provider": "sendcloud", "public_key": "public", "secret_key": "secret"}
PLAIN = evolve(AT_SENDCLOUD, reference=None)


@frozen
class Nothing:
    """No settings."""


class Vendor:
    """Books, or books and loses its answer."""

    def __init__(self) -> None:
        self.sent: list[httpx.Request] = []
        self.losing = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        if self.losing:
            raise httpx.ReadError("the connection broke")
        return httpx.Response(201, json={"data": {"id": len(self.sent), "status": "ANNOUNCING"}})


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


def kit_of(vendor: Vendor, journal: object, *, days: int = 0, **accounts: object) -> PickupKit:
    clock = Clock(now=lambda: NOW + timedelta(days=days))
    transport = httpx.MockTransport(vendor)
    known = accounts or {"shop": KEYS}
    return PickupKit(known, transport=transport, clock=clock, journal=str(journal))  # type: ignore[arg-type]


def test_a_keys_first_result_stands_when_its_day_is_over(vendor: Vendor, tmp_path: Path) -> None:
    """Booked stays booked, unknown stays unknown; a new key is told that the day is past."""
    with kit_of(vendor, tmp_path / "j.sqlite") as kit:
        first = kit.create("shop", PLAIN, key="booked")
        vendor.losing = True
        with pytest.raises(OutcomeUnknown):
            kit.create("shop", PLAIN, key="lost")
    with kit_of(vendor, tmp_path / "j.sqlite", days=30) as kit:
        assert kit.create("shop", PLAIN, key="booked").id == first.id
        with pytest.raises(OutcomeUnknown):
            kit.create("shop", PLAIN, key="lost")
        with pytest.raises(InvalidRequest, match="past"):
            kit.create("shop", PLAIN, key="new")
    assert len(vendor.sent) == 2


def test_the_same_again_without_a_key_is_no_second_van(vendor: Vendor, tmp_path: Path) -> None:
    """While nobody knows of the first; a key of its own, another request and another account go."""
    other = evolve(PLAIN, reference="another")
    with kit_of(vendor, tmp_path / "j.sqlite", shop=KEYS, two=KEYS) as kit:
        vendor.losing = True
        with pytest.raises(OutcomeUnknown) as lost:
            kit.create("shop", PLAIN)
        with pytest.raises(OutcomeUnknown) as again:
            kit.create("shop", PLAIN)
        assert again.value.attempt == lost.value.attempt
        vendor.losing = False
        for account, request, key in (
            ("shop", PLAIN, "own"),
            ("shop", other, None),
            ("two", PLAIN, None),
        ):
            kit.create(account, request, key=key)
    assert len(vendor.sent) == 4


def test_the_same_again_gives_what_was_found_of_the_first(vendor: Vendor, tmp_path: Path) -> None:
    """Its caller has never heard of it; cancelled since, or by a key of its own, another goes."""
    with kit_of(vendor, tmp_path / "j.sqlite") as kit:
        vendor.losing = True
        with pytest.raises(OutcomeUnknown) as lost:
            kit.create("shop", PLAIN)
        vendor.losing = False
        kit.settle(lost.value.attempt.key, booked=True, pickup_id="7")
        again = kit.create("shop", PLAIN)
        assert (again.id, again.source, len(vendor.sent)) == ("7", "journal", 1)
        assert kit.create("shop", PLAIN, key="own").source == "provider"
        with closing(Journal(f"sqlite:///{tmp_path / 'j.sqlite'}")) as journal:
            journal.keep_cancel("shop", "7", "cancelled")
        assert kit.create("shop", PLAIN).source == "provider"
        assert kit.create("shop", PLAIN).source == "provider"
    assert len(vendor.sent) == 4


@pytest.mark.parametrize("kept", ["cancel_requested", "unknown"])
def test_what_is_perhaps_being_cancelled_is_neither_booked_nor_booked_again(
    kept: str, vendor: Vendor, tmp_path: Path
) -> None:
    """Nobody knows whether a van comes; once it is seen to be cancelled, the same is a new one."""
    found = {"status": "CANCELLED"}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={"data": {"id": 7, **found}})
        return vendor(request)

    with kit_of(answer, tmp_path / "j.sqlite") as kit:  # type: ignore[arg-type]
        vendor.losing = True
        with pytest.raises(OutcomeUnknown) as lost:
            kit.create("shop", PLAIN)
        vendor.losing = False
        kit.settle(lost.value.attempt.key, booked=True, pickup_id="7")
        with closing(Journal(f"sqlite:///{tmp_path / 'j.sqlite'}")) as journal:
            journal.keep_cancel("shop", "7", kept)
        with pytest.raises(OutcomeUnknown, match="an equal booking, pickup 7, is being cancelled"):
            kit.create("shop", PLAIN)
        assert len(vendor.sent) == 1
        assert kit.get("shop", "7").status is PickupStatus.CANCELLED
        assert kit.create("shop", PLAIN).id == "2"


def test_a_reference_that_was_only_planned_is_not_looked_for(tmp_path: Path) -> None:
    """Between a plan and its sending, rules and accounts may change: what is sent is kept."""
    journal = Journal(f"sqlite:///{tmp_path / 'j.sqlite'}")
    planned = entry_of("shop", "sendcloud", "k", PLAIN, "k")
    journal.note(planned, {"pickup_id": "1"})
    noted = journal.get("k")
    assert noted is not None
    assert (noted.state, noted.facts) == (State.PLANNED, {"pickup_id": "1"})
    sent = journal.begin(evolve(planned, provider="acme", reference=None), {})
    kept = journal.get("k")
    assert kept == sent
    assert (kept.provider, kept.reference, kept.tries, kept.facts) == ("acme", None, 1, {})
    assert kept.planned_at == noted.planned_at > 0
    journal.settle(evolve(sent, state=State.ABSENT, accepted=True))
    journal.resolve(evolve(sent, state=State.PLANNED, accepted=True, owner=None), State.ABSENT)
    again = journal.begin(entry_of("shop", "acme", "k", PLAIN, None), {})
    assert (again.accepted, again.tries) == (False, 2)
    journal.close()


@pytest.mark.parametrize("other", [{"request_hash": "another"}, {"account": "another"}])
def test_a_plan_is_gone_on_with_for_its_own_request_alone(
    other: dict[str, str], tmp_path: Path
) -> None:
    """Two who take one key at once have both seen that it is free."""
    with closing(Journal(f"sqlite:///{tmp_path / 'j.sqlite'}")) as journal:
        planned = entry_of("shop", "sendcloud", "k", PLAIN, "k")
        journal.note(planned, {})
        for go_on in (journal.note, journal.begin):
            with pytest.raises(Taken):
                go_on(evolve(planned, **other), {})


@pytest.mark.parametrize("end", [State.BOOKED, State.REFUSED, State.UNKNOWN])
def test_what_has_an_end_is_not_sent_again_by_who_sent_it(end: State, tmp_path: Path) -> None:
    """Only what is still being sent by him may be sent once more."""
    with closing(Journal(f"sqlite:///{tmp_path / 'j.sqlite'}")) as journal:
        began = journal.begin(entry_of("shop", "sendcloud", "k", PLAIN, "k"), {})
        again = journal.begin(began, {})
        assert (began.tries, again.tries) == (1, 2)
        assert journal.settle(evolve(again, state=end))
        with pytest.raises(Taken):
            journal.begin(again, {})


def test_a_field_that_a_later_version_adds_makes_no_other_request() -> None:
    """Or its keys would be taken, and its attempts in doubt forgotten."""
    later = make_class(
        "Later", {"gift": field(default=None), "notes": field(factory=dict)},
        bases=(PickupRequest,), frozen=True, kw_only=True, slots=True,
    )  # fmt: skip
    same = {name: getattr(PLAIN, name) for name in fields_dict(PickupRequest)}
    assert request_hash(later(**same)) == request_hash(PLAIN)
    assert request_hash(later(**same, gift=False)) != request_hash(PLAIN)


def test_a_request_is_the_same_one_after_an_update() -> None:
    """Journals outlive versions, so that what is written here never changes.

    With another digest a key that is booked would be told as another's, and what is in doubt would
    stand in nobody's way.
    """
    whole = PickupRequest(
        address=Address(name="Goods Out", house_number="1", country="NL", residential=False),
        windows=[Window.local("2031-05-12", "09:00", "12:00", tz="Europe/Amsterdam")],
        parcels=[Parcels(quantity=2, weight=Weight("1.50"), container="pallet")],
        shipments=["shp_1"],
        spot=Spot(floor="2", closes_at=time(17, 30)),
        reference="ä-1",
        max_price=Money(Decimal("12.50"), "EUR"),
        extra={"labels": [1, 2.5, True, {"for": "Zoë"}]},
    )

    assert request_hash(whole) == "0a8543a57ce9b69b541c8407f0a3ab59601475550830e9a60442cc6afc539306"


def test_what_a_later_version_keeps_of_a_booking_hides_it_from_no_earlier_one() -> None:
    """While they are replaced one by one, workers of both share a journal."""
    booked = Pickup(provider="acme", account="shop", id="1", status=PickupStatus.CONFIRMED)
    later = keep(booked, str) | {"driver": "Ann", "status": "on_its_way"}

    told = restore(later)

    assert (told.id, told.status, told.source) == ("1", PickupStatus.UNKNOWN, "journal")


def test_a_window_without_an_end_is_looked_for_without_one() -> None:
    """Some carriers come when the day allows."""
    start = datetime(2031, 5, 12, 9, tzinfo=UTC)
    entry = entry_of("shop", "acme", "k", evolve(PLAIN, windows=[Window(start)]), None)
    assert attempt_of(entry).windows == ((start, None),)


def test_what_is_known_of_a_booking_is_told_again() -> None:
    """All of it but the address, and what the provider repeats of it; zones and cents included."""
    start = datetime(2031, 5, 12, 9, tzinfo=ZoneInfo("Europe/Madrid"))
    booked = Pickup(
        provider="acme", account="shop", id="1", status=PickupStatus.CONFIRMED, raw_status="ok",
        carrier="ups", service="day", country="ES", confirmation="c", tracking_number="t",
        address=Address(name="Ann"), price=Money(Decimal("12.50"), "EUR"), reference="r",
        requested=(Window(start, start + timedelta(hours=2)), Window(start)),
        confirmed=(Window(start),), cancel_by=start, created_at=NOW, cancelled_at=NOW,
        messages=("for Ann",), raw={"list": ["Ann", {"address": ["Main Street"], "n": 1}]},
    )  # fmt: skip

    told = restore(json.loads(json.dumps(keep(booked, lambda said: said.replace("Ann", "[…]")))))

    raw = {"list": ["[…]", {"address": "[…]", "n": 1}]}
    assert told == evolve(booked, address=None, messages=("for […]",), raw=raw, source="journal")
    assert (told.cancel_by.tzinfo, told.created_at.tzinfo) == (start.tzinfo, UTC)


def test_a_zone_that_this_machine_does_not_know_hides_no_booking() -> None:
    """The moment is told all the same, by its offset."""
    with (files("tzdata") / "zoneinfo/Europe/Madrid").open("rb") as file:
        home = ZoneInfo.from_file(file, key="Home")
    start = datetime(2031, 5, 12, 9, tzinfo=home)
    booked = Pickup(
        provider="acme", account="shop", id="1", status=PickupStatus.CONFIRMED,
        requested=(Window(start),),
    )  # fmt: skip

    [window] = restore(keep(booked, str)).requested

    assert (window.start.isoformat(), window.end) == ("2031-05-12T09:00:00+02:00", None)


def test_the_programs_own_rounding_makes_no_two_requests_one() -> None:
    """The first result of another request would be told, and nothing booked."""
    heavy, heavier = (
        evolve(PLAIN, parcels=[Parcels(quantity=1, weight=Weight(w))]) for w in ("1234", "1230.0")
    )
    known = request_hash(heavy)
    with localcontext() as context:
        context.prec = 3
        assert request_hash(heavy) == known
        assert request_hash(heavier) != known


def test_a_number_beyond_all_measure_is_refused_with_a_key_too(
    vendor: Vendor, tmp_path: Path
) -> None:
    """As it is without one: what a request is known again by may hold any number."""
    heavy = evolve(PLAIN, parcels=[Parcels(quantity=1, weight=Weight("1E+1000000"))])
    with (
        kit_of(vendor, tmp_path / "j.sqlite") as kit,
        pytest.raises(InvalidRequest, match="is over the most"),
    ):
        kit.create("shop", heavy, key="k")


@pytest.mark.parametrize("name", ["a?b.sqlite", "a%20b.sqlite", "a b#c.sqlite", "ä.sqlite"])
def test_a_journals_path_is_taken_as_it_is(vendor: Vendor, tmp_path: Path, name: str) -> None:
    """In a URL some signs mean something else; the journal would be another file."""
    with kit_of(vendor, tmp_path / name) as kit:
        kit.create("shop", PLAIN)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    journal = Journal(as_url(str(tmp_path / name)))
    journal.keep_cancel("shop", "7", "unknown")
    assert journal.cancels("shop") == {"7": "unknown"}
    journal.close()


def test_a_key_without_a_journal_would_promise_too_much(vendor: Vendor) -> None:
    """Nothing is sent."""
    with kit_of(vendor, "off") as kit, pytest.raises(InvalidRequest, match="journal"):
        kit.create("shop", PLAIN, key="k")
    assert vendor.sent == []


def test_what_is_shown_beforehand_is_what_is_sent(vendor: Vendor, tmp_path: Path) -> None:
    """The reference that the key becomes included."""
    with kit_of(vendor, tmp_path / "j.sqlite") as kit:
        shown = kit.preview("shop", PLAIN, key="k")
        kit.create("shop", PLAIN, key="k")
    assert shown.body == vendor.sent[0].content
    assert b'"reference":"k"' in shown.body


def test_a_quotation_is_shown_beforehand_as_it_is_asked_for(tmp_path: Path) -> None:
    """It is no booking, and carries no key."""
    sent: list[httpx.Request] = []

    def offer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        rate = {"carrier": "USPS", "service": "NextDay", "rate": "1.00", "currency": "USD"}
        return httpx.Response(201, json={"id": "pickup_1", "pickup_rates": [rate]})

    accounts = {"shop": {"provider": "easypost", "api_key": "EZTKexample"}}
    transport, clock = httpx.MockTransport(offer), Clock(now=lambda: NOW)
    with PickupKit(
        accounts, journal=tmp_path / "j.sqlite", transport=transport, clock=clock
    ) as kit:
        shown = kit.preview("shop", easypost_request(), "quote", key="k")
        kit.quote("shop", easypost_request())
    assert shown.body == sent[0].content


@pytest.mark.parametrize("operation", ["check", "list", "orders", "get"])
def test_what_cannot_be_shown_beforehand_says_so(vendor: Vendor, operation: str) -> None:
    """A request for what takes an id, or nothing, is no crash."""
    with kit_of(vendor, "off") as kit, pytest.raises(Unsupported, match="beforehand"):
        kit.preview("shop", PLAIN, operation)


def test_equal_numbers_are_an_equal_request(vendor: Vendor, tmp_path: Path) -> None:
    """However many zeros they are written with."""
    heavy = evolve(PLAIN.parcels[0], weight=evolve(PLAIN.parcels[0].weight, value="31.50"))
    with kit_of(vendor, tmp_path / "j.sqlite") as kit:
        first = kit.create("shop", PLAIN, key="k")
        assert kit.create("shop", evolve(PLAIN, parcels=[heavy]), key="k").id == first.id


def test_another_request_under_a_lost_key_is_not_told_to_take_a_new_one(
    vendor: Vendor, tmp_path: Path
) -> None:
    """It may be booked."""
    vendor.losing = True
    with kit_of(vendor, tmp_path / "j.sqlite") as kit:
        with pytest.raises(OutcomeUnknown):
            kit.create("shop", PLAIN, key="k")
        with pytest.raises(InvalidRequest, match="settle that first"):
            kit.create("shop", evolve(PLAIN, reference="another"), key="k")
        kit.settle("k", booked=False)
        with pytest.raises(InvalidRequest, match="--rebook"):
            kit.create("shop", PLAIN, key="k")


def test_an_account_that_is_gone_or_broken_loses_nobodys_settlement(
    vendor: Vendor, tmp_path: Path
) -> None:
    """Its attempts stay unknown, with the reason; those that have none are not asked."""
    vendor.losing = True
    with kit_of(vendor, tmp_path / "j.sqlite", shop=KEYS, gone=KEYS) as kit:
        for account in ("shop", "gone"):
            with pytest.raises(OutcomeUnknown):
                kit.create(account, PLAIN)
    broken = {"provider": "easypost"}
    with kit_of(vendor, tmp_path / "j.sqlite", days=1, shop=KEYS, broken=broken) as kit:
        found = kit.reconcile()
    assert [(each.account, each.state) for each in found] == [
        ("gone", State.UNKNOWN),
        ("shop", State.UNKNOWN),
    ]
    assert "no account 'gone'" in found[0].message


@pytest.mark.parametrize(
    "rule",
    [
        Requirement(pointer="/reference", at_most=20),
        Requirement(pointer="/reference", pattern="[0-9]+", why="digits"),
        Requirement(pointer="/reference", need=Need.UNUSED),
    ],
)
def test_a_key_travels_only_where_the_provider_takes_it(rule: Requirement, tmp_path: Path) -> None:
    """What `validate` would refuse is not sent for the caller either."""
    seen: list[str | None] = []
    acme: Provider[Nothing] = Provider(
        "acme",
        title="Acme",
        settings=Nothing,
        connect=lambda account: Connection("https://api.example.com"),
        requirements=[rule, *(Requirement(pointer=p) for p in ("/address/*", "/carrier"))],
    )

    @acme.create
    async def create(account: Account[Nothing], request: PickupRequest) -> Pickup:
        seen.append(request.reference)
        return Pickup(provider="acme", account="one", id="1", status=PickupStatus.CONFIRMED)

    bare = evolve(PLAIN, parcels=(), spot=None)
    registry = Registry(loaded={"acme": acme})
    clock = Clock(now=lambda: NOW)
    journal = tmp_path / "j.sqlite"
    with PickupKit(
        {"one": {"provider": "acme"}}, registry=registry, clock=clock, journal=journal
    ) as kit:
        assert kit.validate("one", bare) == ()
        kit.create("one", bare)
    assert seen == [None]


def test_interrupted_while_booking_the_command_says_that_it_may_be_booked() -> None:
    """Exit 4, not 1; interrupted before anything was sent it is as ever."""
    import click

    @click.command(cls=Command)
    @click.option("--sent", is_flag=True)
    def books(sent: bool) -> None:
        stopped = KeyboardInterrupt()
        if sent:
            stopped.add_note("The pickup may be booked.")
        raise stopped

    after = CliRunner().invoke(books, ["--sent"])
    before = CliRunner().invoke(books)
    assert (after.exit_code, before.exit_code) == (4, 130)
    assert before.stderr == "interrupted; nothing was booked or cancelled\n"
    assert after.stderr == "OUTCOME UNKNOWN: interrupted\nThe pickup may be booked.\n"


def test_a_booking_is_not_sent_at_the_last_moment(vendor: Vendor) -> None:
    """It would have no time to be answered, and would be unknown for nothing."""
    transport = httpx.MockTransport(vendor)
    limits = Limits(booking=6)
    clock = Clock(now=lambda: NOW)
    with PickupKit(
        {"shop": KEYS}, transport=transport, clock=clock, limits=limits, journal="off"
    ) as kit:
        limiter = kit._desk.bound("shop").limiter
        assert limiter is not None
        limiter.pause(reads=False, seconds=5.5)
        with pytest.raises(RateLimited, match="nothing was sent"):
            kit.create("shop", PLAIN)
    assert vendor.sent == []


def test_who_waits_for_another_caller_is_told_when_his_time_is_up(
    vendor: Vendor, tmp_path: Path
) -> None:
    """It may be booked by then: nothing is sent."""
    url = f"sqlite:///{tmp_path / 'j.sqlite'}"
    transport, clock = httpx.MockTransport(vendor), Clock(now=lambda: NOW)
    with (
        closing(Journal(url)) as other,
        PickupKit(
            {"shop": KEYS},
            transport=transport,
            clock=clock,
            journal=url,
            limits=Limits(booking=0.5),
        ) as kit,
    ):
        other.begin(entry_of("shop", "sendcloud", "k", PLAIN, "k"), {})
        with pytest.raises(OutcomeUnknown, match="another caller is booking it"):
            kit.create("shop", PLAIN, key="k")
    assert vendor.sent == []


def test_the_first_refusal_is_repeated_in_its_words(tmp_path: Path) -> None:
    """Who asks again by its key learns why it is no."""
    said = {"errors": [{"code": "invalid", "detail": "The depot is closed"}]}
    with kit_of(lambda _: httpx.Response(400, json=said), tmp_path / "j.sqlite") as kit:  # type: ignore[arg-type]
        for _ in range(2):
            with pytest.raises(Refused, match="The depot is closed"):
                kit.create("shop", PLAIN, key="k")
