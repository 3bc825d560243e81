"""A cancel that was sent is remembered, so that its refusal never looks like a failed booking."""

import asyncio
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import httpx
import pytest
from attrs import evolve

from pickupkit import AsyncPickupKit, CancelOutcome, PickupKit, PickupStatus
from pickupkit.clock import Clock
from pickupkit.errors import InvalidRequest, OutcomeUnknown, ProviderError
from pickupkit.journal import Journal, State, as_url
from tests.cassettes._asked import AT_SENDCLOUD, NOW

KEYS = {"provider": "sendcloud", "public_key": "public", "secret_key": "secret"}
OLD = KEYS | {"api": "v2", "cancel_by_v3": True}


class Vendor:
    """Answers a cancel with one status code and word, and every look with another word."""

    def __init__(self, code: int, said: str, found: str) -> None:
        self.code, self.said, self.found = code, said, found

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/cancel"):
            if self.code == 0:
                raise httpx.ReadError("the connection broke")
            return httpx.Response(self.code, json={"data": {"id": 1, "status": self.said}})
        if "/v2/" in request.url.path:
            one = {"id": 1, "pickup_status": self.found}
            return httpx.Response(200, json=one if "1" in request.url.path else {"pickups": [one]})
        one = {"id": 1, "status": self.found}
        return httpx.Response(
            200, json={"data": one if request.url.path.endswith("1") else [one, {"id": 2}]}
        )


def kit_of(vendor: Vendor, journal: object, keys: dict[str, object] = KEYS) -> PickupKit:
    transport = httpx.MockTransport(vendor)
    return PickupKit({"one": keys, "two": keys}, transport=transport, journal=str(journal))


def after(vendor: Vendor, journal: object, found: str) -> PickupStatus:
    """Cancel in one process, look in another."""
    with kit_of(vendor, journal) as kit:
        kit.cancel("one", "1")
    vendor.found = found
    with kit_of(vendor, journal) as kit:
        return kit.get("one", "1").status


@pytest.mark.parametrize(
    "answer", [(202, "CANCELLATION_REQUESTED"), (409, ""), (0, "")], ids=["202", "409", "lost"]
)
def test_failed_after_a_cancel_is_a_refused_cancel(
    answer: tuple[int, str], journal_url: str
) -> None:
    """Whatever the answer to the cancel was, and whoever looks later."""
    assert after(Vendor(*answer, "CREATED"), journal_url, "FAILED") is PickupStatus.CANCEL_REFUSED


def test_it_is_known_in_a_listing_too(journal_url: str) -> None:
    """In one of that account alone."""
    vendor = Vendor(202, "CANCELLATION_REQUESTED", "FAILED")
    with kit_of(vendor, journal_url) as kit:
        kit.cancel("one", "1")
        statuses = [(p.id, p.status) for p in kit.list("one")]
        elsewhere = [(p.id, p.status) for p in kit.list("two")]

    assert statuses == [("1", PickupStatus.CANCEL_REFUSED), ("2", PickupStatus.UNKNOWN)]
    assert elsewhere == [("1", PickupStatus.FAILED), ("2", PickupStatus.UNKNOWN)]


def test_what_became_of_it_is_told_as_it_is(tmp_path: Path) -> None:
    """Only a word that leaves it open is read in the light of what was asked for."""
    for word, status in (
        ("CANCELLED", PickupStatus.CANCELLED),
        ("CANCELLATION_REJECTED", PickupStatus.CANCEL_REFUSED),
        ("CREATED", PickupStatus.CANCEL_REQUESTED),
    ):
        vendor = Vendor(202, "CANCELLATION_REQUESTED", "CREATED")
        assert after(vendor, tmp_path / f"{word}.sqlite", word) is status


def test_api_v2_which_has_no_word_for_it_tells_how_the_cancel_stands(tmp_path: Path) -> None:
    """Asked for, then refused."""
    vendor = Vendor(202, "CANCELLATION_REQUESTED", "Created")
    with kit_of(vendor, tmp_path / "j.sqlite", OLD) as kit:
        before = kit.get("one", "1").status
        kit.cancel("one", "1")
        asked = kit.get("one", "1").status
        vendor.code, vendor.said = 409, ""
        assert kit.cancel("one", "1").outcome is CancelOutcome.REFUSED
        refused = kit.get("one", "1").status

    assert [before, asked, refused] == [
        PickupStatus.CONFIRMED,
        PickupStatus.CANCEL_REQUESTED,
        PickupStatus.CANCEL_REFUSED,
    ]


@pytest.mark.parametrize("code", [401, 404, 429])
def test_a_cancel_that_did_nothing_leaves_no_trace(code: int, tmp_path: Path) -> None:
    """What fails later is a failed booking then."""
    vendor = Vendor(code, "", "FAILED")
    with kit_of(vendor, tmp_path / "j.sqlite") as kit:
        with pytest.raises(ProviderError):
            kit.cancel("one", "1")
        assert kit.get("one", "1").status is PickupStatus.FAILED


def test_one_that_did_nothing_does_not_undo_the_one_before(tmp_path: Path) -> None:
    """The first was taken; the second never arrived."""
    vendor = Vendor(202, "CANCELLATION_REQUESTED", "FAILED")
    with kit_of(vendor, tmp_path / "j.sqlite") as kit:
        kit.cancel("one", "1")
        vendor.code = 429
        with pytest.raises(ProviderError):
            kit.cancel("one", "1")
        assert kit.get("one", "1").status is PickupStatus.CANCEL_REFUSED


def test_an_id_that_is_none_is_not_kept(tmp_path: Path) -> None:
    """Nothing was sent."""
    journal = tmp_path / "j.sqlite"
    with kit_of(Vendor(202, "", ""), journal) as kit, pytest.raises(InvalidRequest):
        kit.cancel("one", "../1")

    with closing(Journal(as_url(str(journal)))) as kept:
        assert kept.cancels("one") == {}


def test_one_who_is_interrupted_may_have_sent_it(tmp_path: Path) -> None:
    """What was written before it was sent stays."""
    vendor = Vendor(202, "CANCELLATION_REQUESTED", "FAILED")

    def interrupt(request: httpx.Request) -> httpx.Response:
        raise KeyboardInterrupt

    journal = str(tmp_path / "j.sqlite")
    broken = httpx.MockTransport(interrupt)
    with (
        PickupKit({"one": KEYS}, transport=broken, journal=journal) as kit,
        pytest.raises(KeyboardInterrupt),
    ):
        kit.cancel("one", "1")
    with kit_of(vendor, journal) as kit:
        assert kit.get("one", "1").status is PickupStatus.CANCEL_REFUSED


def test_looking_makes_no_journal(tmp_path: Path) -> None:
    """Where nothing was cancelled there is nothing to read."""
    journal = tmp_path / "j.sqlite"
    with kit_of(Vendor(200, "", "FAILED"), journal) as kit:
        assert kit.get("one", "1").status is PickupStatus.FAILED

    assert not journal.exists()


def test_a_broken_journal_holds_up_neither_cancel_nor_look(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The van must be stopped; that it is not remembered is logged."""
    journal = tmp_path / "j.sqlite"
    journal.write_bytes(b"no database" * 1000)
    with kit_of(Vendor(202, "CANCELLATION_REQUESTED", "FAILED"), journal) as kit:
        assert kit.cancel("one", "1").outcome is CancelOutcome.REQUESTED
        assert kit.get("one", "1").status is PickupStatus.FAILED

    assert "cancels are not kept" in caplog.text


def test_the_asyncio_face_remembers_too(tmp_path: Path) -> None:
    """By the same coroutines."""
    vendor = Vendor(202, "CANCELLATION_REQUESTED", "FAILED")

    async def look() -> PickupStatus:
        transport = httpx.MockTransport(vendor)
        kit = AsyncPickupKit({"one": KEYS}, transport=transport, journal=tmp_path / "j.sqlite")
        async with kit:
            await kit.cancel("one", "1")
            return (await kit.get("one", "1")).status

    assert asyncio.run(look()) is PickupStatus.CANCEL_REFUSED


def test_pruning_forgets_cancels_that_were_settled_long_ago(journal_url: str) -> None:
    """Those from before the moment, and neither later ones nor what was only asked for."""
    now = count(10.0)
    journal = Journal(journal_url, lambda: next(now))
    journal.keep_cancel("one", "open", "cancel_requested")
    journal.keep_cancel("one", "settled", "cancel_refused")
    journal.keep_cancel("one", "later", "cancel_refused")

    journal.prune(12.0)

    assert journal.cancels("one") == {"open": "cancel_requested", "later": "cancel_refused"}
    journal.close()


def test_an_old_cancel_is_no_failed_booking_after_pruning(journal_url: str) -> None:
    """The carrier may answer weeks later, after somebody has tidied up."""
    vendor = Vendor(202, "CANCELLATION_REQUESTED", "FAILED")
    with kit_of(vendor, journal_url) as kit:
        kit.cancel("one", "1")
        kit.prune(datetime.now(UTC) + timedelta(days=1))

        assert kit.get("one", "1").status is PickupStatus.CANCEL_REFUSED


def test_a_cancel_that_was_done_is_forgotten_by_pruning(tmp_path: Path) -> None:
    """The provider has said so; until then, an answer to the contrary leaves it open again."""
    path = tmp_path / "journal.sqlite"
    assert after(Vendor(200, "CANCELLED", "CREATED"), path, "CREATED") is (
        PickupStatus.CANCEL_REQUESTED
    )
    journal = Journal(as_url(str(path)))
    assert journal.cancels("one") == {"1": "cancelled"}
    journal.prune(datetime.now(UTC).timestamp() + 1)
    assert journal.cancels("one") == {}
    journal.close()


def test_reconcile_knows_it_too(tmp_path: Path) -> None:
    """A booking that is found with a refused cancel is booked, and not dead."""
    failed = {"id": 1, "status": "FAILED", "reference": "k", "created_at": "2031-05-01T09:00:05Z"}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST" and not request.url.path.endswith("/cancel"):
            raise httpx.ReadError("the connection broke")
        if request.url.path.endswith("/cancel"):
            return httpx.Response(409, json={})
        data = [failed] if request.url.path.endswith("/pickups") else failed
        return httpx.Response(200, json={"data": data})

    now = [0]
    clock = Clock(now=lambda: NOW + timedelta(days=now[0]))
    with PickupKit(
        {"one": KEYS},
        transport=httpx.MockTransport(answer),
        clock=clock,
        journal=tmp_path / "j.sqlite",
    ) as kit:
        with pytest.raises(OutcomeUnknown):
            kit.create("one", evolve(AT_SENDCLOUD, reference="k"), key="k")
        kit.cancel("one", "1")
        now[0] = 1
        [found] = kit.reconcile()

    assert (found.state, found.pickup and found.pickup.status) == (
        State.BOOKED,
        PickupStatus.CANCEL_REFUSED,
    )


def test_cancelling_what_had_failed_before_makes_no_van_of_it(tmp_path: Path) -> None:
    """Given the pickup as it is known, a refusal means that there is nothing to cancel."""
    vendor = Vendor(409, "", "FAILED")
    with kit_of(vendor, tmp_path / "j.sqlite") as kit:
        known = kit.get("one", "1")
        done = kit.cancel("one", known)
        later = kit.get("one", "1")

    assert known.status is PickupStatus.FAILED
    assert done.pickup is not None
    assert (done.pickup.status, later.status) == (PickupStatus.FAILED, PickupStatus.FAILED)


def test_what_stood_before_it_was_cancelled_is_remembered_by_its_pickup_too(tmp_path: Path) -> None:
    """As by its id."""
    vendor = Vendor(202, "CANCELLATION_REQUESTED", "CREATED")
    with kit_of(vendor, tmp_path / "j.sqlite") as kit:
        kit.cancel("one", kit.get("one", "1"))
        vendor.found = "FAILED"
        assert kit.get("one", "1").status is PickupStatus.CANCEL_REFUSED


def test_what_had_failed_before_and_is_cancelled_is_told_as_cancelled(tmp_path: Path) -> None:
    """Only the word that it had before tells no more than then."""
    vendor = Vendor(200, "CANCELLED", "FAILED")
    with kit_of(vendor, tmp_path / "j.sqlite") as kit:
        done = kit.cancel("one", kit.get("one", "1"))

    assert done.pickup is not None
    assert (done.outcome, done.pickup.status) == (CancelOutcome.CANCELLED, PickupStatus.CANCELLED)


def test_only_what_one_wrote_is_taken_back(tmp_path: Path) -> None:
    """Somebody else's cancel, written since, stays; so does one that stood there before."""
    now = count(1.0)
    journal = Journal(as_url(str(tmp_path / "j.sqlite")), lambda: next(now))
    mine = journal.keep_cancel("one", "1", "cancel_requested")
    theirs = journal.keep_cancel("one", "1", "cancel_requested")
    journal.undo_cancel("one", "1", mine)
    assert journal.cancels("one") == {"1": "cancel_requested"}
    journal.undo_cancel("one", "1", theirs)
    journal.undo_cancel("one", "1", mine)
    assert journal.cancels("one") == {}
    journal.close()


@pytest.mark.parametrize("code", [0, 409, 202])
def test_what_is_cancelled_stays_so_whatever_comes_of_cancelling_it_again(
    code: int, tmp_path: Path
) -> None:
    """A second cancel takes nothing back."""
    vendor = Vendor(200, "CANCELLED", "CREATED")
    with kit_of(vendor, tmp_path / "j.sqlite") as kit:
        kit.cancel("one", "1")
        vendor.code, vendor.said = code, "CANCELLATION_REQUESTED"
        kit.cancel("one", "1")
    journal = Journal(as_url(str(tmp_path / "j.sqlite")))
    assert journal.cancels("one") == {"1": "cancelled"}
    journal.undo_cancel("one", "1", journal.keep_cancel("one", "1", "unknown"))
    assert journal.cancels("one") == {"1": "cancelled"}
    journal.close()


@pytest.mark.parametrize("listing", [False, True])
def test_that_a_cancel_came_to_its_end_is_kept_once_it_is_seen(
    listing: bool, tmp_path: Path
) -> None:
    """What was never cancelled through us is not: others' ends are theirs."""
    vendor = Vendor(202, "CANCELLATION_REQUESTED", "CANCELLED")
    with kit_of(vendor, tmp_path / "j.sqlite") as kit:
        for account in ("one", "two") if listing else ("one",):
            kit.cancel("one", "1")
            assert list(kit.list(account)) if listing else kit.get(account, "1")
    journal = Journal(as_url(str(tmp_path / "j.sqlite")))
    assert (journal.cancels("one"), journal.cancels("two")) == ({"1": "cancelled"}, {})
    journal.close()


def test_cancelled_before_anything_was_sent_nothing_is_kept(tmp_path: Path) -> None:
    """As while waiting for a turn."""
    journal = tmp_path / "j.sqlite"

    async def ask() -> None:
        transport = httpx.MockTransport(Vendor(202, "CANCELLATION_REQUESTED", "FAILED"))
        kit = AsyncPickupKit({"one": KEYS}, transport=transport, journal=journal)
        async with kit:
            limiter = kit._desk.bound("one").limiter
            assert limiter is not None
            limiter.pause(reads=False, seconds=5)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(kit.cancel("one", "1"), 1.0)

    asyncio.run(ask())
    with closing(Journal(as_url(str(journal)))) as kept:
        assert kept.cancels("one") == {}
