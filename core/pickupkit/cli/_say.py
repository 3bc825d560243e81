"""Print for people and for machines."""

import errno
import json
import os
import re
import sys
from typing import Any, Final

import click

from ._unwritten import Unwritten, give_up

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys, or what turns the order of a line around."""

_FUNCTIONS: Final = ("applies",)
"""Fields that JSON has no words for; a requirement's condition tells the same."""


def plural(count: float, what: str) -> str:
    """Count things, or the only one."""
    return f"{count:.12g} {what}" if count == 1 else f"{count:.12g} {what}s"


def say(text: str, *, err: bool = False) -> None:
    """Print text that may hold a vendor's words: a terminal obeys none of them.

    `Unwritten` where standard output takes no more; what stderr does not take is lost.
    """
    if not err and sys.stdout is None:
        # It was closed before Python began, and click would print nothing without a word.
        raise Unwritten(OSError(errno.EBADF, os.strerror(errno.EBADF)))
    try:
        click.echo(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text), err=err)
    except OSError as reason:
        give_up(sys.stderr if err else sys.stdout)
        if not err:
            raise Unwritten(reason) from None


def echo_json(value: object, indent: int | None = 2) -> None:
    """Print JSON: times as ISO 8601 with offset, amounts as text; without ``indent`` in a line.

    What a terminal would obey is escaped: a program that reads it gets every character.
    """
    # Elsewhere a letter that cannot be shown would be written in a way that is not JSON's.
    shows_all = (getattr(sys.stdout, "encoding", None) or "").lower() in ("utf-8", "utf8")
    text = json.dumps(value, default=_plain, indent=indent, ensure_ascii=not shows_all)
    say(_CONTROL.sub(lambda each: f"\\u{ord(each[0]):04x}", text))


def preview(send: Any, *, json: bool) -> None:
    """Print the exact request that would be sent, secrets masked."""
    from pickupkit import render

    if json:
        echo_json(render.request_fields(send))
    else:
        say(render.request(send))


def _plain(value: Any) -> object:
    from attrs import fields, has

    if has(type(value)):
        known = (field.name for field in fields(type(value)))
        return {name: getattr(value, name) for name in known if name not in _FUNCTIONS}
    if isinstance(value, Exception):
        return str(value)
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat else str(value)
