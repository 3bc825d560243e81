"""What the blocking and the asyncio client have in common: settings, requests and answers."""

import re
import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from typing import Any

import httpx

from pickupkit.calls import Answer
from pickupkit.errors import ConfigError
from pickupkit.secret import Secret

from ._body import Body, TooLarge
from ._exchange import Send
from ._fault import LOCAL
from ._limits import Limits

_VALUE = re.compile(r"([!-~]([\t -~]*[!-~])?)?")
"""What a header may hold; checked here, as the client's own checks come late or not at all."""


def client_settings(limits: Limits) -> dict[str, Any]:
    """Give the settings of either client: no redirects, no cookies, gzip alone.

    The pool has no bound of its own: at its bound it closes connections that it has just given to
    another thread. The exchangers let in no more exchanges at once than ``limits.connections``.
    """
    return {
        "follow_redirects": False,
        "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        "headers": {
            "accept": "application/json",
            "accept-encoding": "gzip",
            "user-agent": f"pickupkit/{version('pickupkit')}",
        },
        "limits": httpx.Limits(
            max_connections=None,
            max_keepalive_connections=None,
            keepalive_expiry=limits.keepalive,
        ),
    }


def misconfigured(error: Exception) -> ConfigError:
    """Explain a client that cannot even be made: certificates or proxy of the environment."""
    return ConfigError(
        f"the HTTP client cannot start ({type(error).__name__}); look at SSL_CERT_FILE, "
        "SSL_CERT_DIR and the proxy variables of the environment (SOCKS needs httpx[socks])"
    )


CANNOT_START = (OSError, ssl.SSLError, httpx.InvalidURL, ValueError, ImportError)


def refuse_sharing(
    pool: object, transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None
) -> None:
    """Refuse a caller's own transport whose connections another process or event loop has."""
    pooled = isinstance(transport, httpx.HTTPTransport | httpx.AsyncHTTPTransport)
    if pool is not None and pooled:
        raise ConfigError(
            "the transport given is in use in another process or event loop; "
            "make a new one, and a new kit, there"
        )


def build(client: httpx.Client | httpx.AsyncClient, send: Send, limits: Limits) -> httpx.Request:
    """Turn a `Send` into the client's own request; what makes none has certainly not left."""
    try:
        return _built(client, send, limits)
    except LOCAL:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, nothing has left
        raise httpx.LocalProtocolError(type(error).__name__) from None


def _built(client: httpx.Client | httpx.AsyncClient, send: Send, limits: Limits) -> httpx.Request:
    left = send.timeout
    timeout = httpx.Timeout(
        connect=min(limits.connect, left),
        read=min(limits.read, left),
        write=min(limits.write, left),
        pool=min(limits.pool, left),
    )
    headers = [(name, v.reveal() if isinstance(v, Secret) else v) for name, v in send.headers]
    if not all(_VALUE.fullmatch(value) for _, value in headers):
        raise httpx.LocalProtocolError("a header's characters")
    return client.build_request(
        send.method, send.url, headers=headers, content=send.body, timeout=timeout
    )


def new_body(response: httpx.Response, limits: Limits) -> Body:
    """Begin to read a body; refuse at once one that announces to be too large."""
    announced = response.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced) > limits.body:
        raise TooLarge(f"the answer is longer than {limits.body} bytes")
    return Body(response.headers.get("content-encoding", ""), limits.body)


def answer(response: httpx.Response, body: Body) -> Answer:
    """Give the neutral answer; a repeated header is joined by commas."""
    return Answer(response.status_code, dict(response.headers.items()), body.finish())
