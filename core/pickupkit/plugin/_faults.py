"""A plugin's own faults, told so that nothing private is in them."""

from collections.abc import Iterator
from contextlib import contextmanager

from pickupkit.errors import PickupKitError, PluginError


def place_of(error: BaseException) -> str:
    """Tell a plugin's fault by its kind and place, as its words may hold a secret."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_filename}, line {trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{where}"


@contextmanager
def told_as(what: str) -> Iterator[None]:
    """Tell a fault of a plugin as a `PluginError`; the library's own errors stay as they are."""
    try:
        yield
    except PickupKitError:
        raise
    except Exception as cause:
        raise PluginError(f"{what}: {place_of(cause)}") from cause
