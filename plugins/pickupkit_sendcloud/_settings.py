"""What a Sendcloud account needs, and where its calls go."""

from base64 import b64encode
from typing import Final, Literal

from attrs import field, frozen
from attrs.validators import ge

from pickupkit.plugin import Account, ConfigError, Connection, Secret

from ._oauth import ACCOUNT_ROOT, fetch_token
from ._oauth import API as TOKENS

ROOT: Final = "https://panel.sendcloud.sc"


@frozen(kw_only=True)
class Settings:
    """A Sendcloud account: the two keys of one integration, or an OAuth2 client.

    Sendcloud has no test mode. An integration that is switched to OAuth2 refuses its keys.
    """

    public_key: Secret | None = None
    secret_key: Secret | None = None
    client_id: Secret | None = None
    client_secret: Secret | None = None
    api: Literal["v3", "v2"] = "v3"
    """Which generation of the API books, lists and shows pickups; v2 has nine carriers."""
    cancel_by_v3: bool = False
    """Whether an account on v2, which cannot cancel, uses v3's cancel. That it takes what v2 booked
    is not established."""
    page_size: int = field(default=100, validator=ge(1))
    """Pickups asked for at once while listing; Sendcloud's v3 gives 100 at most."""
    send_totals: bool = True
    """Whether a v3 request repeats its items' totals at its top. The description demands them, the
    examples leave them out; what the server really needs is not established."""
    more_carriers: tuple[str, ...] = ()
    """Carrier codes that are new at v3: booked with the common fields and ``extra``."""


def connect(account: Account[Settings]) -> Connection:
    """Log in by Basic with the two keys, or by a token that the OAuth2 client gets."""
    keys = _pair(account, "public_key", "secret_key")
    client = _pair(account, "client_id", "client_secret")
    if (keys is None) == (client is None):
        raise ConfigError(_demand(account, both=keys is not None))
    apis = {"sendcloud_pickups_v2": base_url(account, "v2"), TOKENS: account.root(ACCOUNT_ROOT)}
    credential = {"Authorization": keys or client or Secret("")}
    return Connection(base_url(account), credential, apis, fetch_token if client else None)


def base_url(account: Account[Settings], generation: str = "v3") -> str:
    """Give the base of one generation of the API, whose own links lead there too."""
    return f"{account.root(ROOT)}/api/{generation}"


def _pair(account: Account[Settings], name: str, password: str) -> Secret | None:
    """Give two settings as a Basic credential; ``None`` if neither is there."""
    first, second = (getattr(account.settings, each) for each in (name, password))
    if first is None and second is None:
        return None
    if first is None or second is None:
        lacking = name if first is None else password
        said = f"{lacking} is required; {_how(account, lacking)}"
        raise ConfigError(f"account {account.name!r}: {said}")
    both = f"{first.reveal()}:{second.reveal()}"
    return Secret("Basic " + b64encode(both.encode()).decode())


def _how(account: Account[Settings], name: str) -> str:
    return f"set {account.variable(name)}, or {name} = {{ file = … }} in pickupkit.toml"


def _demand(account: Account[Settings], *, both: bool) -> str:
    if both:
        return (
            f"account {account.name!r}: has public_key and client_id; "
            "the keys or the OAuth2 client can be used, not both"
        )
    return (
        f"account {account.name!r}: public_key is required; {_how(account, 'public_key')}, and the "
        "same for secret_key; or use client_id and client_secret"
    )
