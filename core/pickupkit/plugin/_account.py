"""An account at a provider, and how it is reached."""

import re
from collections.abc import Callable, Coroutine, Mapping
from math import inf
from typing import Any, Final, Generic, TypeGuard, TypeVar
from urllib.parse import urlsplit

from attrs import field, frozen

from pickupkit.errors import ConfigError
from pickupkit.secret import Secret, variable_of

S = TypeVar("S")
Headers = Mapping[str, str | Secret]

_CREDENTIAL: Final = re.compile(
    r"authori[sz]ation|\bauth\b|cookie|token|secret|passw|credential|(api|access|private)[-_]?key",
    re.IGNORECASE,
)
"""What the name of a header that carries a credential looks like."""


@frozen
class Account(Generic[S]):
    """One named set of credentials at a provider; what an operation is given."""

    name: str
    provider: str
    settings: S
    url: str | None = None

    def root(self, default: str) -> str:
        """Give the provider's root URL, or the one that this account has instead of it."""
        return (default if self.url is None else self.url).rstrip("/")

    def variable(self, setting: str) -> str:
        """Name the environment variable that a secret setting may come from."""
        return variable_of(self.name, setting)


def _covered(headers: Headers) -> Headers:
    """Make a `Secret` of each text; a blank one is none."""
    _check_headers(headers)
    return {
        name: Secret(value) if isinstance(value, str) and value.strip() else value
        for name, value in headers.items()
    }


def _credentials_covered(headers: Headers) -> Headers:
    _check_headers(headers)
    found = {name: value for name, value in headers.items() if _CREDENTIAL.search(name)}
    return {**headers, **_covered(found)}


def _check_headers(headers: Headers) -> None:
    # Found out while sending, it would pass for an answer that was lost.
    parts: tuple[object, ...] = (*headers, *headers.values())
    if not all(isinstance(part, str | Secret) for part in parts):
        raise TypeError("the names and the values of headers are text")


@frozen
class Grant:
    """What `Connection.authorize` got: headers for every call, good for ``seconds``, if told.

    All of them are credentials, so that texts become `Secret` values.
    """

    headers: Headers = field(repr=False, converter=_covered)
    seconds: float | None = None

    def __attrs_post_init__(self) -> None:
        known: object = self.seconds
        if known is not None and not (_is_number(known) and known >= 0):
            raise ValueError("the seconds of a grant are no number of 0 or more")


@frozen(kw_only=True)
class RateLimit:
    """What a provider lets one account send: ``count`` calls in any ``seconds``.

    ``reads`` says which calls count: true for GET, false for the others, ``None`` for all; ``path``
    that only those of one path do, such as a listing's.
    """

    count: int
    seconds: float
    reads: bool | None = None
    path: str | None = None

    def __attrs_post_init__(self) -> None:
        if not (_is_number(self.count) and isinstance(self.count, int) and self.count >= 1):
            raise ValueError("the count of a limit is no whole number of 1 or more")
        if not (_is_number(self.seconds) and 0 < self.seconds < inf):
            raise ValueError("the seconds of a limit are no number above 0")


@frozen
class Connection:
    """Where an account's calls go, and what they carry.

    ``base_url`` is joined with each call's path; ``apis`` names other bases for calls of other
    descriptions. ``headers`` go on every request; `Secret` values are revealed on the wire alone,
    and so is a text under a name that a credential has, such as ``Authorization``.
    Credentials can leave only to these bases, as a call holds no host. ``authorize`` is a coroutine
    function that awaits calls and gives headers to use instead, such as a token's. It runs before
    the first call and again when its `Grant` ends or a call gets a 401; its own calls carry
    ``headers``, the others those of both, where the grant's count.
    """

    base_url: str
    headers: Headers = field(factory=dict, converter=_credentials_covered)
    apis: Mapping[str, str] = field(factory=dict)
    authorize: "Callable[[], Coroutine[Any, Any, Grant]] | None" = None

    def __attrs_post_init__(self) -> None:
        for url in (self.base_url, *self.apis.values()):
            _check_url(url)

    def base(self, api: str) -> str:
        """Give the base URL for calls of one description."""
        return self.apis.get(api, self.base_url)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ConfigError("url cannot be understood: scheme, host and path are wanted") from None
    # Not shown before it is known to hold no password.
    if not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
        raise ConfigError("url must be plain: scheme, host and path, nothing else")
    local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise ConfigError(
            f"url {url!r} must start with https:// (http:// is for this machine alone)"
        )
