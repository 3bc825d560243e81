"""What kind of function an operation is; refused is only what certainly cannot work."""

import inspect
from collections.abc import Callable
from typing import Any, Final

_PAGED: Final = ("list", "orders")
_PLAIN: Final = "a plain function"
_COROUTINE: Final = "a coroutine function"
_PAGES: Final = "an async generator"
_AWAITED: Final = ("Await", "Coroutine", "Async")
"""What annotations begin with of what a plain function may give in an operation's place."""


def refuse_misfit(provider: str, name: str, operation: Callable[..., Any]) -> None:
    """Refuse a function that cannot be the operation of that name."""
    wanted = _PAGES if name in _PAGED else _COROUTINE
    how = "async def with yield" if name in _PAGED else "async def, awaiting calls, with return"
    if (kind := _kind(operation)) not in (wanted, None):
        raise TypeError(f"{name} of {provider!r} is {kind}, and {wanted} is wanted: {how}")


def _kind(operation: Callable[..., Any]) -> str | None:
    """Tell the kind as far as it is certain: of callable objects and wrappers it is not."""
    if inspect.isasyncgenfunction(operation):
        return _PAGES
    if inspect.iscoroutinefunction(operation):
        return _COROUTINE
    if inspect.isgeneratorfunction(operation):
        return "a generator"
    return _PLAIN if _is_plain(getattr(operation, "__func__", operation)) else None


def _is_plain(operation: object) -> bool:
    """Tell a ``def`` from what may hand another's coroutine on: a wrapper, or one that says so."""
    if not inspect.isfunction(operation) or operation.__name__ == "<lambda>":
        return False
    told = str(operation.__annotations__.get("return", ""))
    wraps = hasattr(operation, "__wrapped__") or operation.__closure__ is not None
    return not wraps and not any(word in told for word in _AWAITED)
