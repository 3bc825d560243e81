"""OAuth2 client credentials, which Sendcloud has as a beta for some clients."""

import re
from typing import Any, Final

from pickupkit.plugin import (
    Answer,
    Call,
    Grant,
    Secret,
    UnexpectedStatus,
    Unreadable,
    amount,
    decode,
)

API: Final = "sendcloud_oauth2"
ACCOUNT_ROOT: Final = "https://account.sendcloud.com"
_FORM: Final = "application/x-www-form-urlencoded"
_SENDABLE: Final = re.compile("[!-~]+ [!-~]+")


async def fetch_token() -> Grant:
    """Exchange the client's Basic credential, which the connection adds, for a token of all scopes.

    How long one lives is not established beyond ``expires_in``; without it, or with less than
    nothing, it is used until a call is refused.
    """
    told = await token_call()
    token, lifetime = told.get("access_token"), amount(told.get("expires_in"))
    if not isinstance(token, str) or not token:
        raise Unreadable("access_token is missing")
    kind = told.get("token_type")
    scheme = kind if isinstance(kind, str) and kind and kind.lower() != "bearer" else "Bearer"
    if not _SENDABLE.fullmatch(f"{scheme} {token}"):
        raise Unreadable("access_token or token_type is nothing that a header can hold")
    return Grant(
        {"Authorization": Secret(f"{scheme} {token}")},
        float(lifetime) if lifetime is not None and lifetime >= 0 else None,
    )


def token_call() -> Call[dict[str, Any]]:
    """Describe the request for a token; repeating it does no harm."""
    return Call(
        "POST",
        "/oauth2/token",
        _read,
        headers=(("Content-Type", _FORM),),
        body=b"grant_type=client_credentials",
        api=API,
        repeatable=True,
    )


def _read(answer: Answer) -> dict[str, Any]:
    if answer.status != 200:
        raise UnexpectedStatus(answer)
    told = decode(answer.content)
    if not isinstance(told, dict):
        raise TypeError("the answer is no object")
    return told
