"""How an API is reached, as far as its description says: base URL and kind of login."""

from collections.abc import Iterator
from typing import Any, Final, TypeAlias
from urllib.parse import urljoin, urlsplit

from attrs import frozen

Json: TypeAlias = Any

_BEARER: Final = '"Authorization": account.settings.token.map(lambda token: f"Bearer {token}")'
_BASIC: Final = (
    '"Authorization": account.settings.password.map(lambda password: '
    '"Basic " + b64encode(f"{account.settings.user}:{password}".encode()).decode())'
)


@frozen
class Login:
    """The settings that a login needs, by name with the kind, and the header that it makes."""

    settings: dict[str, str]
    header: str
    says: str


def login(document: dict[str, Json]) -> Login:
    """Give the login of the first security scheme that a header can carry; else by token."""
    schemes = document.get("components", {}).get("securitySchemes", {})
    wanted = [name for needs in document.get("security", ()) for name in needs]
    ordered = [schemes[name] for name in (*wanted, *schemes) if name in schemes]
    return next((login for scheme in ordered for login in _of(scheme)), _guess(ordered))


def _of(scheme: dict[str, Json]) -> Iterator[Login]:
    kind = (scheme.get("type"), str(scheme.get("scheme", "")).lower(), scheme.get("in"))
    if kind[:2] == ("http", "bearer"):
        yield Login({"token": "Secret"}, _BEARER, "Log in by token")
    elif kind[:2] == ("http", "basic"):
        yield Login({"user": "str", "password": "Secret"}, _BASIC, "Log in by user and password")
    elif kind[0] == "apiKey" and kind[2] == "header":
        header = f"{scheme['name']!r}: account.settings.api_key"
        yield Login({"api_key": "Secret"}, header, "Log in by key")


def _guess(schemes: list[dict[str, Json]]) -> Login:
    told = ", ".join(str(scheme.get("type")) for scheme in schemes)
    says = f"the description says {told}" if told else "the description does not say how"
    return Login({"token": "Secret"}, _BEARER, f"Log in by token; {says}, so make sure")


def servers(document: dict[str, Json], fallback: str) -> list[str]:
    """Give the base URLs, https and whole; the first is the one to use."""
    found = (_filled(server) for server in document.get("servers", ()) if "url" in server)
    bases = [urljoin(f"{fallback}/", url).rstrip("/") for url in found]
    good = [b.replace("http://", "https://", 1) for b in bases if urlsplit(b).hostname]
    return list(dict.fromkeys(good)) or [fallback]


def _filled(server: dict[str, Json]) -> str:
    url = str(server["url"])
    for name, variable in server.get("variables", {}).items():
        url = url.replace(f"{{{name}}}", str(variable.get("default", name)))
    return url
