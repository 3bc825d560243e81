"""The documentation: its examples run, its links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("constraints/*.md")])
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#]+)")


def python_blocks(page):
    return "\n".join(BLOCK.findall((ROOT / page).read_text(encoding="utf-8")))


def run(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page):
    """Each relative link of a page names a file of the project."""
    targets = LINK.findall(page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_readme_runs_as_pasted():
    """The README's Python, pasted into a fresh interpreter, books, lists and cancels twice."""
    done = run(python_blocks("README.md"))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("cancelled") == 2


def test_the_orders_page_runs_as_pasted():
    """It lists the stand-in's orders and says what they come to."""
    done = run(python_blocks("docs/orders.md"))

    assert (done.returncode, done.stderr) == (0, "")
    assert "0 that cannot be read" in done.stdout
    assert "EUR" in done.stdout


def test_the_plugin_page_is_a_working_plugin():
    """The plugin of the page registers, validates, and says what it would send."""
    check = """
from pickupkit import Address, Config, PickupKit, PickupRequest, Registry, Window
from types import ModuleType
plugin = ModuleType('pickupkit_acme')
plugin.pickupkit_providers = pickupkit_providers
registry = Registry()
registry.register(plugin, "acme")
kit = PickupKit({"vans": {"provider": "acme", "token": "t"}}, registry=registry)
window = Window.local("2031-05-12", "13:00", "17:00", tz="Europe/Amsterdam")
request = PickupRequest(address=Address(line1="Dock 1"), windows=[window], reference="r")
print(kit.preview("vans", request).body.decode(), sorted(kit.supports("vans")))
print(kit.validate("vans", PickupRequest(address=Address(city="Utrecht"), windows=[window])))
"""
    done = run(python_blocks("docs/plugins.md") + check)

    assert (done.returncode, done.stderr) == (0, "")
    assert '{"street":"Dock 1","ref":"r","from":"2031-05-12T13:00:00+02:00"} ' in done.stdout
    assert "['create']" in done.stdout
    assert "/address/city" in done.stdout
    assert "/address/line1" in done.stdout
