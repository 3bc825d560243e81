"""The documentation: its examples run, its links lead somewhere."""

import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path
from typing import get_args

import click
import griffe
import pytest
from attrs import fields, has, resolve_types

import pickupkit
import pickupkit.plugin
import pickupkit.testing
from pickupkit import Limits, Money, PickupRequest, Weight
from pickupkit.cli import main
from pickupkit.request_file import read_request
from pickupkit_easypost import easypost
from pickupkit_sendcloud import sendcloud

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("constraints/*.md")])
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#]+)")


def python_blocks(page):
    return "\n".join(BLOCK.findall((ROOT / page).read_text(encoding="utf-8")))


def written(data, above=""):
    """Give the dotted name of each value that a request file holds."""
    for name, value in data.items():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from written(inner, f"{above}{name}.")
            else:
                yield above + name


def modelled(kind, above=""):
    """Give the dotted name of each field of a request; a weight and a price are one text."""
    for field in fields(resolve_types(kind)):
        inner = [k for k in (field.type, *get_args(field.type)) if has(k)]
        if inner and inner[0] not in (Weight, Money):
            yield from modelled(inner[0], f"{above}{field.name}.")
        else:
            yield above + field.name


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


def test_every_command_takes_json():
    """As the page on the command line says."""

    def without(group, above=""):
        for name, command in group.commands.items():
            if isinstance(command, click.Group):
                yield from without(command, f"{above}{name} ")
            elif "json" not in {option.name for option in command.params}:
                yield above + name

    assert [*without(main)] == []


def test_the_page_on_errors_names_them_all():
    """And the word of ours that a refusal may have for a provider's code."""
    page = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
    errors = [
        name
        for name in pickupkit.__all__
        if isinstance(kind := getattr(pickupkit, name), type) and issubclass(kind, Exception)
    ]

    assert [n for n in (*errors, "FIRST_RESULT") if not re.search(rf"[`.]{n}`", page)] == []


@pytest.mark.parametrize(
    ("page", "package", "more"),
    [("library", pickupkit, set()), ("testing", pickupkit.testing, {"recording"})],
)
def test_the_reference_tells_of_every_name(page, package, more):
    """That the package gives, and of no other."""
    text = (ROOT / f"docs/reference/{page}.md").read_text(encoding="utf-8")
    names = re.findall(rf"^::: {re.escape(package.__name__)}\.(\w+)$", text, re.MULTILINE)

    assert sorted(names) == sorted({*package.__all__, *more})


def test_the_reference_shows_every_name_of_the_plugin_interface():
    """It leaves out what has no docstring, as a constant may."""
    shown = griffe.load("pickupkit.plugin", search_paths=[ROOT / "core"])

    assert [name for name in pickupkit.plugin.__all__ if not shown[name].has_docstring] == []


def test_every_page_can_be_come_by():
    """In the site's navigation; those for users from its first page too."""
    nav = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]
    pages = {title: part for entry in nav for title, part in entry.items()}
    listed = {name: {*chain(*map(dict.values, pages[name]))} for name in pages if name != "Home"}
    docs = ROOT / "docs"
    there = {
        str(page.relative_to(docs))
        for page in docs.glob("**/*.md")
        if not page.is_relative_to(docs / "examples")
    }
    home = LINK.findall((docs / "index.md").read_text(encoding="utf-8"))

    assert {pages["Home"]}.union(*listed.values()) == there
    assert {*listed["Use"], "reference/library.md"} - {*home} == set()


def test_the_last_example_on_recording_runs_alone():
    """It reads a file with one answer."""
    done = run(BLOCK.findall((ROOT / "docs/howto/record.md").read_text(encoding="utf-8"))[-1])

    assert (done.returncode, done.stderr) == (0, "")


def test_the_orders_page_runs_as_pasted():
    """It lists the stand-in's orders and says what they come to."""
    done = run(python_blocks("docs/orders.md"))

    assert (done.returncode, done.stderr) == (0, "")
    assert "0 that cannot be read" in done.stdout
    assert "EUR" in done.stdout


def test_the_page_on_services_runs_as_pasted():
    """A kit for the time of an application; a task that comes twice books once."""
    check = """
import asyncio
from types import SimpleNamespace
from pickupkit.demo import request

async def serve():
    app = SimpleNamespace(state=SimpleNamespace())
    async with lifespan(app):
        return await app.state.pickups.create("shippo", request("shippo"))

print(asyncio.run(serve()).status)
with sandbox() as accounts, PickupKit(accounts) as kit:
    twice = [order_van(kit, "shippo", request("shippo"), 7, later=print).id for _ in range(2)]
    print(len(set(twice)), len(kit.attempts()))
with PickupKit(accounts) as kit:
    order_van(kit, "sendcloud", request("sendcloud"), 8, later=lambda wait: print("again in", wait))
with PickupKit(accounts, journal="/proc/none/journal.sqlite") as kit:
    order_van(kit, "sendcloud", request("sendcloud"), 9, later=lambda wait: print("again in", wait))
"""
    done = run(python_blocks("docs/service.md") + check)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-4:] == ["confirmed", "1 1", "again in 60", "again in 60"]


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


def test_the_page_on_request_files_names_every_field():
    """In its example, which is read as it stands, or in its table; and none that there is not."""
    page = (ROOT / "docs/request-files.md").read_text(encoding="utf-8")
    [example] = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^\| (`.+?`) \|", page, re.MULTILINE)
    data = tomllib.loads(example)
    told = {*written(data), *re.findall(r"`([\w.]+)`", " ".join(rows))}
    by_the_clock = {f"windows.{name}" for name in ("date", "from", "until", "tz")}

    assert read_request(data).reference == "order-1001"
    assert told - by_the_clock == {*modelled(PickupRequest)}


@pytest.mark.parametrize("provider", [easypost, sendcloud], ids=lambda each: each.name)
def test_the_page_for_who_is_on_duty_names_the_wait_that_reconcile_keeps(provider):
    """How slow the provider may be, and how late a booking may be sent, together."""
    page = (ROOT / "docs" / "unknown-outcome.md").read_text(encoding="utf-8")
    minutes = (provider.settle + Limits().booking) / 60

    assert re.search(rf"\| \*\*{provider.title}\*\* \| {minutes:.0f} minutes after", page)
