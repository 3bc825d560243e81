"""A plugin's own faults, told so that nothing private is in them."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from traceback import walk_tb
from typing import Any, Final, ParamSpec, TypeVar

from pickupkit.errors import PickupKitError, PluginError
from pickupkit.results import expect

P = ParamSpec("P")
T = TypeVar("T")

_OURS: Final = (f"{Path(__file__).parents[1]}{os.sep}", "<attrs generated")
"""How the names of files begin that no plugin's author can mend."""


def place_of(error: BaseException) -> str:
    """Tell a plugin's fault by its kind and place, as its words may hold a secret."""
    places = [(f.f_code.co_filename, line) for f, line in walk_tb(error.__traceback__)]
    theirs = [place for place in places if not place[0].startswith(_OURS)]
    for name, line in (theirs or places)[-1:]:
        return f"{type(error).__name__} in {name}, line {line}"
    return type(error).__name__


@contextmanager
def told_as(what: str, *passing: type[Exception]) -> Iterator[None]:
    """Tell a fault of a plugin as a `PluginError`; the library's own errors stay as they are."""
    try:
        yield
    except Exception as cause:
        if isinstance(cause, (PickupKitError, *passing)):
            raise
        raise PluginError(f"{what}: {place_of(cause)}") from cause


def guarded(what: str, function: Callable[P, Any], take: Callable[[str, Any], T]) -> Callable[P, T]:
    """Give a plugin's function that tells its faults; ``take`` refuses what it must not give."""

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        with told_as(f"{what} fails"):
            return take(what, function(*args, **kwargs))

    return asked


def all_of(kind: type[T]) -> Callable[[str, Any], tuple[T, ...]]:
    """Make what takes any number of a kind."""
    return lambda what, given: tuple(expect(kind, what, each) for each in _items(what, given))


def one_of(kind: type[T]) -> Callable[[str, Any], T]:
    """Make what takes one of a kind."""
    return lambda what, given: expect(kind, what, given)


def _items(what: str, given: object) -> Iterable[object]:
    found: Iterable[object] = expect(Iterable, what, given)  # type: ignore[type-abstract]
    return found
