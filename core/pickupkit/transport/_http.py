"""What the blocking and the asyncio client have in common: settings, requests and verdicts."""

import os
import re
import ssl
from collections.abc import Iterator, Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import httpx

from pickupkit.calls import Answer
from pickupkit.errors import ConfigError
from pickupkit.secret import Secret

from ._body import Body, BodyError, TooLarge
from ._boot import boot_time
from ._exchange import Send, SendFault, Stage
from ._limits import Limits

_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_LOCAL = (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL)
_VALUE = re.compile(r"([!-~]([\t -~]*[!-~])?)?")
"""What a header may hold; checked here, as the client's own checks come late or not at all."""

_HEADERS_STARTED = "http11.send_request_headers.started"


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


class Watch:
    """Notes whether our request began to leave; a proxy's CONNECT does not count.

    One that was asked of a proxy, after which ours did not begin, proves that ours did not leave.

    A request that did not begin within its time must not leave at all. The deadlines of the clients
    stand still while the machine sleeps: others may meanwhile have judged what is sent here.
    """

    def __init__(self, send: Send) -> None:
        self._method = send.method.encode()
        self._ends = boot_time() + send.timeout
        self._url = send.url
        self.started = False
        self._asked = False

    @property
    def at_proxy(self) -> bool:
        """Whether a proxy was asked for the connection, and our request did not begin."""
        return self._asked and not self.started

    @property
    def host(self) -> str:
        """Whom the request is for, with the port where one is named."""
        return urlsplit(self._url).netloc.rpartition("@")[2]

    def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Take a trace event of the client."""
        if event != _HEADERS_STARTED:
            return
        if info["request"].method == self._method:
            if boot_time() > self._ends:
                raise httpx.ConnectTimeout("held up")
            self.started = True
        elif info["request"].method == b"CONNECT":
            self._asked = True

    async def acall(self, event: str, info: Mapping[str, Any]) -> None:
        """Take a trace event of the asyncio client."""
        self(event, info)


def build(client: httpx.Client | httpx.AsyncClient, send: Send, limits: Limits) -> httpx.Request:
    """Turn a `Send` into the client's own request; what makes none has certainly not left."""
    try:
        return _built(client, send, limits)
    except _LOCAL:
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


def fault(error: Exception, watch: Watch, response: httpx.Response | None) -> SendFault:
    """Say in neutral words how an exchange failed; no text of the client's is passed on.

    Nothing left this machine only if the client says so twice, by not having begun and by the
    error's class or a proxy's CONNECT: with a stand-in transport it never says that it began.
    """
    reason = _reason(error, watch)
    if response is not None:
        return SendFault(
            Stage.ANSWERED,
            reason,
            status=response.status_code,
            headers=dict(response.headers.items()),
            transient=not isinstance(error, TooLarge),
        )
    if isinstance(error, _LOCAL):
        return SendFault(Stage.LOCAL, reason, transient=False)
    unsent = watch.at_proxy or (isinstance(error, _UNSENT) and not watch.started)
    return SendFault(Stage.UNSENT if unsent else Stage.SENT, reason)


def crowded() -> SendFault:
    """Tell that too many exchanges were under way for this one to begin."""
    return SendFault(Stage.UNSENT, _REASONS[httpx.PoolTimeout])


def _reason(error: Exception, watch: Watch) -> str:
    if isinstance(error, BodyError):
        return str(error)
    if unreached := _UNREACHED.get(_kind(error, watch)):
        why = next(_causes(error), None) if isinstance(error, httpx.ConnectError) else None
        return unreached.format(watch.host) + (f" ({why})" if why else "")
    return _REASONS.get(type(error), type(error).__name__)


def _kind(error: Exception, watch: Watch) -> type[Exception]:
    """Give the class of an error; what breaks while a proxy is asked is the proxy's."""
    if not watch.at_proxy or isinstance(error, _UNSENT):
        return type(error)
    late = isinstance(error, httpx.TimeoutException)
    return httpx.ConnectTimeout if late else httpx.ProxyError


def _causes(error: BaseException | None) -> Iterator[str]:
    """Give the system's own words for a failure to connect, the first cause first."""
    if error is None:
        return
    several = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    # What the system raised may itself have been raised while the caller handled another error.
    inner = None if isinstance(error, OSError) else error.__context__
    for cause in (*several, error.__cause__ or inner):
        yield from _causes(cause)
    if isinstance(error, ssl.SSLCertVerificationError):
        yield error.verify_message
    elif isinstance(error, ssl.SSLError):
        yield f"TLS: {error.reason}"
    elif isinstance(error, OSError) and error.errno:
        # The clients word it differently; a failure to look the name up has numbers of its own.
        yield os.strerror(error.errno) if error.errno > 0 else str(error.strerror)


_UNREACHED: Mapping[type[Exception], str] = {
    httpx.ConnectError: "{} could not be reached",
    httpx.ConnectTimeout: "connecting to {} took too long",
    httpx.ProxyError: "the proxy would not connect to {}",
}
_REASONS: Mapping[type[Exception], str] = {
    httpx.PoolTimeout: "no connection became free in time",
    httpx.ReadError: "the connection broke",
    httpx.ReadTimeout: "no answer came in time",
    httpx.RemoteProtocolError: "the server hung up or did not speak HTTP",
    httpx.WriteError: "the connection broke while sending",
    httpx.WriteTimeout: "sending took too long",
    httpx.LocalProtocolError: "the request is not valid HTTP, perhaps a credential's characters",
    httpx.UnsupportedProtocol: "the URL is not http or https",
    httpx.InvalidURL: "the URL cannot be read",
}
