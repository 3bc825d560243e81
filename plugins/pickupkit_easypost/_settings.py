"""What an EasyPost account needs, and where its calls go."""

from base64 import b64encode

from attrs import field, frozen
from attrs.validators import ge

from pickupkit.plugin import Account, Connection, Secret


@frozen(kw_only=True)
class Settings:
    """An EasyPost account: its API key decides between test and production."""

    api_key: Secret
    page_size: int = field(default=100, validator=ge(1))
    """Pickups asked for at once while listing; EasyPost gives 100 at most."""


def connect(account: Account[Settings]) -> Connection:
    """Log in by Basic: the key as user name, no password."""
    key = account.settings.api_key.map(lambda key: b64encode(f"{key}:".encode()).decode())
    return Connection(
        account.root("https://api.easypost.com") + "/v2",
        {"Authorization": key.map(lambda token: f"Basic {token}")},
    )
