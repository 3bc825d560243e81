"""Real processes, a real server, real kills: every booking is made, and made once."""

from pathlib import Path
from typing import Final

import pytest

from tests import postgres
from tests.proof import FULL
from tests.proof._chaos import Chaos, Tally

SEEDS: Final = (1, 2, 3) if FULL else (1,)
COUNT, KILLS = (1000, 24) if FULL else (40, 2)


def told(tally: Tally, what: str) -> None:
    print(f"\n{what}: {tally}")
    assert (tally.double, tally.lost, tally.wrong, tally.left) == (0, 0, 0, 0)
    assert tally.booked == COUNT
    assert tally.faults >= COUNT // 10


@pytest.mark.parametrize("seed", SEEDS)
def test_two_workers_with_a_file(tmp_path: Path, seed: int) -> None:
    """0 double, 0 lost, 0 wrong id, nothing left, on SQLite."""
    journal = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    tally = Chaos(tmp_path, journal, COUNT, workers=2, kills=KILLS, seed=seed).run()
    told(tally, f"sqlite, seed {seed}")
    assert tally.kills >= (20 if FULL else 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_four_workers_with_a_server_that_crashes(
    tmp_path: Path, postgres_server: postgres.Server, seed: int
) -> None:
    """The same on PostgreSQL, which is restarted without warning meanwhile."""
    chaos = Chaos(
        tmp_path,
        postgres.new_database(postgres_server.url),
        COUNT,
        workers=4 if FULL else 2,
        kills=KILLS,
        seed=seed,
        restart=postgres_server.restart,
        restarts=2 if FULL else 1,
    )
    told(chaos.run(), f"postgresql, seed {seed}")
    assert chaos.tally.kills >= (20 if FULL else 2)
    assert chaos.tally.restarts == chaos.restarts
