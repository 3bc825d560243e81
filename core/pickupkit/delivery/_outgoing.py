"""Make the exact request that a call becomes for an account."""

from typing import Any
from urllib.parse import quote

from pickupkit.calls import Call
from pickupkit.plugin import Connection
from pickupkit.plugin._account import Headers
from pickupkit.secret import Secret
from pickupkit.transport import Send


def outgoing(
    call: Call[Any], connection: Connection, timeout: float, granted: Headers | None = None
) -> Send:
    """Join a call with the account's base URL, its headers, and those of a token."""
    query = "&".join(f"{_quoted(k)}={_quoted(v)}" for k, v in call.params)
    url = connection.base(call.api) + call.path + (f"?{query}" if query else "")
    headers = (*_joined(connection.headers, granted or {}), *call.headers)
    return Send(call.method, url, headers, call.body, timeout)


def _quoted(text: str) -> str:
    # A cursor need not be text: its bytes go back as they came.
    return quote(text, safe="", errors="surrogateescape")


def _joined(own: Headers, granted: Headers) -> tuple[tuple[str, str | Secret], ...]:
    """Join headers; of one name, whose capitals make no difference, those of a token count."""
    names = {name.lower() for name in granted}
    kept = (header for header in own.items() if header[0].lower() not in names)
    return *kept, *granted.items()
