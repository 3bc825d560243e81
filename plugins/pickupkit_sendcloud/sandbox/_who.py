"""Who asks: Basic, a Bearer token of anybody's own, or one that was issued here."""

from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs

from attrs import frozen

from pickupkit.plugin.sandbox import (
    JSONResponse,
    RefusedError,
    Request,
    Response,
    World,
    basic,
    credential,
    read_json,
)

INACTIVE: Final = "sandbox-inactive"
_ISSUED: Final = "sandbox-token-"
_LIFE: Final = 3600  # seconds; the vendor's is not established


class StrangerError(Exception):
    """Nobody known; ``given`` tells whether there was a credential at all."""

    def __init__(self, *, given: bool) -> None:
        super().__init__("no such account")
        self.given = given


@frozen
class _Token:
    owner: str
    ends: datetime


class Desk:
    """Tells accounts apart, and issues tokens to OAuth2 clients."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tokens: dict[str, _Token] = {}

    def owner(self, request: Request) -> str:
        """Give whose pickups and orders these are: the public key, the client or the token."""
        scheme, value = credential(request)
        if not scheme:
            raise StrangerError(given=False)
        if scheme == "bearer" and value.startswith(_ISSUED):
            return self._holder(value)
        public, secret = (basic(value) or ("", "")) if scheme == "basic" else (value, value)
        if scheme not in ("basic", "bearer") or not (public and secret) or public == INACTIVE:
            raise StrangerError(given=True)
        return public

    def _holder(self, value: str) -> str:
        token = self._tokens.get(value)
        if token is None or token.ends <= self._world.now():
            raise StrangerError(given=True)
        return token.owner

    async def token(self, request: Request) -> Response:
        """Issue a token to whoever comes with a client's id and secret as Basic credential."""
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        if form.get("grant_type") != ["client_credentials"]:
            return _oauth_error(400, "unsupported_grant_type", "Only client_credentials is known.")
        try:
            owner = self.owner(request)
        except StrangerError:
            return _oauth_error(401, "invalid_client", "Client authentication failed.")
        value = _ISSUED + self._world.hex()
        self._tokens[value] = _Token(owner, self._world.now() + timedelta(seconds=_LIFE))
        told = {"access_token": value, "expires_in": _LIFE, "scope": "api", "token_type": "bearer"}
        return JSONResponse(told)


def _oauth_error(status: int, code: str, words: str) -> Response:
    body = {"error": code, "error_description": words, "error_hint": "", "status_code": status}
    return JSONResponse(body, status)


async def json_of(request: Request, refused: RefusedError) -> Any:
    """Read the body; raise ``refused`` when it is no JSON."""
    try:
        return await read_json(request)
    except ValueError:
        raise refused from None
