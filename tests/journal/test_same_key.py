"""One key, one request, one result: across threads, tasks and processes."""

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from pickupkit import AsyncPickupKit, Pickup
from pickupkit.errors import InvalidRequest, OutcomeUnknown, Refused
from pickupkit.journal import State
from pickupkit.sandbox import Fault
from tests.proof._street import Street
from tests.proof._victim import open_kit
from tests.proof._worker import account_of, accounts, request

BOTH = pytest.mark.parametrize("number", [1, 3], ids=["one post", "quote and buy"])
HOUR = timedelta(hours=1)


@BOTH
def test_threads_get_one_booking(street: Street, journal_url: str, number: int) -> None:
    """Eight at once: one request leaves, and all get its pickup."""
    with open_kit(street.sandbox.url, journal_url) as kit, ThreadPoolExecutor(8) as pool:
        asked = [
            pool.submit(kit.create, account_of(number), request(number), key="k") for _ in range(8)
        ]
        ids = {each.result().id for each in asked}
    assert (len(ids), len(street.ids)) == (1, 1)


@BOTH
def test_tasks_get_one_booking(street: Street, journal_url: str, number: int) -> None:
    """The same for asyncio."""

    async def ask() -> list[Pickup]:
        kit = AsyncPickupKit(accounts(street.sandbox.url), journal=journal_url)
        async with kit:
            asked = [kit.create(account_of(number), request(number), key="k") for _ in range(5)]
            return await asyncio.gather(*asked)

    assert len({pickup.id for pickup in asyncio.run(ask())}) == 1
    assert len(street.ids) == 1


def test_processes_get_one_booking(street: Street, journal_url: str) -> None:
    """Three processes that know nothing of each other."""
    script = (
        "import sys; from tests.proof._victim import open_kit; "
        "from tests.proof._worker import request; kit = open_kit(*sys.argv[1:3]); "
        "print(kit.create('utrecht', request(1), key='k').id); kit.close()"
    )
    command = [sys.executable, "-c", script, street.sandbox.url, journal_url]
    root = Path(__file__).parents[2]
    running = [
        subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = {process.communicate(timeout=60)[0].strip() for process in running}
    assert said == set(street.ids)
    assert len(street.ids) == 1


@BOTH
def test_another_request_is_an_error(street: Street, tmp_path: Path, number: int) -> None:
    """A key stands for its request; nothing is sent for another one."""
    with open_kit(street.sandbox.url, str(tmp_path / "j.sqlite")) as kit:
        kit.create(account_of(number), request(number), key="k")
        with pytest.raises(InvalidRequest, match="another request"):
            kit.create(account_of(number), request(number + 12), key="k")
    assert len(street.ids) == 1


def test_another_request_for_a_planned_key_is_an_error(street: Street, tmp_path: Path) -> None:
    """Also where the first was never sent: its entry is of another request."""
    street.sandbox.faults.append([Fault(kind="status", operation="create", status=429, times=9)])
    with open_kit(street.sandbox.url, str(tmp_path / "j.sqlite")) as kit:
        with pytest.raises(Exception, match="too many"):
            kit.create("utrecht", request(1), key="k")
        [entry] = kit.attempts()
        assert entry.state is State.PLANNED
        street.sandbox.faults.clear()
        with pytest.raises(InvalidRequest, match="another request"):
            kit.create("utrecht", request(13), key="k")
        assert street.ids == []
        assert kit.create("utrecht", request(1), key="k").id in street.ids


def test_a_refusal_is_repeated(street: Street, tmp_path: Path) -> None:
    """The first result stands, also a no; it is not sent again."""
    fault = Fault(kind="status", operation="create", status=422, body="json", times=1)
    street.sandbox.faults.append([fault])
    with open_kit(street.sandbox.url, str(tmp_path / "j.sqlite")) as kit:
        for _ in range(2):
            with pytest.raises(Refused, match="refused") as raised:
                kit.create("utrecht", request(1), key="k")
        assert (raised.value.provider, raised.value.account) == ("sendcloud", "utrecht")
    assert street.ids == []


@BOTH
@pytest.mark.parametrize("effect", ["none", "done"])
def test_an_unknown_is_repeated_until_it_is_known(
    street: Street, tmp_path: Path, number: int, effect: str
) -> None:
    """Unknown stays unknown; what is proven absent is booked again only by permission."""
    name, journal = account_of(number), str(tmp_path / "j.sqlite")
    operation = "create" if number == 1 else "buy"
    cut = Fault(kind="close", operation=operation, effect=effect, times=1)  # type: ignore[arg-type]
    street.sandbox.faults.append([cut])
    with open_kit(street.sandbox.url, journal) as kit:
        for _ in range(2):
            with pytest.raises(OutcomeUnknown) as raised:
                kit.create(name, request(number), key="k", rebook=True)
        assert raised.value.attempt is not None
        assert raised.value.attempt.key == "k"
        [early] = kit.reconcile(name)
        assert "too early" in early.message
    with open_kit(street.sandbox.url, journal, HOUR) as kit:
        [settled] = kit.reconcile(name)
        assert settled.state is (State.BOOKED if effect == "done" else State.ABSENT)
        if effect == "none":
            with pytest.raises(InvalidRequest, match="not booked"):
                kit.create(name, request(number), key="k")
        assert kit.create(name, request(number), key="k", rebook=True).id == street.ids[0]
    assert len(street.ids) == 1


def test_a_key_is_text_that_can_be_read(street: Street, tmp_path: Path) -> None:
    """What no store takes, or nobody could type again, is refused before anything is sent."""
    with open_kit(street.sandbox.url, str(tmp_path / "j.sqlite")) as kit:
        for key in ("", " ", "a" * 101, "a\0b", "a\ud800", "a\nb"):
            with pytest.raises(InvalidRequest, match="/key"):
                kit.create("utrecht", request(1), key=key)
        assert street.ids == []
        assert kit.create("utrecht", request(1), key="a" * 100).id in street.ids
