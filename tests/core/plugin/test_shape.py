"""A function that cannot be an operation is refused when it is registered, and no other is."""

from collections.abc import Coroutine
from functools import partial, wraps

import pytest

from pickupkit.plugin import OPERATIONS
from tests.core._vans import page, pickup, session, vans

PAGED = ("list", "orders")
SINGLE = tuple(name for name in OPERATIONS if name not in PAGED)


async def coroutine(*_):
    return pickup()


async def pages(*_):
    yield page("1")


def plain(*_):
    return pickup()


def generator(*_):
    yield pickup()


class Held:
    def plain(self, *_):
        return pickup()


@pytest.mark.parametrize("name", SINGLE)
@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (plain, "a plain function"),
        (Held().plain, "a plain function"),
        (generator, "a generator"),
        (pages, "an async generator"),
    ],
)
def test_what_gives_one_result_is_a_coroutine_function(name, function, kind):
    """What is wanted is said."""
    said = f"{name} of 'vans' is {kind}, and a coroutine function is wanted: async def"
    with pytest.raises(TypeError, match=said):
        vans(**{name: function})


@pytest.mark.parametrize("name", PAGED)
@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (plain, "a plain function"),
        (generator, "a generator"),
        (coroutine, "a coroutine function"),
        (partial(coroutine), "a coroutine function"),
    ],
)
def test_what_lists_is_an_async_generator(name, function, kind):
    """What is wanted is said."""
    said = f"{name} of 'vans' is {kind}, and an async generator is wanted: async def with yield"
    with pytest.raises(TypeError, match=said):
        vans(**{name: function})


def wrapped(function):
    @wraps(function)
    def inner(*given):
        return function(*given)

    return inner


def wrapped_bare(function):
    def inner(*given):
        return function(*given)

    return inner


class Callable:
    def __init__(self, function):
        self._function = function

    def __call__(self, *given):
        return self._function(*given)

    async def operation(self, *_):
        return pickup()


class Asynchronous:
    async def __call__(self, *_):
        return pickup()


def annotated(*_) -> Coroutine:
    return coroutine()


def annotated_by_text(*_) -> "Coroutine":
    return coroutine()


@pytest.mark.parametrize(
    "function",
    [
        coroutine,
        wrapped(coroutine),
        wrapped_bare(coroutine),
        Callable(coroutine),
        Callable(coroutine).operation,
        Asynchronous(),
        partial(coroutine),
        partial(wrapped(coroutine)),
        lambda *given: coroutine(*given),
        annotated,
        annotated_by_text,
    ],
)
def test_what_is_asynchronous_underneath_works(function):
    """Whatever stands around it."""
    assert session(vans(get=function)).run("get", "1").value == pickup()


@pytest.mark.parametrize(
    "function", [pages, wrapped(pages), wrapped_bare(pages), Callable(pages), partial(pages)]
)
def test_a_listing_that_is_wrapped_works(function):
    """As the others do."""
    assert session(vans(list=function)).run("list").value == ((pickup(),), ())
