"""The protocol as Hypothesis sees it: real journal, real coroutines, virtual time, no mercy."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine, Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from attrs import define, field
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pickupkit.accounts import Accounts
from pickupkit.calls import Blocking, Sleep
from pickupkit.clock import Clock
from pickupkit.config import Config
from pickupkit.desk import Desk
from pickupkit.errors import InvalidRequest, PickupKitError
from pickupkit.journal import Journal, State
from pickupkit.models import Address, Pickup, PickupRequest, Window
from pickupkit.registry import Registry
from pickupkit.transport import Limits, Send, SendFault, Stage
from tests.proof import _vendor
from tests.proof._vendor import GET_HOWS, POST_HOWS, Vendor

START: Final = datetime(2026, 12, 1, 12, tzinfo=UTC)
LIMITS: Final = Limits(booking=10, reading=20, reconciling=40, longest_wait=2)
ACCOUNTS: Final = ("lister", "buyer")
KEYS: Final = ("a", "b")
WORKERS: Final = 2

WHO: Final = st.integers(0, WORKERS - 1)
WHAT: Final = st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(KEYS))
POST: Final = st.sampled_from(POST_HOWS)
GET: Final = st.sampled_from(GET_HOWS)
STEPS: Final = st.integers(1, 7)
SECONDS: Final = st.sampled_from((0, 3, 6, 12, 18, 25))


class Violation(AssertionError):
    """The protocol broke its promise."""


@define
class World:
    """One clock, one vendor, one journal file."""

    folder: Path
    time: float = 0.0
    vendor: Vendor = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.vendor = Vendor(lambda: self.time)

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'journal.sqlite'}"

    def pass_(self, seconds: float) -> None:
        """Let time go by for everyone, in small steps."""
        ends = self.time + seconds
        while self.time < ends:
            self.time = min(ends, self.time + 0.5)
            self.vendor.tick()


@define(eq=False)
class Worker:
    """A process: a kit of its own, and at most one operation under way."""

    world: World
    asleep: float = 0.0
    desk: Desk = field(init=False)
    task: "Generator[Any, Any, Any] | None" = None
    key: tuple[str, str] | None = None
    effect: Any = None
    yielded: float = 0.0
    done: tuple[str, Any] | None = None
    results: list[tuple[tuple[str, str] | None, Any]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        clock = Clock(
            monotonic=lambda: self.world.time - self.asleep,
            boot_time=lambda: self.world.time,
            now=lambda: START + timedelta(seconds=self.world.time),
            uniform=lambda least, most: min(0.5, most),
        )
        providers = {"lister": _vendor.lister(), "buyer": _vendor.buyer()}
        config = Config.of({name: {"provider": name} for name in ACCOUNTS})
        registry = Registry(loaded=providers)
        journal = Journal(self.world.url, lambda: clock.now().timestamp())
        self.desk = Desk(Accounts(config, registry, LIMITS, clock), journal)

    def start(self, key: tuple[str, str] | None, work: Coroutine[Any, Any, Any]) -> None:
        """Begin an operation, up to its first effect."""
        self.key, self.task = key, work.__await__()
        self._resume(("send", None))

    def step(self, post: str = "ok", get: str = "ok") -> None:
        """Perform the effect that is awaited or, when it is done, go on to the next."""
        if self.task is None:
            return
        if self.done is None:
            self.done = self._perform(post, get)
        else:
            done, self.done = self.done, None
            self._resume(done)

    def finish(self, post: str = "ok", get: str = "ok") -> None:
        """Go on to the end."""
        while self.task is not None:
            self.step(post, get)

    def cancel(self) -> None:
        """Cancel the task at its present await; what a thread has begun is done first."""
        if self.task is not None:
            if isinstance(self.effect, Blocking) and self.done is None:
                self._perform("ok", "ok")
            self.done = None
            self._resume(("throw", asyncio.CancelledError()))

    def kill(self) -> None:
        """End without another word: the kernel frees the lock, and nothing else happens."""
        self.let_go()
        store = self.desk.books.journal._store
        if store is not None and store._worker._open is not None:
            store._worker._open[1].dispose()
            GRAVEYARD.append(self.task)
            for name in ("settle", "begin", "note", "resolve"):
                setattr(self.desk.books.journal, name, _dead)

    def let_go(self) -> None:
        """Lose the mark of being alive, as when a server drops the session."""
        store = self.desk.books.journal._store
        if store is not None and store._worker._open is not None:
            store._worker._open[2]._lock.close()  # type: ignore[attr-defined]

    def _resume(self, done: tuple[str, Any]) -> None:
        assert self.task is not None
        try:
            self.effect = getattr(self.task, done[0])(done[1])
            self.yielded = self.world.time
        except StopIteration as end:
            self._end(end.value)
        except InvalidRequest:
            raise
        except (PickupKitError, asyncio.CancelledError) as error:
            self._end(error)

    def _end(self, result: Any) -> None:
        self.results.append((self.key, result))
        self.task = self.effect = self.done = None

    def _perform(self, post: str, get: str) -> tuple[str, Any]:
        try:
            return "send", self._performed(post, get)
        except Exception as error:  # noqa: BLE001 - handed to the coroutine, as a driver does
            return "throw", error

    def _performed(self, post: str, get: str) -> Any:
        if isinstance(self.effect, Blocking):
            return self.effect.work()
        if isinstance(self.effect, Sleep):
            return self.world.pass_(self.effect.seconds)
        assert isinstance(self.effect, Send)
        if self.world.time - self.yielded > self.effect.timeout:
            raise SendFault(Stage.UNSENT, "held up")
        harmless = self.effect.method == "GET" or self.effect.url.endswith("/quotes")
        return self.world.vendor.answer(self.effect, get if harmless else post)


def _dead(*_: object) -> Any:
    raise AssertionError("the dead do not write")


GRAVEYARD: Final[list[Any]] = []
"""Coroutines of killed workers: never resumed, and not closed, which would run their endings."""


def request(key: str) -> PickupRequest:
    day = START + timedelta(days=1)
    address = Address(name="A", line1="Main Street 1", city="B", postal_code="1", country="NL")
    return PickupRequest(
        address=address, windows=[Window(day, day + timedelta(hours=3))], carrier=key
    )


class Protocol(RuleBasedStateMachine):
    """Workers that book the same keys, meet every fault, and die."""

    template: Path | None = None

    def __init__(self) -> None:
        super().__init__()
        shm = Path("/dev/shm")
        self.world = World(Path(tempfile.mkdtemp(dir=shm if shm.is_dir() else None)))
        if Protocol.template is not None:
            shutil.copy(Protocol.template, self.world.folder / "journal.sqlite")
        self.workers = [Worker(self.world) for _ in range(WORKERS)]
        self.past: list[Worker] = []

    @rule(who=WHO, what=WHAT, post=POST)
    def book(self, who: int, what: tuple[str, str], post: str) -> None:
        """Book in one go, as most do."""
        self._create(self.workers[who], what)
        self.workers[who].finish(post)

    @rule(who=WHO, what=WHAT, post=POST, steps=STEPS, how=st.sampled_from(("kill", "cancel")))
    def book_and_end(
        self, who: int, what: tuple[str, str], post: str, steps: int, how: str
    ) -> None:
        """Be killed or cancelled at some point of a booking."""
        self._create(self.workers[who], what)
        self._step(who, steps, post)
        getattr(self, f"_{how}")(who)

    @rule(who=WHO, what=WHAT, post=POST, steps=STEPS, seconds=st.sampled_from((0, 6, 20)))
    def book_and_stall(
        self, who: int, what: tuple[str, str], post: str, steps: int, seconds: int
    ) -> None:
        """Close a laptop's lid while booking: its own clock stands still, its session ends."""
        self._create(self.workers[who], what)
        self._step(who, steps, post)
        self._sleep(who, seconds)

    @rule(who=WHO, account=st.sampled_from(ACCOUNTS), get=GET, steps=STEPS)
    def look(self, who: int, account: str, get: str, steps: int) -> None:
        """Reconcile in one go; a fault strikes after some steps."""
        self._reconcile(self.workers[who], account)
        self._step(who, steps)
        self.workers[who].finish("ok", get)

    @rule(who=WHO, account=st.sampled_from(ACCOUNTS), steps=STEPS)
    def look_and_stall(self, who: int, account: str, steps: int) -> None:
        """Be held up while reconciling."""
        self._reconcile(self.workers[who], account)
        self._step(who, 2 * steps)

    @rule(who=WHO, what=WHAT, seconds=SECONDS, get=GET, post=POST)
    def look_and_book(
        self, who: int, what: tuple[str, str], seconds: int, get: str, post: str
    ) -> None:
        """Wait, look, and book again if it may be: what an operator does."""
        self.world.pass_(seconds)
        self._reconcile(self.workers[who], what[0])
        self.workers[who].finish("ok", get)
        self._create(self.workers[who], what)
        self.workers[who].finish(post)

    @rule(who=WHO, steps=STEPS, post=POST, get=GET)
    def go_on(self, who: int, steps: int, post: str, get: str) -> None:
        """Take some steps of what is under way."""
        self._step(who, steps, post, get)

    @rule(seconds=SECONDS)
    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.world.pass_(seconds)

    @rule(index=st.integers(0, 20))
    def drop(self, index: int) -> None:
        """The carrier drops a pickup."""
        if index < len(self.world.vendor.booked):
            self.world.vendor.booked[index].dead = True

    @invariant()
    def no_double(self) -> None:
        seen = [each.reference for each in self.world.vendor.booked]
        if len(seen) != len(set(seen)):
            raise Violation(f"a double booking among {seen}")

    @invariant()
    def no_wrong_result(self) -> None:
        truth = {each.id: each.reference for each in self.world.vendor.booked}
        for worker in (*self.workers, *self.past):
            for key, result in worker.results:
                if isinstance(result, Pickup) and key and truth.get(result.id) != key[1]:
                    raise Violation(f"{key} was told of {result.id}, which is {truth}")
            worker.results.clear()

    def _create(self, worker: Worker, what: tuple[str, str]) -> None:
        account, key = what
        if worker.task is None:
            work = worker.desk.create(account, request(key), f"{account}-{key}", rebook=True)
            worker.start((account, f"{account}-{key}"), work)

    def _reconcile(self, worker: Worker, account: str) -> None:
        if worker.task is None:
            worker.start(None, worker.desk.reconcile(account))

    def _step(self, who: int, steps: int, post: str = "ok", get: str = "ok") -> None:
        for _ in range(steps):
            self.workers[who].step(post, get)

    def _sleep(self, who: int, seconds: int) -> None:
        self.workers[who].asleep += seconds
        self.workers[who].let_go()
        self.world.pass_(seconds)

    def _kill(self, who: int) -> None:
        self.workers[who].kill()
        self.past.append(self.workers[who])
        self.workers[who] = Worker(self.world)

    def _cancel(self, who: int) -> None:
        self.workers[who].cancel()

    def teardown(self) -> None:
        try:
            self._settle_all()
            self.no_double()
            self.no_wrong_result()
            self._compare()
        finally:
            self._bury()

    def _settle_all(self) -> None:
        """Without faults, everything comes to an end: nothing stays unknown for ever."""
        for worker in self.workers:
            worker.finish()
        last = self.workers[0]
        for _ in range(4):
            self.world.pass_(LIMITS.booking + _vendor.SETTLE + 1)
            for account in ACCOUNTS:
                last.start(None, last.desk.reconcile(account))
                last.finish()
            for entry in self._entries():
                if entry.state in (State.ABSENT, State.PLANNED):
                    self._again(last, entry.account, entry.key)

    def _again(self, worker: Worker, account: str, key: str) -> None:
        made = request(key.removeprefix(f"{account}-"))
        worker.start((account, key), worker.desk.create(account, made, key, rebook=True))
        worker.finish()

    def _compare(self) -> None:
        truth = {each.reference: each.id for each in self.world.vendor.booked}
        for entry in self._entries():
            booked = entry.state in (State.BOOKED, State.DEAD)
            if entry.state not in (State.BOOKED, State.DEAD, State.REFUSED):
                raise Violation(f"{entry.key} stays {entry.state}: {entry.reason}")
            if booked != (entry.key in truth) or (booked and truth[entry.key] != entry.pickup_id):
                raise Violation(f"{entry.key} is {entry.state} {entry.pickup_id}: {truth}")
        if lost := truth.keys() - {entry.key for entry in self._entries()}:
            raise Violation(f"{lost} are not in the journal")

    def _entries(self) -> Any:
        journal = self.workers[0].desk.books.journal
        return journal.entries()

    def _bury(self) -> None:
        for worker in (*self.workers, *self.past):
            journal = worker.desk.books.journal
            for name in ("settle", "begin", "note", "resolve"):
                setattr(journal, name, lambda *_: None)
            if worker.task is not None:
                worker.task.close()
            journal.close()
        GRAVEYARD.clear()
        shutil.rmtree(self.world.folder)


def make_template(folder: Path) -> None:
    """Make an empty journal once, to be copied."""
    journal = Journal(f"sqlite:///{folder / 'journal.sqlite'}")
    journal.entries()
    journal.close()
    Protocol.template = folder / "journal.sqlite"
