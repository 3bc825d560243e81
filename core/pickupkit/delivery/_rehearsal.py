"""Find out what an operation would send, and send nothing."""

from collections.abc import Awaitable
from typing import Any

from attrs import evolve

from pickupkit.calls import drive
from pickupkit.transport import Send

from ._delivery import Delivery


def first_request(delivery: Delivery, work: Awaitable[Any]) -> Send | None:
    """Run an operation up to its first request; ``None`` if it sends none.

    It goes without a token, which would be the first request, and without taking a turn.
    """
    try:
        drive(evolve(delivery, authority=None, limiter=None).run(work), _stop)
    except _Stopped as stopped:
        return stopped.send
    return None


class _Stopped(Exception):
    def __init__(self, send: Send) -> None:
        super().__init__()
        self.send = send


def _stop(effect: object) -> None:
    if isinstance(effect, Send):
        raise _Stopped(effect)
