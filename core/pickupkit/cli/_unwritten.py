"""Standard output that takes no more: the telling is lost, what was done is not."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO


class Unwritten(Exception):
    """Standard output cannot be written, for the reason that the system gives.

    ``left`` says that its reader has gone, as ``head`` does once it has enough. ``done`` tells what
    stands all the same.
    """

    def __init__(self, reason: OSError) -> None:
        super().__init__(f"standard output cannot be written: {reason.strerror}")
        self.left = isinstance(reason, BrokenPipeError)
        self.done = ""

    @property
    def code(self) -> int:
        """The exit code: 4 where something was done of which the caller has no answer, else 5."""
        return 4 if self.done else 5

    def line(self) -> str:
        """Give what is to be said on stderr; to a reader who left it is nothing."""
        if self.done:
            return f"{self}; {self.done}"
        return "" if self.left else str(self)


@contextmanager
def standing(done: str) -> Iterator[None]:
    """Have it told what was done, where the result of it is not printed, by Ctrl-C perhaps."""
    try:
        yield
    except Unwritten as lost:
        lost.done = " ".join(done.split())
        raise
    except KeyboardInterrupt as stopped:
        if done:
            stopped.add_note(done)
        raise


def give_up(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere; at its end Python would try to write it again."""
    with suppress(OSError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())
