"""What `pickupkit plugin new` writes is installed and passes its own tests, offline."""

import ast
import json
import re
import symtable

import pytest

from tests.scaffold._made import call, in_ruffs_form, install, python, run_tests
from tests.scaffold.descriptions import PLAIN


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Write a plugin without a description, and install it beside."""
    root = tmp_path_factory.mktemp("plain")
    done = call("plugin", "new", "acme", "--into", root / "acme")
    assert done.exit_code == 0, done.output
    install(root / "acme", root / "site")
    return root


def test_it_is_a_handful_of_files_and_short(plain):
    """Five files, under 190 lines together."""
    files = [p for p in (plain / "acme").rglob("*") if p.is_file() and "build" not in p.parts]
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in files)

    assert len(files) == 5
    assert lines < 190


def test_its_tests_pass_at_once(plain):
    """The installed package keeps the contract to the level that it aims at; the card says so."""
    done = run_tests(plain / "acme", plain / "site", "--pickupkit-scorecard")

    assert done.returncode == 0, done.stdout
    assert "acme: level 2 of 3, safe" in done.stdout
    assert "MISSING There is a reconcile" in done.stdout


def test_it_has_ruffs_standard_form(plain):
    """By the rules that it has for who sets none."""
    assert in_ruffs_form(plain / "acme") == []


def test_machines_get_the_files_that_were_written(tmp_path):
    """Each by its path."""
    done = call("plugin", "new", "acme", "--into", tmp_path / "acme", "--json")

    written = [p for p in (tmp_path / "acme").rglob("*") if p.is_file()]
    assert json.loads(done.stdout) == {"written": sorted(map(str, written))}


def test_installing_it_is_all(plain):
    """The command lists the provider with nothing else done."""
    done = python("-m", "pickupkit", "providers", folder=plain, path=plain / "site")

    assert "acme" in done.stdout


@pytest.mark.parametrize("name", ["Acme", "1st", "a b", "shippo", "../up", "class", "create"])
def test_a_name_that_cannot_be_one_is_refused(name, tmp_path):
    """Nothing is written for it."""
    done = call("plugin", "new", name, "--into", tmp_path / "new")

    assert done.exit_code == 2
    assert not (tmp_path / "new").exists()


def test_no_plugin_takes_a_name_that_its_code_needs(plain, tmp_path):
    """Each name that the written modules bind or take from Python is refused as a plugin's own."""
    (tmp_path / "acme.yaml").write_text(PLAIN, "utf-8")
    call("plugin", "new", "acme", "--openapi", tmp_path / "acme.yaml", "--into", tmp_path / "acme")
    package = tmp_path / "acme" / "pickupkit_acme"
    modules = (plain / "acme" / "pickupkit_acme" / "__init__.py", package / "operations.py")
    bound = {name for path in modules for name in global_names(path.read_text("utf-8"))}

    assert {"create", "api", "str"} <= bound
    for name in bound - {"acme"}:
        assert call("plugin", "new", name, "--into", tmp_path / "new").exit_code == 2, name


def global_names(source):
    """Give the lower-case names that a module uses beyond one function."""
    table = symtable.symtable(source, "module", "exec")
    inner = (name for child in table.get_children() for name in child.get_symbols())
    used = {symbol.get_name() for symbol in inner if symbol.is_global()}
    # From Python 3.12 on, what a comprehension walks through is listed among the module's names.
    walks = (
        each.target for each in ast.walk(ast.parse(source)) if isinstance(each, ast.comprehension)
    )
    passing = {each.id for walk in walks for each in ast.walk(walk) if isinstance(each, ast.Name)}
    names = {*used, *table.get_identifiers()} - passing
    return {name for name in names if re.fullmatch(r"[a-z]\w+", name)}


def test_what_is_there_stays(tmp_path):
    """A folder that exists is not written into."""
    done = call("plugin", "new", "acme", "--into", tmp_path)

    assert done.exit_code == 2
    assert "exists already" in done.output


def test_a_contract_that_is_not_there_is_told(tmp_path):
    """The place that was looked in is named."""
    done = call("plugin", "check", "acme", "--tests", tmp_path)

    assert done.exit_code == 2
    assert str(tmp_path) in done.output
