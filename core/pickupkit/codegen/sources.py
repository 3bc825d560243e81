"""The list of where descriptions come from: entries are written, all else in it stays."""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from .errors import SpecError

HEAD = "# Where each description comes from, and the sha256 of what was read through.\n"


def entry(text: str, api: str) -> dict[str, Any]:
    """Give what is known of ``api``."""
    found: dict[str, Any] = tomllib.loads(text).get(api, {})
    return found


def recorded(text: str, api: str, facts: Mapping[str, str | date]) -> str:
    """Give ``text`` with ``facts`` in the entry of ``api``; comments and other keys stay."""
    section = _section(text, api)
    for key, value in facts.items():
        section = _with(section, key, value)
    return _checked(text, _replaced(text, api, section), api, {**entry(text, api), **facts})


def restored(text: str, api: str, old: str) -> str:
    """Give ``text`` with the entry of ``api`` as it is in the ``old`` text."""
    return _checked(text, _replaced(text, api, _section(old, api)), api, entry(old, api))


def _bounds(text: str, api: str) -> tuple[int, int] | None:
    head = re.search(rf"^\[{re.escape(api)}\][^\n]*\n", text, re.MULTILINE)
    if head is None:
        return None
    # Up to the next entry, with the comment lines that lead it in left to that one.
    after = re.search(r"^(?:#[^\n]*\n|\n)*\[[\w\"]", text[head.end() :], re.MULTILINE)
    return head.start(), head.end() + after.start() if after else len(text)


def _section(text: str, api: str) -> str:
    bounds = _bounds(text, api)
    return text[slice(*bounds)] if bounds else f"[{api}]\n"


def _replaced(text: str, api: str, section: str) -> str:
    if bounds := _bounds(text, api):
        return text[: bounds[0]] + section + text[bounds[1] :]
    return f"{(text or HEAD).rstrip()}\n\n{section}"


def _with(section: str, key: str, value: str | date) -> str:
    written = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
    line = f"{key} = {written}\n"
    known = re.search(rf"^{re.escape(key)} *=[^\n]*\n", section, re.MULTILINE)
    if known:
        return section[: known.start()] + line + section[known.end() :]
    last = list(re.finditer(r"^\w+ *= *(?=[^\s\[])[^\n]*\n|^\[[^\n]*\n", section, re.MULTILINE))[-1]
    return section[: last.end()] + line + section[last.end() :]


def _checked(old: str, new: str, api: str, wanted: Mapping[str, Any]) -> str:
    """Refuse an edit that did anything else than meant."""
    expected = {**tomllib.loads(old), api: dict(wanted)}
    try:
        same = tomllib.loads(new) == expected
    except tomllib.TOMLDecodeError:
        same = False
    if not same:
        raise SpecError(f"the entry [{api}] in sources.toml is written in a way not known here")
    return new
