"""Credentials in what was recorded: how they are hidden, and how one that is not is found."""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import unquote

FILTERED: Final = "[filtered]"
"""What stands in a credential's place."""

_NAMES: Final = (
    r"(?:x[_-])?(?:password|passwd|secret|token|signature|(?:client|secret|api)[_-]?secret"
    r"|(?:access|refresh|id|api|auth)[_-]?token|(?:api|secret|private|access)[_-]?key)"
)
# JSON may stand in a text of JSON, where each of its quotes has backslashes before it.
_GAP: Final = r"(?:\s|\\+[nrt])*+"
_SCALAR: Final = (
    r'(?:(?P=slashes)"(?:[^"\\]|\\++[^"\\]|(?P=slashes)\\(?P=slashes)["\\])*+(?:(?P=slashes)")?'
    r"|-?\d[\d.eE+-]*+)"
)
_FIELD: Final = re.compile(
    rf'(?P<head>(?<!\\)(?P<slashes>\\*+)"(?P<name>{_NAMES})(?P=slashes)"'
    rf"{_GAP}:{_GAP}(?P<list>\[{_GAP})?)"
    rf"(?P<value>{_SCALAR}(?(list)(?:{_GAP},{_GAP}{_SCALAR})*+))",
    re.IGNORECASE,
)
_QUERY: Final = re.compile(
    rf"(?P<head>(?:^|[?&])(?P<name>{_NAMES}|(?<=[?&])key)=)"
    # In a header of links, a URL ends with its bracket; in JSON, with its quote.
    r'(?P<value>(?:<[^<>&#\s]+>|(?!>(?:[;,]|$)|\\*"\s*(?:[\]},]|$))[^&#\s])*)',
    re.IGNORECASE,
)
_PLACEHOLDER: Final = re.compile(r"(?:[\w-]+ )?[\[<][^\[\]<>]+[\]>]")
_SHAPE: Final = re.compile(
    r"""
    \b(Basic|Bearer|Token|JWT)\s+(?=\S*(?:\d|[a-z][A-Z]))[\w+/.~-]{8,}  # not "Token expired"
    | -----BEGIN | \bAKIA[0-9A-Z]{16}\b | \bgh[pousr]_\w{20,} | \beyJ[\w-]{10,}\.[\w-]{10,}
    """,
    re.VERBOSE,
)


def hide(text: str, secrets: Mapping[str, str]) -> str:
    """Put names in the places of known values, and one word into each field of a credential."""
    for name, value in secrets.items():
        text = text.replace(value, f"[{name}]") if value else text
    return _QUERY.sub(lambda found: found["head"] + FILTERED, _FIELD.sub(_masked, text))


def _masked(found: re.Match[str]) -> str:
    """Give a field with one word for its text, its number, or all that its list has."""
    quote = found["slashes"] + '"'
    return f"{found['head']}{quote}{FILTERED}{quote}"


def is_hidden(value: str) -> bool:
    """Tell whether a word in brackets stands in a credential's place, its scheme may be before."""
    return not value or _PLACEHOLDER.fullmatch(unquote(value)) is not None


def bare(text: str) -> Iterator[str]:
    """Name the credentials that a text shows: by their fields, or by how such ones look."""
    for found in (*_FIELD.finditer(text), *_QUERY.finditer(text)):
        if not is_hidden(found["value"].strip('\\"')):
            yield found["name"]
    if shape := _SHAPE.search(text):
        yield f"{shape[0][:8]}…"
