"""The public names: all there, all documented, all lazy, and seen alike by type checkers."""

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest

import pickupkit
from pickupkit import plugin

SOURCE = Path(pickupkit.__file__)
TREE = ast.parse(SOURCE.read_text(encoding="utf-8"))


def resolved():
    for module in (pickupkit, plugin):
        for name in module.__all__:
            yield pytest.param(module, name, id=f"{module.__name__}.{name}")


def guarded():
    """Read the imports of the block that only type checkers see, by name."""
    [block] = [node for node in TREE.body if isinstance(node, ast.If)]
    return {
        alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@pytest.mark.parametrize(("module", "name"), [*resolved()])
def test_every_public_name_is_there_and_documented(module, name):
    """Classes and functions say what they are; a constant is told where it stands."""
    found = getattr(module, name)

    if inspect.isclass(found) or inspect.isroutine(found):
        assert inspect.getdoc(found), f"{name} has no docstring"


@pytest.mark.parametrize("module", [pickupkit, plugin])
def test_public_names_are_sorted_and_single(module):
    """So that a reader finds one."""
    names = module.__all__

    assert len(names) == len(set(names))
    constants = [name for name in names if name.isupper()]
    classes = [name for name in names if name[0].isupper() and not name.isupper()]
    rest = [name for name in names if name[0].islower()]
    assert list(names) == sorted(constants) + sorted(classes) + sorted(rest)


def given(kind):
    """Give what a public class gives: the kinds of its fields, and of its methods' results."""
    hints = [*inspect.get_annotations(kind).items()]
    for name, method in inspect.getmembers(kind, inspect.isfunction):
        hints.append((name, inspect.get_annotations(method).get("return")))
    for name, hint in hints:
        yield from (() if name.startswith("_") else kinds(hint))


def kinds(hint):
    """Give the classes in a type, however deep."""
    inner = () if get_origin(hint) is Literal else get_args(hint)
    yield from chain.from_iterable(map(kinds, inner))
    yield get_origin(hint) or hint


GIVEN = ("PickupKit", "AsyncPickupKit", "Settlement", "Requirement")


@pytest.mark.parametrize("name", GIVEN)
def test_what_callers_are_given_has_a_public_name(name):
    """So that they can annotate what they do with it."""
    public = {getattr(pickupkit, name) for name in pickupkit.__all__}
    found = given(getattr(pickupkit, name))
    ours = {each for each in found if getattr(each, "__module__", "").startswith("pickupkit")}

    assert ours
    assert ours <= public


def test_type_checkers_see_the_names_that_come_when_used():
    """The guarded imports and the table of homes agree, name by name."""
    assert guarded() == pickupkit._HOME
    assert sorted(pickupkit._HOME) == sorted(pickupkit.__all__)


@pytest.mark.parametrize("name", pickupkit.__all__)
def test_a_name_comes_from_the_home_that_is_told(name):
    """And is the same object there."""
    assert getattr(import_module(pickupkit._HOME[name]), name) is getattr(pickupkit, name)


def test_names_are_listed_before_they_are_loaded():
    """For completion in an interpreter."""
    assert set(pickupkit.__all__) <= set(dir(pickupkit))


def test_a_name_that_is_none_is_told():
    """As any module does."""
    with pytest.raises(AttributeError, match="module 'pickupkit' has no attribute 'Pikcup'"):
        _ = pickupkit.Pikcup


def test_the_version_is_that_of_the_distribution():
    """Read when it is asked for."""
    assert pickupkit.__version__.count(".") == 2


def test_importing_the_package_imports_nothing_else():
    """Neither the HTTP library nor a model nor a plugin."""
    code = "import sys, pickupkit; print(*sorted(n for n in sys.modules if 'pickupkit' in n))"

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )

    # An editable installation puts finders of that name beside it.
    loaded = [name for name in done.stdout.split() if not name.startswith("_")]
    assert loaded == ["pickupkit"]


def test_the_package_says_that_it_is_typed():
    """For type checkers of those who use it."""
    assert (SOURCE.parent / "py.typed").is_file()
