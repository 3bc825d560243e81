"""What a Shippo account needs, and where its calls go."""

from typing import Literal

from attrs import frozen

from pickupkit.plugin import Account, Connection, Secret


@frozen(kw_only=True)
class Settings:
    """A Shippo account. Its token decides between test and live."""

    api_token: Secret
    scheme: Literal["ShippoToken", "Bearer", "JWT"] = "ShippoToken"
    """``Bearer`` is for OAuth tokens; a ``JWT`` is good for twelve hours."""
    api_version: str = "2018-02-08"
    """Always sent: a token without a usable default version gets a 400 otherwise."""
    managed_account: str | None = None
    """The account acted for, where the token is a platform's."""


def connect(account: Account[Settings]) -> Connection:
    """Log in by token."""
    settings = account.settings
    headers: dict[str, str | Secret] = {
        "Authorization": settings.api_token.map(lambda token: f"{settings.scheme} {token}")
    }
    if settings.managed_account:
        headers["SHIPPO-ACCOUNT-ID"] = settings.managed_account
    return Connection(account.root("https://api.goshippo.com"), headers)
