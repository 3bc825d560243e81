"""What reconcile may conclude from what it finds, and what it must leave to a person."""

from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve

from pickupkit.booking._reconciling import Settlement, settle_by_hand
from pickupkit.errors import ConfigError, InvalidRequest, JournalError
from pickupkit.journal import State
from pickupkit.transport import Limits
from tests.proof._model import LIMITS, Protocol, Worker
from tests.proof._vendor import SETTLE, Booked

WAIT = LIMITS.booking + SETTLE + 1


@pytest.fixture
def scene() -> Iterator[Protocol]:
    made = Protocol()
    yield made
    made._bury()


def lost(scene: Protocol, how: str = "lost answer", account: str = "lister") -> Worker:
    """Lose one answer, and let it become due."""
    worker = scene.workers[0]
    scene._create(worker, (account, "a"))
    worker.finish(how)
    scene.world.pass_(WAIT)
    return worker


def look(worker: Worker, account: str = "lister") -> Any:
    worker.results.clear()
    worker.start(None, worker.desk.reconcile(account))
    worker.finish()
    [(_, [settlement])] = worker.results
    assert isinstance(settlement, Settlement)
    return settlement


def state(worker: Worker) -> State:
    journal = worker.desk.books.journal
    [entry] = journal.entries()
    return entry.state


@pytest.mark.parametrize("account", ["lister", "buyer"])
def test_what_is_there_is_booked(scene: Protocol, account: str) -> None:
    """With the provider's id."""
    found = look(lost(scene, account=account), account)
    assert (found.state, found.pickup.id) == (State.BOOKED, scene.world.vendor.booked[0].id)
    assert found.message == "found: booked"


@pytest.mark.parametrize("account", ["lister", "buyer"])
def test_what_is_not_there_is_absent(scene: Protocol, account: str) -> None:
    """After a complete look at a time when it had to show."""
    found = look(lost(scene, "lost request", account), account)
    assert (found.state, found.message) == (State.ABSENT, "looked for and not there: not booked")


def test_what_was_cancelled_since_is_dead_and_not_booked_again(scene: Protocol) -> None:
    """The id is kept, and the same key gives the cancelled pickup."""
    worker = lost(scene)
    scene.world.vendor.booked[0].dead = True
    found = look(worker)
    assert (found.state, found.message) == (State.DEAD, "found, and cancelled or failed since")
    scene._create(worker, ("lister", "a"))
    worker.finish()
    assert len(scene.world.vendor.booked) == 1


def test_a_match_that_is_another_accounts_leaves_it_open(scene: Protocol) -> None:
    """With ids of its own for each account it may be this attempt's; with one credential not."""
    worker = lost(scene)
    journal, booked = worker.desk.books.journal, scene.world.vendor.booked[0].id
    [entry] = journal.entries()
    planned = evolve(entry, key="z", account="other", state=State.PLANNED, owner=None, tries=0)
    began = journal.begin(planned, {})
    journal.settle(evolve(began, state=State.BOOKED, pickup_id=booked))

    found = look(worker)

    assert found.state is State.UNKNOWN
    assert f"{booked} matches, and is booked for another account" in found.message


def test_a_match_that_is_another_accounts_hides_none_of_its_own(scene: Protocol) -> None:
    """One of two is nobody's yet."""
    worker = lost(scene)
    journal, [first] = worker.desk.books.journal, scene.world.vendor.booked
    scene.world.vendor.booked.append(Booked("pk9", first.reference, first.at))
    [entry] = journal.entries()
    planned = evolve(entry, key="z", account="other", state=State.PLANNED, owner=None, tries=0)
    journal.settle(evolve(journal.begin(planned, {}), state=State.BOOKED, pickup_id="pk9"))

    found = look(worker)

    assert (found.state, found.pickup.id) == (State.BOOKED, first.id)


def test_a_match_that_another_attempt_became_is_not_this_ones(scene: Protocol) -> None:
    """Where the account's own earlier booking carries the same reference of the caller's."""
    worker, request = scene.workers[0], evolve(_request(), reference="theirs")
    for key, how in (("one", "ok"), ("two", "lost request")):
        worker.start(None, worker.desk.create("lister", request, key, rebook=False))
        worker.finish(how)
    scene.world.pass_(WAIT)
    found = look(worker)
    assert (found.key, found.state) == ("two", State.ABSENT)


def test_what_was_sent_before_origins_were_kept_is_looked_for(scene: Protocol) -> None:
    """By a version that did not note with which credentials."""
    worker = lost(scene)
    journal = worker.desk.books.journal
    [entry] = journal.entries()
    look(worker)
    planned = evolve(entry, key="old", reference="old", state=State.PLANNED, origin=None)
    journal.settle(evolve(journal.begin(planned, {}), state=State.UNKNOWN))
    scene.world.vendor.book("old")
    scene.world.pass_(WAIT)
    found = look(worker)
    assert (found.key, found.state) == ("old", State.BOOKED)


def test_two_that_match_are_left_to_a_person(scene: Protocol) -> None:
    """Both ids are told; nothing is chosen, booked or cancelled."""
    worker = lost(scene)
    [first] = scene.world.vendor.booked
    scene.world.vendor.booked.append(Booked("pk9", first.reference, first.at))
    found = look(worker)
    assert found.state is state(worker) is State.UNKNOWN
    assert "2 pickups match" in found.message
    assert {"pk0", "pk9"} <= set(found.message.replace(",", "").replace(";", "").split())
    assert "a second van may come" in found.message


def test_one_that_is_found_twice_is_one(scene: Protocol) -> None:
    """A listing that changes while it is read may give it on two pages."""
    worker = lost(scene)
    scene.world.vendor.booked *= 2

    found = look(worker)

    assert (found.state, found.pickup.id) == (State.BOOKED, "pk0")


def test_one_that_two_attempts_match_is_the_result_of_one(scene: Protocol) -> None:
    """Where both carry the caller's reference; the other is not there."""
    worker, request = scene.workers[0], evolve(_request(), reference="theirs")
    for key, how in (("one", "lost answer"), ("two", "lost request")):
        worker.start(None, worker.desk.create("lister", request, key, rebook=False))
        worker.finish(how)
    scene.world.pass_(WAIT)
    worker.results.clear()

    worker.start(None, worker.desk.reconcile("lister"))
    worker.finish()

    [(_, settled)] = worker.results
    assert [(each.key, each.state) for each in settled] == [
        ("one", State.BOOKED),
        ("two", State.ABSENT),
    ]


@pytest.mark.parametrize("how", ["half", "garbled"])
def test_what_was_accepted_is_never_called_absent(scene: Protocol, how: str) -> None:
    """The provider said yes; that it does not show it is for its support."""
    worker = lost(scene, how)
    scene.world.vendor.booked.clear()
    found = look(worker)
    assert found.state is state(worker) is State.UNKNOWN
    assert "ask its support" in found.message


def test_of_two_who_look_at_once_both_tell_what_it_is(scene: Protocol) -> None:
    """Who came second tells what the first has written: nothing is unknown any more."""
    first = lost(scene)
    second = scene.workers[1]
    for worker in (first, second):
        worker.results.clear()
        worker.start(None, worker.desk.reconcile("lister"))
        worker.step()
    for worker in (first, second):
        worker.finish()
    told = [found for worker in (first, second) for _, [found] in worker.results]
    assert [found.state for found in told] == [State.BOOKED] * 2
    assert told[0].pickup.id == told[1].pickup.id == scene.world.vendor.booked[0].id


@pytest.mark.parametrize("dead", [True, False])
def test_of_two_who_look_at_once_both_tell_that_no_van_comes(dead: bool, scene: Protocol) -> None:
    """It was cancelled since, or is not there."""
    first, second = lost(scene, "lost answer" if dead else "lost request"), scene.workers[1]
    for booked in scene.world.vendor.booked:
        booked.dead = True
    for worker in (first, second):
        worker.results.clear()
        worker.start(None, worker.desk.reconcile("lister"))
        worker.step()
    for worker in (first, second):
        worker.finish()
    told = [found for worker in (first, second) for _, [found] in worker.results]
    assert [found.state for found in told] == [State.DEAD if dead else State.ABSENT] * 2
    assert [bool(found.pickup) for found in told] == [dead] * 2


def test_what_another_has_settled_is_not_called_hidden(scene: Protocol) -> None:
    """It is no longer looked for among what nobody has, though the provider shows it."""
    first, second = lost(scene, "half"), scene.workers[1]
    for worker in (first, second):
        worker.results.clear()
        worker.start(None, worker.desk.reconcile("lister"))
    second.step()  # it has read what is unknown, and nothing else yet
    first.finish()
    second.finish()
    [(_, [found])] = second.results
    assert (found.state, found.pickup.id) == (State.BOOKED, scene.world.vendor.booked[0].id)
    assert "another caller settled it" in found.message


def test_stopped_while_it_is_written_down_what_was_settled_is_told(scene: Protocol) -> None:
    """By a note, as no observer is told any more."""
    worker = lost(scene)
    worker.results.clear()
    worker.start(None, worker.desk.reconcile("lister"))
    while state(worker) is State.UNKNOWN:
        worker.step()
    worker.cancel()
    [(_, stopped)] = worker.results
    assert stopped.__notes__ == ["Attempt 'lister-a' is settled: booked."]


def test_what_cannot_be_written_down_is_not_told_as_settled(
    scene: Protocol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is as open as before."""
    worker = lost(scene)
    worker.results.clear()

    def full(*_: object) -> bool:
        raise JournalError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(worker.desk.books.journal, "resolve", full)
        worker.start(None, worker.desk.reconcile("lister"))
        worker.finish()
    [(_, failed)] = worker.results
    assert (str(failed), getattr(failed, "__notes__", [])) == ("the disk is full", [])
    assert state(worker) is State.UNKNOWN


def test_who_settles_by_hand_what_another_has_settled_is_told_so(scene: Protocol) -> None:
    """A person who looked is slower than a listing."""
    first, second = lost(scene), scene.workers[1]
    second.start(None, settle_by_hand(second.desk.books.journal, "lister-a", None))
    second.step()  # it has read that nobody knows
    assert look(first).state is State.BOOKED
    second.finish()
    [(_, found)] = second.results
    assert (found.state, found.pickup.id) == (State.BOOKED, "pk0")
    assert "another caller settled it" in found.message
    assert state(first) is State.BOOKED


def test_of_what_is_found_no_words_of_the_provider_are_kept(scene: Protocol) -> None:
    """Which of them are about a person is not known any more."""
    worker = lost(scene)
    found = look(worker)
    assert found.pickup.raw
    [entry] = worker.desk.books.journal.entries()
    assert entry.reason == found.message
    assert (entry.pickup["id"], entry.pickup["raw"], entry.pickup["messages"]) == ("pk0", {}, [])


def test_the_time_counts_from_when_it_was_sent(scene: Protocol) -> None:
    """It may have been planned long before."""
    worker = scene.workers[0]
    scene._create(worker, ("lister", "a"))
    worker.finish("unsent")
    assert state(worker) is State.PLANNED
    scene.world.pass_(WAIT)
    scene._create(worker, ("lister", "a"))
    worker.finish("late 5")
    found = look(worker)
    assert found.state is State.UNKNOWN
    assert "too early to know" in found.message


def test_what_was_settled_is_told_before_the_next_is_looked_for(scene: Protocol) -> None:
    """Who is stopped midway has told of it: nobody would hear of it again."""
    worker = scene.workers[0]
    for key in "ab":
        scene._create(worker, ("lister", key))
        worker.finish("lost answer")
    scene.world.pass_(WAIT)
    told: list[dict[str, State]] = []

    async def settled(found: Settlement) -> Settlement:
        told.append({entry.key: entry.state for entry in worker.desk.books.journal.entries()})
        return found

    worker.desk.settled = settled  # type: ignore[method-assign]
    worker.start(None, worker.desk.reconcile("lister"))
    worker.finish()
    assert [sorted(states.values()) for states in told] == [
        [State.BOOKED, State.UNKNOWN],
        [State.BOOKED, State.BOOKED],
    ]


def test_a_plugins_bug_leaves_it_open(scene: Protocol) -> None:
    """And hinders nobody else's."""
    worker = lost(scene, account="buyer")
    bound = worker.desk.bound("buyer")

    async def trips(*_: object) -> Any:
        raise KeyError("pickup_id")

    bound.provider.operations["reconcile"] = trips
    found = look(worker, "buyer")
    assert (found.state, found.message) == (State.UNKNOWN, "it could not be looked for: KeyError")


def test_a_provider_that_cannot_be_asked_leaves_it_open(scene: Protocol) -> None:
    """With its own words for why."""
    worker = lost(scene)
    worker.results.clear()
    worker.start(None, worker.desk.reconcile("lister"))
    worker.finish(get="500")
    [(_, [found])] = worker.results
    assert found.state is state(worker) is State.UNKNOWN
    assert found.message.startswith("it could not be looked for: lister reconcile")


def test_too_early_says_when(scene: Protocol) -> None:
    """The window opens when the last byte may have left, and lasts as long as they are slow."""
    worker = scene.workers[0]
    scene._create(worker, ("lister", "a"))
    worker.finish("lost answer")
    found = look(worker)
    assert f"{LIMITS.booking + SETTLE:.0f} seconds" in found.message


def test_a_clock_set_back_only_waits_longer(scene: Protocol) -> None:
    """Never less than the window, whatever an hour's step does."""
    worker = lost(scene)
    clock = worker.desk.accounts.clock
    worker.desk.accounts.clock = evolve(clock, now=lambda: clock.now().replace(hour=11))
    assert "too early" in look(worker).message


def test_an_absent_one_is_sent_again_only_by_permission(scene: Protocol) -> None:
    """The default is a person."""
    worker = lost(scene, "lost request")
    look(worker)
    worker.results.clear()
    made = worker.desk.create("lister", _request(), "lister-a", rebook=False)
    worker.start(None, made)
    with pytest.raises(InvalidRequest, match="not booked"):
        worker.finish()


def _request() -> Any:
    from tests.proof._model import request

    return request("a")


@pytest.mark.parametrize("name", ["booking", "settle", "tries", "connect"])
def test_a_limit_that_lasts_no_time_is_a_config_error(name: str) -> None:
    """A window of no length would prove nothing."""
    with pytest.raises(ConfigError, match=f"'{name}' is not above zero"):
        Limits(**{name: 0})
