"""One exchange in neutral words: what to send, and how it can go wrong."""

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen

from pickupkit.calls import Answer, Effect
from pickupkit.secret import Secret


class Stage(Enum):
    """How far an exchange had come when it failed."""

    LOCAL = "it was never tried"
    UNSENT = "nothing left this machine"
    SENT = "it was sent and there is no answer"
    ANSWERED = "the answer began and could not be read"


@frozen
class Send(Effect[Answer]):
    """Send one request once; secrets among the headers are revealed on the wire alone.

    ``timeout`` is in seconds for all of it, from connecting to the last byte.
    """

    method: str
    url: str = field(repr=False)
    headers: tuple[tuple[str, str | Secret], ...] = field(repr=False)
    body: bytes | None = field(repr=False)
    timeout: float = field(repr=False)


class SendFault(Exception):
    """An exchange without a whole answer; ``stage`` says what the other side may have seen."""

    def __init__(
        self,
        stage: Stage,
        reason: str,
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        transient: bool = True,
    ) -> None:
        super().__init__(reason)
        self.stage = stage
        self.reason = reason
        self.status = status
        self.headers = headers or {}
        self.transient = transient
