"""What pytest loads of us: nearly nothing, and a scorecard on demand."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIGHT = """
import sys
before = set(sys.modules)
import pickupkit.testing.pytest_plugin
print(sorted(n for n in set(sys.modules) - before if n.partition(".")[0] not in KNOWN))
"""
NAMED = ("--pickupkit-scorecard", "-n0", "-p", "no:cacheprovider", "-q", "--no-header", "--tb=no")


def python(*words):
    return subprocess.run(
        [sys.executable, *map(str, words)], capture_output=True, text=True, cwd=ROOT, check=False
    )


def test_it_costs_other_people_nothing():
    """Loading the plugin imports our own front doors alone: no attrs, no httpx, no contract."""
    known = "KNOWN = {'importlib', 'typing', 'warnings', 'collections', 're', 'functools'}\n"
    done = python("-c", known + LIGHT)

    assert "attr" not in done.stdout
    assert "httpx" not in done.stdout
    assert "_contract" not in done.stdout
    assert done.returncode == 0


def test_the_card_of_a_run():
    """With the option, a run ends in the card, with the reasons of what is excused."""
    flag = () if installed() else ("-p", "pickupkit.testing.pytest_plugin")
    done = python("-m", "pytest", *flag, *NAMED, "tests/conformance/test_shippo.py")

    assert "shippo: level 3 of 3, complete" in done.stdout
    assert "Shippo's API cannot look a pickup up" in done.stdout


UNGUARDED = """
from tests.conformance._acme import Contract, build

class TestAcme(Contract):
    __test__ = True
    provider = build()
    def test_the_contract_is_whole(self): ...
    def test_times_are_aware(self): ...
"""


def test_a_contract_that_looks_after_itself_no_more_fails(tmp_path):
    """Each of its tests, those that the author wrote as well."""
    path = tmp_path / "test_acme.py"
    path.write_text(UNGUARDED, encoding="utf-8")
    flag = () if installed() else ("-p", "pickupkit.testing.pytest_plugin")
    quiet = ("-n0", "-p", "no:cacheprovider", "-q", "--no-header", "--tb=short", "-k", "aware")
    done = python("-m", "pytest", *flag, *quiet, "--rootdir", ROOT, "-c", "pyproject.toml", path)

    assert "test_the_contract_is_whole is replaced; leave it alone" in done.stdout
    assert "ERROR ::TestAcme::test_times_are_aware" in done.stdout


def installed():
    from importlib.metadata import entry_points

    return bool(entry_points(group="pytest11", name="pickupkit.testing.pytest_plugin"))
