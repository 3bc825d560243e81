"""Hide what others repeat of our secrets and personal data."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from typing import Any, Final
from urllib.parse import quote, quote_plus

from attrs import asdict, field, fields, frozen, has

from pickupkit.models import PickupRequest
from pickupkit.secret import Secret

Values = Callable[[], Iterable[str | None]]

_PHONE: Final = re.compile(r"\+?[\d\s().-]{7,}")
_LOCAL: Final = 7  # digits at a phone number's end that tell it, however its start is written
_LONG: Final = 8  # letters from which on a value within a longer word is no chance


@frozen
class Mask:
    """Hides values in texts; they are looked up when there is a text, and never kept."""

    sources: tuple[Values, ...] = field(default=(), repr=False)

    def __call__(self, text: str) -> str:
        """Give the text without the values; those of one or two letters occur by chance and stay.

        Capitals, and what stands between words or digits, make no difference.
        """
        return self.ready()(text)

    def ready(self) -> Callable[[str], str]:
        """Give what does so for many texts: the values are looked up now, and it holds them."""
        values = {v for source in self.sources for v in source() if v and len(v) > 2}
        longest = sorted(values, key=len, reverse=True)
        patterns = [re.compile(_pattern(value), re.IGNORECASE) for value in longest]

        def hide(text: str) -> str:
            for pattern in patterns:
                text = pattern.sub("[…]", text)
            return text

        return hide


def _pattern(value: str) -> str:
    words = re.findall(r"\w+", value)
    edge = r"\b" if words and len(value) < _LONG else ""
    written = edge + (r"\W{1,4}".join(words) or re.escape(value)) + edge
    forms = {quote(value, safe=""), quote_plus(value), escape(value)} - {value}
    written += "".join(f"|{re.escape(form)}" for form in forms)
    if _PHONE.fullmatch(value):
        written += "|" + r"[\s().-]{0,2}".join(re.findall(r"\d", value)[-_LOCAL:])
    return written


def secrets(headers: Iterable[object], settings: object = None) -> Values:
    """Hide the secrets among header values, each also without its scheme, and in settings."""
    return lambda: [
        part for secret in _held([*headers, settings]) for part in _parts(secret.reveal())
    ]


def _held(value: Any) -> Iterator[Secret]:
    """Find the secrets in a value, wherever they stand in it."""
    if isinstance(value, Secret):
        yield value
    for part in _members(value):
        yield from _held(part)


def _members(value: Any) -> Iterable[Any]:
    if has(type(value)):
        return [getattr(value, each.name, None) for each in fields(type(value))]
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list | tuple) else ()


def _parts(value: str) -> tuple[str, ...]:
    return value, *value.split()[-1:]


def personal(request: PickupRequest) -> Values:
    """Hide who and where; the country and the state tell nobody's home."""
    public = {"country", "state", "residential"}
    spot = request.spot.instructions if request.spot else None
    return lambda: [spot, *(v for k, v in asdict(request.address).items() if k not in public)]
