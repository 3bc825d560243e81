"""Measure imports, listing and booking beside bare httpx: ``python -m scripts.bench``.

Processor time, not the clock's, and the best of several rounds in which what is compared takes
turns: what counts are the ratios.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx

from pickupkit import Address, PickupKit, PickupRequest, Spot, Window
from pickupkit.clock import Clock
from scripts._bench_listing import WALKS, listing
from scripts._bench_row import Measure, Row, side_by_side, timed

ROOT: Final = Path(__file__).resolve().parents[1]
IMPORTS: Final = 9
BOOKINGS: Final = 20
DISTRIBUTIONS: Final = 100
ROUNDS: Final = 50
NOW: Final = datetime(2031, 5, 1, 9, 0, tzinfo=UTC)
PATIENCE: Final = 60  # seconds for a child process


def main() -> None:
    """Measure everything and print one table."""
    print(f"{'':44} {'ours':>9} {'bare':>9}    {'ratio':>8} {'aim':>5}      beside")
    for row in (*_imports(), *_naming(), *_command(), *_exchanges()):
        print(row.line(), flush=True)


def _imports() -> Iterator[Row]:
    kit = "from pickupkit import PickupKit, PickupRequest"
    statements = ("import pickupkit", kit, "import httpx", "import httpx, attrs")
    package, names, httpx_alone, both = side_by_side(IMPORTS, *map(_fresh, statements))
    yield Row("import pickupkit", package, httpx_alone, "import httpx", 0.5)
    yield Row(kit, names, httpx_alone, "import httpx", 0.5)
    yield Row("  the same", names, both, "import httpx, attrs")


def _naming() -> Iterator[Row]:
    with TemporaryDirectory() as place:
        for at in range(DISTRIBUTIONS):
            info = Path(place, f"van_{at}-1.0.dist-info")
            info.mkdir()
            (info / "entry_points.txt").write_text(f"[pickupkit]\nvan{at} = van_{at}\n")
        seen = f"import sys; sys.path.insert(0, {place!r})"
        ours, bare = side_by_side(
            IMPORTS,
            _fresh("Registry().names()", f"{seen}; from pickupkit.registry import Registry"),
            _fresh(
                "[*m.entry_points(group='pickupkit')]", f"{seen}; import importlib.metadata as m"
            ),
        )
    yield Row(f"names among {DISTRIBUTIONS} plugins", ours, bare, "entry_points()", 1)


def _fresh(statement: str, before: str = "pass") -> Measure:
    """Measure a statement in a fresh process, after what is done ``before`` there."""
    code = f"{before}; import time; t = time.process_time(); {statement}"
    timed = f"{code}; print(time.process_time() - t)"
    return lambda: float(_run(sys.executable, "-c", timed)[0])


def _command() -> Iterator[Row]:
    commands = (
        (str(Path(sys.executable).with_name("pickupkit")), "--help"),
        (sys.executable, "-c", "pass"),
        (sys.executable, "-c", "import httpx"),
    )
    shown, bare, httpx_alone = side_by_side(IMPORTS, *map(_process, commands))
    yield Row("pickupkit --help", shown, bare, "python -c pass")
    yield Row("  the same", shown, httpx_alone, "python -c 'import httpx'", 1)


def _process(command: tuple[str, ...]) -> Measure:
    return lambda: _run(*command)[1]


def _run(*command: str) -> tuple[str, float]:
    """Give a fresh process's output and its processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout, spent


@contextmanager
def _server() -> Iterator[str]:
    command = [sys.executable, "-m", "scripts._bench_server"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout  # noqa: S101 - piped
        yield server.stdout.readline().strip()


def _exchanges() -> Iterator[Row]:
    with _server() as url, TemporaryDirectory() as folder, httpx.Client() as client:
        keys = {"public_key": "bench", "secret_key": "bench"}
        accounts: dict[str, dict[str, Any]] = {
            "easypost": {"provider": "easypost", "api_key": "EZTK_bench"},
            "sendcloud": {"provider": "sendcloud", **keys},
            "shippo": {"provider": "shippo", "api_token": "shippo_test_bench"},
        }
        for name, account in accounts.items():
            account["url"] = f"{url}/{name}"
        with PickupKit(accounts, journal=Path(folder) / "listing.sqlite") as kit:
            for name in WALKS:
                yield from listing(kit, name, client, url)
        for journal in ("off", str(Path(folder) / "journal.sqlite")):
            yield _booking(accounts, journal, client)


def _booking(accounts: Any, journal: str, client: httpx.Client) -> Row:
    os.environ["PICKUPKIT_JOURNAL"] = journal
    request = _request()
    with PickupKit(accounts, clock=Clock(now=lambda: NOW)) as kit:
        send = kit.preview("shippo", request)
        headers = {"authorization": "ShippoToken x", "content-type": "application/json"}

        def bare() -> object:
            return client.post(send.url, content=send.body, headers=headers).json()

        kit.create("shippo", request)
        booked = timed(lambda: kit.create("shippo", request), BOOKINGS)
        ours, beside = side_by_side(ROUNDS, booked, timed(bare, BOOKINGS))
    kept, aim = ("no journal", 2) if journal == "off" else ("journal in SQLite", None)
    rate = f"{1 / ours:.0f} a second"
    return Row(f"a booking, {kept}: {rate}", ours, beside, "one POST by httpx", aim)


def _request() -> PickupRequest:
    address = Address(
        name="Goods Out",
        company="Example Books",
        line1="100 Example Ave",
        postal_code="94117",
        city="San Francisco",
        state="US-CA",
        country="US",
        phone="+14155550142",
        email="dock@example.com",
    )
    return PickupRequest(
        address=address,
        windows=[Window.local("2031-05-06", "09:00", "16:00", tz="America/Los_Angeles")],
        carrier="usps",
        carrier_account="3f9a1c07b2d84e6f9a5513c0de7b4421",
        shipments=["b81e6f0a4c5d4f3e8a7290d16c3fe95a"],
        spot=Spot(door="knock"),
    )


if __name__ == "__main__":
    main()
