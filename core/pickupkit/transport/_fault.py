"""How an exchange failed, in neutral words: whether it left this machine, and why it ended."""

import os
import ssl
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from ._body import BodyError, TooLarge
from ._boot import boot_time
from ._exchange import Send, SendFault, Stage

_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
LOCAL = (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL)
_HEADERS_STARTED = (
    "http11.send_request_headers.started",
    "http2.send_request_headers.started",  # of a caller's own transport
)


class Watch:
    """Notes whether our request began to leave; a proxy's CONNECT is not ours.

    It proves that a request which did not begin after it has not left. One that did not begin
    within its time must not leave at all. The deadlines of the clients stand still while the
    machine sleeps: others may meanwhile have judged what is sent here.
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
        if event not in _HEADERS_STARTED:
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
    if isinstance(error, LOCAL):
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
