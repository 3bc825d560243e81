"""Calls: HTTP requests as inert values, and the drivers that run the coroutines awaiting them.

Nothing here opens a socket, reads a clock or knows an HTTP library. Generated clients build on
this package alone.
"""

from ._call import (
    Answer,
    AnswerError,
    Call,
    Reply,
    UnexpectedStatus,
    UnreadableAnswer,
    repeatable,
    whole,
)
from ._drive import adrive, drive
from ._effects import Blocking, Effect, Note, Sleep, before_going, note, sleep
from ._unset import UNSET, Unset

__all__ = [
    "UNSET",
    "Answer",
    "AnswerError",
    "Blocking",
    "Call",
    "Effect",
    "Note",
    "Reply",
    "Sleep",
    "UnexpectedStatus",
    "UnreadableAnswer",
    "Unset",
    "adrive",
    "before_going",
    "drive",
    "note",
    "repeatable",
    "sleep",
    "whole",
]
