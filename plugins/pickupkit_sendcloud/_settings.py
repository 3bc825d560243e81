"""What a Sendcloud account needs, and where its calls go."""

from base64 import b64encode

from attrs import frozen

from pickupkit.plugin import Account, Connection, Secret

ROOT = "https://panel.sendcloud.sc"


@frozen(kw_only=True)
class Settings:
    """A Sendcloud account: the two keys of one integration. Sendcloud has no test mode."""

    public_key: Secret
    secret_key: Secret
    page_size: int = 100
    """Pickups asked for at once while listing; Sendcloud gives 100 at most."""
    send_totals: bool = True
    """Whether a request repeats its items' totals at its top. The description demands them, the
    examples leave them out; what the server really needs is not established."""
    more_carriers: tuple[str, ...] = ()
    """Carrier codes that are new at Sendcloud: booked with the common fields and ``extra``."""


def connect(account: Account[Settings]) -> Connection:
    """Log in by Basic: public and secret key."""
    settings = account.settings
    pair = Secret(f"{settings.public_key.reveal()}:{settings.secret_key.reveal()}")
    token = pair.map(lambda text: "Basic " + b64encode(text.encode()).decode())
    return Connection(base_url(account), {"Authorization": token})


def base_url(account: Account[Settings]) -> str:
    """Give the base of API v3, whose own links lead there too."""
    return account.root(ROOT) + "/api/v3"
