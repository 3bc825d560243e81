"""What the checks work with: a provider under test, and ways to run its operations."""

from functools import cached_property
from typing import Any

from pickupkit.calls import Answer
from pickupkit.models import PickupRequest
from pickupkit.transport import Send

from ._arguments import arguments, fill
from ._given import Given
from ._session import Meddle, Outcome, Session
from ._subject import READS, Subject
from ._variants import variants


class Bench(Subject):
    """Runs the operations of a provider under test."""

    def __init__(self, contract: Given) -> None:
        super().__init__(contract)
        self._heard: dict[str, tuple[dict[Any, Answer], tuple[Any, ...]]] = {}

    def prepared(self, operation: str, **how: Any) -> tuple[Session, tuple[Any, ...]]:
        """Open a session in which an operation can be run, and give its arguments.

        A read at an application is played from memory, as what comes before it takes its time.
        """
        if operation not in READS or self.source.replies() or how.keys() - {"asynchronous"}:
            return self.opened(operation, **how)
        if operation not in self._heard:
            self._heard[operation] = self._listened(operation)
        told, arguments = self._heard[operation]

        def recall(send: Send) -> Answer:
            return told.get((send.method, send.url, send.body), Answer(404, {}, b"{}"))

        return self.session(operation, vendor=recall, **how), arguments

    def _listened(self, operation: str) -> tuple[dict[Any, Answer], tuple[Any, ...]]:
        session, arguments = self.opened(operation)
        session.run(operation, *arguments)
        asked = ((send.method, send.url, send.body) for send in session.played.sends)
        return dict(zip(asked, session.played.answers, strict=False)), arguments

    def opened(self, operation: str, **how: Any) -> tuple[Session, tuple[Any, ...]]:
        """Open a session with all that an operation needs, played from nobody's memory."""
        session = self.session(operation, **how)
        if operation == "list":
            fill(self, session)
        return session, arguments(self, operation, session)

    def run(self, operation: str, *, meddle: Meddle | None = None, **how: Any) -> Outcome:
        """Run an operation on a prepared vendor; ``meddle`` sees its own requests alone."""
        session, arguments = self.prepared(operation, **how)
        before = len(session.played.sends)
        if meddle is not None:
            session.played.meddle = lambda n, send, ask: meddle(n - before, send, ask)
        return session.run(operation, *arguments)

    @cached_property
    def variants(self) -> tuple[PickupRequest, ...]:
        """The author's requests, and one more for each field that they leave out."""
        return variants(self)
