"""Credentials in what was recorded: how they are hidden, and how one that is not is found."""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import unquote

FILTERED: Final = "[filtered]"
"""What stands in a credential's place."""

# What leads to the next page is no credential, and has to be played back.
_NAMES: Final = (
    r"(?![\w-]*(?:next|page|prev|previous|continuation|cursor|sync|skip|resume)[_-]?token\b)"
    r"(?:(?:x[_-])?signature|authorization|[\w-]{0,40}?(?:"
    r"password|passwd|pwd|passphrase|secret|token|jwt|bearer|sess(?:ion)?[_-]?id"
    r"|access[_-]?licen[cs]e[_-]?number|(?:api|app|application|secret|private|access|auth|session"
    r"|consumer|client|user|account|licen[cs]e|subscription|signing|encryption|master)[_-]?key))"
)
# JSON may stand in a text of JSON, where each of its quotes has backslashes before it.
_GAP: Final = r"(?:\s|\\+[nrt])*"
_SCALAR: Final = (
    r'(?:(?P=slashes)"(?:[^"\\]|\\++[^"\\]|(?P=slashes)\\(?P=slashes)["\\])*(?:(?P=slashes)")?'
    r"|-?\d[\d.eE+-]*+)"
)
_FIELD: Final = re.compile(
    rf'(?P<head>(?<!\\)(?P<slashes>\\*+)"(?P<name>{_NAMES})(?P=slashes)"'
    rf"{_GAP}:{_GAP}(?P<list>\[{_GAP})?)"
    rf"(?P<value>{_SCALAR}(?(list)(?:{_GAP},{_GAP}{_SCALAR})*))",
    re.IGNORECASE,
)
# A credential that is an object has its text in one of these; others say how long it is good.
_INNER: Final = re.compile(
    rf'(?P<head>(?P<slashes>\\*+)"(?:value|token|secret|key|data|content|raw)(?P=slashes)"'
    rf"{_GAP}:{_GAP})(?P<value>{_SCALAR})",
    re.IGNORECASE,
)
_OBJECT: Final = re.compile(
    rf'(?P<head>(?<!\\)(?P<slashes>\\*+)"(?P<name>{_NAMES})(?P=slashes)"{_GAP}:{_GAP}\{{)'
    r"(?P<inside>[^{}]*)",
    re.IGNORECASE,
)
_ELEMENT: Final = re.compile(
    rf"(?P<head><(?P<tag>(?:[\w-]+:)?(?P<name>{_NAMES}))(?:\s[^<>]*)?>\s*)"
    r"(?P<value><!\[CDATA\[[^\]<>]*\]\]>|[^<>\s][^<>]*)(?=<\\*/(?P=tag)\s*>)",
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
    text = _OBJECT.sub(_within, _FIELD.sub(_masked, text))
    for pattern in (_ELEMENT, _QUERY):
        text = pattern.sub(lambda found: found["head"] + FILTERED, text)
    return text


def _within(found: re.Match[str]) -> str:
    return found["head"] + _INNER.sub(_masked, found["inside"])


def _masked(found: re.Match[str]) -> str:
    """Give a field with one word for its text, its number, or all that its list has."""
    quote = found["slashes"] + '"'
    return f"{found['head']}{quote}{FILTERED}{quote}"


def is_hidden(value: str) -> bool:
    """Tell whether a word in brackets stands in a credential's place, its scheme may be before."""
    return not value or _PLACEHOLDER.fullmatch(unquote(value)) is not None


def bare(text: str) -> Iterator[str]:
    """Name the credentials that a text shows: by their fields, or by how such ones look."""
    for name, value in _fields(text):
        if not is_hidden(value.strip('\\"')):
            yield name
    if shape := _SHAPE.search(text):
        yield f"{shape[0][:8]}…"


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """Give what stands in each field of a credential, with the field's name."""
    for pattern in (_FIELD, _ELEMENT, _QUERY):
        yield from ((found["name"], found["value"]) for found in pattern.finditer(text))
    for around in _OBJECT.finditer(text):
        inside = _INNER.finditer(around["inside"])
        yield from ((around["name"], found["value"]) for found in inside)
